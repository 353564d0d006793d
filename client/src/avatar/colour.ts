// How far colours are from each other as people see them: OKLab (Björn Ottosson, 2020, "A perceptual color space for image processing").

/** Lightness 0 to 1, chroma 0 to about 0.32, hue in degrees 0 to 360. */
export interface Lch { readonly lightness: number; readonly chroma: number; readonly hue: number }
type Lab = readonly [number, number, number];

const linear = (channel: number): number => (channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4);

function labOf(colour: number): Lab {
  const [r, g, b] = [colour >> 16, (colour >> 8) & 255, colour & 255].map((channel) => linear(channel / 255));
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b), m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return [0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s, 1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s, 0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s];
}

/** @param colour 0xRRGGBB in sRGB. */
export function lchOf(colour: number): Lch {
  const [lightness, a, b] = labOf(colour);
  return { lightness, chroma: Math.hypot(a, b), hue: (Math.atan2(b, a) * 180 / Math.PI + 360) % 360 };
}

/** Distance of two colours: 0.02 can just be told side by side, black and white are 1 apart. */
export function apart(one: number, other: number): number {
  const a = labOf(one), b = labOf(other);
  return Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
}

/** Degrees between two hues, 0 to 180. */
export function hueApart(one: number, other: number): number {
  const turn = Math.abs(lchOf(one).hue - lchOf(other).hue);
  return Math.min(turn, 360 - turn);
}
