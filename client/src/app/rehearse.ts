import type { Camera, Object3D, WebGLRenderer } from 'three';
import { DEFAULT_LOOK } from '../avatar/look';
import type { Actor } from '../crowd/actor';
import { MAX_PEOPLE, type Crowd } from '../crowd/crowd';
import type { Place } from '../scene/place';
import type { Quality } from '../scene/quality';

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
export function rehearse(place: Place, crowd: Crowd, renderer: WebGLRenderer, quality: Quality, draw: () => void, camera: Camera): void {
  const culled: Object3D[] = [];
  place.root.traverse((node) => {
    if (!node.frustumCulled) return;
    node.frustumCulled = false;
    culled.push(node);
  });
  crowd.setQuality({ ...quality, quota: [1, 1, 1] });
  crowd.update(standIns(camera), camera, 0, 0, 0);
  place.update({ time: 0, delta: 0, beat: 0, camera, renderer, reducedMotion: true });
  renderer.setScissor(0, 0, 8, 8);
  renderer.setScissorTest(true);
  draw();
  renderer.setScissorTest(false);
  renderer.clear();
  crowd.setQuality(quality);
  for (const node of culled) node.frustumCulled = true;
}

/** Four people in a row ahead of the camera, with ids that the server gives last. */
function standIns(camera: Camera): Actor[] {
  const [x, y, z, yaw] = [camera.position.x, camera.position.y, camera.position.z, camera.rotation.y];
  return [4, 8, 16, 32].map((metres, i) => ({
    id: MAX_PEOPLE - 1 - i, look: DEFAULT_LOOK, x: x - Math.sin(yaw) * metres, y: y - 1, z: z - Math.cos(yaw) * metres, yaw, speed: 0, form: 0,
    emote: 0, emoteStart: 0, stickOn: true, stickColour: 0xffffff, opacity: 1, mouth: 0, performer: false,
  }));
}
