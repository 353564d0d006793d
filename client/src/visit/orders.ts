import { create } from '@bufbuild/protobuf';
import type { ClientBody } from '../net/control';
import { ShowCommandSchema, ShowCommand_PlaySchema, type ShowAction, type ShowCommand } from '../net/generated/show_pb';

/** Asks the room to do something with its show. */
export function showOrder(body: ShowCommand['body']): ClientBody {
  return { case: 'show', value: create(ShowCommandSchema, { body }) };
}

/** Asks the room to do something outside of its run of show. Whether one may is the room's to say. */
export function playActions(actions: ShowAction[]): ClientBody {
  return showOrder({ case: 'play', value: create(ShowCommand_PlaySchema, { actions }) });
}
