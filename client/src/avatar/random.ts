// Looks out of nothing: people of every kind, dressed in colours that go together.
import { Color } from 'three';
import { ACCESSORIES, BLUSH, FRECKLES, HAIRS, OUTFITS, type Look } from './look';

const SKINS = [0xfbdcc8, 0xf8d3ba, 0xf2c4a2, 0xefc39d, 0xe8b48c, 0xd9a077, 0xc58a5f, 0xb97a50, 0xa3683f, 0x8a5636, 0x70442b, 0x5c3622];
const DARK_HAIR = [0x1d1512, 0x241c22, 0x20242f, 0x33201b, 0x4a2c22];
const LIGHT_HAIR = [0x5c3a21, 0x8a3f22, 0xa86a32, 0xc98d3f, 0xe9b04c, 0xf2d38a, 0x7a4a36];
const GREY_HAIR = [0xcfd0dc, 0x8b8790, 0xe8e6ee];
const DYED_HAIR = [0x6a3fb5, 0xe88bb5, 0x3d6fd0, 0x2f8f86, 0xf2a7c8, 0xd8475e, 0x5b3a78];
const EYES = [0x5a3520, 0x4b2c1a, 0x7a4a2a, 0x3b2a22, 0x3e8f5a, 0x3f86c9, 0x5d7f8e, 0xc0762a, 0x8a4fb0];
const STICKS = [0x36c5ff, 0xff4fa3, 0x6dff7a, 0xffb42e, 0x9a6bff, 0xfff2e0];
const NEUTRALS = [0xf6f2fa, 0xf3eadb, 0x2f3346, 0x3b3a4f, 0x39506b, 0x4f4a72, 0x5a4638];
const SHOES = [0xf6f2fa, 0x2a2630, 0xef5b4c, 0xffe27a, 0x6b4a38, 0xffb3cf];
const MASCULINE_HAIR = ['short', 'undercut', 'spiky', 'curly', 'short', 'long', 'none'];
const FEMININE_HAIR = ['bob', 'long', 'ponytail', 'bun', 'curly', 'twin', 'wavy', 'braid', 'short'];

/** @param random Uniform in 0..1; the same sequence gives the same look. */
export function randomLook(random: () => number): Look {
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length) % from.length];
  const chance = (share: number): boolean => random() < share;
  const feminine = chance(0.5), skinTone = Math.floor(random() * SKINS.length);
  const fair = skinTone < 5, older = chance(0.1);
  const hairColour = older ? pick(GREY_HAIR) : chance(0.14) ? pick(DYED_HAIR) : fair && chance(0.6) ? pick(LIGHT_HAIR) : pick(DARK_HAIR);
  const hair = pick(feminine ? FEMININE_HAIR : MASCULINE_HAIR);
  const outfit = pick(feminine ? ['tee', 'hoodie', 'jacket', 'dress', 'qipao', 'blouse', 'suit', 'blouse', 'dress'] : ['tee', 'hoodie', 'jacket', 'suit', 'hoodie', 'tee', 'robe', 'jacket']);

  const accessories = new Set<string>();
  if (feminine && chance(0.1)) accessories.add('hijab');
  else if (chance(0.1)) accessories.add('cap');
  else if (chance(0.08)) accessories.add('headphones');
  else if (feminine && chance(0.14)) accessories.add('flower');
  else if (chance(0.04)) accessories.add('catEars');
  if (chance(older ? 0.55 : 0.16)) accessories.add('glasses');
  if (feminine && chance(0.35) && !accessories.has('hijab')) accessories.add('earrings');
  if (chance(0.12)) accessories.add('lanyard');
  if (chance(0.1) && outfit !== 'robe' && outfit !== 'qipao') accessories.add('backpack');

  const beard = feminine ? 0 : chance(older ? 0.6 : 0.3) ? 1 + Math.floor(random() * 3) : 0;
  const cloth = harmony(random);
  return {
    body: feminine ? (chance(0.8) ? 0 : 2) : chance(0.75) ? 1 : 3,
    face: Math.floor(random() * 8),
    eyes: Math.floor(random() * 8),
    brows: feminine ? Math.floor(random() * 2) : 2 + Math.floor(random() * 2),
    mouth: chance(0.5) ? 0 : Math.floor(random() * 4),
    hair: Math.max(0, HAIRS.indexOf(hair as (typeof HAIRS)[number])),
    outfit: OUTFITS.indexOf(outfit as (typeof OUTFITS)[number]),
    accessories: ACCESSORIES.reduce((bits, name, i) => (accessories.has(name) ? bits | (1 << i) : bits), 0),
    height: Math.round(7.5 + (feminine ? -1.5 : 1.5) + (random() + random() - 1) * 6),
    skin: SKINS[skinTone],
    hairColour,
    eyeColour: fair ? pick(EYES) : pick(EYES.slice(0, 4)),
    ...cloth,
    shoes: pick(SHOES),
    stick: pick(STICKS),
    facial: beard | (fair && chance(0.16) ? FRECKLES : 0) | (chance(feminine ? 0.35 : 0.1) ? BLUSH : 0),
  };
}

/** A top of a clear colour, a bottom that steps back, and an accent across the colour wheel or beside it. */
function harmony(random: () => number): Pick<Look, 'top' | 'bottom' | 'accent'> {
  const hue = random(), muted = random() < 0.3;
  const top = muted ? NEUTRALS[Math.floor(random() * 3)] : hsl(hue, 0.42 + random() * 0.28, 0.42 + random() * 0.2);
  const bottom = random() < 0.6 ? NEUTRALS[2 + Math.floor(random() * (NEUTRALS.length - 2))] : hsl(hue + (random() < 0.5 ? 0.08 : 0.55), 0.28 + random() * 0.2, 0.3 + random() * 0.3);
  const accent = hsl(hue + [0.42, 0.5, 0.58, 0.12, 0.9][Math.floor(random() * 5)], 0.7 + random() * 0.25, 0.62 + random() * 0.1);
  return { top, bottom, accent };
}

const scratch = new Color();
function hsl(hue: number, saturation: number, lightness: number): number {
  return scratch.setHSL(hue - Math.floor(hue), saturation, lightness).getHex();
}
