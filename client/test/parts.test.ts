import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { part } from '../src/net/parts';

describe('a part of the page', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('is fetched once, however often it is asked for', async () => {
    const load = vi.fn(() => Promise.resolve('here')), come = part(load);
    expect(await Promise.all([come(), come(), come()])).toEqual(['here', 'here', 'here']);
    expect(load).toHaveBeenCalledTimes(1);
  });

  it('that did not come is told once, and fetched again ten seconds later', async () => {
    let isThere = false;
    const load = vi.fn(() => isThere ? Promise.resolve('here') : Promise.reject(new Error('gone'))), missing = vi.fn(), come = part(load, missing);
    for (let frame = 0; frame < 3; frame++) expect(await come()).toBeNull();
    expect([load.mock.calls.length, missing.mock.calls.length]).toEqual([1, 1]);
    isThere = true;
    await vi.advanceTimersByTimeAsync(9_000);
    expect(await come()).toBeNull();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(await come()).toBe('here');
    expect(load).toHaveBeenCalledTimes(2);
  });
});
