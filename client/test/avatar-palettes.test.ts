import { describe, expect, it } from 'vitest';
import { apart, hueApart, lchOf } from '../src/avatar/colour';
import { HAIRS, OUTFITS } from '../src/avatar/look';
import { GOWNS, HAIR_TO_TOP, quarrel, SEPARATES, SKIN_TO_HAIR, SKIN_TO_TOP, SUITS } from '../src/avatar/palettes';
import { wearsHijab } from '../src/avatar/parts';
import { randomLook } from '../src/avatar/random';
import { hash } from '../src/math/hash';

const PEOPLE = 4000;
const random = (seed: number) => { let step = 0; return () => hash(seed, step++); };
const everybody = Array.from({ length: PEOPLE }, (_, seed) => randomLook(random(seed)));

describe('colours', () => {
  it('are as far apart as OKLab says', () => {
    expect(apart(0x000000, 0xffffff)).toBeCloseTo(1, 3);
    expect(apart(0x123456, 0x123456)).toBe(0);
    expect(lchOf(0xff0000)).toMatchObject({ lightness: expect.closeTo(0.628, 2), chroma: expect.closeTo(0.258, 2), hue: expect.closeTo(29.2, 0) });
    expect(hueApart(0xff0000, 0xff0010)).toBeLessThan(10);
    expect(hueApart(0xff0000, 0x00ffff)).toBeGreaterThan(150);
  });
});

describe('palettes', () => {
  const all = [...SEPARATES, ...SUITS, ...GOWNS];

  it('have an accent that is seen on the top and does not quarrel with it', () => {
    for (const { top, accent } of all) {
      expect(apart(top, accent), top.toString(16)).toBeGreaterThan(0.15);
      expect(quarrel(top, accent), `${top.toString(16)} ${accent.toString(16)}`).toBe(false);
    }
  });

  it('have a bottom that is told from the top, and steps back from it', () => {
    for (const { top, bottom } of SEPARATES) {
      expect(apart(top, bottom), top.toString(16)).toBeGreaterThan(0.12);
      expect(lchOf(bottom).chroma, top.toString(16)).toBeLessThan(Math.max(0.13, lchOf(top).chroma));
      expect(quarrel(top, bottom), top.toString(16)).toBe(false);
    }
  });

  it('are no two the same', () => expect(new Set(all.map((one) => JSON.stringify(one))).size).toBe(all.length));
});

describe('whoever comes by surprise', () => {
  it('wears nothing that is taken for skin', () => {
    for (const look of everybody) {
      expect(apart(look.skin, look.top)).toBeGreaterThanOrEqual(SKIN_TO_TOP);
      if (wearsHijab(look)) expect(apart(look.skin, look.accent)).toBeGreaterThanOrEqual(SKIN_TO_TOP); // its colour is the accent's
    }
  });

  it('has hair that stands out from the face and from the clothes, and quarrels with neither', () => {
    for (const look of everybody) {
      if (HAIRS[look.hair] === 'none' || wearsHijab(look)) continue;
      expect(apart(look.hairColour, look.skin)).toBeGreaterThanOrEqual(SKIN_TO_HAIR);
      expect(apart(look.hairColour, look.top)).toBeGreaterThanOrEqual(HAIR_TO_TOP);
      expect(quarrel(look.hairColour, look.top)).toBe(false);
    }
  });

  it('is one of many: every palette is worn, and no outfit is left out', () => {
    const worn = new Set(everybody.map(({ top, bottom, accent, shoes }) => JSON.stringify({ top, bottom, accent, shoes })));
    expect(worn.size).toBe(SEPARATES.length + SUITS.length + GOWNS.length);
    expect(new Set(everybody.map(({ outfit }) => outfit)).size).toBe(OUTFITS.length);
  });

  it('always has something to wear, whatever skin and hair', () => {
    for (const look of everybody) expect(look.top + look.bottom + look.accent + look.shoes).toBeGreaterThan(0);
  });
});
