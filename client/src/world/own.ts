import { Form } from '../net/frames';
import type { Placement } from '../net/generated/kapok_pb';
import type { Move } from '../net/frames';
import { approach, turnBetween } from '../math/angle';
import { STEP_METRES, type Floor } from './floor';
import { findPath, type Point } from './path';
import type { Seat } from './places';
import type { Shown } from './track';

const WALK = 1.6;
const RUN = 4.2;
const LONGEST_STEP = 0.05; // seconds: short, so that a slow machine neither tunnels nor walks slowly
const ACCELERATION = 16; // metres a second squared
const GRAVITY = 11;
const JUMP_SPEED = 4.1; // reaches 0.76 m; the server allows 1.4
const LONGEST_FLIGHT = 2.5; // seconds; the server allows 3
const SEND_SECONDS = 0.1;
const ARRIVED = 0.12;
const MOST_DETOURS = 4; // new paths to one goal, before it is given up

/** What the person wants this frame: directions over the floor in the world, −1..1, and whether to hurry. */
export interface Wish { x: number; z: number; run: boolean; jump: boolean }

/**
 * One's own avatar, moved at once on the same floor that the server knows. A move is sent when others, who carry the last one on, would
 * see it wrongly. The server may put it back; the epoch then voids what is still under way.
 */
export class OwnAvatar {
  readonly shown: Shown = { x: 0, y: 0, z: 0, yaw: 0, speed: 0, form: Form.Standing, seat: -1 };
  private epoch = 0;
  private sequence = 0;
  private velocityX = 0;
  private velocityZ = 0;
  private rising = 0;
  private flown = 0;
  private raised = 0; // by how much a lift had raised the floor one jumped from: the room knows nothing of it
  private path: Point[] = [];
  private detours = 0;
  private mustFindAgain = false;
  private sinceSent = 1;
  private sent: Move | null = null;

  constructor(private readonly seats: () => readonly Seat[]) {}

  /** Takes a place given by the server: at the start, a seat, a put-back or beside somebody. A put-back does not end the way to a goal. */
  place(placement: Placement, keepsGoal = false): void {
    const seat = placement.seat >= 0 ? this.seats()[placement.seat] : undefined;
    this.epoch = placement.epoch;
    this.velocityX = this.velocityZ = this.rising = 0;
    if (keepsGoal && !seat) this.mustFindAgain = true;
    else this.path = [];
    this.sent = null;
    Object.assign(this.shown, { x: placement.x, y: seat ? seat.footY : placement.y, z: placement.z, yaw: placement.yaw, speed: 0 });
    this.shown.seat = placement.seat;
    this.shown.form = placement.seat >= 0 ? Form.Seated : Form.Standing;
  }

  /** Another room: one's sequence of moves begins anew there. */
  forget(): void {
    this.sequence = 0;
    this.sent = null;
  }

  get isWalkingByItself(): boolean {
    return this.path.length > 0;
  }

  /** Where the path in progress ends, for the mark on the floor. */
  get goal(): Point | null {
    return this.path.at(-1) ?? null;
  }

  walkTo(floor: Floor, to: Point): boolean {
    this.path = this.shown.form === Form.Seated ? [] : findPath(floor, this.shown, to);
    this.detours = 0;
    this.mustFindAgain = false;
    return this.path.length > 0;
  }

  stopWalking(): void {
    this.path = [];
  }

  /** Moves on by a frame's time in steps of one length: a last step that is only the error of rounding would look like running into something. */
  advance(wish: Wish, seconds: number, floor: Floor): void {
    const steps = Math.ceil(seconds / LONGEST_STEP);
    for (let step = 0; step < steps; step++) this.step(wish, wish.jump && step === 0, seconds / steps, floor);
  }

  private step(wish: Wish, jump: boolean, dt: number, floor: Floor): void {
    this.sinceSent += dt;
    if (this.shown.form === Form.Seated) return;
    if (this.mustFindAgain) this.findAgain(floor);
    const goal = this.choose(wish);
    const share = Math.min(1, (ACCELERATION * dt) / Math.max(0.001, Math.hypot(goal.x - this.velocityX, goal.z - this.velocityZ)));
    this.velocityX += (goal.x - this.velocityX) * share;
    this.velocityZ += (goal.z - this.velocityZ) * share;
    const speedBefore = Math.hypot(this.velocityX, this.velocityZ);
    const [fromX, fromZ] = [this.shown.x, this.shown.z];
    this.moveOver(floor, dt);
    const moved = Math.hypot(this.shown.x - fromX, this.shown.z - fromZ) / dt;
    // Who has run into something looks for another way; otherwise the avatar would tread on the spot.
    if (this.isWalkingByItself && speedBefore > 0.3 && moved < 0.1) this.mustFindAgain = true;
    this.shown.speed += (moved - this.shown.speed) * approach(18, dt);
    if (moved > 0.2) this.shown.yaw += turnBetween(this.shown.yaw, Math.atan2(this.shown.x - fromX, this.shown.z - fromZ)) * approach(14, dt);
    this.rise(jump, dt, floor);
    if (this.shown.form !== Form.Airborne) this.shown.form = moved > 0.1 ? Form.Moving : Form.Standing;
  }

