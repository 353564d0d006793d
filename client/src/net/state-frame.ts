import { Form } from './frames';
import { BitReader } from './bits';
import { columnsOf, KIND_STATE, unwrapRoomMs, type CellGrid } from './frames';
import { readGap, RICE_PARAMETERS } from './rice';

const HEADER_BYTES = 5, BLOCK_BYTES = 4, AREA_BYTES = 7;
const STAMP_MS = 10, STEPS_OF_CELL = 256, FAR_STEPS_OF_CELL = 8, FAR_LOW_BITS = 5, MOST_PERSON = 32767;
const TURN = Math.PI * 2;
const FAR_SPEEDS = [0.15, 0.3, 0.45, 0.6, 0.75, 0.9, 1.05, 1.2, 1.35, 1.5, 1.65, 2, 2.6, 3.4, 4.4, 5.8];

/** How exactly, and of whom, a report tells: the scale of its block, or the far tier. */
export const enum Tier { Near = 0, Mid = 1, Prominent = 2, Far = 3 }

/** What a state frame says of one person. Reused between records: copy what is kept. */
export interface Sample {
  id: number;
  tier: Tier;
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
  /** Whether the glow stick is on; null where the tier does not say. */
  lit: boolean | null;
  /** Room time at which this was true, milliseconds. */
  roomMs: number;
}

/** The squares in which one is told of everyone in a tier. */
export interface TierArea {
  readonly level: number;
  readonly column: number;
  readonly row: number;
  /** Bit 5 × (z + 2) + (x + 2) for the square x columns and z rows from the middle one. */
  readonly squares: number;
}

/** Takes what a frame says, block by block. */
export interface FrameVisitor {
  person(sample: Sample): void;
  /** One of the far tier. Where `low` is set, x and z are the low bits of its steps, to be completed. @param isNews False for what was told before. */
  far(sample: Sample, low: boolean, isNews: boolean): void;
  gesture(id: number, kind: number, roomMs: number): void;
  /** @param cell Of 8 × 8 cells of the grid. @param kind 1 to 8: emotes begun; 9: glow sticks on; 10: people. */
  tally(cell: number, kind: number, count: number, roomMs: number): void;
  area(tier: Tier.Near | Tier.Mid, area: TierArea, roomMs: number): void;
}

/** Side of a step of the far tier, metres. */
export const farStepMetres = (grid: CellGrid): number => grid.metres / FAR_STEPS_OF_CELL;

/** The step whose low bits these are and which is nearest to where somebody is expected, in steps. */
export function completeFar(low: number, expected: number): number {
  return low + Math.round((expected - 0.5 - low) / 2 ** FAR_LOW_BITS) * 2 ** FAR_LOW_BITS;
}

/**
 * Reads a state frame (docs/protocol.md, section 3) and hands each record to the visitor.
 * @returns Room time of the frame in milliseconds, or null when the bytes are malformed; what came before the fault was visited.
 */
export function readStateFrame(bytes: Uint8Array, grid: CellGrid, nearMs: number, visit: FrameVisitor): number | null {
  if (bytes.length < HEADER_BYTES || bytes[0] !== KIND_STATE) return null;
  const low = (bytes[1] | (bytes[2] << 8) | (bytes[3] << 16) | (bytes[4] << 24)) >>> 0, roomMs = unwrapRoomMs(low, nearMs), stamp = Math.floor(low / STAMP_MS);
  for (let at = HEADER_BYTES; at < bytes.length;) {
    if (at + BLOCK_BYTES > bytes.length) return null;
    const number = bytes[at] | (bytes[at + 1] << 8), sub = bytes[at + 3] >> 6, count = (bytes[at + 3] & 63) + 1;
    const ms = roomMs - ((stamp - bytes[at + 2]) & 255) * STAMP_MS;
    at += BLOCK_BYTES;
    const type = number >> 14, cell = number & 16383;
    if (type === 3 && sub < 2) {
      const area = count === 1 && at + AREA_BYTES <= bytes.length ? readArea(bytes, at) : null;
      if (area === null) return null;
      visit.area(sub, area, roomMs);
      at += AREA_BYTES;
      continue;
    }
    bits.begin(bytes, at);
    if (!readRecords(type, sub, cell, count, ms, grid, visit) || !bits.skipPadding()) return null;
    at += bits.bytesRead;
  }
  return roomMs;
}

function readRecords(type: number, sub: number, cell: number, count: number, ms: number, grid: CellGrid, visit: FrameVisitor): boolean {
  if (type === 0) return sub < 3 && readPeople(sub, cell, count, ms, grid, visit);
  if (type === 1) return readFar(RICE_PARAMETERS[sub], true, cell, count, ms, grid, visit);
  if (type === 2) {
    for (let record = 0; record < count; record++) {
      const id = bits.read(15), kind = bits.read(4);
      if (bits.overrun || sub > 2) return false;
      visit.gesture(id, kind, ms);
    }
    return true;
  }
  if (sub === 3) return readFar(0, false, cell, count, ms, grid, visit);
  for (let record = 0; record < count; record++) {
    const kind = bits.read(4), people = bits.read(10);
    if (bits.overrun) return false;
    visit.tally(cell, kind, people, ms);
  }
  return true;
}

