// People without a server: for the harness and the studio.
import { randomLook } from '../avatar/random';
import { Form, type Actor } from './actor';
import type { Crowd } from './crowd';
import { hash } from './motion';

/** A place for one person: metres, and which way they face. */
export interface Spot {
  readonly x: number;
  readonly y: number;
  readonly z: number;
  readonly yaw: number;
  readonly seated?: boolean;
}

/** The same person for the same id and spot. */
export function demoActor(id: number, spot: Spot, sticks: number): Actor {
  let step = 100;
  const look = randomLook(() => hash(id, step++));
  return {
    id, look, x: spot.x, y: spot.y, z: spot.z, yaw: spot.yaw, speed: 0, form: spot.seated ? Form.Seated : Form.Standing, emote: 0, emoteStart: 0,
    stickOn: !spot.seated && hash(id, 50) < sticks, stickColour: look.stick, opacity: 1, mouth: 0, performer: false,
  };
}

/** Fills a crowd with people on spots (taken in turn, jittered when they run out); returns the actors to pass to `update`. */
export function populate(_crowd: Crowd, count: number, spots: readonly Spot[], sticks = 0.6): Actor[] {
  return Array.from({ length: count }, (_, id) => {
    const spot = spots[id % spots.length], again = Math.floor(id / spots.length);
    const away = again > 0 ? 0.5 : 0;
    return demoActor(id, { ...spot, x: spot.x + (hash(id, 60) - 0.5) * away, z: spot.z + (hash(id, 61) - 0.5) * away }, sticks);
  });
}
