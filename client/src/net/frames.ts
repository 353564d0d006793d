import { Form } from '../crowd/actor';
import { BitReader } from './bits';

/** Kinds of binary messages: their first byte (docs/protocol.md). */
export const KIND_CONTROL = 1;
export const KIND_MOVE = 2;
export const KIND_STATE = 3;

const MOVE_BYTES = 15;
const TURN = Math.PI * 2;

/** One's own position as it is sent. Metres, radians, metres a second. */
export interface Move {
  epoch: number;
  sequence: number;
  x: number;
  y: number;
  z: number;
  yaw: number;
  velocityX: number;
  velocityZ: number;
  airborne: boolean;
}

/** The grid of cells of state frames, from Welcome. */
export interface CellGrid {
  readonly columns: number;
  readonly metres: number;
  readonly originX: number;
  readonly originZ: number;
}

/** What a state frame says of one person. Reused between records: copy what is kept. */
export interface Sample {
  id: number;
  form: Form;
  x: number;
  z: number;
  /** Only when airborne; others stand on the floor. */
  y: number;
  yaw: number;
  velocityX: number;
  velocityZ: number;
  /** Only when seated. */
  seat: number;
  /** Room time at which this was true, milliseconds. */
  roomMs: number;
}

const clamp = (value: number, least: number, most: number): number => Math.min(most, Math.max(least, Math.round(value)));

/** Writes a move (docs/protocol.md, section 2). */
export function writeMove(move: Move): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(MOVE_BYTES);
  const view = new DataView(bytes.buffer);
  const turns = move.yaw / TURN;
  view.setUint8(0, KIND_MOVE);
  view.setUint8(1, move.epoch & 255);
  view.setUint16(2, move.sequence & 65535, true);
  view.setInt16(4, clamp(move.x * 64, -32768, 32767), true);
  view.setInt16(6, clamp(move.z * 64, -32768, 32767), true);
  view.setInt16(8, clamp(move.y * 64, -32768, 32767), true);
  view.setUint16(10, Math.round((turns - Math.floor(turns)) * 65536) & 65535, true);
  view.setInt8(12, clamp(move.velocityX * 16, -128, 127));
  view.setInt8(13, clamp(move.velocityZ * 16, -128, 127));
  view.setUint8(14, move.airborne ? 1 : 0);
  return bytes;
}

/** Room time modulo 2³² made whole again: the value nearest to what our clock says. */
export function unwrapRoomMs(low32: number, nearMs: number): number {
  return low32 + Math.round((nearMs - low32) / 2 ** 32) * 2 ** 32;
}

/**
 * Reads a state frame (docs/protocol.md, section 3) and hands each record to `visit`.
 * @returns Room time of the frame in milliseconds, or null when the bytes are malformed; records before the fault were visited.
 */
export function readStateFrame(bytes: Uint8Array, grid: CellGrid, nearMs: number, visit: (sample: Sample) => void): number | null {
  if (bytes.length < 5 || bytes[0] !== KIND_STATE) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const roomMs = unwrapRoomMs(view.getUint32(1, true), nearMs);
  const sample: Sample = { id: 0, form: Form.Standing, x: 0, z: 0, y: 0, yaw: 0, velocityX: 0, velocityZ: 0, seat: -1, roomMs };
  let at = 5;
  while (at < bytes.length) {
    if (at + 4 > bytes.length) return null;
    const cell = view.getUint16(at, true);
    const count = bytes[at + 3];
    if (count === 0) return null;
    const cornerX = grid.originX + (cell % grid.columns) * grid.metres;
    const cornerZ = grid.originZ + Math.floor(cell / grid.columns) * grid.metres;
    sample.roomMs = roomMs - bytes[at + 2] * 10;
    const bits = new BitReader(bytes.subarray(at + 4));
    for (let record = 0; record < count; record++) {
      readRecord(bits, sample, cornerX, cornerZ, grid.metres);
      if (bits.overrun) return null;
      visit(sample);
    }
    if (!bits.skipPadding()) return null;
    at += 4 + bits.bytesRead;
  }
  return roomMs;
}

function readRecord(bits: BitReader, sample: Sample, cornerX: number, cornerZ: number, cellMetres: number): void {
  sample.id = bits.read(14);
  sample.form = bits.read(2);
  sample.velocityX = sample.velocityZ = sample.y = 0;
  sample.seat = -1;
  if (sample.form === Form.Seated) {
    sample.seat = bits.read(12);
    return;
  }
  sample.x = cornerX + ((bits.read(8) + 0.5) / 256) * cellMetres;
  sample.z = cornerZ + ((bits.read(8) + 0.5) / 256) * cellMetres;
  sample.yaw = (bits.read(8) / 256) * TURN;
  if (sample.form === Form.Standing) return;
  sample.velocityX = bits.readSigned(7) / 8;
  sample.velocityZ = bits.readSigned(7) / 8;
  if (sample.form === Form.Airborne) sample.y = bits.read(12) / 64 - 4;
}
