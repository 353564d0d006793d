import { QUALITIES, type Quality } from './quality';

type Name = Quality['name'];

const ORDER: readonly Name[] = ['low', 'phone', 'laptop', 'high'];
const WINDOW = 90; // frames a verdict is based on: 1.5 s at 60 fps, long enough that one hitch does not decide
const TOO_SLOW = 1000 / 27; // median above this steps down
const FAST_ENOUGH = 1000 / 52; // median below this may step up
const CALM_BEFORE_UP = 12_000; // after a step down, going up again waits this long, and twice as long each further time
const PAUSE = 400; // a longer gap is a hidden tab or a load, not slow drawing

/**
 * Chooses the quality preset by how long frames take. Steps down at once when drawing is slow, up only after a calm while, and each
 * failed attempt to go up doubles the wait: otherwise a machine between two presets would flicker between them for the whole event.
 */
export class Governor {
  private readonly frames: number[] = [];
  private last = Number.NaN;
  private blockedUntil = 0;
  private wait = CALM_BEFORE_UP;
  private steppedUpAt = Number.NEGATIVE_INFINITY;
  private fixedName: Name | null = null;
  private index: number;

  /**
   * @param start Where to begin.
   * @param best The best preset it may choose (a phone never needs `high`).
   * @param now Milliseconds, never running backwards.
   * @param changed Called with each new choice.
   */
  constructor(
    start: Name,
    private readonly best: Name,
    private readonly now: () => number,
    private readonly changed: (quality: Quality) => void,
  ) {
    this.index = Math.min(ORDER.indexOf(start), ORDER.indexOf(best));
    this.blockedUntil = now() + this.wait;
  }

  get quality(): Quality {
    return QUALITIES[this.fixedName ?? ORDER[this.index]];
  }

  /** Keeps one preset whatever the frame time, or hands the choice back with `null`. */
  fix(name: Name | null): void {
    const before = this.quality;
    this.fixedName = name;
    this.restart();
    if (this.quality !== before) this.changed(this.quality);
  }

  /** Call once a frame. */
  frame(): void {
    const now = this.now();
    const took = now - this.last;
    this.last = now;
    if (this.fixedName !== null || !(took > 0) || took > PAUSE) return;
    this.frames.push(took);
    if (this.frames.length < WINDOW) return;
    const median = this.frames.sort((a, b) => a - b)[WINDOW >> 1];
    this.restart();
    if (median > TOO_SLOW && this.index > 0) this.stepDown(now);
    else if (median < FAST_ENOUGH && now >= this.blockedUntil && this.index < ORDER.indexOf(this.best)) this.stepUp(now);
  }

  private stepDown(now: number): void {
    // Down soon after up means that the better preset is out of reach here.
    this.wait = now - this.steppedUpAt < 2 * CALM_BEFORE_UP ? this.wait * 2 : CALM_BEFORE_UP;
    this.blockedUntil = now + this.wait;
    this.move(-1);
  }

  private stepUp(now: number): void {
    this.steppedUpAt = now;
    this.blockedUntil = now + CALM_BEFORE_UP;
    this.move(1);
  }

  private move(by: number): void {
    this.index += by;
    this.changed(this.quality);
  }

  private restart(): void {
    this.frames.length = 0;
    this.last = Number.NaN; // the frame after a change compiles shaders and says nothing about drawing
  }
}