function readArea(bytes: Uint8Array, at: number): TierArea | null {
  const squares = (bytes[at + 3] | (bytes[at + 4] << 8) | (bytes[at + 5] << 16) | (bytes[at + 6] << 24)) >>> 0;
  const area = { level: bytes[at], column: bytes[at + 1], row: bytes[at + 2], squares };
  return area.level < 8 && area.squares < 2 ** 25 ? area : null;
}

// One of each for all frames: what is read ten times a second of thousands is not to leave anything to collect.
const bits = new BitReader();
const sample: Sample = { id: 0, tier: Tier.Near, form: Form.Standing, x: 0, z: 0, y: 0, yaw: 0, velocityX: 0, velocityZ: 0, seat: -1, lit: null, roomMs: 0 };

function readPeople(scale: number, cell: number, count: number, ms: number, grid: CellGrid, visit: FrameVisitor): boolean {
  const side = grid.metres * 2 ** scale, columns = columnsOf(grid, scale), step = side / STEPS_OF_CELL;
  const cornerX = grid.originX + (cell % columns) * side, cornerZ = grid.originZ + Math.floor(cell / columns) * side;
  for (let record = 0; record < count; record++) {
    const head = bits.read(18);
    clear(head >> 3, scale, (head >> 1) & 3, ms);
    sample.lit = (head & 1) !== 0;
    if (sample.form === Form.Seated) sample.seat = bits.read(12);
    else {
      sample.x = cornerX + (bits.read(8) + 0.5) * step;
      sample.z = cornerZ + (bits.read(8) + 0.5) * step;
      readMotion(scale > 0);
    }
    if (bits.overrun) return false;
    visit.person(sample);
  }
  return true;
}

function clear(id: number, tier: number, form: number, ms: number): void {
  sample.id = id;
  sample.tier = tier;
  sample.form = form;
  sample.velocityX = sample.velocityZ = sample.y = sample.yaw = 0;
  sample.seat = -1;
  sample.lit = null;
  sample.roomMs = ms;
}

function readMotion(coarse: boolean): void {
  const moves = sample.form !== Form.Standing;
  if (!moves || !coarse) sample.yaw = (bits.read(8) / 256) * TURN;
  if (moves) {
    const width = coarse ? 7 : 9, steps = coarse ? 8 : 32;
    sample.velocityX = bits.readSigned(width) / steps;
    sample.velocityZ = bits.readSigned(width) / steps;
    if (coarse) sample.yaw = Math.atan2(sample.velocityX, sample.velocityZ);
  }
  if (sample.form === Form.Airborne) sample.y = bits.read(12) / 64 - 4;
}

const bitsOf = (cells: number): number => 32 - Math.clz32(cells * FAR_STEPS_OF_CELL - 1);

function readFar(parameter: number, isNews: boolean, first: number, count: number, ms: number, grid: CellGrid, visit: FrameVisitor): boolean {
  const step = farStepMetres(grid), bitsX = bitsOf(grid.columns), bitsZ = bitsOf(grid.rows);
  for (let record = 0, id = first * 2 + bits.read(1); record < count; record++) {
    if (record > 0) {
      const gap = readGap(bits, parameter);
      if (gap < 0) return false;
      id += 1 + gap;
    }
    if (id > MOST_PERSON) return false;
    let form = bits.read(2);
    const whole = form === Form.Airborne;
    if (whole) form = bits.read(1);
    clear(id, Tier.Far, form, ms);
    if (form === Form.Seated) sample.seat = bits.read(12);
    else {
      const x = bits.read(whole ? bitsX : FAR_LOW_BITS), z = bits.read(whole ? bitsZ : FAR_LOW_BITS);
      sample.x = whole ? grid.originX + (x + 0.5) * step : x;
      sample.z = whole ? grid.originZ + (z + 0.5) * step : z;
      readFarMotion();
    }
    if (bits.overrun) return false;
    visit.far(sample, !whole && form !== Form.Seated, isNews);
  }
  return true;
}

function readFarMotion(): void {
  if (sample.form !== Form.Moving) {
    sample.yaw = (bits.read(5) / 32) * TURN;
    return;
  }
  sample.yaw = (bits.read(6) / 64) * TURN;
  const speed = FAR_SPEEDS[bits.read(4)];
  sample.velocityX = Math.sin(sample.yaw) * speed;
  sample.velocityZ = Math.cos(sample.yaw) * speed;
}
