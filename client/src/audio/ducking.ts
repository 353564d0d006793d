const HEARD_FROM = 0.006, FULL_FROM = 0.05; // loudness of a voice at the ear, root mean square, from which music makes room, and all the room it makes
const DEPTH = 0.68; // about 10 dB
const HOLD_SECONDS = 0.7; // between words music does not come back
const DOWN_SECONDS = 0.12, UP_SECONDS = 0.9;

/** Gain of stage music while a voice of this loudness is heard: smooth, so that a whisper far away does not pump the music. */
export function duckedGain(loudness: number): number {
  const share = Math.min(1, Math.max(0, (loudness - HEARD_FROM) / (FULL_FROM - HEARD_FROM)));
  return 1 - DEPTH * share * share * (3 - 2 * share);
}

/** Follows the loudest voice near by: quickly down, and slowly up again after a pause. */
export class Ducker {
  gain = 1;
  private held = 1;
  private sinceHeld = HOLD_SECONDS;

  /** @param loudness Of the loudest voice at the ear. @param seconds Since the last time. @returns The gain of music now. */
  follow(loudness: number, seconds: number): number {
    const wanted = duckedGain(loudness);
    this.sinceHeld += seconds;
    if (wanted <= this.held || this.sinceHeld > HOLD_SECONDS) {
      this.held = wanted;
      this.sinceHeld = 0;
    }
    const pace = this.held < this.gain ? DOWN_SECONDS : UP_SECONDS;
    this.gain += (this.held - this.gain) * (1 - Math.exp(-seconds / pace));
    return this.gain;
  }
}
