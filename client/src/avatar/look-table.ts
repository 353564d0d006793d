// Everybody's colours and faces on the GPU: three texels a person, read by slot (looks.glsl).
import { DataTexture, FloatType, RGBAFormat } from 'three';
import { ACCESSORIES, HAIRS, type Look } from './look';
import { wearsHijab } from './parts';

const SLOTS_A_ROW = 64;
const FLOATS = 12;
const MAX_RANGES = 32;
/** Looks of far people, for the impostor atlas: hair cropped, falling, or gathered and curly; trousers or a skirt. */
export const FAR_LOOKS = 6;
const SKIRTS = new Set([4, 5, 7]);
const HAIR_SHAPE = [0, 0, 0, 1, 1, 1, 2, 2, 1, 1, 0, 1];
const CAP = 1 << ACCESSORIES.indexOf('cap');

export function farLookOf(look: Look): number {
  return (wearsHijab(look) ? 0 : HAIR_SHAPE[look.hair % HAIRS.length]) + (SKIRTS.has(look.outfit) ? 3 : 0);
}

/** Colour that stands for hair from afar: under a hijab or a cap that is cloth, on a bald head skin. */
function farHair(look: Look): number {
  if (wearsHijab(look) || look.accessories & CAP) return look.accent;
  return look.hair === 0 ? look.skin : look.hairColour;
}

/** Slots are written when somebody comes or changes, never per frame. */
export class LookTable {
  readonly texture: DataTexture;
  private readonly data: Float32Array<ArrayBuffer>;
  private ranges = MAX_RANGES; // the first upload is of everything

  constructor(capacity: number) {
    const rows = Math.ceil(capacity / SLOTS_A_ROW);
    this.data = new Float32Array(rows * SLOTS_A_ROW * FLOATS);
    this.texture = new DataTexture(this.data, SLOTS_A_ROW * 3, rows, RGBAFormat, FloatType);
    this.texture.onUpdate = () => { this.ranges = 0; };
    this.texture.needsUpdate = true;
  }

  set(slot: number, look: Look, stickColour: number): void {
    const d = this.data, o = slot * FLOATS;
    d[o] = look.skin;
    d[o + 1] = look.hairColour;
    d[o + 2] = look.top;
    d[o + 3] = look.bottom;
    d[o + 4] = look.accent;
    d[o + 5] = look.shoes;
    d[o + 6] = stickColour;
    d[o + 7] = look.eyeColour;
    d[o + 8] = look.eyes + look.brows * 8 + look.mouth * 32 + look.facial * 128;
    d[o + 9] = farLookOf(look);
    d[o + 10] = farHair(look);
    d[o + 11] = look.accessories & CAP ? 1 : 0;
    this.changed(o);
  }

  /** Copies a slot to another. */
  copy(from: number, to: number): void {
    this.data.copyWithin(to * FLOATS, from * FLOATS, (from + 1) * FLOATS);
    this.changed(to * FLOATS);
  }

  // Many at once (a room that fills) are cheaper as one upload of the whole table.
  private changed(at: number): void {
    if (this.ranges++ < MAX_RANGES) this.texture.addUpdateRange(at, FLOATS);
    else this.texture.clearUpdateRanges();
    this.texture.needsUpdate = true;
  }
}
