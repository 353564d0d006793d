/** Kinds of binary messages: their first byte (docs/protocol.md). */
export const KIND_CONTROL = 1;
export const KIND_MOVE = 2;
export const KIND_STATE = 3;

const MOVE_BYTES = 17;
const TURN = Math.PI * 2;

/** How somebody is standing in the world, as the wire numbers it. */
export const enum Form { Standing = 0, Moving = 1, Airborne = 2, Seated = 3 }

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
  readonly rows: number;
  readonly metres: number;
  readonly originX: number;
  readonly originZ: number;
}

/** Cells along x at a scale, at which a cell has 2 to the power of it times the side. */
export const columnsOf = (grid: CellGrid, scale: number): number => Math.ceil(grid.columns / 2 ** scale);

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
