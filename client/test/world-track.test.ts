import { describe, expect, it } from 'vitest';
import { Form } from '../src/net/frames';
import { Tier, type Sample } from '../src/net/state-frame';
import { turnBetween } from '../src/math/angle';
import { Track } from '../src/world/track';
import { levelFloor } from './floors';

const floor = levelFloor(60);
const FRAME = 1 / 60;
const sample = (part: Partial<Sample>): Sample =>
  ({ id: 1, tier: Tier.Near, form: Form.Standing, x: 0, z: 0, y: 0, yaw: 0, velocityX: 0, velocityZ: 0, seat: -1, lit: null, roomMs: 0, ...part });

/** Plays a walk: reports every `every` ms of somebody at `speed` along +X from 1 s to 4 s, shown with a delay as the room shows them. */
function play(every: number, speed: number, late = 0): { xs: number[]; yaws: number[]; speeds: number[] } {
  const track = new Track();
  const [xs, yaws, speeds]: [number[], number[], number[]] = [[], [], []];
  const reports: Sample[] = [];
  for (let ms = 0; ms <= 6000; ms += every) {
    const walking = ms >= 1000 && ms < 4000;
    const x = speed * (Math.min(4000, Math.max(1000, ms)) - 1000) / 1000;
    reports.push(sample({ form: walking ? Form.Moving : Form.Standing, x: Math.round(x * 16) / 16, velocityX: walking ? speed : 0, yaw: Math.PI / 2, roomMs: ms }));
  }
  for (let ms = 0; ms < 6500; ms += 1000 * FRAME) {
    while (reports.length > 0 && reports[0].roomMs + late <= ms) track.add(reports.shift() as Sample);
    track.advance(ms - 120, FRAME, floor, []);
    xs.push(track.shown.x);
    yaws.push(track.shown.yaw);
    speeds.push(track.shown.speed);
  }
  return { xs, yaws, speeds };
}

describe('somebody near, heard ten times a second', () => {
  const { xs, yaws, speeds } = play(100, 1.5);

  it('never goes backwards and never jumps', () => {
    for (let i = 1; i < xs.length; i++) {
      expect(xs[i] - xs[i - 1]).toBeGreaterThan(-0.004);
      expect(xs[i] - xs[i - 1]).toBeLessThan(0.06);
    }
  });

  it('arrives where they stand and rests there', () => {
    expect(xs.at(-1)).toBeCloseTo(4.5, 1);
    expect(speeds.at(-1)).toBeLessThan(0.01);
  });

  it('faces the way they walk', () => {
    for (const yaw of yaws.slice(120, 200)) expect(Math.abs(turnBetween(yaw, Math.PI / 2))).toBeLessThan(0.1);
  });

  it('is shown at the speed they walk, for the feet', () => {
    for (const speed of speeds.slice(120, 220)) expect(Math.abs(speed - 1.5)).toBeLessThan(0.35);
  });
});

describe('somebody far, heard once in two seconds and late', () => {
  it('is corrected smoothly', () => {
    const { xs } = play(2000, 1.2, 250);
    for (let i = 1; i < xs.length; i++) expect(Math.abs(xs[i] - xs[i - 1])).toBeLessThan(0.2);
    expect(xs.at(-1)).toBeCloseTo(3.6, 1);
  });
});

describe('somebody put elsewhere', () => {
  it('is there at once, without a slide through the room', () => {
    const track = new Track();
    track.add(sample({ roomMs: 100 }));
    track.advance(200, FRAME, floor, []);
    track.add(sample({ x: 20, roomMs: 300 }));
    track.advance(400, FRAME, floor, []);
    expect(track.shown.x).toBe(20);
    expect(track.shown.speed).toBe(0);
  });

  it('who sits is on the seat and faces as it does', () => {
    const track = new Track();
    track.add(sample({ form: Form.Seated, seat: 0, roomMs: 100 }));
    track.advance(200, FRAME, floor, [{ x: 3, y: 0.45, z: 4, yaw: 1, footY: 0 }]);
    expect(track.shown).toMatchObject({ x: 3, y: 0, z: 4, yaw: 1, form: Form.Seated, seat: 0 });
    expect(track.heardSeat).toBe(0);
  });

  it('reports of another tier begin anew, from where one was shown', () => {
    const track = new Track();
    track.add(sample({ form: Form.Moving, x: 5, velocityX: 1.4, roomMs: 1000 }));
    track.advance(2000, FRAME, floor, []);
    expect(track.shown.x).toBeCloseTo(6.4, 5);
    track.add(sample({ tier: Tier.Mid, form: Form.Standing, x: 6, roomMs: 900 }));
    track.advance(2016, FRAME, floor, []);
    expect(track.shown.x).toBeGreaterThan(6.2);
    for (let ms = 2032; ms < 4000; ms += 1000 * FRAME) track.advance(ms, FRAME, floor, []);
    expect(track.shown.x).toBeCloseTo(6, 1);
  });

  it('goes on from where somebody was shown from afar', () => {
    const track = new Track();
    track.resume({ x: 2, y: 0, z: 3, yaw: 1, speed: 1, form: Form.Moving });
    track.add(sample({ form: Form.Standing, x: 3, z: 3, roomMs: 1000 }));
    track.advance(1016, FRAME, floor, []);
    expect(track.shown.x).toBeLessThan(2.5);
    expect(track.shown.x).toBeGreaterThanOrEqual(2);
  });

  it('old reports are dropped', () => {
    const track = new Track();
    track.add(sample({ x: 5, roomMs: 500 }));
    track.add(sample({ x: 1, roomMs: 400 }));
    track.advance(700, FRAME, floor, []);
    expect(track.shown.x).toBe(5);
  });

  it('rests once there is nothing to do, until something is heard', () => {
    const track = new Track();
    track.add(sample({ x: 1, yaw: 1, roomMs: 100 }));
    for (let ms = 200; ms < 2000; ms += 1000 * FRAME) track.advance(ms, FRAME, floor, []);
    expect([track.isResting, track.shown.x]).toEqual([true, 1]);
    track.add(sample({ form: Form.Moving, x: 1, velocityX: 1, roomMs: 2000 }));
    expect(track.isResting).toBe(false);
    for (let ms = 2000; ms < 3000; ms += 1000 * FRAME) track.advance(ms, FRAME, floor, []);
    expect([track.isResting, track.shown.x > 1.5]).toEqual([false, true]);
    track.add(sample({ form: Form.Seated, seat: 0, roomMs: 3000 }));
    for (let ms = 3000; ms < 5000; ms += 1000 * FRAME) track.advance(ms, FRAME, floor, [{ x: 2, y: 0.45, z: 0, yaw: 1, footY: 0 }]);
    expect([track.isResting, track.shown.seat]).toEqual([true, 0]);
  });
});
