import { AmbientLight, DirectionalLight, Group, type Mesh } from 'three';
import { createLight } from './light';
import type { Place, PlaceMaker, PostSettings } from './place';

/** Grading that changes nothing, with a little bloom: a start for other places. */
export const PLAIN_POST: PostSettings = {
  bloomStrength: 0.15,
  bloomRadius: 0.6,
  bloomThreshold: 1,
  exposure: 1,
  vignette: 0.25,
  contrast: 1,
  saturation: 1,
  shadowTint: [1, 1, 1],
  lightTint: [1, 1, 1],
};

/** Any glTF scene as its author made it, under soft daylight. */
export const createPlainPlace: PlaceMaker = (gltf): Place => {
  const light = createLight();
  const root = new Group();
  const sun = new DirectionalLight(light.uKeyColour.value, 1.2);
  sun.position.copy(light.uKeyDirection.value).multiplyScalar(50);
  root.add(gltf.scene, new AmbientLight(0xe8ecff, 1.1), sun);
  return {
    root,
    light,
    post: PLAIN_POST,
    update(frame) {
      light.uTime.value = frame.time;
      light.uBeat.value = frame.beat;
    },
    setQuality() {},
    dispose() {
      root.traverse((node) => {
        const mesh = node as Mesh;
        if (!mesh.isMesh) return;
        mesh.geometry.dispose();
        for (const material of [mesh.material].flat()) material.dispose();
      });
    },
  };
};
