// How loud and from where somebody is heard. The server chooses whom one hears by the same curve (docs/voice.md).
const NEAR_METRES = 1; // nearer is not louder
export const EARSHOT_METRES = 40;
const FADE_METRES = 34; // from here to the end of earshot it goes to nothing, so that nobody is cut off in the middle of a word
const EAR_METRES = 0.3; // closer than this a direction means nothing

/** Gain at a distance: half for each doubling beyond a metre, nothing beyond earshot. */
export function gainAt(metres: number): number {
  if (!(metres < EARSHOT_METRES)) return 0;
  const fade = metres <= FADE_METRES ? 1 : (EARSHOT_METRES - metres) / (EARSHOT_METRES - FADE_METRES);
  return (NEAR_METRES / Math.max(NEAR_METRES, metres)) * fade;
}

/** Gain of what the place throws back: it fills the place, so it falls with the root of the distance only. */
export function echoGainAt(metres: number): number {
  return Math.sqrt(gainAt(metres) * Math.min(1, metres / 4));
}

export interface Direction { x: number; y: number; z: number }

/**
 * Direction to a sound for a listener who looks along −Z with Y up, as WebAudio's does.
 * @param dx Metres to the sound in the room's axes; also dy, dz. @param yaw Where the listener looks: 0 is +Z, a quarter turn +X.
 */
export function directionOf(dx: number, dy: number, dz: number, yaw: number, out: Direction): Direction {
  const [sin, cos] = [Math.sin(yaw), Math.cos(yaw)];
  const right = sin * dz - cos * dx, ahead = sin * dx + cos * dz, metres = Math.hypot(right, dy, ahead);
  if (metres < EAR_METRES) return Object.assign(out, { x: 0, y: 0, z: -1 });
  return Object.assign(out, { x: right / metres, y: dy / metres, z: -ahead / metres });
}
