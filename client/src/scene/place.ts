import type { Camera, Object3D, Vector3, WebGLRenderer } from 'three';
import type { GLTF } from 'three/examples/jsm/loaders/GLTFLoader.js';
import type { PlaceLight } from './light';
import type { Quality } from './quality';
import type { Screen, ScreenSource } from './screen';
import type { ShowState } from './show';

/** What a place is told each frame. Valid within that frame only. */
export interface FrameInfo {
  /** Room time in seconds. */
  readonly time: number;
  /** Seconds since the last frame. */
  readonly delta: number;
  /** Beats since the room's clock began. */
  readonly beat: number;
  /** What the show is now: its lights, and how much of a screen the stage camera has. */
  readonly show: ShowState;
  readonly camera: Camera;
  readonly renderer: WebGLRenderer;
  readonly reducedMotion: boolean;
  /** People in the room who perform; a stage camera has nothing to show without any. */
  readonly performers?: number;
  /** Where somebody stands, for a camera that follows; person 0 is whoever performs. @returns False where there is nobody. */
  readonly placeOf?: (person: number, out: Vector3) => boolean;
  /** How loud what plays is now, 0..1; absent where nothing is known of it. Beats stand for it then. */
  readonly loudness?: number;
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

/**
 * A place being drawn: the glTF's meshes with our materials, effects and the light on everyone in it. Whoever makes a look for scenes implements this.
 *
 * GL state: the renderer is called by nobody else while a method runs. `update` may render into targets of its own; afterwards render target, viewport,
 * scissor test, `autoClear`, `xr.enabled` and the layers of cameras that are not its own are as they were. It neither clears nor draws to the canvas: the
 * frame is drawn after it, from `root`. What three.js restores for each material (programs, textures, blending, depth) need not be.
 * The constructor may bake (shadow maps, panoramas) under the same rule.
 */
export interface Place {
  /** Everything of the place that is drawn, in room coordinates. The owner adds it to a scene and takes it out. */
  readonly root: Object3D;
  /** Read by people's shaders too; the same object for the place's life, its values moved by `update`. */
  readonly light: PlaceLight;
  readonly post: PostSettings;
  /** The place's screens by name (see {@link Screen}); empty where it has none. What they show beside the place's own is set there. */
  readonly screens: ReadonlyMap<string, Screen>;
  /** The camera at its stage, which screens may show; a place without a stage has none. */
  readonly camera?: ScreenSource & { /** Whether it draws: not at the lowest preset. */ readonly live: boolean };
  /** Before each frame. Allocates nothing. */
  update(frame: FrameInfo): void;
  /** Tells the event's title to screens and whatever else is printed with it. */
  setTitle?(lines: readonly string[]): void;
  /** Another preset, at any time between frames; may bake again. */
  setQuality(quality: Quality): void;
  /** Gives up all that the place made on the graphics card, its screens' own pictures included. Pictures that screens were given are their owner's. */
  dispose(): void;
}

/**
 * Gives a loaded scene the materials and effects of a look. A scene says by `extras.kapok.look` of its glTF scene which look it is made for; without one it
 * keeps its own materials (plain.ts). Looks are folders here: `scene/NAME/index.ts` exports `make`.
 * @throws Error where the scene lacks what the look needs; it is then shown plain.
 */
export type PlaceMaker = (gltf: GLTF, renderer: WebGLRenderer, quality: Quality) => Place;
