import { describe, expect, it } from 'vitest';
import type { StageOnAir, StageWay } from '../src/slices/stage';
import { FlvStart } from '../src/stage/flv-start';
import { waysFor, type Abilities } from '../src/stage/ways';

const way = (kind: StageWay['kind'], codecs: readonly string[], height = 0): StageWay => ({ kind, address: `/live/a/${kind}${height}`, codecs, height });
const stage = (...ways: StageWay[]): StageOnAir =>
  ({ stage: 'arena', title: '', live: 'a', isAway: false, hasVideo: true, hasAudio: true, ways,
    width: 0, height: 0, clockMs: 0, utcMs: 0 });
const H264 = 'avc1.64001f', AAC = 'mp4a.40.2';
const ALL = stage(way('flv', [H264, AAC]), way('llhls', [H264, AAC]), way('llhls', [H264, AAC], 360), way('whep', [H264, 'opus']));
const abilities = (received: string, appends = true, playsHls = false): Abilities =>
  ({ receives: (codec) => received.split(' ').includes(codec), appends: () => appends, playsHls });
const CHROMIUM = abilities('H264 VP8 opus'), FIREFOX = abilities('VP8 VP9 AV1 opus'), IPHONE = abilities('H264 VP8 opus', false, true);
const order = (...given: Parameters<typeof waysFor>): string[] => waysFor(...given).map(({ kind, height }) => (height > 0 ? `${kind}${height}` : kind));

describe('the ways of a stage', () => {
  it('begin with the least delay, where the browser has the codec', () => {
    expect(order(ALL, CHROMIUM, 'auto', false)).toEqual(['whep', 'llhls', 'flv', 'llhls360']);
    expect(order(ALL, FIREFOX, 'auto', false)).toEqual(['llhls', 'flv', 'llhls360']);
    expect(order(ALL, IPHONE, 'auto', false)).toEqual(['whep', 'llhls', 'llhls360']);
    expect(order(ALL, abilities('', false), 'auto', false)).toEqual([]);
  });

  it('begin with what one chose, and the others follow where that fails', () => {
    expect(order(ALL, CHROMIUM, 'flv', false)[0]).toBe('flv');
    expect(order(ALL, CHROMIUM, 'llhls', false)[0]).toBe('llhls');
    expect(order(ALL, CHROMIUM, 'small', false)[0]).toBe('llhls360');
    expect(order(ALL, CHROMIUM, 'flv', false)).toHaveLength(4);
  });

  it('are small on a phone', () => {
    expect(order(ALL, CHROMIUM, 'auto', true)).toEqual(['llhls360', 'whep', 'llhls', 'flv']);
    expect(order(ALL, CHROMIUM, 'whep', true)[0]).toBe('whep');
  });

  it('that lack the sound come after those that have it', () => {
    const silent = stage(way('whep', [H264]), way('flv', [H264, AAC]));
    expect(order(silent, CHROMIUM, 'auto', false)).toEqual(['flv', 'whep']);
    expect(order({ ...silent, hasAudio: false }, CHROMIUM, 'auto', false)).toEqual(['whep', 'flv']);
  });
});

/** An FLV tag with the size of it behind. */
function tag(type: number, ms: number, body: readonly number[]): number[] {
  const size = (value: number): number[] => [(value >> 16) & 255, (value >> 8) & 255, value & 255];
  const whole = body.length + 11;
  return [type, ...size(body.length), ...size(ms & 0xffffff), (ms >>> 24) & 255, 0, 0, 0, ...body, 0, ...size(whole)];
}

describe('the beginning of an FLV stream', () => {
  const utcMs = 1_796_000_000_123.5, number = [...new Uint8Array(new Float64Array([utcMs]).buffer)].reverse();
  const script = tag(18, 0, [2, 0, 10, ...Buffer.from('onMetaData'), 8, 0, 0, 0, 1, 0, 10, ...Buffer.from('kapokUtcMs'), 0, ...number, 0, 0, 9]);
  const stream = Uint8Array.from([...Buffer.from('FLV'), 1, 5, 0, 0, 0, 9, 0, 0, 0, 0, ...script, ...tag(9, 0, [0x17, 0, 0, 0, 0]), ...tag(8, 0, [0xaf, 0, 0x11, 0x90]),
    ...tag(9, 0x01_234_567, [0x17, 1, 0, 0, 0, 1]), ...tag(8, 0x01_234_560, [0xaf, 1, 7, 7]), ...tag(9, 0x01_234_580, [0x27, 1, 0, 0, 0, 1])]);

  it('tells the clock and where the player begins, however it comes in pieces', () => {
    for (let size = 1; size <= stream.length; size++) {
      const start = new FlvStart();
      for (let at = 0; at < stream.length; at += size) start.take(stream.subarray(at, at + size));
      expect([start.utcMs, start.firstMs], `pieces of ${size}`).toEqual([utcMs, 0x01_234_560]);
    }
  });

  it('is not believed when it is something else, and is never read beyond its end', () => {
    let seed = 7;
    const random = (): number => (seed = (seed * 1103515245 + 12345) & 0x7fffffff) / 0x7fffffff;
    for (let i = 0; i < 500; i++) {
      const start = new FlvStart(), bytes = i < 250 ? Uint8Array.from({ length: 200 }, () => random() * 256) : stream.map((byte) => (random() < 0.05 ? random() * 256 : byte));
      for (let at = 0; at < bytes.length; at += 17) start.take(bytes.subarray(at, at + 17));
      expect(start.firstMs === null || Number.isFinite(start.firstMs)).toBe(true);
    }
    const page = new FlvStart();
    page.take(new TextEncoder().encode('<!doctype html><title>Not found</title>'));
    expect([page.utcMs, page.firstMs]).toEqual([null, null]);
  });
});
