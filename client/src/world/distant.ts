import { MAX_PEOPLE, type Actors } from './actors';
import { Form } from '../net/frames';
import { IdSet } from './id-set';
import { approach, turnBetween } from '../math/angle';
import type { Floor } from './floor';
import type { Seat } from './places';
import type { Told } from './told';

const CARRY_ON_SECONDS = 60;
const FOLLOW_RATE = 1.6, TURN_RATE = 6, RISE_RATE = 10, SPEED_RATE = 10; // per second
const JUMP_METRES = 12; // further than this is a teleport, and shown as one
const REST_METRES = 0.05, WALKING = 0.12, REST_RADIANS = 0.01;
const LONGEST_STEP = 1; // seconds that somebody is moved on by at once
/** Beyond these distances, in metres, somebody is moved on in every second and in every fourth frame only: they then go on by less than the eye makes out. */
const HALF_METRES = 25, QUARTER_METRES = 50;

/** What a frame is about for those far away. */
export interface DistantFrame {
  readonly roomMs: number;
  /** From where one looks. */
  readonly eyeX: number;
  readonly eyeZ: number;
  readonly floor: Floor | null;
  readonly seats: readonly Seat[];
}

/**
 * Shows those far away: carried on as told, and a correction of metres made up over a second, so that a crowd flows. There are thousands of them, and
 * most sit or stand: whoever has come to rest is left alone until something new is told.
 */
export class Distant {
  private readonly awake = new IdSet(MAX_PEOPLE);
  private readonly lastMs = new Float64Array(MAX_PEOPLE);
  private readonly isNew = new Uint8Array(MAX_PEOPLE);
  private readonly turn = new Uint8Array(MAX_PEOPLE); // mask of the frame's number
  private frame = 0;
  private nowMs = 0;

  constructor(private readonly actors: Actors, private readonly told: Told) {}

  /** Somebody is shown from afar from now on, or something new is told of them. @param isNew They were not shown before, so they are simply there. */
  take(id: number, isNew: boolean): void {
    if (isNew) this.isNew[id] = 1;
    if (this.awake.has(id)) return;
    this.awake.add(id);
    this.lastMs[id] = this.nowMs;
    this.turn[id] = 0;
  }

  /** Somebody is no longer shown from afar. */
  release(id: number): void {
    this.awake.delete(id);
    this.isNew[id] = 0;
  }

  clear(): void {
    this.awake.clear();
    this.isNew.fill(0);
  }

  /** How many are on their way somewhere. */
  get moving(): number {
    return this.awake.count;
  }

  advance(frame: DistantFrame): void {
    const { awake, turn, lastMs } = this, { ids } = awake;
    this.frame++;
    this.nowMs = frame.roomMs;
    for (let i = awake.count - 1; i >= 0; i--) {
      const id = ids[i];
      if (((id + this.frame) & turn[id]) !== 0) continue;
      const dt = Math.min(LONGEST_STEP, Math.max(0, frame.roomMs - lastMs[id]) / 1000);
      lastMs[id] = frame.roomMs;
      if (this.move(id, dt, frame)) awake.delete(id);
    }
  }

  /** Moves somebody on. @returns Whether they rest. */
  private move(id: number, dt: number, { roomMs, eyeX, eyeZ, floor, seats }: DistantFrame): boolean {
    const { actors, told } = this;
    if (told.form[id] === Form.Seated) return this.sit(id, seats[told.seat[id]]);
    const since = Math.min(CARRY_ON_SECONDS, Math.max(0, roomMs - told.roomMs[id]) / 1000), moves = told.form[id] === Form.Moving && since < CARRY_ON_SECONDS;
    const velocityX = moves ? told.velocityX[id] : 0, velocityZ = moves ? told.velocityZ[id] : 0;
    const x = actors.x[id], z = actors.z[id], apartX = told.x[id] + told.velocityX[id] * since - x, apartZ = told.z[id] + told.velocityZ[id] * since - z;
    const apart = apartX * apartX + apartZ * apartZ;
    if (this.isNew[id] === 1 || apart > JUMP_METRES * JUMP_METRES) {
      this.isNew[id] = 0;
      this.putDown(id, x + apartX, z + apartZ, floor);
      return false;
    }
    if (!moves && apart < REST_METRES * REST_METRES && actors.speed[id] < WALKING) return this.rest(id, dt);
    const share = approach(FOLLOW_RATE, dt), stepX = velocityX * dt + (apartX - velocityX * dt) * share, stepZ = velocityZ * dt + (apartZ - velocityZ * dt) * share;
    actors.x[id] = x + stepX;
    actors.z[id] = z + stepZ;
    if (dt > 0) actors.speed[id] += (Math.sqrt(stepX * stepX + stepZ * stepZ) / dt - actors.speed[id]) * approach(SPEED_RATE, dt);
    const walks = actors.speed[id] > WALKING;
    actors.form[id] = walks ? Form.Moving : Form.Standing;
    actors.yaw[id] += turnBetween(actors.yaw[id], walks ? Math.atan2(stepX, stepZ) : told.yaw[id]) * approach(TURN_RATE, dt);
    const height = floor === null ? Number.NaN : floor.heightAt(actors.x[id], actors.z[id]);
    if (height === height) actors.y[id] += (height - actors.y[id]) * approach(RISE_RATE, dt);
    const dx = x - eyeX, dz = z - eyeZ, away = dx * dx + dz * dz;
    this.turn[id] = away < HALF_METRES * HALF_METRES ? 0 : away < QUARTER_METRES * QUARTER_METRES ? 1 : 3;
    return false;
  }

  private rest(id: number, dt: number): boolean {
    const { actors } = this, left = turnBetween(actors.yaw[id], this.told.yaw[id]);
    actors.speed[id] = 0;
    actors.form[id] = Form.Standing;
    actors.yaw[id] += left * approach(TURN_RATE, dt);
    return Math.abs(left) < REST_RADIANS;
  }

  private putDown(id: number, x: number, z: number, floor: Floor | null): void {
    const { actors } = this, height = floor === null ? Number.NaN : floor.heightAt(x, z);
    actors.x[id] = x;
    actors.z[id] = z;
    actors.yaw[id] = this.told.yaw[id];
    actors.speed[id] = 0;
    actors.form[id] = Form.Standing;
    if (height === height) actors.y[id] = height;
  }

  private sit(id: number, seat: Seat | undefined): boolean {
    const { actors } = this;
    if (seat === undefined) return false; // the seats are still under way
    actors.x[id] = seat.x;
    actors.y[id] = seat.footY;
    actors.z[id] = seat.z;
    actors.yaw[id] = seat.yaw;
    actors.speed[id] = 0;
    actors.form[id] = Form.Seated;
    this.isNew[id] = 0;
    return true;
  }
}
