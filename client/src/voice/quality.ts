const POOR_LOSS = 0.08, POOR_ROUND_TRIP_MS = 450;
const FEWEST_PACKETS = 20; // in silence a handful of packets says nothing about loss
const POOR_TURNS = 2, GOOD_TURNS = 3; // readings in a row that change the sign, so that it does not flicker

/** Figures of the connection between two readings. */
export interface Reading { readonly received: number; readonly lost: number; readonly roundTripMs: number | null }

/** Whether the connection is too poor for voices to be whole, from readings of the browser's statistics. */
export class LineQuality {
  isPoor = false;
  private before: { received: number; lost: number } | null = null;
  private turns = 0;

  /** @param totals Packets since the connection began. */
  take({ received, lost, roundTripMs }: Reading): void {
    const before = this.before;
    this.before = { received, lost };
    if (before === null) return;
    const [came, gone] = [received - before.received, Math.max(0, lost - before.lost)];
    const loss = came + gone >= FEWEST_PACKETS ? gone / (came + gone) : 0;
    const poor = loss > POOR_LOSS || (roundTripMs ?? 0) > POOR_ROUND_TRIP_MS;
    this.turns = poor === this.isPoor ? 0 : this.turns + 1;
    if (this.turns < (poor ? POOR_TURNS : GOOD_TURNS)) return;
    this.isPoor = poor;
    this.turns = 0;
  }
}

const QUIET_LEVEL = 0.0004; // about −68 dBFS: below the noise of any microphone that is switched on
const QUIET_SECONDS = 5;

/** Notices a microphone that gives nothing: switched off on the headset, or taken by another program. */
export class QuietDetector {
  private seconds = 0;

  get isQuiet(): boolean {
    return this.seconds >= QUIET_SECONDS;
  }

  /** @param level Root mean square, 1 is full scale. @param seconds Since the last time. */
  hear(level: number, seconds: number): void {
    this.seconds = level > QUIET_LEVEL ? 0 : this.seconds + seconds;
  }

  reset(): void {
    this.seconds = 0;
  }
}
