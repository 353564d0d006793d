import type { Camera, Object3D, WebGLRenderer } from 'three';
import type { GLTF } from 'three/examples/jsm/loaders/GLTFLoader.js';
import type { PlaceLight } from './light';
import type { Quality } from './quality';

/** What a place is told each frame. */
export interface FrameInfo {
  /** Room time in seconds. */
  readonly time: number;
  /** Seconds since the last frame. */
  readonly delta: number;
  /** Beats since the room's clock began. */
  readonly beat: number;
  readonly camera: Camera;
  readonly renderer: WebGLRenderer;
  readonly reducedMotion: boolean;
  /** People in the room who perform; a stage camera has nothing to show without any. */
  readonly performers?: number;
}

/** Bloom and grading of a place; used when the quality preset allows post-processing. */
export interface PostSettings {
  readonly bloomStrength: number;
  readonly bloomRadius: number;
  readonly bloomThreshold: number;
  readonly exposure: number;
  readonly vignette: number;
  /** Contrast about middle grey, saturation, and a tint of the shadows and of the lights (linear RGB, 1 is neutral). */
  readonly contrast: number;
  readonly saturation: number;
  readonly shadowTint: readonly [number, number, number];
  readonly lightTint: readonly [number, number, number];
}

/** A place being drawn: the glTF's meshes with our materials, effects and the light on everyone in it. */
export interface Place {
  readonly root: Object3D;
  readonly light: PlaceLight;
  readonly post: PostSettings;
  update(frame: FrameInfo): void;
  /** Shows text on the screens of the place, such as the title of the event. */
  setTitle?(lines: readonly string[]): void;
  setQuality(quality: Quality): void;
  dispose(): void;
}

/** Gives a loaded scene the materials and effects of its name. Any glTF scene without a maker of its own keeps its own materials. */
export type PlaceMaker = (gltf: GLTF, renderer: WebGLRenderer, quality: Quality) => Place;
