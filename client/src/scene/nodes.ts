import { Box3, type Mesh, type Object3D, type Scene, Vector3 } from 'three';
import type { GLTF } from 'three/examples/jsm/loaders/GLTFLoader.js';

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

/** The scene that an object stands in; null while it is in none. */
export function sceneOf(node: Object3D): Scene | null {
  let top = node;
  while (top.parent) top = top.parent;
  return (top as Partial<Scene>).isScene ? (top as Scene) : null;
}

/** Middle and size of everything drawn, for views of scenes that bring none. */
export function extentOf(root: Object3D): { centre: Vector3; size: Vector3 } {
  const box = new Box3().setFromObject(root);
  return { centre: box.getCenter(new Vector3()), size: box.getSize(new Vector3()) };
}
