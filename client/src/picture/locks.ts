import { Vector3, type PerspectiveCamera } from 'three';
import type { Actors } from '../world/actors';
import type { LockSign } from '../slices/picture';
import { isInside, type Zone } from '../world/places';
import { shown } from '../slices';

const { door, picture, voice } = shown;

const MOST = 16;
const FAR = 30, NEAR = 18; // metres at which a lock is gone, and from which it fades
const OVER_METRES = 1.9; // over the floor, above the heads of those who sit

/** Locks over private tables that are taken, for those who do not sit there. Looks for people a few times a second, and allocates nothing per frame. */
export class Locks {
  private zones: readonly Zone[] = [];
  private taken: readonly number[] = [];
  private readonly at = new Vector3();
  private readonly signs: LockSign[] = Array.from({ length: MOST }, () => ({ x: 0, y: 0, opacity: 0 }));

  /** @param zones The room's, in the order of the scene. @param privates Numbers of the private ones, from 1. */
  find(zones: readonly Zone[], privates: readonly number[], { shown, x, y, z, opacity }: Actors): void {
    this.zones = zones;
    const taken: number[] = [];
    for (const number of privates) {
      const zone = zones[number - 1];
      if (zone === undefined || number === voice.zone.value || taken.length === MOST) continue;
      for (let i = 0; i < shown.count; i++) {
        const id = shown.ids[i];
        if (id === door.me.value || opacity[id] <= 0 || !isInside(zone, x[id], y[id] + 0.9, z[id])) continue;
        taken.push(number);
        break;
      }
    }
    this.taken = taken;
  }

  clear(): void {
    this.taken = [];
    this.draw(null);
  }

  draw(camera: PerspectiveCamera | null): void {
    const layer = picture.lockLayer.value;
    if (layer === null) return;
    let count = 0;
    for (const number of camera === null ? [] : this.taken) {
      const zone = this.zones[number - 1], { at } = this;
      if (zone === undefined || camera === null) continue;
      at.set(zone.x, zone.y - zone.halfY + OVER_METRES, zone.z);
      const metres = at.distanceTo(camera.position);
      at.project(camera);
      const sign = this.signs[count++], isSeen = at.z < 1 && Math.abs(at.x) < 1.05 && Math.abs(at.y) < 1.05;
      sign.x = (at.x * 0.5 + 0.5) * innerWidth;
      sign.y = (0.5 - at.y * 0.5) * innerHeight;
      sign.opacity = isSeen ? Math.min(1, Math.max(0, (FAR - metres) / (FAR - NEAR))) : 0;
    }
    layer.draw(this.signs, count);
  }
}
