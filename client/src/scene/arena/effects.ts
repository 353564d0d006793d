import { InstancedBufferAttribute, type Mesh, PlaneGeometry } from 'three';
import { mergeGeometries } from 'three/examples/jsm/utils/BufferGeometryUtils.js';
import { additive, everywhere, instanced } from '../effects/geometry';
import hazeFragment from './haze.frag.glsl';
import hazeVertex from './haze.vert.glsl';
import lasersFragment from './lasers.frag.glsl';
import lasersVertex from './lasers.vert.glsl';
import type { Uniforms } from './materials';

const RAYS_A_FAN = 10;

export function createLasers(uniforms: Uniforms): Mesh {
  const strip = new PlaneGeometry(2, 1).translate(0, 0.5, 0);
  const geometry = instanced(strip, RAYS_A_FAN * 2);
  const rays = new Float32Array(RAYS_A_FAN * 2 * 4);
  for (let i = 0; i < RAYS_A_FAN * 2; i++) {
    const side = i < RAYS_A_FAN ? -1 : 1;
    rays.set([side * 16.4, ((i % RAYS_A_FAN) / (RAYS_A_FAN - 1)) * 2 - 1, i, side], i * 4);
  }
  geometry.setAttribute('iRay', new InstancedBufferAttribute(rays, 4));
  return everywhere(geometry, additive(lasersVertex, lasersFragment, uniforms), 5);
}

/** Banks of haze across the hall. */
export function createHaze(uniforms: Uniforms): Mesh {
  const banks = [[54, 15, 6, -43], [46, 12, 5.4, -34.5], [42, 10, 5.2, -26], [40, 9, 5.5, -15]].map(([width, height, y, z]) =>
    new PlaneGeometry(width, height, 6, 2).translate(0, y, z));
  return everywhere(mergeGeometries(banks), additive(hazeVertex, hazeFragment, uniforms), 3);
}
