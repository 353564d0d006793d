import { PerspectiveCamera, Vector3 } from 'three';
import { approach, turnBetween } from '../math/angle';
import type { Floor } from '../world/floor';
import { isInside, type Area } from '../world/places';
import type { Shown } from '../world/track';

const EYES = 1.52; // metres above the feet
const NEAREST = 1.1; // closer than this is first person
const FARTHEST = 9;
const CLEARANCE = 0.22;
const LOWEST_PITCH = -1.25;
const HIGHEST_PITCH = 1.1;

/** The camera: behind and above oneself, or through one's own eyes. It stays in front of walls and above the floor. */
export class OrbitCamera {
  readonly camera = new PerspectiveCamera(58, 1, 0.08, 600);
  /** Direction one looks in: yaw as everywhere, pitch up. Radians. */
  yaw = 0;
  pitch = -0.12;
  private wanted = 4.2;
  private distance = 4.2;
  private readonly pivot = new Vector3(0, EYES, 0);
  private placed = false;
  private usualFov = 58;
  private held: readonly number[] | null = null;

  get isFirstPerson(): boolean {
    return this.wanted < NEAREST;
  }

  /** How far behind the head it is now. */
  get metres(): number {
    return this.distance;
  }

  /** How solid one's own body is drawn: it goes when the camera comes near it. */
  get ownOpacity(): number {
    return Math.min(1, Math.max(0, (this.distance - 0.55) / 0.6));
  }

  look(turn: number, up: number): void {
    this.yaw += turn;
    this.pitch = Math.min(HIGHEST_PITCH, Math.max(LOWEST_PITCH, this.pitch + up));
  }

  /** Zooms by a factor; out of first person in one step, so that nobody stays inside a head. */
  zoom(factor: number): void {
    if (this.isFirstPerson) this.wanted = factor > 1 ? 1.8 : 0;
    else this.wanted = Math.min(FARTHEST, this.wanted * factor);
    if (this.wanted < NEAREST) this.wanted = 0;
  }

  /** Continues where another camera was. */
  takeOver(other: OrbitCamera): void {
    [this.yaw, this.pitch, this.wanted, this.distance] = [other.yaw, other.pitch, other.wanted, other.distance];
  }

  /** Behind somebody at once, as after an arrival. */
  settleBehind(yaw: number): void {
    this.yaw = yaw;
    this.pitch = -0.12;
    this.placed = false;
  }

  /** Lets the view swing behind a walk that is not steered by hand. */
  drift(yaw: number, dt: number): void {
    this.yaw += turnBetween(this.yaw, yaw) * approach(0.9, dt);
  }

  /** Holds the camera at x, y, z, looking at tx, ty, tz with an optional angle of view; null follows again. */
  hold(cam: readonly number[] | null): void {
    this.held = cam;
    this.camera.fov = cam?.[6] ?? this.usualFov;
    this.camera.updateProjectionMatrix();
  }

  /** Goes where it is held; whether it is. */
  toHeld(): boolean {
    if (!this.held) return false;
    this.camera.position.set(this.held[0], this.held[1], this.held[2]);
    this.camera.lookAt(this.held[3], this.held[4], this.held[5]);
    this.camera.updateMatrixWorld();
    return true;
  }

  update(shown: Shown, isSeated: boolean, dt: number, floor: Floor | null, closed: readonly Area[] = []): void {
    if (this.toHeld()) return;
    const eyes = isSeated ? EYES - 0.42 : EYES;
    const share = this.placed ? approach(16, dt) : 1;
    this.pivot.x += (shown.x - this.pivot.x) * (this.placed ? approach(40, dt) : 1);
    this.pivot.z += (shown.z - this.pivot.z) * (this.placed ? approach(40, dt) : 1);
    this.pivot.y += (shown.y + eyes - this.pivot.y) * share;
    this.placed = true;
    const [cos, sin] = [Math.cos(this.pitch), Math.sin(this.pitch)];
    const [aheadX, aheadZ] = [Math.sin(this.yaw) * cos, Math.cos(this.yaw) * cos];
    const free = this.freeDistance(-aheadX, -sin, -aheadZ, floor, closed);
    // In at once, so that no wall is ever seen from within; out again gently.
    this.distance = free < this.distance ? free : this.distance + (free - this.distance) * approach(6, dt);
    const { camera, pivot, distance } = this;
    const lift = Math.min(0.28, distance * 0.07);
    camera.position.set(pivot.x - aheadX * distance, pivot.y - sin * distance + lift, pivot.z - aheadZ * distance);
    camera.lookAt(pivot.x + aheadX * 10, pivot.y + sin * 10 + lift, pivot.z + aheadZ * 10);
    camera.updateMatrixWorld();
  }

  setAspect(aspect: number): void {
    this.camera.aspect = aspect;
    // A phone held upright would see a slit of the place through the same angle.
    this.usualFov = aspect < 1 ? 72 : 58;
    this.camera.fov = this.held?.[6] ?? this.usualFov;
    this.camera.updateProjectionMatrix();
  }

  /** How far the camera may go back from the head before a wall, the floor or a closed area, such as a portal, which nothing solid fills. */
  private freeDistance(x: number, y: number, z: number, floor: Floor | null, closed: readonly Area[]): number {
    if (!floor || this.wanted === 0) return this.wanted;
    const step = 0.12;
    const shut = closed.filter((area) => !isInside(area, this.pivot.x, area.y, this.pivot.z));
    for (let distance = step; distance < this.wanted; distance += step) {
      const ground = floor.heightAt(this.pivot.x + x * distance, this.pivot.z + z * distance);
      if (shut.some((area) => isInside(area, this.pivot.x + x * (distance + step), area.y, this.pivot.z + z * (distance + step)))) return distance - step;
      const height = this.pivot.y + y * distance;
      if (!Number.isNaN(ground) && ground > height - CLEARANCE) return Math.max(0.3, distance - step);
      if (Number.isNaN(ground) && distance > 0.8) return distance - step;
    }
    return this.wanted;
  }
}
