import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Awake, type Sleeper } from '../src/audio/awake';

/** A context as WebKit's: it runs only where `resume` is called within a gesture. */
class Context extends EventTarget implements Sleeper {
  state = 'suspended';
  tries = 0;
  constructor(private readonly mayRun: () => boolean) { super(); }
  resume(): Promise<void> {
    this.tries++;
    if (!this.mayRun()) return Promise.reject(new Error('no gesture'));
    this.turn('running');
    return Promise.resolve();
  }
  turn(state: string): void {
    this.state = state;
    this.dispatchEvent(new Event('statechange'));
  }
}

let page: EventTarget, awake: Awake, gesture: string, context: Context;
const touch = (name: string): void => { gesture = name; page.dispatchEvent(new Event(name)); gesture = ''; };
beforeEach(() => {
  vi.useFakeTimers();
  [page, gesture] = [new EventTarget(), ''];
  awake = new Awake(page);
  context = new Context(() => ['touchend', 'click', 'keydown'].includes(gesture));
});
afterEach(() => { vi.useRealTimers(); });

describe('sound', () => {
  it('runs at the end of the first touch, of whatever begins', () => {
    awake.want(context);
    touch('pointerdown');
    touch('touchstart');
    expect(context.state).toBe('suspended');
    touch('touchend');
    expect(context.state).toBe('running');
  });

  it('is tried again until it runs, and then no more', () => {
    awake.want(context);
    for (let i = 0; i < 3; i++) touch('pointerup'); // no activation in some browsers
    expect([context.state, context.tries]).toEqual(['suspended', 4]);
    touch('keydown');
    touch('keydown');
    expect([context.state, context.tries]).toEqual(['running', 5]);
  });

  it('that sleeps for longer than a moment is told, and no longer than it sleeps', () => {
    awake.want(context);
    expect(awake.asleep.value).toBe(false);
    vi.advanceTimersByTime(2_000);
    expect(awake.asleep.value).toBe(true);
    touch('click');
    expect(awake.asleep.value).toBe(false);
    vi.advanceTimersByTime(10_000);
    expect(awake.asleep.value).toBe(false);
  });

  it('that a telephone call took away comes back by a touch', () => {
    awake.want(context);
    touch('click');
    context.turn('interrupted');
    vi.advanceTimersByTime(2_000);
    expect(awake.asleep.value).toBe(true);
    touch('touchend');
    expect([context.state, awake.asleep.value]).toEqual(['running', false]);
  });

  it('that nobody wants is left asleep', () => {
    awake.want(context);
    vi.advanceTimersByTime(2_000);
    awake.rest(context);
    expect(awake.asleep.value).toBe(false);
    touch('click');
    expect(context.state).toBe('suspended');
  });
});
