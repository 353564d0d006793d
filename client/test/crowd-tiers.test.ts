import { describe, expect, it } from 'vitest';
import { FAR, IMPOSTOR, MID, NEAR, Tiers } from '../src/crowd/tiers';

const QUOTA = [2, 3, 4] as const;

function room(metres: number[]) {
  const tiers = new Tiers(64), ids = Int32Array.from(metres.keys());
  return { tiers, assign: (now = metres, delta = 0.1) => tiers.assign(ids, Float32Array.from(now), now.length, QUOTA, delta),
    of: () => Array.from(tiers.tier.subarray(0, metres.length)) };
}

describe('Tiers', () => {
  it('gives the nearest the most detail, by count', () => {
    const { assign, of } = room([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
    assign();
    expect(of()).toEqual([NEAR, NEAR, MID, MID, MID, FAR, FAR, FAR, FAR, IMPOSTOR, IMPOSTOR]);
  });

  it('draws nobody finer than their distance deserves', () => {
    const { assign, of } = room([20, 60, 200]);
    assign();
    expect(of()).toEqual([MID, FAR, IMPOSTOR]);
  });

  it('puts oneself first', () => {
    const { assign, of } = room([1, 2, 3, -1]);
    assign();
    expect(of()[3]).toBe(NEAR);
  });

  it('never exceeds a quota while people change places', () => {
    const { assign, tiers } = room(Array.from({ length: 20 }, (_, i) => i + 1));
    for (let step = 0; step < 50; step++) {
      assign(Array.from({ length: 20 }, (_, i) => 1 + ((i * 7 + step * 3) % 20)), 1);
      for (const [tier, most] of QUOTA.entries()) expect(tiers.tier.subarray(0, 20).filter((each) => each === tier).length).toBeLessThanOrEqual(most);
    }
  });

  it('keeps a tier against somebody who is only a little nearer', () => {
    const { assign, of } = room([1, 2, 2.1]);
    assign();
    assign([1, 2, 1.95], 1);
    expect(of()).toEqual([NEAR, NEAR, MID]);
    assign([1, 2, 1.2], 1);
    expect(of()).toEqual([NEAR, MID, NEAR]);
  });

  it('fades a change over about 0.3 s, and turns around in the middle', () => {
    const { assign, tiers } = room([1, 2, 9]);
    assign();
    expect(tiers.fade[2]).toBe(1);
    assign([1, 9, 2], 0.1);
    expect([tiers.tier[2], tiers.from[2], tiers.fade[2]]).toEqual([NEAR, MID, 0]);
    assign([1, 9, 2], 0.1);
    expect(tiers.fade[2]).toBeCloseTo(1 / 3, 5);
    assign([1, 2, 9], 0.03);
    expect([tiers.tier[2], tiers.from[2]]).toEqual([MID, NEAR]);
    expect(tiers.fade[2]).toBeCloseTo(1 - 0.13 / 0.3, 4);
  });

  it('lets somebody who comes into view appear at once', () => {
    const { assign, tiers } = room([1, 2, 3]);
    assign();
    tiers.forget(2);
    assign([9, 9, 1], 0.01);
    expect(tiers.fade[2]).toBe(1);
  });
});
