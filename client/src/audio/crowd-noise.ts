import type { Actors } from '../world/actors';

/** What a crowd sounds like where one stands, each 0..1. */
export interface CrowdNoise { readonly murmur: number; readonly clapping: number; readonly cheering: number }

export const SILENCE: CrowdNoise = { murmur: 0, clapping: 0, cheering: 0 };

const EARSHOT = 45; // metres
const HALF_METRES = 7; // at this distance somebody is heard half as loud
const CLAP = 2, CHEER = 3, LAUGH = 6; // emotes

/** What is heard of the people around a place: the nearer and the more of them, the louder, but never beyond a full hall. */
export function noiseAround(actors: Pick<Actors, 'shown' | 'x' | 'z' | 'emote' | 'opacity'>, me: number, x: number, z: number): CrowdNoise {
  const { ids, count } = actors.shown;
  let present = 0, clapping = 0, cheering = 0;
  for (let i = 0; i < count; i++) {
    const id = ids[i], dx = actors.x[id] - x, dz = actors.z[id] - z, squared = dx * dx + dz * dz;
    // Who is blocked is neither seen nor heard.
    if (squared > EARSHOT * EARSHOT || (id !== me && actors.opacity[id] <= 0)) continue;
    const weight = 1 / (1 + squared / (HALF_METRES * HALF_METRES)), emote = actors.emote[id];
    if (id !== me) present += weight;
    if (emote === CLAP) clapping += weight;
    else if (emote === CHEER) cheering += weight;
    else if (emote === LAUGH) cheering += weight * 0.25;
  }
  return { murmur: fill(present, 14), clapping: fill(clapping, 4), cheering: fill(cheering, 4) };
}

const fill = (sum: number, enough: number): number => 1 - Math.exp(-sum / enough);
