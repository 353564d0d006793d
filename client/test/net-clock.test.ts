import { describe, expect, it } from 'vitest';
import { RoomClock } from '../src/net/clock';

describe('the room clock', () => {
  it('is within 20 ms when one of eight exchanges was quick', () => {
    const clock = new RoomClock();
    clock.begin(500, 0);
    const truth = 10_000;
    // Lopsided journeys: the way there takes nearly all of the round trip but for the quick one.
    for (let i = 0; i < 8; i++) {
      const trip = i === 4 ? 12 : 200 + i * 10;
      const sent = i * 1000;
      clock.exchange(sent, sent + trip, truth + sent + trip * 0.9);
    }
    expect(Math.abs(clock.at(9000) - (truth + 9000))).toBeLessThan(20);
    expect(clock.roundTripMs).toBe(12);
  });

  it('never runs backwards when it is corrected', () => {
    const clock = new RoomClock();
    clock.begin(5000, 0);
    const before = clock.at(100);
    clock.exchange(100, 110, 4000);
    expect(clock.at(120)).toBeGreaterThanOrEqual(before);
    expect(clock.at(5000)).toBeCloseTo(4000 + 5000 - 105, 5);
  });

  it('forgets the room before', () => {
    const clock = new RoomClock();
    clock.begin(90_000, 0);
    clock.at(10);
    clock.begin(100, 20);
    expect(clock.at(20)).toBe(100);
  });
});
