const TURN = Math.PI * 2;

/** The shortest turn from one yaw to another, −π..π. */
export function turnBetween(from: number, to: number): number {
  const turn = (to - from) % TURN;
  return turn > Math.PI ? turn - TURN : turn < -Math.PI ? turn + TURN : turn;
}

/** Share of a difference that is made up in `dt` seconds at a rate of `perSecond` (exponential, independent of the frame rate). */
export function approach(perSecond: number, dt: number): number {
  return 1 - Math.exp(-perSecond * dt);
}