  /** Turns to face a yaw when standing, such as the camera's in first person. */
  turnTo(yaw: number, dt: number): void {
    if (this.shown.form === Form.Standing) this.shown.yaw += turnBetween(this.shown.yaw, yaw) * approach(12, dt);
  }

  /** The move to send now, or null when the others' guess is still good. */
  takeMove(): Move | null {
    if (this.shown.form === Form.Seated || this.sinceSent < SEND_SECONDS) return null;
    const { shown, sent } = this;
    const airborne = shown.form === Form.Airborne;
    const still = !airborne && shown.form === Form.Standing;
    const [velocityX, velocityZ] = still ? [0, 0] : [this.velocityX, this.velocityZ];
    if (sent) {
      const error = Math.hypot(sent.x + sent.velocityX * this.sinceSent - shown.x, sent.z + sent.velocityZ * this.sinceSent - shown.z);
      const changed = Math.hypot(sent.velocityX - velocityX, sent.velocityZ - velocityZ) > 0.1 || (still && sent.velocityX * sent.velocityX + sent.velocityZ * sent.velocityZ > 0);
      const turned = Math.abs(turnBetween(sent.yaw, shown.yaw)) > 0.12;
      const overdue = !still && this.sinceSent > 1;
      if (error < 0.02 && !changed && !turned && !airborne && sent.airborne === airborne && !overdue) return null;
    }
    this.sequence = (this.sequence + 1) & 65535;
    this.sinceSent = 0;
    this.sent = { epoch: this.epoch, sequence: this.sequence, x: shown.x, y: shown.y - this.raised, z: shown.z, yaw: shown.yaw, velocityX, velocityZ, airborne };
    return this.sent;
  }

  private findAgain(floor: Floor): void {
    const { goal } = this;
    this.mustFindAgain = false;
    this.path = goal && this.detours++ < MOST_DETOURS ? findPath(floor, this.shown, goal) : [];
  }

  /** The velocity wished for: by hand, else along the path. */
  private choose(wish: Wish): Point {
    const strength = Math.min(1, Math.hypot(wish.x, wish.z));
    if (strength > 0.05) {
      this.path = [];
      const speed = (wish.run ? RUN : WALK) * strength / Math.hypot(wish.x, wish.z);
      return { x: wish.x * speed, z: wish.z * speed };
    }
    while (this.path.length > 0 && Math.hypot(this.path[0].x - this.shown.x, this.path[0].z - this.shown.z) < (this.path.length > 1 ? 0.3 : ARRIVED)) this.path.shift();
    if (this.path.length === 0) return { x: 0, z: 0 };
    const [dx, dz] = [this.path[0].x - this.shown.x, this.path[0].z - this.shown.z];
    const distance = Math.hypot(dx, dz);
    const speed = this.path.length > 1 || distance > 5 ? (wish.run || distance > 8 ? RUN : 2.4) : Math.min(2, 0.4 + distance * 2.5);
    return { x: (dx / distance) * speed, z: (dz / distance) * speed };
  }

  /** Moves over the floor; what is in the way is slid along. */
  private moveOver(floor: Floor, dt: number): void {
    const { shown } = this;
    const [dx, dz] = [this.velocityX * dt, this.velocityZ * dt];
    if (this.isFree(floor, shown.x + dx, shown.z + dz)) {
      shown.x += dx;
      shown.z += dz;
    } else if (dx !== 0 && this.isFree(floor, shown.x + dx, shown.z)) {
      shown.x += dx;
      this.velocityZ = 0;
    } else if (dz !== 0 && this.isFree(floor, shown.x, shown.z + dz)) {
      shown.z += dz;
      this.velocityX = 0;
    } else {
      this.velocityX = this.velocityZ = 0;
    }
  }

  private isFree(floor: Floor, x: number, z: number): boolean {
    if (!floor.isStraight(this.shown.x, this.shown.z, x, z)) return false;
    return this.shown.form !== Form.Airborne || floor.heightAt(x, z) <= this.shown.y + STEP_METRES;
  }

  private rise(jump: boolean, dt: number, floor: Floor): void {
    const { shown } = this;
    const ground = floor.heightAt(shown.x, shown.z);
    if (Number.isNaN(ground)) return;
    if (shown.form !== Form.Airborne) {
      const falls = shown.y - ground > STEP_METRES;
      if (jump || falls) {
        [this.rising, this.flown, shown.form] = [jump ? JUMP_SPEED : 0, 0, Form.Airborne];
        this.raised = floor.raisedAt(shown.x, shown.z);
        this.sinceSent = 1;
      } else {
        shown.y += (ground - shown.y) * approach(18, dt);
        return;
      }
    }
    this.rising -= GRAVITY * dt;
    this.flown += dt;
    shown.y += this.rising * dt;
    if (shown.y <= ground || this.flown > LONGEST_FLIGHT) {
      [shown.y, shown.form, this.sinceSent] = [ground, Form.Standing, 1];
      this.raised = 0;
    }
  }
}
