import { type IUniform, type Scene, type Texture, type Vector3, Vector4 } from 'three';
import type { GLTF } from 'three/examples/jsm/loaders/GLTFLoader.js';
import { markersOf } from './nodes';
import type { FrameInfo } from './place';
import { Sign } from './sign';

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
  /** Width by height of the picture. On a screen of another shape it is cut to fill, unless it is to be seen whole. */
  readonly aspect: number;
  /** Shown whole, with ground beside it: what is lost of a slide or a performer is missed, what is lost of artwork is not. */
  readonly isWhole?: boolean;
  /** What it is put together from, where it is. */
  readonly parts?: readonly ScreenSource[];
  /** Before each frame in which it is shown. @param scene What the place stands in; null while it is not in one. */
  update(frame: FrameInfo, scene: Scene | null): void;
  /** Shows text, such as the event's title; only cards do. */
  setTitle?(lines: readonly string[]): void;
  /** Whoever made a source gives it up, once no screen shows it. */
  dispose(): void;
}

/** When a picture comes onto a screen: room time in seconds, and how long it takes. */
export interface ScreenFade { readonly since: number; readonly seconds: number }

/** A surface of a place that shows pictures. Every place has its screens by name: what is to be shown needs to know nothing of how a place draws. */
export interface Screen {
  readonly surface: Surface;
  /** What is on it now, or will be when the dissolve is over. */
  readonly source: ScreenSource;
  /** Puts a source on it in place of what the place shows there by itself, which null gives back. The caller goes on owning the source. @param fade The usual one without. */
  show(source: ScreenSource | null, fade?: ScreenFade): void;
  /** Whether a source has any part of the picture, also while it goes. */
  has(source: ScreenSource): boolean;
  /** Passes text to the place's own pictures on it. */
  setTitle(lines: readonly string[]): void;
  /** Before each frame; renders under the rules of {@link ScreenSource}. */
  update(frame: FrameInfo, scene: Scene | null): void;
  /** Gives up the place's own pictures. */
  dispose(): void;
}

/** What a shader samples: two pictures and how far one is dissolved into the other, and the sign over both. `uFit` holds the part of each that is shown. */
export interface BoardUniforms extends Record<string, IUniform> {
  readonly uSlide: IUniform<Texture>;
  readonly uNextSlide: IUniform<Texture>;
  readonly uDissolve: IUniform<number>;
  /** x, y of the one, z, w of the next. */
  readonly uFit: IUniform<Vector4>;
  readonly uSign: IUniform<Texture>;
  readonly uSignShare: IUniform<number>;
  /** How much of the picture was given to the screen: that is shown as it is, whatever the place does to its own. */
  readonly uPlain: IUniform<number>;
  readonly uScreenAspect: IUniform<number>;
}

/** A screen that shows a place's own pictures one after the other by room time, so that everyone sees the same; or one that it is given. */
export class BoardScreen implements Screen {
  readonly uniforms: BoardUniforms;
  private readonly guests = new Guests();
  private readonly sign = new Sign();
  private readonly shown: { now: ScreenSource; next: ScreenSource; dissolve: number };

  /** @param own At least one. */
  constructor(readonly surface: Surface, private readonly own: readonly [ScreenSource, ...ScreenSource[]]) {
    this.uniforms = {
      uSlide: { value: own[0].texture }, uNextSlide: { value: own[0].texture }, uDissolve: { value: 0 }, uFit: { value: new Vector4(1, 1, 1, 1) },
      uSign: { value: own[0].texture }, uSignShare: { value: 0 }, uPlain: { value: 0 }, uScreenAspect: { value: surface.width / surface.height },
    };
    this.shown = { now: own[0], next: own[0], dissolve: 0 };
    this.put(own[0], own[0], 0);
  }

  get source(): ScreenSource {
    return this.guests.now ?? this.own[0];
  }

  show(source: ScreenSource | null, fade?: ScreenFade): void {
    this.guests.show(source, fade);
  }

  has(source: ScreenSource): boolean {
    return this.guests.has(source);
  }

  setTitle(lines: readonly string[]): void {
    for (const source of this.own) source.setTitle?.(lines);
  }

