import { describe, expect, it } from 'vitest';
import { directionOf, echoGainAt, EARSHOT_METRES, gainAt } from '../src/audio/distance';
import { duckedGain, Ducker } from '../src/audio/ducking';
import { acousticsOf, impulseOf } from '../src/audio/reverb';

describe('loudness by distance', () => {
  it('is whole within a metre and half for each doubling beyond', () => {
    expect([0, 0.5, 1].map(gainAt)).toEqual([1, 1, 1]);
    for (const metres of [2, 4, 8, 16]) expect(gainAt(metres)).toBeCloseTo(1 / metres, 6);
  });

  it('ends at earshot, without a step', () => {
    expect(gainAt(EARSHOT_METRES)).toBe(0);
    expect(gainAt(1000)).toBe(0);
    expect(gainAt(Number.NaN)).toBe(0);
    for (let metres = 1; metres < EARSHOT_METRES; metres += 0.5) {
      const step = gainAt(metres) - gainAt(metres + 0.5);
      expect(step).toBeGreaterThanOrEqual(0);
      if (metres > 20) expect(step).toBeLessThan(0.006);
    }
  });

  it('of the place falls more slowly than the voice itself, and is nothing at the ear', () => {
    expect(echoGainAt(0)).toBe(0);
    for (const metres of [8, 16, 30]) expect(echoGainAt(metres) / gainAt(metres)).toBeGreaterThan(echoGainAt(4) / gainAt(4));
    expect(echoGainAt(EARSHOT_METRES)).toBe(0);
  });
});

describe('the direction of a voice', () => {
  const from = (dx: number, dz: number, yaw: number, dy = 0): { x: number; y: number; z: number } => directionOf(dx, dy, dz, yaw, { x: 0, y: 0, z: 0 });
  const near = (direction: { x: number; y: number; z: number }, x: number, z: number): void => {
    expect(direction.x).toBeCloseTo(x, 5);
    expect(direction.z).toBeCloseTo(z, 5);
  };

  it('is right at −X for whoever looks along +Z, as in the picture', () => {
    near(from(0, 3, 0), 0, -1);
    near(from(-3, 0, 0), 1, 0);
    near(from(3, 0, 0), -1, 0);
    near(from(0, -3, 0), 0, 1);
  });

  it('turns with the listener', () => {
    near(from(3, 0, Math.PI / 2), 0, -1);
    near(from(0, 3, Math.PI / 2), 1, 0);
  });

  it('is ahead for somebody in the same spot, and of length one else', () => {
    near(from(0.05, 0, 1), 0, -1);
    const { x, y, z } = from(3, -2, 0.7, 4);
    expect(Math.hypot(x, y, z)).toBeCloseTo(1, 6);
  });
});

describe('music under a voice', () => {
  it('makes room by the voice\'s loudness, at most ten decibels', () => {
    expect(duckedGain(0)).toBe(1);
    expect(duckedGain(0.005)).toBe(1);
    expect(duckedGain(1)).toBeCloseTo(0.32, 2);
    for (let loud = 0; loud < 0.06; loud += 0.005) expect(duckedGain(loud + 0.005)).toBeLessThanOrEqual(duckedGain(loud));
  });

  it('goes down within a quarter of a second, stays down between words, and comes back slowly', () => {
    const ducker = new Ducker(), run = (loudness: number, seconds: number): number => {
      for (let i = 0; i < seconds * 25; i++) ducker.follow(loudness, 1 / 25);
      return ducker.gain;
    };
    expect(run(0.1, 0.4)).toBeLessThan(0.4);
    expect(run(0, 0.5)).toBeLessThan(0.4);
    expect(run(0, 0.6)).toBeLessThan(0.9);
    expect(run(0, 4)).toBeGreaterThan(0.97);
  });

  it('never jumps', () => {
    const ducker = new Ducker();
    let before = 1;
    for (let i = 0; i < 200; i++) {
      const gain = ducker.follow(i % 50 < 25 ? 0.2 : 0, 1 / 25);
      expect(Math.abs(gain - before)).toBeLessThan(0.25);
      before = gain;
    }
  });
});

describe('what a place throws back', () => {
  let seed = 1;
  const random = (): number => (seed = (seed * 16807) % 2147483647) / 2147483647;
  const energy = (samples: Float32Array): number => samples.reduce((sum, value) => sum + value * value, 0);

  it('is longest in the arena and next to nothing in the open air', () => {
    const [arena, forum, terrace, other] = ['arena', 'forum', 'terrace', 'my-hall'].map(acousticsOf);
    expect(arena.seconds).toBeGreaterThan(forum.seconds);
    expect(forum.seconds).toBeGreaterThan(terrace.seconds);
    expect(terrace.share).toBeLessThan(forum.share);
    expect(other.seconds).toBeGreaterThan(0);
  });

  it('begins after the first wall, dies away, and has the energy of its share, another one in each ear', () => {
    const acoustics = acousticsOf('forum'), [left, right] = impulseOf(acoustics, 8000, random);
    const first = Math.floor(acoustics.delay * 8000), half = Math.floor(left.length / 2);
    expect(energy(left.subarray(0, first))).toBe(0);
    expect(Math.sqrt(energy(left))).toBeCloseTo(acoustics.share, 3);
    expect(energy(left.subarray(half))).toBeLessThan(energy(left) * 0.02);
    const together = left.reduce((sum, value, i) => sum + value * right[i], 0) / Math.sqrt(energy(left) * energy(right));
    expect(Math.abs(together)).toBeLessThan(0.2);
  });
});
