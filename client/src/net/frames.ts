import { Form } from '../crowd/actor';
import { BitReader } from './bits';

/** Kinds of binary messages: their first byte (docs/protocol.md). */
export const KIND_CONTROL = 1;
export const KIND_MOVE = 2;
export const KIND_STATE = 3;

const MOVE_BYTES = 17;
const STAMP_MS = 10;
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
  /** Side of a step of x and z in metres; coarse reports, 3 cm and more, also round their velocity to 1/8 m/s. */
  stepMetres: number;
  /** The report is meant for those far away: it must not blur what is known better. */
  coarse: boolean;
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
  view.setInt16(12, clamp(move.velocityX * 256, -32768, 32767), true);
  view.setInt16(14, clamp(move.velocityZ * 256, -32768, 32767), true);
  view.setUint8(16, move.airborne ? 1 : 0);
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
  const stamp = Math.floor(view.getUint32(1, true) / STAMP_MS);
  const sample: Sample = { id: 0, form: Form.Standing, x: 0, z: 0, y: 0, yaw: 0, velocityX: 0, velocityZ: 0, seat: -1, roomMs, stepMetres: 0, coarse: false };
  let at = 5;
  while (at < bytes.length) {
    if (at + 4 > bytes.length) return null;
    const cell = view.getUint16(at, true);
    const scale = bytes[at + 3] >> 6;
    const count = (bytes[at + 3] & 63) + 1;
    const side = grid.metres * 2 ** scale;
    const columns = Math.ceil(grid.columns / 2 ** scale);
    const cornerX = grid.originX + (cell % columns) * side;
    const cornerZ = grid.originZ + Math.floor(cell / columns) * side;
    sample.roomMs = roomMs - ((stamp - bytes[at + 2]) & 255) * STAMP_MS;
    sample.stepMetres = side / 256;
    sample.coarse = scale > 0;
    const bits = new BitReader(bytes.subarray(at + 4));
    for (let record = 0; record < count; record++) {
      readRecord(bits, sample, cornerX, cornerZ);
      if (bits.overrun) return null;
      visit(sample);
    }
    if (!bits.skipPadding()) return null;
    at += 4 + bits.bytesRead;
  }
  return roomMs;
}

function readRecord(bits: BitReader, sample: Sample, cornerX: number, cornerZ: number): void {
  sample.id = bits.read(14);
  sample.form = bits.read(2);
  sample.velocityX = sample.velocityZ = sample.y = 0;
  sample.seat = -1;
  if (sample.form === Form.Seated) {
    sample.seat = bits.read(12);
    return;
  }
  sample.x = cornerX + (bits.read(8) + 0.5) * sample.stepMetres;
  sample.z = cornerZ + (bits.read(8) + 0.5) * sample.stepMetres;
  const moves = sample.form !== Form.Standing;
  if (!moves || !sample.coarse) sample.yaw = (bits.read(8) / 256) * TURN;
  if (moves) {
    const [width, steps] = sample.coarse ? [7, 8] : [9, 32];
    sample.velocityX = bits.readSigned(width) / steps;
    sample.velocityZ = bits.readSigned(width) / steps;
    if (sample.coarse) sample.yaw = Math.atan2(sample.velocityX, sample.velocityZ);
  }
  if (sample.form === Form.Airborne) sample.y = bits.read(12) / 64 - 4;
}
