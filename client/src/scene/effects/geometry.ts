import {
  AdditiveBlending, type BufferGeometry, CustomBlending, DoubleSide, InstancedBufferAttribute, InstancedBufferGeometry, type IUniform, Mesh, OneFactor, OneMinusSrcAlphaFactor,
  ShaderMaterial,
} from 'three';

export type Uniforms = Record<string, IUniform>;
export type Swarm = Mesh<InstancedBufferGeometry, ShaderMaterial>;

/** The same geometry many times in one draw. */
export function instanced(source: BufferGeometry, count: number): InstancedBufferGeometry {
  const geometry = new InstancedBufferGeometry();
  geometry.index = source.index;
  for (const [name, attribute] of Object.entries(source.attributes)) geometry.setAttribute(name, attribute);
  geometry.instanceCount = count;
  return geometry;
}

export function additive(vertexShader: string, fragmentShader: string, uniforms: Uniforms): ShaderMaterial {
  return new ShaderMaterial({ vertexShader, fragmentShader, uniforms, transparent: true, depthWrite: false, blending: AdditiveBlending, side: DoubleSide });
}

/** Adds light, and covers what is behind it by as much as the shader's alpha says. */
export function glowing(vertexShader: string, fragmentShader: string, uniforms: Uniforms): ShaderMaterial {
  return new ShaderMaterial({
    vertexShader, fragmentShader, uniforms, transparent: true, depthWrite: false, side: DoubleSide, blending: CustomBlending, blendSrc: OneFactor, blendDst: OneMinusSrcAlphaFactor,
  });
}

/** A mesh whose vertices move in its shader. */
export function everywhere<G extends BufferGeometry>(geometry: G, material: ShaderMaterial, order: number): Mesh<G, ShaderMaterial> {
  const mesh = new Mesh(geometry, material);
  mesh.frustumCulled = false;
  mesh.matrixAutoUpdate = false;
  mesh.renderOrder = order;
  return mesh;
}

/** Numbers 0..1, four an instance, spread evenly without a random generator (Roberts' R4 sequence). */
export function spreadSeeds(count: number): InstancedBufferAttribute {
  const seeds = new Float32Array(count * 4);
  for (let i = 0; i < count; i++) for (let k = 0; k < 4; k++) seeds[i * 4 + k] = (0.5 + i * [0.8567, 0.7339, 0.6287, 0.5386][k]) % 1;
  return new InstancedBufferAttribute(seeds, 4);
}
