/** What an avatar looks like: proto/kapok.proto's Look, as plain numbers. Colours are 0xRRGGBB in sRGB. */
export interface Look {
  body: number;
  face: number;
  eyes: number;
  brows: number;
  mouth: number;
  hair: number;
  outfit: number;
  accessories: number;
  height: number;
  skin: number;
  hairColour: number;
  eyeColour: number;
  top: number;
  bottom: number;
  accent: number;
  shoes: number;
  stick: number;
  facial: number;
}

/** Accessories by bit. */
export const ACCESSORIES = ['glasses', 'headphones', 'cap', 'hijab', 'flower', 'earrings', 'lanyard', 'backpack', 'catEars', 'halo'] as const;
export const HAIRS = ['none', 'short', 'undercut', 'bob', 'long', 'ponytail', 'bun', 'curly', 'twin', 'wavy', 'spiky', 'braid'] as const;
export const OUTFITS = ['tee', 'hoodie', 'jacket', 'suit', 'dress', 'qipao', 'blouse', 'robe'] as const;
export const FACIAL = ['none', 'stubble', 'beard', 'moustache'] as const;
/** Bits of `facial` beside the beard. */
export const FRECKLES = 4, BLUSH = 8;

export const DEFAULT_LOOK: Readonly<Look> = {
  body: 1, face: 0, eyes: 0, brows: 0, mouth: 0, hair: 3, outfit: 1, accessories: 0, height: 8, skin: 0xf2c4a2, hairColour: 0x4a2c22, eyeColour: 0x6b4226,
  top: 0x56c2b0, bottom: 0x3a4256, accent: 0xffd84d, shoes: 0xf6f2fa, stick: 0x36c5ff, facial: 0,
};

/** The greatest value of each field; colours are 24 bits. */
export const LOOK_LIMITS: Readonly<Record<keyof Look, number>> = {
  body: 3, face: 7, eyes: 7, brows: 3, mouth: 3, hair: HAIRS.length - 1, outfit: OUTFITS.length - 1, accessories: 2 ** ACCESSORIES.length - 1, height: 15,
  skin: 0xffffff, hairColour: 0xffffff, eyeColour: 0xffffff, top: 0xffffff, bottom: 0xffffff, accent: 0xffffff, shoes: 0xffffff, stick: 0xffffff, facial: 15,
};
const FIELDS = Object.keys(LOOK_LIMITS) as (keyof Look)[];

/**
 * Makes a look of anything that has some of its fields, such as stored JSON or a Look message; what is missing or out of range
 * becomes the default's. The other way needs nothing: a look is a valid initialiser of the message and valid JSON for joining.
 */
export function clampLook(source: Partial<Record<keyof Look, unknown>> | null | undefined): Look {
  const look: Look = { ...DEFAULT_LOOK };
  for (const field of FIELDS) {
    const value = source?.[field];
    if (typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= LOOK_LIMITS[field]) look[field] = value;
  }
  return look;
}

export function sameLook(a: Look, b: Look): boolean {
  return FIELDS.every((field) => a[field] === b[field]);
}
