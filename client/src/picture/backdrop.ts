import { effect } from '@preact/signals';
import { Vector3 } from 'three';
import { extentOf } from '../scene/nodes';
import { drawsInSoftware } from '../scene/software';
import type { Place } from '../scene/place';
import type { Picture } from './picture';
import { shown } from '../slices';

const { door, picture, settings } = shown;

const WAIT_MS = 900; // after the entry is shown, or another room chosen: typing a name comes first
const FRAME_MS = 42; // half the frames suffice behind a form, and leave the graphics card to the avatar in front
const PIXEL_SHARE = 0.55; // drawn coarse and scaled up: soft, as something out of focus is
const SWAY_RADIANS = 0.05;
const SWAY_SECONDS = 38;

/**
 * The place behind the entry page, seen by a slow camera. It is only made ready, and not shown, where showing would cost more than it
 * gives: at the lowest quality, with reduced motion, on a phone, and where a processor does the drawing. Either way whoever then walks in has it.
 */
export class Backdrop {
  private timer = 0;
  private lastMs = 0;
  private view: { readonly eye: Vector3; readonly target: Vector3; readonly fov: number } | null = null;

  constructor(private readonly picture: Picture) {
    effect(() => {
      const room = door.room.value;
      const [phase, shows] = [door.phase.value, this.isWorthwhile()];
      window.clearTimeout(this.timer);
      if (phase === 'live') this.hide();
      if (phase !== 'entry' || room?.scene === undefined) return;
      const url = room.scene;
      this.timer = window.setTimeout(() => void (shows ? this.show(url) : this.picture.prepare(url)), WAIT_MS);
    });
  }

  /** Draws it, when it is its turn; called each frame while nobody is in a room. */
  frame(nowMs: number): void {
    const { view, picture } = this;
    if (!view || nowMs - this.lastMs < FRAME_MS) return;
    const dt = Math.min(0.1, (nowMs - this.lastMs) / 1000);
    this.lastMs = nowMs;
    const angle = SWAY_RADIANS * Math.sin((nowMs / 1000 / SWAY_SECONDS) * 2 * Math.PI);
    const [x, z] = [view.eye.x - view.target.x, view.eye.z - view.target.z];
    const [sin, cos] = [Math.sin(angle), Math.cos(angle)];
    picture.orbit.hold([view.target.x + x * cos + z * sin, view.eye.y, view.target.z + z * cos - x * sin, view.target.x, view.target.y, view.target.z, view.fov]);
    picture.drawPlace(nowMs, dt);
  }

  private isWorthwhile(): boolean {
    if (new URLSearchParams(location.search).has('backdrop')) return true;
    const { quality, reducedMotion } = settings.settings.value;
    return quality !== 'low' && !reducedMotion && !settings.touch.value && !drawsInSoftware();
  }

  private async show(url: string): Promise<void> {
    try {
      await this.picture.load(url, [door.eventTitle.value]);
    } catch (error) {
      console.warn('the place behind the entry cannot be drawn', error); // whoever walks in is told more plainly
      return;
    }
    const { place } = this.picture;
    if (!place || door.phase.value === 'live') return;
    this.view = viewOf(place);
    this.picture.setPixelShare(PIXEL_SHARE);
    picture.backdrop.value = true;
  }

  private hide(): void {
    if (!this.view) return;
    this.view = null;
    this.picture.orbit.hold(null);
    this.picture.setPixelShare(1);
    picture.backdrop.value = false;
  }
}

/** The first view that the scene's author marked; else the whole of it from aside. */
function viewOf(place: Place): { eye: Vector3; target: Vector3; fov: number } {
  let found: { eye: Vector3; target: Vector3; fov: number } | null = null;
  place.root.traverse((node) => {
    const marked = node.userData.kapok as { target?: readonly number[]; fov?: number } | undefined;
    if (found || !node.name.startsWith('view') || marked?.target?.length !== 3) return;
    found = { eye: node.getWorldPosition(new Vector3()), target: new Vector3().fromArray(marked.target), fov: marked.fov ?? 56 };
  });
  if (found) return found;
  const { centre, size } = extentOf(place.root);
  return { eye: new Vector3(centre.x + size.x * 0.3, centre.y + Math.max(3, size.y * 0.3), centre.z + size.z * 0.45), target: centre, fov: 56 };
}
