import { describe, expect, it } from 'vitest';
import { Governor } from '../src/scene/governor';

function setUp(start: 'low' | 'phone' | 'laptop' | 'high' = 'laptop') {
  const state = { now: 1000, chosen: [] as string[] };
  const governor = new Governor(start, 'high', () => state.now, (quality) => state.chosen.push(quality.name));
  const run = (milliseconds: number, frameTime: number) => {
    for (let passed = 0; passed < milliseconds; passed += frameTime) {
      state.now += frameTime;
      governor.frame();
    }
  };
  return { state, governor, run };
}

describe('Governor', () => {
  it('steps down within seconds when frames are slow', () => {
    const { state, run } = setUp();
    run(6000, 60);
    expect(state.chosen).toEqual(['phone']);
  });

  it('keeps its preset between the thresholds', () => {
    const { state, run } = setUp();
    run(60_000, 25);
    expect(state.chosen).toEqual([]);
  });

  it('steps up only after a calm while', () => {
    const { state, run } = setUp();
    run(11_000, 12);
    expect(state.chosen).toEqual([]);
    run(6000, 12);
    expect(state.chosen).toEqual(['high']);
  });

  it('does not flicker when the better preset is out of reach', () => {
    const { state, governor, run } = setUp();
    for (let i = 0; i < 300; i++) run(1000, governor.quality.name === 'high' ? 50 : 12);
    expect(state.chosen.filter((name) => name === 'high').length).toBeLessThan(6);
  });

  it('is not alarmed by one long frame or a hidden tab', () => {
    const { state, run } = setUp();
    for (let i = 0; i < 20; i++) {
      run(1000, 25);
      run(300, 300);
      run(9000, 9000);
    }
    expect(state.chosen).toEqual([]);
  });

  it('leaves a fixed preset alone', () => {
    const { state, governor, run } = setUp();
    governor.fix('high');
    run(20_000, 80);
    expect(state.chosen).toEqual(['high']);
    governor.fix(null);
    run(3000, 25);
    expect(governor.quality.name).toBe('laptop');
  });
});
