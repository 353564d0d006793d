import { BitReader } from './bits';
import { readGap, RICE_PARAMETERS } from './rice';

const HEADER_BYTES = 4, MOST = 4000, MOST_PERSON = 16383;

/** Somebody as shown from afar (docs/protocol.md, section 4). Colours have three bits each of red, green and blue. */
export interface Sketch {
  readonly id: number;
  readonly role: number;
  readonly body: number;
  readonly hair: number;
  readonly outfit: number;
  readonly height: number;
  readonly skin: number;
  readonly hairColour: number;
  readonly top: number;
  readonly bottom: number;
  readonly stick: number;
}

/** Reads the list of `Joined`; null when it is malformed. */
export function readCrowd(bytes: Uint8Array): Sketch[] | null {
  if (bytes.length < HEADER_BYTES) return null;
  const count = bytes[0] | (bytes[1] << 8), parameter = bytes[2] | (bytes[3] << 8);
  if (count > MOST || parameter >= RICE_PARAMETERS.length) return null;
  const bits = new BitReader(bytes.subarray(HEADER_BYTES)), people: Sketch[] = [];
  for (let id = -1; people.length < count;) {
    const gap = readGap(bits, RICE_PARAMETERS[parameter]);
    if (gap < 0 || (id += gap + 1) > MOST_PERSON) return null;
    const [role, body, hair, outfit, height] = [bits.read(3), bits.read(2), bits.read(4), bits.read(3), bits.read(2)];
    const [skin, hairColour, top, bottom, stick] = [bits.read(9), bits.read(9), bits.read(9), bits.read(9), bits.read(9)];
    if (bits.overrun) return null;
    people.push({ id, role, body, hair, outfit, height, skin, hairColour, top, bottom, stick });
  }
  return bits.skipPadding() && bits.bytesRead === bytes.length - HEADER_BYTES ? people : null;
}

/** A colour of three times three bits as 0xRRGGBB. */
export function fullColour(coarse: number): number {
  const channel = (steps: number): number => Math.floor(((steps & 7) * 255) / 7);
  return (channel(coarse >> 6) << 16) | (channel(coarse >> 3) << 8) | channel(coarse);
}
