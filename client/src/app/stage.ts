import { effect } from '@preact/signals';
import type { Actor } from '../crowd/actor';
import type { Crowd } from '../crowd/crowd';
import type { Action } from '../input/actions';
import { Governor } from '../scene/governor';
import type { Quality } from '../scene/quality';
import { model } from '../ui/model';
import type { OrbitCamera } from '../world/camera';
import type { Floor } from '../world/floor';
import { HandsOn } from './controls';
import { View, type DrawStats } from './view';

interface Loaded { readonly url: string; readonly id: string; readonly title: readonly string[] }

/** The picture and the hands on it: quality by frame time, and a new canvas when the graphics context is lost. */
export class Stage {
  hands: HandsOn;
  private view: View;
  private readonly governor: Governor;
  private loaded: Loaded | null = null;
  private self = -1;
  private isLost = false;

  constructor(private readonly host: HTMLElement, private readonly act: (action: Action) => void, private readonly pick: (x: number, y: number) => void) {
    const touch = model.touch.value;
    this.governor = new Governor(touch ? 'phone' : 'laptop', touch ? 'laptop' : 'high', () => performance.now(), (quality) => this.view.setQuality(quality));
    this.view = new View(this.newCanvas(), this.governor.quality);
    this.hands = new HandsOn(this.view.canvas, this.view.orbit, act, pick);
    window.addEventListener('resize', () => this.view.fit());
    effect(() => {
      const { quality } = model.settings.value;
      this.governor.fix(quality === 'auto' ? null : quality);
    });
  }

  get orbit(): OrbitCamera {
    return this.view.orbit;
  }

  get crowd(): Crowd | null {
    return this.isLost ? null : this.view.crowd;
  }

  get stats(): DrawStats & { readonly quality: Quality['name'] } {
    return { ...this.view.stats, quality: this.governor.quality.name };
  }

  async load(url: string, id: string, title: readonly string[]): Promise<void> {
    await this.view.load(url, id, title);
    this.loaded = { url, id, title };
    this.setSelf(this.self);
  }

  /** Whose avatar is one's own: always drawn best. */
  setSelf(id: number): void {
    this.self = id;
    if (this.view.crowd) this.view.crowd.self = id;
  }

  draw(actors: Iterable<Actor>, roomMs: number, beatMs: number, dt: number, goal: { x: number; z: number } | null, floor: Floor): void {
    const { view } = this;
    const beat = roomMs / beatMs;
    this.governor.frame();
    view.crowd?.update(actors, view.orbit.camera, roomMs, beat, dt);
    view.showGoal(goal, floor);
    view.draw(roomMs / 1000, beat, dt, model.settings.value.reducedMotion);
    if (model.fps.value !== view.stats.fps) model.fps.value = view.stats.fps;
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
      if (!this.isLost) void this.redraw();
    });
    this.host.prepend(canvas);
    return canvas;
  }

  /** After the graphics context was lost: a new canvas, and the place loaded again. What was rendered once is gone with the old one. */
  private async redraw(): Promise<void> {
    this.isLost = true;
    const { yaw, pitch } = this.view.orbit;
    this.hands.dispose();
    this.view.dispose();
    this.view.canvas.remove();
    this.view = new View(this.newCanvas(), this.governor.quality);
    this.hands = new HandsOn(this.view.canvas, this.view.orbit, this.act, this.pick);
    Object.assign(this.view.orbit, { yaw, pitch });
    if (this.loaded) await this.load(this.loaded.url, this.loaded.id, this.loaded.title).catch((error: unknown) => console.error(error));
    this.isLost = false;
  }
}
