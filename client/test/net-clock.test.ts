import { describe, expect, it } from 'vitest';
import { RoomClock } from '../src/net/clock';

describe('the room clock', () => {
  it('is within 20 ms when one of many exchanges was quick, and stays so for minutes', () => {
    const clock = new RoomClock();
    clock.begin(500, 0);
    const truth = 10_000;
    // Lopsided journeys: the way there takes nearly all of the round trip but for the quick one.
    for (let i = 0; i < 60; i++) {
      const trip = i === 4 ? 12 : 200 + i * 10;
      const sent = i * 1000;
      clock.exchange(sent, sent + trip, truth + sent + trip * 0.9);
      if (i < 4) continue;
      expect(Math.abs(clock.at(sent + trip) - (truth + sent + trip))).toBeLessThan(20);
      expect(clock.uncertaintyMs).toBeLessThan(20);
    }
    expect(clock.roundTripMs).toBe(12);
  });

  it('is right on a page too busy to hear an answer in time, by what else it hears', () => {
    const clock = new RoomClock();
    clock.begin(0, 0);
    const truth = 70_000;
    for (let i = 0; i < 20; i++) {
      const sent = i * 500;
      clock.exchange(sent, sent + 400, truth + sent + 2); // heard 398 ms late
      clock.heard(truth + sent + 40, sent + 40 + (i === 9 ? 3 : 300));
    }
    expect(clock.uncertaintyMs).toBeLessThan(10);
    expect(Math.abs(clock.at(10_000) - (truth + 10_000))).toBeLessThan(10);
  });

  it('follows clocks that drift', () => {
    const clock = new RoomClock();
    clock.begin(0, 0);
    for (let ms = 0; ms < 3_600_000; ms += 3000) clock.exchange(ms, ms + 10, (ms + 5) * 1.0001);
    expect(Math.abs(clock.at(3_600_000) - 3_600_360)).toBeLessThan(20);
  });

  it('never runs backwards when it is corrected', () => {
    const clock = new RoomClock();
    clock.begin(5000, 0);
    const before = clock.at(100);
    clock.exchange(100, 110, 4000);
    expect(clock.at(120)).toBeGreaterThanOrEqual(before);
    expect(clock.at(5000)).toBeCloseTo(4000 + 5000 - 105, 5);
  });

  it('begins anew when a computer slept', () => {
    const clock = new RoomClock();
    clock.begin(0, 0);
    clock.exchange(0, 10, 5);
    clock.exchange(1000, 1010, 61_005);
    expect(clock.at(1010)).toBeCloseTo(61_010, 5);
  });

  it('forgets the room before', () => {
    const clock = new RoomClock();
    clock.begin(90_000, 0);
    clock.at(10);
    clock.begin(100, 20);
    expect(clock.at(20)).toBe(100);
  });
});
