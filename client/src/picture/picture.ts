import { effect } from '@preact/signals';
import type { Actors } from '../world/actors';
import type { Crowd } from '../crowd/crowd';
import type { Action } from '../input/actions';
import { Governor } from '../scene/governor';
import type { Place } from '../scene/place';
import type { Quality } from '../scene/quality';
import { drawsInSoftware } from '../scene/software';
import { ImagePicture } from '../scene/sources/image';
import { ScreenSources } from '../scene/sources/registry';
import type { OrbitCamera } from './camera';
import type { Floor } from '../world/floor';
import { HandsOn } from '../hands/controls';
import { type DrawStats, type ShowFeed, View } from './view';
import { shown } from '../slices';

const { picture, settings } = shown;

interface Loaded { readonly url: string; readonly title: readonly string[] }

/** The picture and the hands on it: quality by frame time, and a new canvas when the graphics context is lost. */
export class Picture {
  hands: HandsOn;
  /** The show that is drawn: whoever knows it says so here. */
  readonly feed: ShowFeed = { sources: new ScreenSources(), stateAt: () => null, loudness: () => undefined };
  private view: View;
  private readonly governor: Governor;
  private loaded: Loaded | null = null;
  private self = -1;
  private isLost = false;
  private loading: Promise<void> = Promise.resolve();

  constructor(private readonly host: HTMLElement, private readonly actors: Actors, private readonly act: (action: Action) => void,
    private readonly pick: (x: number, y: number) => void) {
    this.feed.sources.provide('picture', (file) => new ImagePicture(`/files/${encodeURIComponent(file)}`));
    const touch = settings.touch.value;
    // A processor that draws would need half a minute of slow frames to find its preset by measuring.
    this.governor = new Governor(drawsInSoftware() ? 'low' : touch ? 'phone' : 'laptop', touch ? 'laptop' : 'high', () => performance.now(),
      (quality) => this.view.setQuality(quality));
    this.view = new View(this.newCanvas(), this.governor.quality, actors, picture.draws.value, this.feed);
    this.hands = new HandsOn(this.view.canvas, this.view.orbit, act, pick);
    window.addEventListener('resize', () => this.view.fit());
    effect(() => {
      const { quality } = settings.settings.value;
      this.governor.fix(quality === 'auto' ? null : quality);
    });
    effect(() => {
      if (picture.draws.value && !this.view.draws) void this.redraw();
    });
  }

  /** Where screens get pictures that are not drawn here. */
  get sources(): ScreenSources {
    return this.feed.sources;
  }

  get orbit(): OrbitCamera {
    return this.view.orbit;
  }

  get crowd(): Crowd | null {
    return this.isLost ? null : this.view.crowd;
  }

  /** What a photograph is drawn by (picture/shoot.ts); null while nothing is drawn. */
  get drawn(): View | null {
    return this.isLost || !picture.draws.value ? null : this.view;
  }

  get stats(): DrawStats & { readonly quality: Quality['name'] } {
    return { ...this.view.stats, quality: this.governor.quality.name };
  }

  get place(): Place | null {
    return this.isLost ? null : this.view.place;
  }

  /** Loads a place unless it is there already, one after the other: the last one asked for is the one shown. */
  load(url: string, title: readonly string[]): Promise<void> {
    const before = this.loading;
    this.loading = before.catch(() => undefined).then(() => (this.loaded?.url === url && this.place !== null ? this.setSelf(this.self) : this.loadNow(url, title)));
    return this.loading;
  }

  private async loadNow(url: string, title: readonly string[]): Promise<void> {
    this.loaded = { url, title };
    // A context lost meanwhile brings a new view, which needs the place too.
    try {
      for (let view: View | null = null; view !== this.view;) {
        view = this.view;
        await view.load(url, title);
      }
    } catch (error) {
      this.loaded = null;
      throw error;
    }
    this.setSelf(this.self);
  }

  /** Makes a place ready before one enters it; what fails is tried again then. */
  async prepare(url: string): Promise<void> {
    if (this.loaded?.url !== url) await this.view.prepare(url).catch(() => undefined);
  }

  /** Whose avatar is one's own: always drawn best. */
  setSelf(id: number): void {
    this.self = id;
    if (this.view.crowd) this.view.crowd.self = id;
  }

  draw(roomMs: number, beatMs: number, dt: number, goal: { x: number; z: number } | null, floor: Floor): void {
    const { view } = this;
    const beat = roomMs / beatMs;
    const { reducedMotion } = settings.settings.value;
    // Names hang from heads, so the crowd is laid out even where it is not drawn.
    view.crowd?.update(view.orbit.camera, roomMs, beatMs, dt, reducedMotion);
    if (!picture.draws.value) return;
    this.governor.frame();
    view.showGoal(goal, floor);
    view.draw(roomMs / 1000, beat, dt, reducedMotion);
    if (picture.fps.value !== view.stats.fps) picture.fps.value = view.stats.fps;
  }

  /** Draws the place without people, from where the camera is held. */
  drawPlace(nowMs: number, dt: number): void {
    if (!this.place || !picture.draws.value) return;
    this.view.orbit.toHeld();
    this.view.crowd?.update(this.view.orbit.camera, nowMs, 500, dt);
    this.view.draw(nowMs / 1000, nowMs / 500, dt, false);
  }

  /** Draws with a share of the usual pixels. */
  setPixelShare(share: number): void {
    this.view.fit(share);
  }

  /** Rings on the ground around those who speak. */
  showSpeaking(speaking: ReadonlySet<number>, isShown: (id: number) => boolean, dt: number): void {
    this.view.rings.update(this.actors, speaking, isShown, dt);
  }

  pickPerson(x: number, y: number): number {
    return this.view.pickPerson(x, y);
  }

  pickFloor(x: number, y: number, floor: Floor): { x: number; z: number } | null {
    return this.view.pickFloor(x, y, floor);
  }

  private newCanvas(): HTMLCanvasElement {
    const canvas = document.createElement('canvas');
    canvas.className = 'place-view';
    Object.assign(canvas.style, { position: 'fixed', inset: '0', width: '100%', height: '100%', display: 'block' });
    canvas.addEventListener('webglcontextlost', (event) => {
      event.preventDefault();
      if (canvas === this.view.canvas && picture.picture.value !== 'gone') void this.redraw();
    });
    this.host.prepend(canvas);
    return canvas;
  }

  /** After the graphics context was lost, or where there was no picture yet: a new canvas, and the place loaded again. What was rendered once is gone with the old one. */
  private async redraw(): Promise<void> {
    this.isLost = true;
    picture.picture.value = 'restoring';
    const old = this.view;
    this.hands.dispose();
    old.dispose();
    old.canvas.remove();
    try {
      this.view = new View(this.newCanvas(), this.governor.quality, this.actors, picture.draws.value, this.feed);
      this.view.orbit.takeOver(old.orbit);
      this.hands = new HandsOn(this.view.canvas, this.view.orbit, this.act, this.pick);
      if (this.loaded) await this.loadNow(this.loaded.url, this.loaded.title);
      this.isLost = false;
      picture.picture.value = 'shown';
    } catch (error) {
      // A browser that has lost several contexts gives a page no more of them.
      console.error(error);
      picture.picture.value = 'gone';
    }
  }
}
