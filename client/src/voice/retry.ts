const DELAYS_MS = [400, 1200, 3000, 8000, 20_000, 30_000];
const BLOCKED_FROM = 2; // attempts in a row in which no path was found: one may fall into a change of network

/** Why a voice connection is to be made anew. */
export type Cause =
  | 'no-path' // it never connected
  | 'lost' // it was connected
  | 'refused' // the venue did not take the offer, or ended the session and said that one may come again
  | 'network'; // the device says that its network is another one

/** When to try again: soon after a loss, later and later where nothing helps. */
export class RetryPolicy {
  private failures = 0;
  private pathless = 0;

  /** @param random 0 to 1: spreads a whole room's return after a restart. */
  constructor(private readonly random: () => number = Math.random) {}

  /** Neither UDP nor TCP seems to pass: the person is told, and trying goes on slowly. */
  get isBlocked(): boolean {
    return this.pathless >= BLOCKED_FROM;
  }

  connected(): void {
    this.failures = this.pathless = 0;
  }

  /** @returns Milliseconds until the next attempt. */
  next(cause: Cause): number {
    if (cause === 'network') {
      this.failures = this.pathless = 0;
      return 0;
    }
    if (cause === 'no-path') this.pathless++;
    const step = DELAYS_MS[Math.min(this.failures++, DELAYS_MS.length - 1)];
    return step * (0.75 + 0.5 * this.random());
  }
}
