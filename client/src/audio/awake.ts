import { signal } from '@preact/signals';

/** What lets a page make sound, by browser: in WebKit the end of a touch, not its beginning; anywhere a click and a key. */
const GESTURES = ['touchend', 'pointerup', 'click', 'keydown'] as const;
const PATIENCE_MS = 1_500; // a context takes a moment to start: only then is a person asked

/** An AudioContext, as far as it concerns its sleep. iOS has a state of its own for a telephone call: `interrupted`. */
export interface Sleeper extends EventTarget {
  readonly state: string;
  resume(): Promise<void>;
}

/**
 * Keeps contexts running that are to be heard. Browsers let sound begin only while somebody touches the page, and iOS takes it away again, so it is
 * tried at every touch until it runs.
 */
export class Awake {
  /** Sound is to be heard and is not: one touch would bring it. */
  readonly asleep = signal(false);
  private readonly wanted = new Set<Sleeper>();
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(page: EventTarget | null) {
    for (const gesture of GESTURES) page?.addEventListener(gesture, this.wake, { capture: true, passive: true });
  }

  /** A context is to be heard from now on. */
  want(context: Sleeper): void {
    if (!this.wanted.has(context)) context.addEventListener('statechange', this.look);
    this.wanted.add(context);
    this.wake();
    this.look();
  }

  /** It need not be heard any more. */
  rest(context: Sleeper): void {
    if (this.wanted.delete(context)) context.removeEventListener('statechange', this.look);
    this.look();
  }

  private readonly wake = (): void => {
    // Where it may not run yet the promise waits or fails; the next touch tries again.
    for (const context of this.wanted) if (isAsleep(context)) context.resume().then(this.look, () => undefined);
  };

  private readonly look = (): void => {
    const asleep = [...this.wanted].some(isAsleep);
    if (asleep) this.timer ??= setTimeout(() => (this.asleep.value = [...this.wanted].some(isAsleep)), PATIENCE_MS);
    else {
      clearTimeout(this.timer);
      this.timer = undefined;
      this.asleep.value = false;
    }
  };
}

function isAsleep({ state }: Sleeper): boolean {
  return state !== 'running' && state !== 'closed';
}

/** Of this page. */
export const awake = new Awake(typeof window === 'undefined' ? null : window);
