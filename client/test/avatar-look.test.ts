import { describe, expect, it } from 'vitest';
import { ACCESSORIES, clampLook, DEFAULT_LOOK, HAIRS, LOOK_LIMITS, OUTFITS, sameLook, type Look } from '../src/avatar/look';
import { MAX_PARTS, partsOf, scaleOf } from '../src/avatar/parts';
import { randomLook } from '../src/avatar/random';
import { hash } from '../src/math/hash';

const sequence = (seed: number) => {
  let step = 0;
  return () => hash(seed, step++);
};

describe('clampLook', () => {
  it('keeps a valid look and drops fields that are not its own', () => {
    const look: Look = { ...DEFAULT_LOOK, hair: 5, facial: 15, skin: 0xffffff };
    expect(clampLook({ ...look, $typeName: 'kapok.v1.Look' } as never)).toEqual(look);
  });

  it.each([null, undefined, {}, { hair: 99, skin: -1, height: 3.5, outfit: '2', top: Number.NaN }])('makes the default of %o', (source) => {
    expect(clampLook(source)).toEqual(DEFAULT_LOOK);
  });
});

describe('randomLook', () => {
  it('is always valid and the same for the same sequence', () => {
    for (let seed = 0; seed < 2000; seed++) {
      const look = randomLook(sequence(seed));
      expect(clampLook(look)).toEqual(look);
      expect(sameLook(look, randomLook(sequence(seed)))).toBe(true);
    }
  });

  it('reaches every outfit, hair style, face and most accessories', () => {
    const seen = { outfit: new Set<number>(), hair: new Set<number>(), face: new Set<number>(), skin: new Set<number>() };
    let accessories = 0;
    for (let seed = 0; seed < 3000; seed++) {
      const look = randomLook(sequence(seed));
      for (const field of ['outfit', 'hair', 'face', 'skin'] as const) seen[field].add(look[field]);
      accessories |= look.accessories;
    }
    expect(seen.outfit.size).toBe(OUTFITS.length);
    expect(seen.hair.size).toBe(HAIRS.length);
    expect(seen.face.size).toBe(LOOK_LIMITS.face + 1);
    expect(seen.skin.size).toBeGreaterThanOrEqual(10);
    expect(ACCESSORIES.filter((_, i) => accessories & (1 << i)).length).toBeGreaterThanOrEqual(8);
  });
});

describe('partsOf', () => {
  it('names the parts of the kit', () => {
    const look: Look = { ...DEFAULT_LOOK, body: 2, face: 3, outfit: 0, hair: 3, accessories: 1, facial: 2 | 4 };
    expect(partsOf(look)).toEqual(['body.tee.2', 'head.3', 'hair.bob', 'acc.glasses', 'beard.beard']);
  });

  it('hides hair under a hijab', () => {
    expect(partsOf({ ...DEFAULT_LOOK, accessories: 1 << ACCESSORIES.indexOf('hijab') }).some((part) => part.startsWith('hair'))).toBe(false);
  });

  it('leaves room for a stick however much is worn', () => {
    expect(partsOf({ ...DEFAULT_LOOK, accessories: LOOK_LIMITS.accessories, facial: 2 }).length).toBeLessThan(MAX_PARTS);
  });

  it('scales from 0.92 to 1.08', () => {
    expect(scaleOf({ ...DEFAULT_LOOK, height: 0 })).toBeCloseTo(0.92);
    expect(scaleOf({ ...DEFAULT_LOOK, height: 15 })).toBeCloseTo(1.08);
  });
});
