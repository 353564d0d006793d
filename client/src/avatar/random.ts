// Looks out of nothing: people of every kind, dressed in colours that go together.
import { apart } from './colour';
import { ACCESSORIES, BLUSH, FRECKLES, HAIRS, OUTFITS, type Look } from './look';
import { GOWNS, SEPARATES, SKIN_TO_HAIR, SKIN_TO_TOP, SUITS, suits, type Palette } from './palettes';

const SKINS = [0xfbdcc8, 0xf8d3ba, 0xf2c4a2, 0xefc39d, 0xe8b48c, 0xd9a077, 0xc58a5f, 0xb97a50, 0xa3683f, 0x8a5636, 0x70442b, 0x5c3622];
const DARK_HAIR = [0x1d1512, 0x241c22, 0x20242f, 0x33201b, 0x4a2c22];
const LIGHT_HAIR = [0x5c3a21, 0x8a3f22, 0xa86a32, 0xc98d3f, 0xe9b04c, 0xf2d38a, 0x7a4a36];
const GREY_HAIR = [0xcfd0dc, 0x8b8790, 0xe8e6ee];
const DYED_HAIR = [0x6a3fb5, 0xe88bb5, 0x3d6fd0, 0x2f8f86, 0xf2a7c8, 0xd8475e, 0x5b3a78];
const EYES = [0x5a3520, 0x4b2c1a, 0x7a4a2a, 0x3b2a22, 0x3e8f5a, 0x3f86c9, 0x5d7f8e, 0xc0762a, 0x8a4fb0];
const STICKS = [0x36c5ff, 0xff4fa3, 0x6dff7a, 0xffb42e, 0x9a6bff, 0xfff2e0];
const GOWN_OUTFITS: ReadonlySet<string> = new Set(['dress', 'qipao', 'robe']);
const MASCULINE_HAIR = ['short', 'undercut', 'spiky', 'curly', 'short', 'long', 'none'];
const FEMININE_HAIR = ['bob', 'long', 'ponytail', 'bun', 'curly', 'twin', 'wavy', 'braid', 'short'];

/** @param random Uniform in 0..1; the same sequence gives the same look. */
export function randomLook(random: () => number): Look {
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length) % from.length];
  const chance = (share: number): boolean => random() < share;
  const feminine = chance(0.5), skinTone = Math.floor(random() * SKINS.length);
  const fair = skinTone < 5, older = chance(0.1);
  const skin = SKINS[skinTone];
  const hairColour = pick(standingOut(older ? GREY_HAIR : chance(0.14) ? DYED_HAIR : fair && chance(0.6) ? LIGHT_HAIR : DARK_HAIR, skin));
  const hair = pick(feminine ? FEMININE_HAIR : MASCULINE_HAIR);
  const outfit = pick(feminine ? ['tee', 'hoodie', 'jacket', 'dress', 'qipao', 'blouse', 'suit', 'blouse', 'dress']
    : ['tee', 'hoodie', 'jacket', 'suit', 'hoodie', 'tee', 'robe', 'jacket']);

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
  const showsHair = hair !== 'none' && !accessories.has('hijab');
  const isFine = (palette: Palette): boolean => suits(palette, skin, showsHair ? hairColour : null) && (!accessories.has('hijab') || apart(palette.accent, skin) >= SKIN_TO_TOP);
  const fine = wardrobe(outfit).filter(isFine);
  const cloth = pick(fine.length > 0 ? fine : SEPARATES.filter(isFine));
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
    skin,
    hairColour,
    eyeColour: fair ? pick(EYES) : pick(EYES.slice(0, 4)),
    ...cloth,
    stick: pick(STICKS),
    facial: beard | (fair && chance(0.16) ? FRECKLES : 0) | (chance(feminine ? 0.35 : 0.1) ? BLUSH : 0),
  };
}

/** Hair that stands out from the face; grey and white do on nearly every skin. */
function standingOut(colours: readonly number[], skin: number): readonly number[] {
  const clear = colours.filter((colour) => apart(colour, skin) >= SKIN_TO_HAIR);
  return clear.length > 0 ? clear : [...GREY_HAIR, ...DARK_HAIR].filter((colour) => apart(colour, skin) >= SKIN_TO_HAIR);
}

function wardrobe(outfit: string): readonly Palette[] {
  return outfit === 'suit' ? SUITS : GOWN_OUTFITS.has(outfit) ? GOWNS : SEPARATES;
}
