import type { Stroke } from '../net/generated/show_pb';

const FADE_SECONDS = 2.6, TURN_SECONDS = 1.9, SWING = 0.16, CALM_SWING = 0.05, MOST_SWING = 0.3; // radians
const GLOW_SECONDS = 0.9;

/**
 * How far a gong swings at a moment, radians: away from whoever strikes it and back to where it hangs, never behind it, so that it may hang close before a wall.
 * Follows from the strokes alone, so everyone sees the same.
 */
export function swingAt(strokes: readonly Stroke[], roomMs: number, calm: boolean): number {
  let swing = 0;
  for (const { atMs } of strokes) {
    const age = (roomMs - atMs) / 1000;
    if (age > 0 && age < FADE_SECONDS * 6) swing += (calm ? CALM_SWING : SWING) * Math.exp(-age / FADE_SECONDS) * Math.sin((Math.PI * age) / TURN_SECONDS) ** 2;
  }
  return Math.min(MOST_SWING, swing);
}

/** How brightly it shines of its newest stroke, 0..1. */
export function glowAt(strokes: readonly Stroke[], roomMs: number): number {
  let glow = 0;
  for (const { atMs } of strokes) if (roomMs >= atMs) glow = Math.max(glow, Math.exp(-(roomMs - atMs) / 1000 / GLOW_SECONDS));
  return glow;
}

/** Names of those who were in time, in their order. */
export function namesInTime(strokes: readonly Stroke[]): readonly string[] {
  return strokes.filter(({ inTime }) => inTime).map(({ name }) => name);
}
