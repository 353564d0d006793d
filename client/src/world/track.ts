import { Form } from '../net/frames';
import type { Sample } from '../net/state-frame';
import { approach, turnBetween } from '../math/angle';
import type { Floor } from './floor';
import type { Seat } from './places';

const KEPT = 6;
const BLEND_MS = 250; // a new report takes over within this much before its own time
const CARRY_ON_MS = 60_000; // who walks straight on is not reported again before the slow round comes by; after that nobody walks on by our guess
const FOLLOW_RATE = 9; // per second: how soon a shown avatar makes up a correction
const CATCH_UP = 5; // metres a second of correction at most, beside the motion itself
const JUMP_METRES = 6; // further than this is a teleport, and shown as one
const TURN_RATE = 9;
const TURN_BACK_METRES = 0.8;
const REST_METRES = 0.012, REST_RADIANS = 0.01, REST_SPEED = 0.02; // closer than this to what was told nobody is moved any more
const FACING_SPEED = 0.35; // below this, metres a second, the reported yaw is shown; above, the direction of motion

/** Where somebody is shown. */
export interface Shown { x: number; y: number; z: number; yaw: number; speed: number; form: Form; seat: number }

/**
 * What was heard of one person and where they are shown now. Reports are blended into one another a moment behind the room's clock;
 * what arrives late is made up smoothly. Facing follows the shown motion, so nobody runs backwards or slides.
 */
export class Track {
  readonly shown: Shown = { x: 0, y: 0, z: 0, yaw: 0, speed: 0, form: Form.Standing, seat: -1 };
  private readonly samples: Sample[] = [];
  private placed = false;
  private atRest = false;
  private targetX = 0;
  private targetZ = 0;
  private velocityX = 0;
  private velocityZ = 0;
  private headingX = 0;
  private headingZ = 0;

  /** Forgets whom it was about, to serve somebody else. */
  reset(): void {
    this.samples.length = 0;
    this.placed = this.atRest = false;
    this.headingX = this.headingZ = 0;
  }

  /** Whether there is nothing left to do until something new is heard: most of a crowd stands or sits. */
  get isResting(): boolean {
    return this.atRest;
  }

  get known(): boolean {
    return this.samples.length > 0;
  }

  /** The newest form heard, ahead of what is shown; a seat is taken from the moment it is heard. */
  get heardSeat(): number {
    const newest = this.samples.at(-1);
    return newest?.form === Form.Seated ? newest.seat : -1;
  }

  /** Takes the next report; of another tier it begins anew, from where they are shown. */
  add(sample: Readonly<Sample>): void {
    const newest = this.samples.at(-1);
    this.atRest = false;
    if (newest !== undefined && newest.tier !== sample.tier) this.samples.length = 0;
    else if (newest !== undefined && sample.roomMs < newest.roomMs) return;
    else if (newest !== undefined && sample.roomMs === newest.roomMs) this.samples.pop();
    const kept = this.samples.length >= KEPT ? this.samples.shift() : undefined;
    this.samples.push(Object.assign(kept ?? {}, sample));
  }

  /** Goes on from where somebody was shown without a track. */
  resume(at: Readonly<Pick<Shown, 'x' | 'y' | 'z' | 'yaw' | 'speed' | 'form'>>): void {
    const { shown } = this;
    [shown.x, shown.y, shown.z, shown.yaw, shown.speed, shown.form, shown.seat] = [at.x, at.y, at.z, at.yaw, at.speed, at.form, -1];
    this.samples.length = 0;
    this.placed = true;
    this.atRest = false;
  }

  /** Moves the shown avatar to room time `ms`. */
  advance(ms: number, dt: number, floor: Floor | null, seats: readonly Seat[]): void {
    const at = this.sampleAt(ms);
    if (at < 0) return;
    const sample = this.samples[at];
    if (sample.form === Form.Seated) return this.sit(sample.seat, at === this.samples.length - 1, seats, dt);
    const height = this.aim(at, ms);
    this.shown.seat = -1;
    this.follow(dt);
    this.shown.form = sample.form === Form.Airborne ? Form.Airborne : this.shown.speed > 0.12 ? Form.Moving : Form.Standing;
    const turn = this.face(sample, dt), climb = this.rest(sample.form === Form.Airborne ? height : NaN, dt, floor);
    this.placed = true;
    this.atRest = sample.form === Form.Standing && at === this.samples.length - 1 && this.shown.speed < REST_SPEED && turn < REST_RADIANS && climb < REST_METRES
      && Math.abs(this.targetX - this.shown.x) < REST_METRES && Math.abs(this.targetZ - this.shown.z) < REST_METRES;
  }

  /** Index of the newest report of the time `ms` or before; the oldest when all are later. */
  private sampleAt(ms: number): number {
    let at = this.samples.length - 1;
    while (at > 0 && this.samples[at].roomMs > ms) at--;
    return at;
  }