  update(frame: FrameInfo, scene: Scene | null): void {
    const { guests, own, uniforms } = this;
    uniforms.uSignShare.value = this.sign.update(frame);
    if (this.sign.texture) uniforms.uSign.value = this.sign.texture;
    guests.update(frame, scene);
    uniforms.uPlain.value = guests.shareOfGuests;
    const turn = Math.floor(frame.time / HOLD_SECONDS), into = frame.time - turn * HOLD_SECONDS, mine = own[modulo(turn, own.length)];
    if (guests.before !== null || guests.now !== null) {
      if ((guests.before === null && guests.share < 1) || guests.now === null) mine.update(frame, scene);
      const now = guests.now ?? mine;
      this.keep(guests.share === 1 ? now : (guests.before ?? mine), now, guests.share);
      return;
    }
    const next = own[modulo(turn + 1, own.length)];
    this.keep(mine, next, frame.reducedMotion ? 0 : eased(Math.max(0, (into - (HOLD_SECONDS - DISSOLVE_SECONDS)) / DISSOLVE_SECONDS)));
    mine.update(frame, scene);
    if (next !== mine && uniforms.uDissolve.value > 0) next.update(frame, scene);
  }

  /** While a stage camera draws, a screen in its picture shows the place's own: the camera's picture cannot be read then, and a screen in a screen is no sight. */
  setOwn(isOwn: boolean): void {
    const { uniforms, guests, shown } = this, [own] = this.own;
    if (guests.before === null && guests.now === null) return;
    uniforms.uPlain.value = isOwn ? 0 : guests.shareOfGuests;
    this.put(isOwn ? own : shown.now, isOwn ? own : shown.next, isOwn ? 0 : shown.dissolve);
  }

  dispose(): void {
    for (const source of this.own) source.dispose();
    this.sign.dispose();
  }

  /** Shows two pictures until the next frame. */
  private keep(now: ScreenSource, next: ScreenSource, dissolve: number): void {
    const { shown } = this;
    shown.now = now;
    shown.next = next;
    shown.dissolve = dissolve;
    this.put(now, next, dissolve);
  }

  private put(now: ScreenSource, next: ScreenSource, dissolve: number): void {
    const { uniforms, surface: { width, height } } = this, aspect = width / height;
    uniforms.uSlide.value = now.texture;
    uniforms.uNextSlide.value = next.texture;
    uniforms.uDissolve.value = dissolve;
    uniforms.uFit.value.set(shareAcross(now, aspect), shareDown(now, aspect), shareAcross(next, aspect), shareDown(next, aspect));
  }
}

/** What a screen is given one after the other: each dissolves into the next, and into what the place shows by itself. */
export class Guests {
  /** What is on the screen until the dissolve is over, and what is then: null is the place's own picture. */
  before: ScreenSource | null = null;
  now: ScreenSource | null = null;
  /** How far `now` has come, 0..1 and eased. */
  share = 1;
  private since: number | null = null; // room seconds; null: from the next frame on
  private seconds = 0;

  show(source: ScreenSource | null, fade?: ScreenFade): void {
    if (source === this.now) return;
    if (this.share > 0.5) this.before = this.now; // else what was there still has most of the picture
    this.now = source;
    this.since = fade?.since ?? null;
    this.seconds = fade?.seconds ?? DISSOLVE_SECONDS;
    this.share = 0;
  }

  update(frame: FrameInfo, scene: Scene | null): void {
    if (this.share < 1) {
      this.since ??= frame.time - frame.delta;
      const share = frame.reducedMotion || this.seconds <= 0 ? 1 : (frame.time - this.since) / this.seconds;
      this.share = eased(Math.min(1, Math.max(0, share)));
    }
    if (this.share === 1) this.before = null;
    else this.before?.update(frame, scene);
    this.now?.update(frame, scene);
  }

  /** How much of the picture is not the place's own, 0..1. */
  get shareOfGuests(): number {
    return (this.now === null ? 0 : this.share) + (this.before === null ? 0 : 1 - this.share);
  }

  /** Whether a source has any part of the picture. */
  has(source: ScreenSource): boolean {
    return source === this.now || source === this.before;
  }
}

/**
 * The share of a source's width that is shown where it fills a screen, about its middle; {@link shareDown} is that of its height. A picture that was made
 * for a screen may be off by a hundredth, and is shown whole. One that asks to be shown whole has more than 1 across or down: beside it is ground.
 * @param aspect Width by height of the screen.
 */
export function shareAcross(source: ScreenSource, aspect: number): number {
  const ratio = aspect / source.aspect;
  return ratio < 0.99 ? (source.isWhole === true ? 1 : ratio) : ratio > 1.01 && source.isWhole === true ? ratio : 1;
}

export function shareDown(source: ScreenSource, aspect: number): number {
  const ratio = source.aspect / aspect;
  return ratio < 0.99 ? (source.isWhole === true ? 1 : ratio) : ratio > 1.01 && source.isWhole === true ? ratio : 1;
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
