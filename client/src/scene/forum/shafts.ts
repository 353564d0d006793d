import { AdditiveBlending, BufferAttribute, BufferGeometry, DoubleSide, Mesh, ShaderMaterial, type Vector3 } from 'three';
import type { PlaceLight } from '../light';
import fragmentShader from './shafts.frag.glsl';
import vertexShader from './shafts.vert.glsl';

/** The skylights (Shell.cs): middle and width across the room, height, metres. */
const SKYLIGHTS: readonly (readonly [x: number, width: number, y: number])[] = [[0, 6.6, 12.6], [9.7, 2.7, 11.6]];
const BAY = 2.7;
const FIRST_Z = -20.65;
const BAYS = 19;

/** One sheet of light a bay and skylight, from the roof down to the floor along the sun; all in one draw. */
export function createShafts(sun: Vector3, light: PlaceLight): Mesh {
  const positions: number[] = [];
  const uvs: number[] = [];
  const indices: number[] = [];
  for (const [x, width, y] of SKYLIGHTS) {
    const fall = y / sun.y;
    for (let bay = 0; bay < BAYS; bay++) {
      const first = positions.length / 3;
      const z = FIRST_Z + bay * BAY;
      for (const [down, across] of [[0, 0], [0, 1], [1, 0], [1, 1]]) {
        const reach = fall * down;
        positions.push(x + (across - 0.5) * width - sun.x * reach, y - sun.y * reach, z - sun.z * reach);
        uvs.push(down, across);
      }
      indices.push(first, first + 2, first + 1, first + 1, first + 2, first + 3);
    }
  }
  const geometry = new BufferGeometry();
  geometry.setAttribute('position', new BufferAttribute(new Float32Array(positions), 3));
  geometry.setAttribute('uv', new BufferAttribute(new Float32Array(uvs), 2));
  geometry.setIndex(indices);
  const material = new ShaderMaterial({
    uniforms: { ...light }, vertexShader, fragmentShader, blending: AdditiveBlending, transparent: true, depthWrite: false, side: DoubleSide,
  });
  const mesh = new Mesh(geometry, material);
  mesh.name = 'forum.shafts';
  mesh.frustumCulled = false;
  mesh.renderOrder = 2;
  return mesh;
}
