import { describe, expect, it } from 'vitest';
import { noiseAround as around } from '../src/audio/crowd-noise';
import { Actors } from '../src/world/actors';

const CLAP = 2, CHEER = 3;
const person = (id: number, x: number, emote = 0, opacity = 1) => ({ id, x, z: 0, emote, opacity });

function noiseAround(people: readonly ReturnType<typeof person>[], me: number, x: number, z: number) {
  const actors = new Actors();
  for (const { id, ...state } of people) actors.set(id, state);
  return around(actors, me, x, z);
}

describe('the noise of a crowd', () => {
  it('is silence where nobody is near', () => {
    expect(noiseAround([person(1, 0), person(2, 200, CHEER)], 1, 0, 0)).toEqual({ murmur: 0, clapping: 0, cheering: 0 });
  });

  it('grows with how many clap or cheer, and stays below a full hall', () => {
    const hall = (count: number, emote: number) => Array.from({ length: count }, (_, i) => person(i + 2, (i % 20) + 1, emote));
    const [few, many] = [noiseAround(hall(3, CLAP), 1, 0, 0), noiseAround(hall(400, CLAP), 1, 0, 0)];
    expect(few.clapping).toBeGreaterThan(0);
    expect(many.clapping).toBeGreaterThan(few.clapping);
    expect(many.clapping).toBeLessThanOrEqual(1);
    expect(many.cheering).toBe(0);
    expect(noiseAround(hall(3, CHEER), 1, 0, 0).cheering).toBeGreaterThan(0);
  });

  it('is louder near by than far away', () => {
    expect(noiseAround([person(2, 2, CHEER)], 1, 0, 0).cheering).toBeGreaterThan(noiseAround([person(2, 30, CHEER)], 1, 0, 0).cheering);
  });

  it('leaves out who is blocked, but not oneself seen through one\'s own eyes', () => {
    expect(noiseAround([person(2, 1, CHEER, 0)], 1, 0, 0).cheering).toBe(0);
    expect(noiseAround([person(1, 0, CHEER, 0)], 1, 0, 0).cheering).toBeGreaterThan(0);
  });
});
