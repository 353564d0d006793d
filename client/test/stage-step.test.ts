import { describe, expect, it } from 'vitest';
import { Stepper, TARGET_MS, type Stretch } from '../src/stage/step';

/** A picture that comes at the world's pace: what was on stage until `lag` seconds ago is there. */
class Picture {
  at = 0;
  rate = 1;
  now = 0;
  jumps = 0;

  constructor(readonly stepper: Stepper, readonly lag: number, behind: number, readonly kept = 20) {
    this.at = 100 - behind;
    this.now = 100;
  }

  get behindMs(): number {
    return (this.now - this.at) * 1000;
  }

  get buffered(): Stretch[] {
    return [{ start: Math.max(0, this.now - this.kept), end: this.now - this.lag }];
  }

  /** Four times a second, as the player does. */
  run(seconds: number): number[] {
    const late: number[] = [];
    for (let i = 0; i < seconds * 4; i++) {
      this.now += 0.25;
      this.at = Math.min(this.at + 0.25 * this.rate, this.now - this.lag);
      const { rate, to } = this.stepper.follow(this.behindMs, this.at, this.buffered, this.now * 1000);
      expect(rate).toBeGreaterThanOrEqual(0.97);
      expect(rate).toBeLessThanOrEqual(1.05);
      this.rate = rate;
      if (to !== null) {
        this.at = to;
        this.jumps++;
      }
      late.push(this.behindMs - this.stepper.targetMs);
    }
    return late;
  }
}

describe('a picture is held to the clock of the room', () => {
  it.each(['flv', 'llhls'] as const)('whoever comes late by %s is in step at once', (way) => {
    for (const behind of [0.2, 0.5, 2, 6, 15]) {
      const late = new Picture(new Stepper(way), 0.1, behind).run(2);
      expect(Math.abs(late.at(-1) ?? NaN), `${behind} s behind`).toBeLessThanOrEqual(120);
    }
  });

  it('two that came in at different moments show the same picture', () => {
    const first = new Picture(new Stepper('llhls'), 0.3, 9), second = new Picture(new Stepper('llhls'), 0.6, 2);
    first.run(20);
    second.run(20);
    expect(Math.abs(first.behindMs - second.behindMs)).toBeLessThanOrEqual(60);
  });

  it('a small error is played away without a jump', () => {
    const picture = new Picture(new Stepper('llhls'), 0.2, TARGET_MS.llhls / 1000);
    picture.run(1);
    picture.at -= 0.8; // a hiccup
    const before = picture.jumps, late = picture.run(30);
    expect(picture.jumps).toBe(before);
    expect(Math.abs(late.at(-1) ?? NaN)).toBeLessThanOrEqual(35);
  });

  it.each([['llhls', 2.3], ['flv', 1.3]] as const)('what is too much is jumped over: by %s %d s', (way, seconds) => {
    const picture = new Picture(new Stepper(way), 0.1, TARGET_MS[way] / 1000);
    picture.run(1);
    picture.at -= seconds;
    const late = picture.run(0.5);
    expect(picture.jumps).toBe(1);
    expect(Math.abs(late.at(-1) ?? NaN)).toBeLessThanOrEqual(120);
  });

  it('a line that is too rough for the delay gets a little more of it, and it is given back later', () => {
    const stepper = new Stepper('flv');
    for (let i = 0; i < 50; i++) stepper.stalled(0);
    expect(stepper.targetMs).toBe(TARGET_MS.flv + 2_400);
    for (let at = 0; at <= 600_000; at += 250) stepper.follow(stepper.targetMs, 50, [{ start: 0, end: 60 }], at);
    expect(stepper.targetMs).toBe(TARGET_MS.flv);
  });

  it('a hole is stepped over, and never back into what has ended', () => {
    const { to } = new Stepper('flv').follow(31_000, 10, [{ start: 0, end: 10.02 }, { start: 40, end: 41 }], 0);
    expect(to).toBeCloseTo(Math.min(41 - TARGET_MS.flv / 1000, 41 - 0.12));
    const settled = new Stepper('flv');
    settled.follow(TARGET_MS.flv, 5, [{ start: 0, end: 10 }], 0);
    expect(settled.follow(TARGET_MS.flv + 500, 10, [{ start: 0, end: 10.02 }, { start: 10.3, end: 10.9 }], 250).to).toBe(10.3);
    expect(settled.follow(TARGET_MS.flv + 500, 10, [{ start: 0, end: 10.02 }], 500).to).toBeNull();
  });

  it('nothing that is there is no place to go', () => {
    expect(new Stepper('llhls').follow(9_000, 0, [], 0)).toEqual({ rate: 1.05, to: null });
  });
});
