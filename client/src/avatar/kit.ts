// The avatar kit: parts, skeleton and clips of everybody in Kapok, loaded as anyone's glTF would be.
import { InstancedBufferGeometry, SkinnedMesh, type Bone, type BufferGeometry, type Object3D } from 'three';
import { GLTFLoader, type GLTF } from 'three/examples/jsm/loaders/GLTFLoader.js';
import { Poses, type ClipInfo } from './clips';
import type { Look } from './look';
import { MergedParts, type PartRange } from './merge';
import { DETAILS } from './parts';

export const BONES = ['hips', 'spine', 'chest', 'neck', 'head', 'leftShoulder', 'leftUpperArm', 'leftLowerArm', 'leftHand', 'rightShoulder',
  'rightUpperArm', 'rightLowerArm', 'rightHand', 'leftUpperLeg', 'leftLowerLeg', 'leftFoot', 'rightUpperLeg', 'rightLowerLeg', 'rightFoot'] as const;
export const HEAD = BONES.indexOf('head');
export const RIGHT_HAND = BONES.indexOf('rightHand');
/** The most parts a kit may have, all of one detail. */
export const MAX_KIT_PARTS = 128;
const STICK = 'stick';

/** kit.json beside kit.vrm. */
export interface KitInfo {
  readonly clips: readonly ClipInfo[];
  readonly palettes?: Readonly<Record<string, readonly (string | number)[]>>;
  readonly looks?: readonly Look[];
}

/** Owns the shared geometry and the pose texture; both may be drawn by several renderers. */
export class Kit {
  /** Every part of every detail. It has no instances of its own: PartsMesh draws ranges of it. */
  readonly geometry = new InstancedBufferGeometry();
  readonly poses: Poses;
  readonly info: KitInfo;
  /** Index of the glow stick, or -1. */
  readonly stick: number;
  private readonly indices = new Map<string, number>();
  private readonly ranges: (PartRange | undefined)[] = [];

  constructor(gltf: Pick<GLTF, 'scene' | 'animations'>, info: KitInfo) {
    this.info = info;
    gltf.scene.updateMatrixWorld(true);
    const meshes: { mesh: SkinnedMesh; part: string; detail: number }[] = [];
    gltf.scene.traverse((node) => {
      if (!(node instanceof SkinnedMesh)) return;
      const name = /^(.+)\.lod(\d)$/.exec(originalName(node));
      if (name && Number(name[2]) < DETAILS) meshes.push({ mesh: node, part: name[1], detail: Number(name[2]) });
    });
    const merged = new MergedParts(total(meshes, (g) => g.getAttribute('position').count), total(meshes, (g) => g.getIndex()?.count ?? g.getAttribute('position').count));
    for (const { mesh, part, detail } of meshes) {
      const index = this.indices.get(part) ?? this.indices.size;
      if (index >= MAX_KIT_PARTS) throw new Error(`The avatar kit has more than ${MAX_KIT_PARTS} parts.`);
      this.indices.set(part, index);
      const boneOf = mesh.skeleton.bones.map((bone) => BONES.indexOf(originalName(bone) as (typeof BONES)[number]));
      this.ranges[index * DETAILS + detail] = merged.add(mesh.geometry, boneOf);
      mesh.geometry.dispose();
    }
    merged.attach(this.geometry);
    this.geometry.instanceCount = 0;
    this.stick = this.indices.get(STICK) ?? -1;
    this.poses = new Poses(gltf.scene, findBones(gltf.scene), gltf.animations, info.clips);
  }

  /** Index of a part, whatever its detail; -1 where the kit has none of that name. */
  partIndex(name: string): number {
    return this.indices.get(name) ?? -1;
  }

  /** Where a part of a detail lies in the index buffer; undefined where that detail leaves it out. */
  range(part: number, detail: number): PartRange | undefined {
    return this.ranges[part * DETAILS + detail];
  }

  /** Triangles of some parts at a detail. */
  triangles(parts: readonly string[], detail: number): number {
    return parts.reduce((sum, part) => sum + (this.range(this.partIndex(part), detail)?.count ?? 0) / 3, 0);
  }

  dispose(): void {
    this.geometry.dispose();
    this.poses.texture.dispose();
  }
}

let ours: Promise<Kit> | null = null;

/** The kit of the venue, loaded once for the editor and for all rooms. */
export function avatarKit(): Promise<Kit> {
  ours ??= loadKit('/assets/avatars').catch((error: unknown) => {
    ours = null;
    throw error;
  });
  return ours;
}

/** Loads kit.vrm and kit.json from a folder such as `/assets/avatars`. */
export async function loadKit(folder: string): Promise<Kit> {
  const [gltf, info] = await Promise.all([
    new GLTFLoader().loadAsync(`${folder}/kit.vrm`),
    fetch(`${folder}/kit.json`).then((response) => {
      if (!response.ok) throw new Error(`kit.json: ${response.status}`);
      return response.json() as Promise<KitInfo>;
    }),
  ]);
  return new Kit(gltf, info);
}

/** The loader drops dots from node names and keeps the name as written beside. */
function originalName(node: Object3D): string {
  const own = (node.userData.name as string | undefined) ?? node.name;
  return own || node.parent === null ? own : originalName(node.parent);
}

function findBones(root: Object3D): Bone[] {
  const found = new Map<string, Bone>();
  root.traverse((node) => {
    if ((node as Bone).isBone) found.set(originalName(node), node as Bone);
  });
  return BONES.map((name) => {
    const bone = found.get(name);
    if (!bone) throw new Error(`The avatar kit lacks the bone ${name}.`);
    return bone;
  });
}

function total(meshes: readonly { mesh: SkinnedMesh }[], count: (geometry: BufferGeometry) => number): number {
  return meshes.reduce((sum, { mesh }) => sum + count(mesh.geometry), 0);
}
