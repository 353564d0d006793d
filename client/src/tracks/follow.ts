/** Off by which one jumps, milliseconds. */
export const SEEK_FROM_MS = 200;
const MEND_FROM_MS = 12, MENDED_MS = 4; // off by which one is bent to the beat, and is left alone again
const MEND_MS = 1_000; // within which a drift is made good
const MOST_BEND = 0.05; // of the pace: nobody hears it

/** What a player is to do. */
export interface Step {
  /** Jump there, milliseconds. */
  readonly seekTo: number | null;
  readonly rate: number;
}

/**
 * Holds a player to the room's clock: small drifts are made good by its pace, large ones by a jump.
 * @param wantMs Where it should be. @param atMs Where it is. @param bent Whether its pace is bent now. @param aheadMs How long a jump takes, by which it is aimed ahead.
 * @param seekFromMs Off by which one jumps.
 */
export function follow(wantMs: number, atMs: number, bent: boolean, aheadMs: number, seekFromMs = SEEK_FROM_MS): Step {
  const off = atMs - wantMs;
  if (Math.abs(off) > seekFromMs) return { seekTo: Math.max(0, wantMs + aheadMs), rate: 1 };
  if (Math.abs(off) <= (bent ? MENDED_MS : MEND_FROM_MS)) return { seekTo: null, rate: 1 };
  return { seekTo: null, rate: 1 - Math.min(MOST_BEND, Math.max(-MOST_BEND, off / MEND_MS)) };
}
