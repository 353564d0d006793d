// The one material of everybody who is drawn as a mesh.
import { ShaderMaterial, type IUniform, type Texture, type WebGLRenderer } from 'three';
import type { PlaceLight } from '../scene/light';
import { MAX_KIT_PARTS } from './kit';
import fragmentShader from './person.frag.glsl';
import vertexShader from './person.vert.glsl';

/** Tables that the shaders of people read. */
export interface PersonTextures {
  readonly bones: Texture;
  readonly looks: Texture;
  readonly people: Texture;
  readonly list: Texture;
}

/** @param moment Shared uniform in seconds: blinks and glances follow it. */
export function personMaterial(renderer: WebGLRenderer, light: PlaceLight, textures: PersonTextures, moment: IUniform<number>, tier: number,
  extra: { defines?: Record<string, number>; uniforms?: Record<string, IUniform> } = {}): ShaderMaterial {
  const multiDraw = renderer.extensions.has('WEBGL_multi_draw');
  const defines: Record<string, number> = { ...extra.defines };
  if (multiDraw) defines.MULTI_DRAW = 1;
  // Frames between frames double the texel reads: the far tier steps instead.
  if (tier < 2) defines.SMOOTH_FRAMES = 1;
  const material = new ShaderMaterial({
    vertexShader,
    fragmentShader,
    defines,
    uniforms: {
      ...light,
      uBones: { value: textures.bones },
      uLooks: { value: textures.looks },
      uPeople: { value: textures.people },
      uList: { value: textures.list },
      uFirstDraw: { value: tier * MAX_KIT_PARTS },
      uMoment: moment,
      ...extra.uniforms,
    },
  });
  if (multiDraw) Object.assign(material.extensions, { multiDraw: true });
  return material;
}
