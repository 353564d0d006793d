import { LoaderUtils, type Mesh, type WebGLRenderer } from 'three';
import { GLTFLoader, type GLTF } from 'three/examples/jsm/loaders/GLTFLoader.js';
import { fetchScene, makerOf } from './look';
import { createPlainPlace } from './plain';
import type { Place, PlaceMaker } from './place';
import type { Quality } from './quality';

/**
 * Loads a scene and gives it the look that it declares. One without, such as somebody's own, takes the same path and keeps its own materials, and so
 * does one that lacks what its look needs.
 */
export async function loadPlace(url: string, renderer: WebGLRenderer, quality: Quality): Promise<Place> {
  const file = fetchScene(url), maker = file.look.then(makerOf);
  const [gltf, make] = await Promise.all([file.bytes.then((bytes) => new GLTFLoader().parseAsync(bytes, LoaderUtils.extractUrlBase(url))), maker]);
  dropRoomData(gltf);
  const place = dress(gltf, make, renderer, quality);
  place.root.updateMatrixWorld(true);
  return place;
}

function dress(gltf: GLTF, make: PlaceMaker, renderer: WebGLRenderer, quality: Quality): Place {
  try {
    return make(gltf, renderer, quality);
  } catch (error) {
    if (make === createPlainPlace) throw error;
    console.warn('the scene is shown plain: it lacks what its look needs', error);
    return createPlainPlace(gltf, renderer, quality);
  }
}

/** Seats, colliders, spawn points and zones are the server's; a thousand empty nodes would cost matrix updates every frame. */
function dropRoomData(gltf: GLTF): void {
  const drop = gltf.scene.children.filter((node) => /^(seat|collider|spawn|zone)/.test(node.name) && !(node as Mesh).isMesh);
  gltf.scene.remove(...drop);
}
