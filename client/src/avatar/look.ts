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
