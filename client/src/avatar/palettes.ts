// Clothes in colours that go together, and which of them go with whom.
import { apart, hueApart, lchOf } from './colour';
import type { Look } from './look';

export type Palette = Pick<Look, 'top' | 'bottom' | 'accent' | 'shoes'>;

const palette = (top: number, bottom: number, accent: number, shoes: number): Palette => ({ top, bottom, accent, shoes });

/** A clear top, a bottom that steps back from it, an accent across the colour wheel or beside, and shoes that take one of them up again. */
export const SEPARATES: readonly Palette[] = [
  palette(0xf0657f, 0x2c3566, 0xfff1dc, 0xffc845), palette(0x3f9fd8, 0xf1eef6, 0xffc34d, 0xffc845), palette(0x1fa3a0, 0x33384a, 0xff8a66, 0xf6f2fa),
  palette(0xb9a7e6, 0x463a78, 0xffe08a, 0xf6f2fa), palette(0x8fd9c0, 0x2f4468, 0xff8fa3, 0xf6f2fa), palette(0x2f7a52, 0x34363f, 0xf2c14e, 0x5a4638),
  palette(0xf6f2fa, 0x3d5a8c, 0xe8485c, 0xe8485c), palette(0x2a2a38, 0x565b70, 0x36c5ff, 0xf6f2fa), palette(0xc9304a, 0x2f3346, 0xffe0b0, 0x2a2630),
  palette(0xf29ac0, 0xf3eef8, 0x7a6be0, 0x7a6be0), palette(0x4a78b8, 0xf2efe9, 0xffb84d, 0x6b4a38), palette(0xff7435, 0x28406b, 0xfff3e0, 0xf6f2fa),
  palette(0x93c83d, 0x2f4a4a, 0x6a4fb5, 0xf6f2fa), palette(0x8a2550, 0x2e2a3d, 0xf0c97a, 0x3a2430), palette(0x2bb7c4, 0xeef4f5, 0xff8f5a, 0xff8f5a),
  palette(0x4a4fc0, 0x2a2c4e, 0x7fe0d0, 0xf6f2fa), palette(0xe04f7a, 0x4a4468, 0xffe3a8, 0xf6f2fa), palette(0x2f62d6, 0x23283f, 0xffd34d, 0xf6f2fa),
  palette(0xcfc6e8, 0x5b4f8c, 0xff7fae, 0x5b4f8c), palette(0xffd23f, 0x2f4a7a, 0x2fa38c, 0xf6f2fa), palette(0x7a5bd0, 0x2c2a44, 0xffd166, 0xffd166),
  palette(0xeef2f4, 0x2f3346, 0x2bb7a0, 0x2bb7a0),
];

/** One colour from neck to hem, with trimmings: suits, dresses, robes. */
export const SUITS: readonly Palette[] = [
  palette(0x3d2a5c, 0x3d2a5c, 0xff6fa8, 0x2a2233), palette(0x2b3a63, 0x2b3a63, 0xe9485b, 0x3a2a24), palette(0x34363f, 0x34363f, 0x5bc0de, 0x23232b),
  palette(0x1f5f5b, 0x1f5f5b, 0xffc76b, 0x2a2630), palette(0xece8f2, 0xece8f2, 0x5b7fd6, 0x3a3550), palette(0x6e2340, 0x6e2340, 0xf3d08a, 0x2f1f28),
  palette(0x4d5b8f, 0x4d5b8f, 0xffe2b8, 0x2c2f4a),
];
export const GOWNS: readonly Palette[] = [
  palette(0x6a5acd, 0x6a5acd, 0xf7b6d9, 0xffc845), palette(0xe0567f, 0xe0567f, 0xffe3ee, 0xf6f2fa), palette(0x2f8fb8, 0x2f8fb8, 0xfff0c9, 0xf6f2fa),
  palette(0x1f8a6b, 0xeef3ee, 0xe3b04b, 0xd9a13b),
  palette(0xc62f45, 0xc62f45, 0xf2c14e, 0xb8862f), palette(0x7fcfc0, 0x7fcfc0, 0xff8fa3, 0xf6f2fa), palette(0x31447f, 0x31447f, 0xf3d08a, 0x31447f),
  palette(0xf6f2fa, 0xb9a7e6, 0x7a6be0, 0x7a6be0),
  palette(0xffcf4a, 0xffcf4a, 0xe8485c, 0xf6f2fa), palette(0x8a3fa0, 0x8a3fa0, 0xffd9a0, 0x5a2a6b), palette(0xf6f2fa, 0xd8385e, 0xd8385e, 0xd8385e),
];

/** Least distances (`apart`): cloth is never taken for skin, hair stands out from the face and from what lies under it. */
export const SKIN_TO_TOP = 0.15, SKIN_TO_HAIR = 0.17, HAIR_TO_TOP = 0.11;
const VIVID = 0.09; // chroma from which a colour has a hue to quarrel with
const NEAR = 34, FAR = 62; // degrees: closer is a family, farther a contrast, between is a quarrel

/** Whether two colours stand too near for a contrast and too far for a family: pink beside orange, say. */
export function quarrel(one: number, other: number): boolean {
  const turn = hueApart(one, other);
  return lchOf(one).chroma > VIVID && lchOf(other).chroma > VIVID && turn > NEAR && turn < FAR;
}

/** Whether somebody of this skin and hair looks well in these clothes. Hair that is not seen is none (null). */
export function suits({ top }: Palette, skin: number, hair: number | null): boolean {
  return apart(top, skin) >= SKIN_TO_TOP && (hair === null || (apart(top, hair) >= HAIR_TO_TOP && !quarrel(top, hair)));
}
