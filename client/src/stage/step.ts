import type { WayName } from '../slices/stage';

/**
 * Holds a picture to the room's clock: everyone on the same way sees it equally late, so that light and picture are in step. Small errors are worked off by
 * playing a little slower or faster, which nobody hears; large ones by a jump.
 */

/**
 * How late the picture is on each way, milliseconds; a screen shows it some 80 ms later. WebRTC shows what has come. By LL-HLS half a second is the length of a part,
 * and the rest is for its way here. Who runs out of data is held later ({@link Stepper.stalled}).
 */
export const TARGET_MS: Readonly<Record<WayName, number>> = { whep: 0, flv: 240, llhls: 1_080 };

/** So far off it jumps: what is worked off by rate alone takes twenty seconds for each second. */
const JUMP_MS: Readonly<Record<WayName, number>> = { whep: 2_000, flv: 1_000, llhls: 2_000 };
const DEAD_MS = 20, SETTLE_MS = 120;
const SLOWEST = 0.97, FASTEST = 1.05;
const PACE = 1 / 4_000; // an error of 200 ms is answered by the fastest rate
const LEAST_AHEAD = 0.12; // seconds of picture that a jump leaves to play
const SLACK = 0.05; // seconds: the ends of what is there are not sharp
const PENALTY_MS = 300, MOST_PENALTY_MS = 2_400, FORGIVEN_MS = 45_000;

/** What to do now: a rate, and a place to jump to; null stays. */
export interface Step { readonly rate: number; readonly to: number | null }
/** Seconds of the picture. */
export interface Stretch { readonly start: number; readonly end: number }

export class Stepper {
  /** Milliseconds more than the way's own delay, where the network is too rough for that. */
  private penalty = 0;
  private forgivenAt = 0;
  private isSettled = false;

  constructor(private readonly way: WayName) {}

  get targetMs(): number {
    return TARGET_MS[this.way] + this.penalty;
  }

  /** The picture stood still for want of data: a little more of it is kept from now on, and less again after a while without. */
  stalled(nowMs: number): void {
    this.penalty = Math.min(MOST_PENALTY_MS, this.penalty + PENALTY_MS);
    this.forgivenAt = nowMs + FORGIVEN_MS;
  }

  /** The next step begins anew: it jumps to where it should be. */
  unsettle(): void {
    this.isSettled = false;
  }

  /**
   * What to do about a picture.
   * @param behindMs How late it is. @param at Its place, seconds. @param buffered Stretches that are there, in order.
   */
  follow(behindMs: number, at: number, buffered: readonly Stretch[], nowMs: number): Step {
    if (this.penalty > 0 && nowMs > this.forgivenAt) {
      this.penalty = Math.max(0, this.penalty - PENALTY_MS);
      this.forgivenAt = nowMs + FORGIVEN_MS;
    }
    const late = behindMs - this.targetMs, wanted = at + late / 1000;
    if (Math.abs(late) > (this.isSettled ? JUMP_MS[this.way] : SETTLE_MS)) {
      const to = nearest(buffered, wanted);
      // What is not there yet is waited for; meanwhile it plays as fast as it may.
      if (Math.abs(to - at) * 1000 >= SETTLE_MS && (to > at) === (wanted > at)) {
        this.isSettled = Math.abs(to - wanted) * 1000 < SETTLE_MS;
        return { rate: 1, to };
      }
    } else this.isSettled = true;
    const gap = buffered.find(({ start }) => start > at), isAtGap = !buffered.some(({ start, end }) => start <= at + SLACK && at < end - SLACK);
    if (isAtGap && gap !== undefined) return { rate: 1, to: gap.start };
    if (Math.abs(late) <= DEAD_MS) return { rate: 1, to: null };
    return { rate: Math.min(FASTEST, Math.max(SLOWEST, 1 + late * PACE)), to: null };
  }
}

/** The place nearest to the wanted one from where something is left to play; NaN where nothing is there. */
function nearest(buffered: readonly Stretch[], wanted: number): number {
  let best = NaN;
  for (const { start, end } of buffered) {
    const place = Math.min(Math.max(wanted, start), Math.max(start, end - LEAST_AHEAD));
    if (Number.isNaN(best) || Math.abs(place - wanted) < Math.abs(best - wanted)) best = place;
  }
  return best;
}
