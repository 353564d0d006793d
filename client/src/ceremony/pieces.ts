import { type BufferGeometry, Color, DoubleSide, Float32BufferAttribute, Matrix4, ShaderMaterial, SRGBColorSpace, type IUniform } from 'three';
import { mergeGeometries } from 'three/examples/jsm/utils/BufferGeometryUtils.js';
import type { PlaceLight } from '../scene/light';
import fragmentShader from './piece.frag.glsl';
import vertexShader from './piece.vert.glsl';

/** Of what something is: a colour (0xRRGGBB, sRGB), and how much of it is metal, 0..1. */
export interface Finish { readonly colour: number; readonly metal: number }

export const LACQUER: Finish = { colour: 0x9c1f16, metal: 0.12 }, DARK: Finish = { colour: 0x3c0f10, metal: 0.1 }, GOLD: Finish = { colour: 0xe0ab48, metal: 0.85 },
  BRONZE: Finish = { colour: 0xbf8434, metal: 0.9 }, STEEL: Finish = { colour: 0x5b6072, metal: 0.6 };

/** Puts geometries of several finishes into one, for one draw. */
export class Pieces {
  private readonly made: BufferGeometry[] = [];

  /** @param at Moves and turns it into its place. */
  add(geometry: BufferGeometry, { colour, metal }: Finish, at = new Matrix4()): this {
    const piece = geometry.index === null ? geometry : geometry.toNonIndexed(), count = piece.getAttribute('position').count;
    const { r, g, b } = new Color().setHex(colour, SRGBColorSpace), finish = new Float32Array(count * 4);
    for (let i = 0; i < count; i++) finish.set([r, g, b, metal], i * 4);
    piece.applyMatrix4(at);
    piece.setAttribute('aFinish', new Float32BufferAttribute(finish, 4));
    piece.deleteAttribute('uv');
    this.made.push(piece);
    return this;
  }

  /** Moved by so much. */
  put(geometry: BufferGeometry, finish: Finish, x: number, y: number, z: number): this {
    return this.add(geometry, finish, new Matrix4().makeTranslation(x, y, z));
  }

  build(): BufferGeometry {
    return mergeGeometries(this.made);
  }
}

/** What pieces are drawn with, in the light of the place. @param uGlow How much they shine by themselves, 0..1. */
export function pieceMaterial(light: PlaceLight, uGlow: IUniform<number>): ShaderMaterial {
  return new ShaderMaterial({ vertexShader, fragmentShader, uniforms: { ...light, uGlow }, side: DoubleSide });
}