  /** Sets the target, and the speed at which it moves, from the reports around `ms`; returns the height of flight. */
  private aim(at: number, ms: number): number {
    const sample = this.samples[at];
    const next = this.samples[at + 1];
    const from = next ? Math.max(sample.roomMs, next.roomMs - BLEND_MS) : Infinity;
    const carried = Math.max(0, Math.min(CARRY_ON_MS, Math.min(ms, from) - sample.roomMs)) / 1000;
    this.targetX = sample.x + sample.velocityX * carried;
    this.targetZ = sample.z + sample.velocityZ * carried;
    const carriesOn = ms - sample.roomMs < CARRY_ON_MS;
    this.velocityX = carriesOn ? sample.velocityX : 0;
    this.velocityZ = carriesOn ? sample.velocityZ : 0;
    if (next === undefined || next.form === Form.Seated || ms <= from || next.roomMs <= ms) return sample.y;
    // In a straight line from where the old report leads to the new one. Bending by both speeds would begin each walk with a step back.
    const blend = next.roomMs - from;
    const apartX = next.x - this.targetX, apartZ = next.z - this.targetZ, share = (ms - from) / blend;
    this.targetX += apartX * share;
    this.targetZ += apartZ * share;
    this.velocityX = (apartX * 1000) / blend;
    this.velocityZ = (apartZ * 1000) / blend;
    return next.form === Form.Airborne ? sample.y + (next.y - sample.y) * share : sample.y;
  }

  private follow(dt: number): void {
    const { shown } = this, dx = this.targetX - shown.x, dz = this.targetZ - shown.z, distance = Math.sqrt(dx * dx + dz * dz);
    if (!this.placed || distance > JUMP_METRES) {
      [shown.x, shown.z, shown.speed] = [this.targetX, this.targetZ, 0];
      this.placed = false;
      return;
    }
    // The motion that was reported, and a share of what is still wrong. Following the target alone would lag behind everyone who runs.
    // Below a centimetre an avatar rests: positions are rounded on the wire, and the crowd must not tremble.
    const correction = distance < 0.012 ? 0 : Math.min(approach(FOLLOW_RATE, dt), (CATCH_UP * dt) / distance);
    const stepX = this.velocityX * dt + (dx - this.velocityX * dt) * correction;
    const stepZ = this.velocityZ * dt + (dz - this.velocityZ * dt) * correction;
    shown.x += stepX;
    shown.z += stepZ;
    if (dt <= 0) return;
    shown.speed += (Math.sqrt(stepX * stepX + stepZ * stepZ) / dt - shown.speed) * approach(14, dt);
    this.headingX = stepX / dt;
    this.headingZ = stepZ / dt;
  }

  /** @returns How far there was to turn, radians. */
  private face(sample: Sample, dt: number): number {
    const { shown } = this;
    // Who has stopped a little short of where they are shown steps back unturned; only a long way is walked facing it.
    const isWalking = sample.form === Form.Moving || Math.hypot(this.targetX - shown.x, this.targetZ - shown.z) > TURN_BACK_METRES;
    const moving = isWalking && shown.speed > FACING_SPEED && Math.hypot(this.headingX, this.headingZ) > FACING_SPEED;
    const yaw = moving ? Math.atan2(this.headingX, this.headingZ) : sample.yaw;
    const turn = turnBetween(shown.yaw, yaw);
    shown.yaw += turn * (this.placed ? approach(TURN_RATE, dt) : 1);
    return Math.abs(turn);
  }

  /** @returns How far there was to climb or to fall, metres. */
  private rest(flight: number, dt: number, floor: Floor | null): number {
    const ground = floor?.heightAt(this.shown.x, this.shown.z) ?? 0;
    const height = Number.isNaN(flight) ? ground : Math.max(flight, Number.isNaN(ground) ? flight : ground);
    if (Number.isNaN(height)) return 0;
    const climb = height - this.shown.y;
    this.shown.y += climb * (this.placed ? approach(Number.isNaN(flight) ? 14 : 24, dt) : 1);
    return Math.abs(climb);
  }

  private sit(number: number, isNewest: boolean, seats: readonly Seat[], dt: number): void {
    const seat = seats[number];
    if (seat === undefined) return;
    const share = this.placed && Math.hypot(seat.x - this.shown.x, seat.z - this.shown.z) < JUMP_METRES ? approach(10, dt) : 1;
    const { shown } = this;
    shown.x += (seat.x - shown.x) * share;
    shown.y += (seat.footY - shown.y) * share;
    shown.z += (seat.z - shown.z) * share;
    shown.yaw += turnBetween(shown.yaw, seat.yaw) * share;
    shown.speed = 0;
    shown.form = Form.Seated;
    shown.seat = number;
    this.placed = true;
    this.atRest = isNewest && Math.abs(seat.x - shown.x) < REST_METRES && Math.abs(seat.z - shown.z) < REST_METRES && Math.abs(turnBetween(shown.yaw, seat.yaw)) < REST_RADIANS;
  }
}
