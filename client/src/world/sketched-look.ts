import { DEFAULT_LOOK, type Look } from '../avatar/look';
import { hash } from '../math/hash';
import { fullColour, type Sketch } from '../net/crowd-list';

const SHOES = [0xf6f2fa, 0x2a2630, 0xef5b4c, 0xffe27a, 0x6b4a38, 0xf6f2fa];
const ACCENTS = [0xf5c65a, 0xe0664f, 0xfafafa, 0xff6f61, 0xffe05a, 0xe85c7a, 0xfff3d6, 0xe9f7ff];

/**
 * A look of what is told of everyone (docs/protocol.md, section 4). What a sketch leaves out is chosen by the id: of thousands who all had the same face and
 * the same shoes one would see it. The height is the middle of its step.
 */
export function sketchedLook({ id, body, hair, outfit, height, skin, hairColour, top, bottom, stick }: Sketch): Look {
  const pick = (count: number, of: number): number => Math.floor(hash(id, of) * count);
  return {
    ...DEFAULT_LOOK, body, hair, outfit, height: height * 4 + 2, face: pick(8, 60), eyes: pick(8, 61), brows: body & 1 ? 2 : 0, shoes: SHOES[pick(SHOES.length, 62)],
    accent: ACCENTS[pick(ACCENTS.length, 63)],
    skin: fullColour(skin), hairColour: fullColour(hairColour), top: fullColour(top), bottom: fullColour(bottom), stick: fullColour(stick),
  };
}
