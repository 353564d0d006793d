import type { Actor } from '../crowd/actor';

/** What a crowd sounds like where one stands, each 0..1. */
export interface CrowdNoise { readonly murmur: number; readonly clapping: number; readonly cheering: number }

export const SILENCE: CrowdNoise = { murmur: 0, clapping: 0, cheering: 0 };

const EARSHOT = 45; // metres
const HALF_METRES = 7; // at this distance somebody is heard half as loud
const CLAP = 2, CHEER = 3, LAUGH = 6; // emotes

/** What is heard of the people around a place: the nearer and the more of them, the louder, but never beyond a full hall. */
export function noiseAround(people: Iterable<Pick<Actor, 'id' | 'x' | 'z' | 'emote' | 'opacity'>>, me: number, x: number, z: number): CrowdNoise {
  let [present, clapping, cheering] = [0, 0, 0];
  for (const person of people) {
    const metres = Math.hypot(person.x - x, person.z - z);
    // Who is blocked is neither seen nor heard.
    if (metres > EARSHOT || (person.id !== me && person.opacity <= 0)) continue;
    const weight = 1 / (1 + (metres / HALF_METRES) ** 2);
    if (person.id !== me) present += weight;
    if (person.emote === CLAP) clapping += weight;
    else if (person.emote === CHEER) cheering += weight;
    else if (person.emote === LAUGH) cheering += weight * 0.25;
  }
  return { murmur: fill(present, 14), clapping: fill(clapping, 4), cheering: fill(cheering, 4) };
}

const fill = (sum: number, enough: number): number => 1 - Math.exp(-sum / enough);
