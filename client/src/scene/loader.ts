import { Box3, type Mesh, type Object3D, Vector3, type WebGLRenderer } from 'three';
import { GLTFLoader, type GLTF } from 'three/examples/jsm/loaders/GLTFLoader.js';
import { createPlainPlace } from './plain';
import type { Place, PlaceMaker } from './place';
import type { Quality } from './quality';

/** Each place with a look of its own is a chunk of its own: nobody downloads the terrace's shaders to stand in the arena. */
const MAKERS = import.meta.glob<Record<string, PlaceMaker>>('./*/index.ts');

/**
 * Loads the scene of a room. `id` names the maker (scene/<id>/index.ts exports make<Id>); a scene without one, such as somebody's own,
 * takes the same path and keeps its own materials.
 */
export async function loadPlace(url: string, id: string, renderer: WebGLRenderer, quality: Quality): Promise<Place> {
  const [gltf, maker] = await Promise.all([new GLTFLoader().loadAsync(url), findMaker(id)]);
  dropRoomData(gltf);
  const place = maker(gltf, renderer, quality);
  place.root.updateMatrixWorld(true);
  return place;
}

async function findMaker(id: string): Promise<PlaceMaker> {
  const load = MAKERS[`./${id}/index.ts`];
  if (!load) return createPlainPlace;
  const name = `make${id.charAt(0).toUpperCase()}${id.slice(1)}`;
  return (await load())[name] ?? createPlainPlace;
}

/** Seats, colliders, spawn points and zones are the server's; a thousand empty nodes would cost matrix updates every frame. */
function dropRoomData(gltf: GLTF): void {
  const drop = gltf.scene.children.filter((node) => /^(seat|collider|spawn|zone)/.test(node.name) && !(node as Mesh).isMesh);
  gltf.scene.remove(...drop);
}

/** A named empty node of the scene in world space: a screen, a lamp, a view, a portal. */
export interface Marker {
  readonly name: string;
  readonly position: Vector3;
  readonly yaw: number;
  /** What the scene's author wrote in extras.kapok. */
  readonly data: Readonly<Record<string, unknown>>;
}

/**
 * The markers whose name begins with `prefix`, in the order of the file. three takes dots out of node names, so they are compared without.
 */
export function markersOf(gltf: GLTF, prefix: string): Marker[] {
  const wanted = prefix.replaceAll('.', '');
  const found: Marker[] = [];
  gltf.scene.updateMatrixWorld(true);
  gltf.scene.traverse((node) => {
    if (!node.name.startsWith(wanted) || (node as Mesh).isMesh) return;
    const ahead = new Vector3(0, 0, 1).transformDirection(node.matrixWorld);
    found.push({
      name: (node.userData.name as string | undefined) ?? node.name,
      position: new Vector3().setFromMatrixPosition(node.matrixWorld),
      yaw: Math.atan2(ahead.x, ahead.z),
      data: (node.userData.kapok as Record<string, unknown> | undefined) ?? {},
    });
  });
  return found;
}

/** The meshes of a scene by the name of their material. */
export function meshesByMaterial(gltf: GLTF): Map<string, Mesh[]> {
  const meshes = new Map<string, Mesh[]>();
  gltf.scene.traverse((node) => {
    const mesh = node as Mesh;
    if (!mesh.isMesh || Array.isArray(mesh.material)) return;
    const list = meshes.get(mesh.material.name);
    if (list) list.push(mesh);
    else meshes.set(mesh.material.name, [mesh]);
  });
  return meshes;
}

/** Static meshes keep the matrix they were loaded with. */
export function freeze(root: Object3D): void {
  root.updateMatrixWorld(true);
  root.traverse((node) => { node.matrixAutoUpdate = false; });
}

/** Middle and size of everything drawn, for views of scenes that bring none. */
export function extentOf(root: Object3D): { centre: Vector3; size: Vector3 } {
  const box = new Box3().setFromObject(root);
  return { centre: box.getCenter(new Vector3()), size: box.getSize(new Vector3()) };
}
