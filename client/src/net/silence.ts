/** How often the line is looked at, milliseconds. */
export const LOOK_MS = 3_000;
const SILENCE_MS = 12_000; // the server sends a heartbeat at least every few seconds

/**
 * Whether a line has been silent for so long that it must be dead. A page that stood still itself (a frame that took seconds, a laptop that slept) reads what
 * came meanwhile before it says so.
 */
export class Silence {
  private heardMs: number;
  private lookedMs: number;

  /** @param nowMs Milliseconds of a clock that only goes on, as all the times here. */
  constructor(nowMs: number) {
    this.heardMs = this.lookedMs = nowMs;
  }

  /** Something was heard. */
  heard(nowMs: number): void {
    this.heardMs = nowMs;
  }

  /** Whether the line is dead; asked about every {@link LOOK_MS}. */
  isDead(nowMs: number): boolean {
    if (nowMs - this.lookedMs > 2 * LOOK_MS) this.heardMs = Math.max(this.heardMs, nowMs + LOOK_MS - SILENCE_MS);
    this.lookedMs = nowMs;
    return nowMs - this.heardMs > SILENCE_MS;
  }
}
