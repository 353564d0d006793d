import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { BitReader } from '../src/net/bits';
import { fullColour, readCrowd } from '../src/net/crowd-list';
import { unwrapRoomMs, writeMove, type Move } from '../src/net/frames';
import { completeFar, readStateFrame, type FrameVisitor, type Sample, type TierArea } from '../src/net/state-frame';

const VECTORS = join(import.meta.dirname, '../../tests/vectors');
const FORMS = ['standing', 'moving', 'airborne', 'seated'];

interface MoveVector { readonly hex: string; readonly valid: boolean; readonly fields: Move | null }
interface RecordVector { readonly person: number; readonly form: string; readonly x: number; readonly z: number; readonly yaw: number;
  readonly velocityX: number | null; readonly velocityZ: number | null; readonly y: number | null; readonly seat: number | null; readonly lit: boolean }
interface FarVector { readonly person: number; readonly form: string; readonly whole: boolean; readonly x: number | null; readonly z: number | null;
  readonly lowX: number | null; readonly lowZ: number | null; readonly yaw: number | null; readonly velocityX: number | null;
  readonly velocityZ: number | null; readonly seat: number | null }
interface CountVector { readonly person: number | null; readonly kind: number; readonly count: number | null }
interface BlockVector { readonly kind: string; readonly cell: number; readonly scale: number; readonly ageMs: number; readonly people: readonly RecordVector[];
  readonly far: readonly FarVector[]; readonly counts: readonly CountVector[]; readonly area: TierArea | null }
interface FrameVector { readonly name: string; readonly hex: string; readonly valid: boolean; readonly roomMs: number; readonly blocks: readonly BlockVector[] }
interface FrameFile { readonly grid: { columns: number; rows: number; cellMetres: number; originX: number; originZ: number };
  readonly frames: readonly FrameVector[]; readonly completions: readonly { low: number; expected: number; step: number }[] }
interface CrowdVector { readonly name: string; readonly hex: string; readonly valid: boolean; readonly people: readonly { person: number; role: number;
  body: number; hair: number; outfit: number; height: number; skin: number; hairColour: number; top: number; bottom: number; stick: number }[] }

const load = <T>(file: string): T => JSON.parse(readFileSync(join(VECTORS, file), 'utf8')) as T;
const bytesOf = (hex: string): Uint8Array => Uint8Array.from(Buffer.from(hex, 'hex'));

describe('a move', () => {
  const vectors = load<MoveVector[]>('moves.json').filter((vector) => vector.valid && vector.fields);
  it.each(vectors.map((vector) => [vector.hex, vector.fields as Move] as const))('is written as %s', (hex, fields) => {
    expect(Buffer.from(writeMove(fields)).toString('hex')).toBe(hex);
  });

  it('never wraps a place that is out of range', () => {
    const bytes = writeMove({ epoch: 1, sequence: 2, x: 9999, y: -9999, z: 0, yaw: -0.5, velocityX: 999, velocityZ: -999, airborne: false });
    const view = new DataView(bytes.buffer);
    expect([view.getInt16(4, true), view.getInt16(8, true), view.getInt16(12, true), view.getInt16(14, true)]).toEqual([32767, -32768, 32767, -32768]);
  });
});

describe('a state frame', () => {
  const file = load<FrameFile>('frames.json');
  const grid = { ...file.grid, metres: file.grid.cellMetres };

  it.each(file.frames.map((vector) => [vector.name, vector] as const))('%s', (_name, vector) => {
    const seen: unknown[] = [], noted = (sample: Sample) => ({ ...sample });
    const read = readStateFrame(bytesOf(vector.hex), grid, vector.roomMs, {
      person: (sample) => seen.push(noted(sample)), far: (sample, low, isNews) => seen.push({ ...sample, low, isNews }),
      gesture: (person, kind, roomMs) => seen.push({ person, kind, roomMs }), tally: (cell, kind, count, roomMs) => seen.push({ cell, kind, count, roomMs }),
      area: (tier, area) => seen.push({ tier, area }),
    });
    if (!vector.valid) return expect(read).toBeNull();
    expect(read).toBe(vector.roomMs);
    expect(seen).toEqual(vector.blocks.flatMap((block) => wanted(block, vector.roomMs - block.ageMs)));
  });

  it.each(file.completions.map(({ low, expected, step }) => [low, expected, step] as const))('the end %d of a place near %d means %d', (low, expected, step) => {
    expect(completeFar(low, expected)).toBe(step);
  });

  it('is refused, never thrown, whatever the bytes', () => {
    const nobody: FrameVisitor = { person: () => undefined, far: () => undefined, gesture: () => undefined, tally: () => undefined, area: () => undefined };
    let seed = 7;
    const next = (): number => (seed = (seed * 1103515245 + 12345) & 0x7fffffff);
    for (let round = 0; round < 3000; round++) {
      const bytes = Uint8Array.from({ length: next() % 90 }, () => next() & 255);
      if (bytes.length > 0) bytes[0] = 3;
      expect(() => readStateFrame(bytes, grid, 0, nobody)).not.toThrow();
      expect(() => readCrowd(bytes.subarray(1))).not.toThrow();
    }
  });
});

