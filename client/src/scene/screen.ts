import { type IUniform, type Scene, type Texture, type Vector3, Vector4 } from 'three';
import type { GLTF } from 'three/examples/jsm/loaders/GLTFLoader.js';
import { markersOf } from './nodes';
import type { FrameInfo } from './place';

const DISSOLVE_SECONDS = 1.2, HOLD_SECONDS = 14;

/** Where a screen is: a marker `screen.NAME` of the scene with `extras.kapok.width` and `height`. */
export interface Surface {
  /** NAME: `wall`, `left`, `main`, `event` … */
  readonly name: string;
  /** Middle of the screen, metres; it faces along +Z turned by yaw, radians. */
  readonly position: Vector3;
  readonly yaw: number;
  /** Metres. */
  readonly width: number;
  readonly height: number;
}

/** What kinds of pictures there are. A title card shows the event's title, a visualiser is drawn to the show, a camera looks at the stage. */
export type SourceKind = 'title' | 'slide' | 'picture' | 'video' | 'camera' | 'visualiser';

/**
 * A picture that screens can show. One source may be on several screens: each asks it to update, and it draws at most as often as it needs to.
 *
 * GL state: `update` may render into targets of its own. It leaves render target, viewport, scissor, `autoClear` and `xr.enabled` of the renderer as it
 * found them; it may change whatever else three.js restores by itself (programs, textures, blending).
 */
export interface ScreenSource {
  readonly kind: SourceKind;
  /** The picture now, v upwards, colours linear once sampled. The same object as long as the source lives. */
  readonly texture: Texture;
  /** Width by height of the picture. On a screen of another shape it is cut to fill. */
  readonly aspect: number;
  /** Before each frame in which it is shown. @param scene What the place stands in; null while it is not in one. */
  update(frame: FrameInfo, scene: Scene | null): void;
  /** Shows text, such as the event's title; only cards do. */
  setTitle?(lines: readonly string[]): void;
  /** Whoever made a source gives it up, once no screen shows it. */
  dispose(): void;
}

/** A surface of a place that shows pictures. Every place has its screens by name: what is to be shown needs to know nothing of how a place draws. */
export interface Screen {
  readonly surface: Surface;
  /** What is on it now, or will be when the dissolve is over. */
  readonly source: ScreenSource;
  /** Puts a source on it in place of what the place shows there by itself, which null gives back. The caller goes on owning the source. */
  show(source: ScreenSource | null): void;
  /** Passes text to the place's own pictures on it. */
  setTitle(lines: readonly string[]): void;
  /** Before each frame; renders under the rules of {@link ScreenSource}. */
  update(frame: FrameInfo, scene: Scene | null): void;
  /** Gives up the place's own pictures. */
  dispose(): void;
}

/** What a shader samples: two pictures and how far one is dissolved into the other. `uFit` holds the part of each that is shown: x, y of the one, z, w of the next. */
export interface BoardUniforms extends Record<string, IUniform> {
  readonly uSlide: IUniform<Texture>;
  readonly uNextSlide: IUniform<Texture>;
  readonly uDissolve: IUniform<number>;
  readonly uFit: IUniform<Vector4>;
}

/** A screen that shows a place's own pictures one after the other by room time, so that everyone sees the same; or one that it is given. */
export class BoardScreen implements Screen {
  readonly uniforms: BoardUniforms;
  private guest: ScreenSource | null = null;
  private leaving: ScreenSource | null = null; // on the screen until the dissolve is over
  private dissolved = 1;

  /** @param own At least one. */
  constructor(readonly surface: Surface, private readonly own: readonly [ScreenSource, ...ScreenSource[]]) {
    this.uniforms = { uSlide: { value: own[0].texture }, uNextSlide: { value: own[0].texture }, uDissolve: { value: 0 }, uFit: { value: new Vector4(1, 1, 1, 1) } };
    this.put(own[0], own[0], 0);
  }

  get source(): ScreenSource {
    return this.guest ?? this.own[0];
  }

  show(source: ScreenSource | null): void {
    if (source === this.guest) return;
    this.leaving = this.guest ?? this.own[0];
    this.guest = source;
    this.dissolved = 0;
  }

  setTitle(lines: readonly string[]): void {
    for (const source of this.own) source.setTitle?.(lines);
  }

  update(frame: FrameInfo, scene: Scene | null): void {
    this.dissolved = frame.reducedMotion ? 1 : Math.min(1, this.dissolved + frame.delta / DISSOLVE_SECONDS);
    if (this.dissolved === 1) this.leaving = null;
    if (this.leaving !== null || this.guest !== null) {
      const now = this.guest ?? this.own[0];
      this.put(this.leaving ?? now, now, eased(this.dissolved));
      this.leaving?.update(frame, scene);
      now.update(frame, scene);
      return;
    }
    const { own } = this, turn = Math.floor(frame.time / HOLD_SECONDS), into = frame.time - turn * HOLD_SECONDS;
    const now = own[modulo(turn, own.length)], next = own[modulo(turn + 1, own.length)];
    this.put(now, next, frame.reducedMotion ? 0 : eased(Math.max(0, (into - (HOLD_SECONDS - DISSOLVE_SECONDS)) / DISSOLVE_SECONDS)));
    now.update(frame, scene);
    if (next !== now && this.uniforms.uDissolve.value > 0) next.update(frame, scene);
  }

  dispose(): void {
    for (const source of this.own) source.dispose();
  }

  private put(now: ScreenSource, next: ScreenSource, dissolve: number): void {
    const { uniforms, surface: { width, height } } = this, aspect = width / height;
    uniforms.uSlide.value = now.texture;
    uniforms.uNextSlide.value = next.texture;
    uniforms.uDissolve.value = dissolve;
    uniforms.uFit.value.set(shareAcross(now, aspect), shareDown(now, aspect), shareAcross(next, aspect), shareDown(next, aspect));
  }
}

/**
 * The share of a source's width that is shown where it fills a screen, about its middle; {@link shareDown} is that of its height. A picture that was made
 * for a screen may be off by a hundredth, and is shown whole. @param aspect Width by height of the screen.
 */
export function shareAcross(source: ScreenSource, aspect: number): number {
  const ratio = aspect / source.aspect;
  return ratio < 0.99 ? ratio : 1;
}

export function shareDown(source: ScreenSource, aspect: number): number {
  const ratio = source.aspect / aspect;
  return ratio < 0.99 ? ratio : 1;
}

/** The surfaces that a scene marks, by name, in the order of the file. */
export function surfacesOf(gltf: GLTF): ReadonlyMap<string, Surface> {
  const found = new Map<string, Surface>();
  for (const { name, position, yaw, data: { width, height } } of markersOf(gltf, 'screen.')) {
    if (typeof width !== 'number' || typeof height !== 'number' || !(width > 0) || !(height > 0)) continue;
    const own = name.slice('screen.'.length);
    found.set(own, { name: own, position, yaw, width, height });
  }
  return found;
}

/** The surface of a place whose maker relies on it. @throws Error where the scene does not mark it. */
export function surfaceOf(surfaces: ReadonlyMap<string, Surface>, name: string): Surface {
  const surface = surfaces.get(name);
  if (!surface) throw new Error(`the scene marks no screen.${name}`);
  return surface;
}

function modulo(value: number, count: number): number {
  return ((value % count) + count) % count;
}

export function eased(share: number): number {
  return share * share * (3 - 2 * share);
}
