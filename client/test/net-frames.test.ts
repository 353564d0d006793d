import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Form } from '../src/crowd/actor';
import { BitReader } from '../src/net/bits';
import { readStateFrame, unwrapRoomMs, writeMove, type Move, type Sample } from '../src/net/frames';

const VECTORS = join(import.meta.dirname, '../../tests/vectors');
const FORMS = ['standing', 'moving', 'airborne', 'seated'];

interface MoveVector { readonly hex: string; readonly valid: boolean; readonly fields: Move | null }
interface RecordVector { readonly person: number; readonly form: string; readonly x: number; readonly z: number; readonly yaw: number; readonly velocityX: number | null; readonly velocityZ: number | null; readonly y: number | null; readonly seat: number | null }
interface FrameVector { readonly name: string; readonly hex: string; readonly valid: boolean; readonly roomMs: number; readonly blocks: readonly { readonly cell: number; readonly scale: number; readonly ageMs: number; readonly records: readonly RecordVector[] }[] }

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
  // A grid of one column keeps the vectors' places relative to the cell: corner of cell n is (0, n * side), and so at every scale.
  const grid = { columns: 1, metres: 4, originX: 0, originZ: 0 };
  it.each(load<FrameVector[]>('frames.json').map((vector) => [vector.name, vector] as const))('%s', (_name, vector) => {
    const seen: Sample[] = [];
    const read = readStateFrame(bytesOf(vector.hex), grid, vector.roomMs, (sample) => seen.push({ ...sample }));
    if (!vector.valid) return expect(read).toBeNull();
    expect(read).toBe(vector.roomMs);
    const expected = vector.blocks.flatMap((block) => block.records.map((record) => ({ block, record })));
    expect(seen.length).toBe(expected.length);
    expected.forEach(({ block, record }, index) => {
      const sample = seen[index];
      expect(sample.id).toBe(record.person);
      expect(FORMS[sample.form]).toBe(record.form);
      expect(sample.roomMs).toBe(vector.roomMs - block.ageMs);
      expect(sample.coarse).toBe(block.scale > 0);
      if (sample.form === Form.Seated) return expect(sample.seat).toBe(record.seat);
      expect(sample.x).toBeCloseTo(record.x, 4);
      expect(sample.z - block.cell * 4 * 2 ** block.scale).toBeCloseTo(record.z, 2);
      if (!sample.coarse || sample.form === Form.Standing) expect(sample.yaw).toBeCloseTo(record.yaw, 4);
      expect([sample.velocityX, sample.velocityZ]).toEqual([record.velocityX ?? 0, record.velocityZ ?? 0]);
      if (record.y !== null) expect(sample.y).toBeCloseTo(record.y, 4);
    });
  });

  it('is refused, never thrown, whatever the bytes', () => {
    let seed = 7;
    const next = (): number => (seed = (seed * 1103515245 + 12345) & 0x7fffffff);
    for (let round = 0; round < 3000; round++) {
      const bytes = Uint8Array.from({ length: next() % 90 }, () => next() & 255);
      if (bytes.length > 0) bytes[0] = 3;
      expect(() => readStateFrame(bytes, grid, 0, () => undefined)).not.toThrow();
    }
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
