import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import { ClientMessageSchema, ServerMessageSchema, type ClientMessage, type ServerMessage } from './generated/kapok_pb';
import { KIND_CONTROL } from './frames';

export type ClientBody = Exclude<ClientMessage['body'], { case: undefined }>;
export type ServerBody = Exclude<ServerMessage['body'], { case: undefined }>;

/** Writes a control message with its kind byte. @param request Its number where it asks for `Done`; 0 for none. */
export function writeControl(body: ClientBody, request = 0): Uint8Array<ArrayBuffer> {
  const message = toBinary(ClientMessageSchema, create(ClientMessageSchema, { body, request }));
  const bytes = new Uint8Array(message.length + 1);
  bytes[0] = KIND_CONTROL;
  bytes.set(message, 1);
  return bytes;
}

/** Reads a control message; null when it is malformed or of a kind this version does not know. */
export function readControl(bytes: Uint8Array): ServerBody | null {
  try {
    const { body } = fromBinary(ServerMessageSchema, bytes.subarray(1));
    return body.case === undefined ? null : body;
  } catch {
    return null;
  }
}
