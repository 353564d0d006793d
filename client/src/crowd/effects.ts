// Contact shadows and the glow of sticks: one draw each for everybody.
import { AdditiveBlending, ShaderMaterial, Vector3 } from 'three';
import { RIGHT_HAND, type Kit } from '../avatar/kit';
import glowFragment from './glow.frag.glsl';
import glowVertex from './glow.vert.glsl';
import shadowFragment from './shadow.frag.glsl';
import shadowVertex from './shadow.vert.glsl';
import { Sprites } from './sprites';

/** Attributes: place (x, height of the floor, z, yaw), size (radius in metres, strength). */
export function shadowSprites(capacity: number): Sprites {
  const material = new ShaderMaterial({ vertexShader: shadowVertex, fragmentShader: shadowFragment, transparent: true, depthWrite: false });
  const sprites = new Sprites(capacity, { aPlace: 4, aSize: 2 }, material);
  sprites.mesh.renderOrder = 1;
  return sprites;
}

/** Attributes: place, pose (frame, old frame, share of the old, scale), glow (colour 0xRRGGBB, strength). */
export function glowSprites(capacity: number, kit: Kit): Sprites {
  const material = new ShaderMaterial({
    vertexShader: glowVertex,
    fragmentShader: glowFragment,
    defines: { HAND: RIGHT_HAND },
    uniforms: { uBones: { value: kit.poses.texture }, uStickMiddle: { value: stickMiddle(kit) } },
    transparent: true,
    depthWrite: false,
    blending: AdditiveBlending,
  });
  const sprites = new Sprites(capacity, { aPlace: 4, aPose: 4, aGlow: 2 }, material);
  sprites.mesh.renderOrder = 5;
  return sprites;
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