const close = (value: number): unknown => expect.closeTo(value, 4);

/** What the visitor must be told of a block. */
function wanted(block: BlockVector, roomMs: number): unknown[] {
  const { kind, cell, scale } = block;
  const people = block.people.map((record) => ({
    id: record.person, tier: scale, form: FORMS.indexOf(record.form), x: record.seat === null ? close(record.x) : expect.anything(),
    z: record.seat === null ? close(record.z) : expect.anything(), y: close(record.y ?? 0),
    yaw: record.seat === null ? (scale > 0 && record.form !== 'standing' ? expect.anything() : close(record.yaw)) : 0, velocityX: close(record.velocityX ?? 0),
    velocityZ: close(record.velocityZ ?? 0), seat: record.seat ?? -1, lit: record.lit, roomMs,
  }));
  const far = block.far.map((record) => ({
    id: record.person, tier: 3, form: FORMS.indexOf(record.form), x: record.seat === null ? close(record.x ?? record.lowX ?? 0) : expect.anything(),
    z: record.seat === null ? close(record.z ?? record.lowZ ?? 0) : expect.anything(), y: 0, yaw: close(record.yaw ?? 0),
    velocityX: close(record.velocityX ?? 0), velocityZ: close(record.velocityZ ?? 0), seat: record.seat ?? -1, lit: null, roomMs, low: !record.whole, isNews: kind === 'far',
  }));
  const counts = block.counts.map((record) =>
    (record.person === null ? { cell, kind: record.kind, count: record.count, roomMs } : { person: record.person, kind: record.kind, roomMs }));
  return [...people, ...far, ...counts, ...(block.area ? [{ tier: kind === 'midArea' ? 1 : 0, area: block.area }] : [])];
}

describe('a crowd', () => {
  it.each(load<CrowdVector[]>('crowd.json').map((vector) => [vector.name, vector] as const))('%s', (_name, { hex, valid, people }) => {
    const read = readCrowd(bytesOf(hex));
    expect(read).toEqual(valid ? people.map(({ person, ...sketch }) => ({ id: person, ...sketch })) : null);
  });

  it('has colours of eight steps', () => {
    expect([fullColour(0), fullColour(511), fullColour(0b111000000), fullColour(0b001)]).toEqual([0, 0xffffff, 0xff0000, 36]);
  });
});

describe('bits', () => {
  it('are read most significant first and sign-extended', () => {
    const bits = new BitReader(Uint8Array.of(0b10110011, 0b01000000));
    expect([bits.read(3), bits.readSigned(7), bits.bytesRead]).toEqual([0b101, 0b1001101 - 128, 2]);
  });

  it('past the end are zeros and marked', () => {
    const bits = new BitReader(Uint8Array.of(255));
    expect([bits.read(9), bits.overrun]).toEqual([0, true]);
  });
});

describe('room time', () => {
  it('of 32 bits is made whole near the clock', () => {
    expect(unwrapRoomMs(5, 2 ** 32 + 2)).toBe(2 ** 32 + 5);
    expect(unwrapRoomMs(2 ** 32 - 5, 2 ** 32 + 2)).toBe(2 ** 32 - 5);
    expect(unwrapRoomMs(1000, 900)).toBe(1000);
  });
});
