import type { Camera, Object3D, WebGLRenderer } from 'three';
import { DEFAULT_LOOK } from '../avatar/look';
import { MAX_PEOPLE, type Actors } from '../world/actors';
import { Form } from '../net/frames';
import type { Crowd } from '../crowd/crowd';
import type { Place } from '../scene/place';
import type { Quality } from '../scene/quality';
import { DefaultShow } from '../scene/show';

const LONGEST_WAIT = 1500; // milliseconds: who never pauses while typing must not wait at the door

/** A moment in which the page has nothing else to do. */
export function idle(): Promise<void> {
  return new Promise((resolve) => {
    if ('requestIdleCallback' in window) window.requestIdleCallback(() => resolve(), { timeout: LONGEST_WAIT });
    else setTimeout(resolve, 0);
  });
}

/**
 * Draws a frame that nobody sees: drivers finish shaders, and buffers and textures move to the graphics card, only when something is drawn.
 * Somebody stands in for each of the ways in which people are drawn. Only a corner of the picture is filled.
 */
export function rehearse(place: Place, crowd: Crowd, actors: Actors, renderer: WebGLRenderer, quality: Quality, draw: () => void, camera: Camera): void {
  const culled: Object3D[] = [];
  place.root.traverse((node) => {
    if (!node.frustumCulled) return;
    node.frustumCulled = false;
    culled.push(node);
  });
  crowd.setQuality({ ...quality, quota: [1, 1, 1] });
  const standIns = placeStandIns(actors, camera);
  crowd.update(camera, 0, 500, 0);
  for (const id of standIns) actors.shown.delete(id);
  place.update({ time: 0, delta: 0, beat: 0, show: new DefaultShow().at(0, 0, true), camera, renderer, reducedMotion: true });
  renderer.setScissor(0, 0, 8, 8);
  renderer.setScissorTest(true);
  draw();
  renderer.setScissorTest(false);
  renderer.clear();
  crowd.setQuality(quality);
  for (const node of culled) node.frustumCulled = true;
}

/** Four people in a row ahead of the camera, with ids that the server gives last. */
function placeStandIns(actors: Actors, { position, rotation }: Camera): number[] {
  const free: number[] = [];
  for (let id = MAX_PEOPLE - 1; free.length < 4; id--) if (!actors.shown.has(id)) free.push(id);
  free.forEach((id, i) => {
    const metres = 4 * 2 ** i;
    actors.reset(id);
    actors.set(id, { look: DEFAULT_LOOK, x: position.x - Math.sin(rotation.y) * metres, y: position.y - 1, z: position.z - Math.cos(rotation.y) * metres, yaw: rotation.y,
      form: Form.Standing, stickOn: true });
  });
  return free;
}
