const FULL = 0.25; // root mean square of loud music
const RISE_MS = 80, FALL_MS = 350; // what a picture moves by: the figure of each instant would flicker
const LONG_AGO_MS = 1000;

/** How loud what plays is, for pictures: rises fast and falls slowly, as the needle of a meter does. */
export class Loudness {
  private value = 0;
  private at = -Infinity;

  /** @param level Root mean square of what plays now; undefined where nothing does. @param nowMs Of any clock that goes on. @returns 0..1, or undefined likewise. */
  follow(level: number | undefined, nowMs: number): number | undefined {
    if (level === undefined) {
      this.at = -Infinity;
      return undefined;
    }
    const wanted = Math.min(1, level / FULL), passed = nowMs - this.at;
    const share = passed > LONG_AGO_MS ? 1 : 1 - Math.exp(-Math.max(0, passed) / (wanted > this.value ? RISE_MS : FALL_MS));
    this.value += (wanted - this.value) * share;
    this.at = nowMs;
    return this.value;
  }
}
