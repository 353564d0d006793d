// What contact shadows and the glow of sticks are drawn with.
import { CustomBlending, OneFactor, OneMinusSrcAlphaFactor, ShaderMaterial, Vector3, type IUniform } from 'three';
import { RIGHT_HAND, type Kit } from '../avatar/kit';
import type { PlaceLight } from '../scene/light';
import glowFragment from './glow.frag.glsl';
import glowVertex from './glow.vert.glsl';
import shadowFragment from './shadow.frag.glsl';
import shadowVertex from './shadow.vert.glsl';

/** Uniforms of figure.glsl, and the looks of everybody by id. */
export type FigureUniforms = Readonly<Record<'uClips' | 'uMoment' | 'uLooks', IUniform>>;

export function shadowMaterial(figure: FigureUniforms): ShaderMaterial {
  return new ShaderMaterial({ vertexShader: shadowVertex, fragmentShader: shadowFragment, uniforms: { ...figure }, transparent: true, depthWrite: false });
}

export function glowMaterial(kit: Kit, figure: FigureUniforms, { uSticks, uSticksFrom, uSticksNow }: PlaceLight): ShaderMaterial {
  return new ShaderMaterial({
    vertexShader: glowVertex,
    fragmentShader: glowFragment,
    defines: { HAND: RIGHT_HAND },
    uniforms: { ...figure, uSticks, uSticksFrom, uSticksNow, uBones: { value: kit.poses.texture }, uStickMiddle: { value: stickMiddle(kit) } },
    transparent: true,
    depthWrite: false,
    blending: CustomBlending, // adds light; in daylight, where that would be white, it also covers by its alpha
    blendSrc: OneFactor,
    blendDst: OneMinusSrcAlphaFactor,
  });
}

/** Middle of the glowing part of the stick in the bind pose. */
function stickMiddle(kit: Kit): Vector3 {
  const middle = new Vector3(), range = kit.range(kit.stick, 0);
  const index = kit.geometry.getIndex(), position = kit.geometry.getAttribute('position'), part = kit.geometry.getAttribute('aPart');
  if (!range || !index) return middle;
  let count = 0;
  for (let i = range.start; i < range.start + range.count; i++) {
    const v = index.getX(i);
    if (part.getX(v) !== 9) continue;
    middle.x += position.getX(v);
    middle.y += position.getY(v);
    middle.z += position.getZ(v);
    count++;
  }
  return middle.divideScalar(Math.max(1, count));
}
