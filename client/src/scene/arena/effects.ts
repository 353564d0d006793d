import {
  AdditiveBlending, BufferAttribute, BufferGeometry, CylinderGeometry, DoubleSide, InstancedBufferAttribute, InstancedBufferGeometry, Mesh,
  PlaneGeometry, ShaderMaterial,
} from 'three';
import { mergeGeometries } from 'three/examples/jsm/utils/BufferGeometryUtils.js';
import { FEED_LAYER } from '../feed';
import type { Marker } from '../nodes';
import beamsFragment from './beams.frag.glsl';
import beamsVertex from './beams.vert.glsl';
import confettiFragment from './confetti.frag.glsl';
import confettiVertex from './confetti.vert.glsl';
import hazeFragment from './haze.frag.glsl';
import hazeVertex from './haze.vert.glsl';
import lasersFragment from './lasers.frag.glsl';
import lasersVertex from './lasers.vert.glsl';
import type { Uniforms } from './materials';

const RAYS_A_FAN = 10;

function additive(vertexShader: string, fragmentShader: string, uniforms: Uniforms): ShaderMaterial {
  return new ShaderMaterial({ vertexShader, fragmentShader, uniforms, transparent: true, depthWrite: false, blending: AdditiveBlending, side: DoubleSide });
}

function everywhere(geometry: BufferGeometry, material: ShaderMaterial, order: number): Mesh {
  const mesh = new Mesh(geometry, material);
  mesh.frustumCulled = false; // their vertices move in the shader
  mesh.matrixAutoUpdate = false;
  mesh.renderOrder = order;
  return mesh;
}

/** All moving lamps of the rig: cones of light with flares, one draw. */
export function createBeams(lamps: readonly Marker[], uniforms: Uniforms): Mesh {
  const cone = new CylinderGeometry(0.12, 1.9, 1, 20, 1, true).translate(0, -0.5, 0);
  const flare = new PlaneGeometry(2, 2).rotateX(-Math.PI / 2);
  for (const [part, value] of [[cone, 0], [flare, 1]] as const)
    part.setAttribute('aFlare', new BufferAttribute(new Float32Array(part.attributes.position.count).fill(value), 1));
  const geometry = instanced(mergeGeometries([cone, flare]), lamps.length);
  const places = new Float32Array(lamps.flatMap((lamp, index) => [lamp.position.x, lamp.position.y - 0.4, lamp.position.z, index]));
  geometry.setAttribute('iLamp', new InstancedBufferAttribute(places, 4));
  const mesh = everywhere(geometry, additive(beamsVertex, beamsFragment, uniforms), 4);
  mesh.layers.enable(FEED_LAYER);
  return mesh;
}

export function createConfetti(most: number, uniforms: Uniforms): Mesh {
  const geometry = instanced(new PlaneGeometry(0.09, 0.055), most);
  const seeds = new Float32Array(most * 4);
  // A low-discrepancy sequence (Roberts' R4) spreads pieces evenly without a random generator.
  for (let i = 0; i < most; i++) for (let k = 0; k < 4; k++) seeds[i * 4 + k] = (0.5 + i * [0.8567, 0.7339, 0.6287, 0.5386][k]) % 1;
  geometry.setAttribute('iSeed', new InstancedBufferAttribute(seeds, 4));
  const material = new ShaderMaterial({ vertexShader: confettiVertex, fragmentShader: confettiFragment, uniforms, side: DoubleSide });
  return everywhere(geometry, material, 0);
}

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

function instanced(source: BufferGeometry, count: number): InstancedBufferGeometry {
  const geometry = new InstancedBufferGeometry();
  geometry.index = source.index;
  for (const [name, attribute] of Object.entries(source.attributes)) geometry.setAttribute(name, attribute);
  geometry.instanceCount = count;
  return geometry;
}
