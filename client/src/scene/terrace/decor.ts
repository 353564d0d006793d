import {
  type BufferAttribute, BufferGeometry, CircleGeometry, DoubleSide, Float32BufferAttribute, InstancedBufferAttribute, InstancedBufferGeometry,
  LatheGeometry, Mesh, PlaneGeometry, ShaderMaterial, Vector2, Vector3,
} from 'three';
import type { Marker } from '../nodes';
import type { DawnUniforms } from './dawn';
import { seeded } from './random';
import bannerFragment from './shaders/banner.frag.glsl';
import bannerVertex from './shaders/banner.vert.glsl';
import blossomFragment from './shaders/blossom.frag.glsl';
import blossomVertex from './shaders/blossom.vert.glsl';
import lanternFragment from './shaders/lantern.frag.glsl';
import lanternVertex from './shaders/lantern.vert.glsl';
import petalFragment from './shaders/petal.frag.glsl';
import petalVertex from './shaders/petal.vert.glsl';

/** Something drawn many times in one draw. */
export type Swarm = Mesh<InstancedBufferGeometry, ShaderMaterial>;

interface SwarmShape {
  readonly base: BufferGeometry;
  readonly attributes: Readonly<Record<string, readonly [values: ArrayLike<number>, size: number]>>;
  readonly vertexShader: string;
  readonly fragmentShader: string;
}

function swarm(dawn: DawnUniforms, shape: SwarmShape): Swarm {
  const geometry = new InstancedBufferGeometry();
  geometry.index = shape.base.index;
  for (const [name, attribute] of Object.entries(shape.base.attributes)) geometry.setAttribute(name, attribute);
  for (const [name, [values, size]] of Object.entries(shape.attributes)) {
    geometry.setAttribute(name, new InstancedBufferAttribute(Float32Array.from(values), size));
    geometry.instanceCount = values.length / size;
  }
  const { vertexShader, fragmentShader } = shape;
  const mesh = new Mesh(geometry, new ShaderMaterial({ uniforms: { ...dawn }, vertexShader, fragmentShader, side: DoubleSide }));
  mesh.frustumCulled = false; // instances lie all around
  return mesh;
}

const FAR_LANTERNS = 130, NEAR_LANTERNS = 26;

/** Sky lanterns that hang over the clouds, and a few lower ones over the guests; none before the sun in the ring. */
export function createLanterns(dawn: DawnUniforms): Swarm {
  const random = seeded(31), places: number[] = [];
  for (let i = 0; i < FAR_LANTERNS; i++) {
    const angle = (random() - 0.5) * 2.9, metres = 28 + random() * random() * 150;
    const x = Math.sin(angle) * metres, z = 8 - Math.cos(angle) * metres, y = 6 + random() * 17 + metres * 0.11;
    if (Math.abs(x) < 8 && z < -10 && y < 24) continue;
    places.push(x, y, z, 0.75 + random() * 0.75);
  }
  for (let i = 0; i < NEAR_LANTERNS; i++) {
    const side = i % 2 ? 1 : -1;
    places.push(side * (7 + random() * 14), 6.8 + random() * 4.5, -12 + random() * 34, 0.42 + random() * 0.3);
  }
  const profile = [[0, -0.49], [0.24, -0.5], [0.42, -0.25], [0.5, 0.05], [0.46, 0.3], [0.26, 0.5], [0, 0.5]];
  return swarm(dawn, {
    base: new LatheGeometry(profile.map(([x, y]) => new Vector2(x, y)), 9),
    attributes: { iPlace: [places, 4] },
    vertexShader: lanternVertex,
    fragmentShader: lanternFragment,
  });
}

const PETALS = 1100;

/** Petals in the air and on the floor. */
export function createPetals(dawn: DawnUniforms): Swarm {
  const random = seeded(47);
  return swarm(dawn, {
    base: new CircleGeometry(0.085, 4).scale(1, 0.62, 1),
    attributes: { iSeed: [Array.from({ length: PETALS * 4 }, random), 4] },
    vertexShader: petalVertex,
    fragmentShader: petalFragment,
  });
}

/** Opens each red triangle of the scene's trees (its first corner is the flower's foot) into a flower of five petals. */
export function createBlossoms(dawn: DawnUniforms, flecks: BufferGeometry): Swarm {
  const index = flecks.index, positions = flecks.attributes.position as BufferAttribute, places: number[] = [];
  const [foot, left, right] = [new Vector3(), new Vector3(), new Vector3()];
  const corner = (i: number, into: Vector3) => into.fromBufferAttribute(positions, index ? index.getX(i) : i);
  for (let i = 0; i + 2 < (index?.count ?? positions.count); i += 3) {
    corner(i, foot);
    places.push(foot.x, foot.y, foot.z, corner(i + 1, left).distanceTo(corner(i + 2, right)) / 0.26);
  }
  return swarm(dawn, { base: flower(), attributes: { iPlace: [places, 4] }, vertexShader: blossomVertex, fragmentShader: blossomFragment });
}

function flower(): BufferGeometry {
  const positions: number[] = [], uvs: number[] = [], indices: number[] = [];
  for (let k = 0; k < 5; k++) {
    const point = (radius: number, turn: number, y: number, tip: number) => {
      const angle = (k / 5) * Math.PI * 2 + turn;
      positions.push(Math.cos(angle) * radius, y, Math.sin(angle) * radius);
      uvs.push(tip, tip);
    };
    const first = positions.length / 3;
    point(0.015, 0, 0, 0);
    point(0.2, -0.56, 0.09, 0.7);
    point(0.2, 0.56, 0.09, 0.7);
    point(0.29, 0, 0.15, 1);
    indices.push(first, first + 1, first + 2, first + 2, first + 1, first + 3);
  }
  const geometry = new BufferGeometry();
  geometry.setAttribute('position', new Float32BufferAttribute(positions, 3));
  geometry.setAttribute('uv', new Float32BufferAttribute(uvs, 2));
  geometry.setIndex(indices);
  geometry.computeVertexNormals();
  return geometry;
}

/** Long banners, one at each marker. */
export function createBanners(dawn: DawnUniforms, markers: readonly Marker[]): Swarm {
  return swarm(dawn, {
    base: new PlaneGeometry(1, 1, 4, 18),
    attributes: {
      iPlace: [markers.flatMap(({ position: p, yaw }) => [p.x, p.y, p.z, yaw]), 4],
      iCloth: [markers.map(({ data }) => Number(data.cloth ?? 0)), 1],
    },
    vertexShader: bannerVertex,
    fragmentShader: bannerFragment,
  });
}
