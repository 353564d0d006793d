import { create } from '@bufbuild/protobuf';
import { describe, expect, it } from 'vitest';
import { ceremonyClock } from '../src/ceremony/countdown';
import { glowAt, namesInTime, swingAt } from '../src/ceremony/strokes';
import { linesOf } from '../src/ceremony/unveiling';
import { CeremonyKind, type CeremonyNow, CeremonyNowSchema, ScreenNowSchema, StrokeSchema } from '../src/net/generated/show_pb';
import { ceremonyPicture, nameLines } from '../src/show/ceremony-screen';
import { isSaid } from '../src/ui/CeremonyMoments';
import { Floor } from '../src/world/floor';
import { parsePlaces } from '../src/world/places';

const now = (kind: CeremonyKind, seconds: number, title = 'Dawn', strokes: readonly [string, number, boolean][] = []): CeremonyNow => create(CeremonyNowSchema, {
  step: { kind, seconds, title }, startMs: 1000, strokes: strokes.map(([name, atMs, inTime], i) => create(StrokeSchema, { person: i, name, atMs, inTime })),
});

describe('the time of a ceremony', () => {
  it('counts down by room time and says when its text changes next', () => {
    const countdown = now(CeremonyKind.COUNTDOWN, 5);
    expect(ceremonyClock(countdown, 1000)).toEqual({ left: 5, isUnveiled: false, untilMs: 2000 });
    expect(ceremonyClock(countdown, 2001).left).toBe(4);
    expect(ceremonyClock(countdown, 60_000)).toEqual({ left: 0, isUnveiled: false, untilMs: Infinity });
    expect(ceremonyClock(now(CeremonyKind.COUNTDOWN, 0), 1000).left).toBe(10);
  });

  it('unveils at its moment for whoever comes when', () => {
    const unveiling = now(CeremonyKind.UNVEILING, 3);
    for (const [at, is] of [[1000, false], [3999, false], [4000, true], [1e9, true]] as const) expect(ceremonyClock(unveiling, at).isUnveiled).toBe(is);
    expect(ceremonyClock(undefined, 5)).toEqual({ left: null, isUnveiled: false, untilMs: Infinity });
  });

  it('is read aloud at few moments', () => {
    expect(Array.from({ length: 121 }, (_, left) => left).filter(isSaid)).toEqual([1, 2, 3, 10, 30, 60, 120]);
  });
});

describe('the gong', () => {
  const { strokes } = now(CeremonyKind.GONG, 1, '', [['Mei', 2000, true], ['Bo', 2400, true], ['Late', 9000, false]]);

  it('hangs still until it is struck, swings away from who strikes and comes to rest', () => {
    expect(swingAt(strokes, 2000, false)).toBe(0);
    const seen = Array.from({ length: 600 }, (_, i) => swingAt(strokes, 2000 + i * 50, false));
    expect(Math.min(...seen)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...seen)).toBeGreaterThan(0.1);
    expect(seen[599]).toBeLessThan(0.001);
    expect(Math.max(...Array.from({ length: 600 }, (_, i) => swingAt(strokes, 2000 + i * 50, true)))).toBeLessThan(Math.max(...seen) / 2);
    expect(glowAt(strokes, 1999)).toBe(0);
    expect(glowAt(strokes, 2000)).toBe(1);
  });

  it('names who was in time, on the wall too, unless a cue shows something there since', () => {
    expect(namesInTime(strokes)).toEqual(['Mei', 'Bo']);
    const gong = now(CeremonyKind.GONG, 1, 'Opening', [['Mei', 2000, true], ['Late', 9000, false]]);
    expect(ceremonyPicture(gong, undefined)).toMatchObject({ picture: { kind: 'text', lines: ['Opening', 'Mei'] }, since: 2 });
    expect(ceremonyPicture(gong, create(ScreenNowSchema, { startMs: 999 }))).not.toBeNull();
    expect(ceremonyPicture(gong, create(ScreenNowSchema, { startMs: 1001 }))).toBeNull();
    expect(ceremonyPicture(now(CeremonyKind.GONG, 1), undefined)).toBeNull();
    expect(ceremonyPicture(now(CeremonyKind.COUNTDOWN, 5), undefined)).toMatchObject({ picture: { kind: 'countdown', untilMs: 6000, title: 'Dawn' } });
  });

  it('puts many names into few lines and counts the rest', () => {
    const names = Array.from({ length: 64 }, (_, i) => `Somebody ${i}`), lines = nameLines(names), named = lines.join(' · ').match(/Somebody/g)?.length ?? 0;
    expect(lines.length).toBe(5);
    expect(lines.at(-1)).toMatch(new RegExp(`\\+${64 - named}$`));
    expect(nameLines(['A', 'B'])).toEqual(['A · B']);
  });

  it('breaks a long title between words', () => {
    expect(linesOf('木棉 Kapok')).toEqual(['木棉 Kapok']);
    expect(linesOf('The new house of the people')).toHaveLength(2);
    expect(linesOf('The new house of the people').join(' ')).toBe('The new house of the people');
  });
});

describe('the lift', () => {
  it('raises the floor under whoever stands on it, and is too high to step onto from beside it', () => {
    const floor = new Floor(40, 40, 0.25, 0, 0, new Int16Array(1600).fill(64));
    floor.raise(5, 5, 1.5, 0.8);
    expect(floor.heightAt(5, 5)).toBeCloseTo(1.8);
    expect(floor.heightAt(5, 7)).toBe(1);
    expect(floor.isStraight(5, 7, 5, 5)).toBe(false);
    expect(floor.isStraight(5, 5, 5, 7)).toBe(true);
    floor.raise(5, 5, 1.5, 0.3);
    expect(floor.isStraight(5, 7, 5, 5)).toBe(true);
    floor.raise(5, 5, 1.5, 0);
    expect(floor.heightAt(5, 5)).toBe(1);
  });

  it('is where the server says, and absent where it says nothing', () => {
    const spots = { gong: { x: 1, y: null, z: 2, radius: null }, plaque: { x: -1, z: 2 }, lift: { x: 0, z: 3, radius: 1.6 } };
    expect(parsePlaces({ ceremony: spots }).ceremony).toEqual({ ...spots, gong: { ...spots.gong, radius: 1 } });
    expect(parsePlaces({ ceremony: { gong: { x: 'far', y: 4, radius: 2 } } }).ceremony?.gong).toEqual({ x: 0, z: 0, y: 4, radius: 2 });
    for (const none of [{}, { ceremony: null }, { ceremony: 7 }]) expect(parsePlaces(none).ceremony).toBeUndefined();
  });
});
