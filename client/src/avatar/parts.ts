// Which parts of the kit a look is made of.
import { ACCESSORIES, HAIRS, OUTFITS, type Look } from './look';

/** Details of a part: 0 near, 1 mid, 2 far. */
export const DETAILS = 3;
/** The most parts one look can have. */
export const MAX_PARTS = 16;
const FACIAL = ['', 'stubble', 'beard', 'moustache'] as const;
const HIJAB = 1 << ACCESSORIES.indexOf('hijab');

/** Names of a look's parts, without the glow stick: `body.tee.0`, `head.3`, `hair.bob`, `acc.glasses`, `beard.beard`. */
export function partsOf(look: Look): string[] {
  const parts = [`body.${OUTFITS[look.outfit]}.${look.body}`, `head.${look.face}`];
  // Under a hijab there is no hair to see, and it would show through the cloth.
  if (!wearsHijab(look) && look.hair > 0) parts.push(`hair.${HAIRS[look.hair]}`);
  for (let i = 0; i < ACCESSORIES.length; i++) {
    if (look.accessories & (1 << i)) parts.push(`acc.${ACCESSORIES[i]}`);
  }
  const facial = FACIAL[look.facial & 3];
  if (facial) parts.push(`beard.${facial}`);
  return parts.slice(0, MAX_PARTS - 1);
}

export function wearsHijab(look: Look): boolean {
  return (look.accessories & HIJAB) !== 0;
}

/** Height of somebody as a share of the kit's. */
export function scaleOf(look: Look): number {
  return 0.92 + (0.16 * look.height) / 15;
}
