// How everybody's clips follow one another: strides by the way walked and cross-fades for those near, a plain line for those far away.
import type { Poses } from '../avatar/clips';
import { turnBetween } from '../math/angle';
import type { Actors } from '../world/actors';
import { Form } from '../net/frames';
import { ClipChoice, WALK_FROM, type Moment } from './clip-choice';
import { hash } from '../math/hash';

const FADE_SECONDS = 0.28;
const QUICK_FADE_SECONDS = 0.16;
/** A body that is moved against the way it faces for this long turns to go forwards: nobody runs backwards. */
const AGAINST_SECONDS = 0.12;
const AGAINST_COSINE = -0.2, TURN_RADIANS_A_SECOND = 12, FASTEST_METRES_A_SECOND = 12;

/** State of everybody's motion, by id. Allocates nothing after construction. */
export class Motion {
  readonly choice: ClipChoice;
  /** Index of the clip shown. */
  readonly clip: Uint8Array;
  /** Rows of the pose texture: the frame shown and the one that fades out, and the share of the latter. */
  readonly frame: Float32Array;
  readonly oldFrame: Float32Array;
  readonly oldShare: Float32Array;
  /** Place in the clip, 0..1. */
  readonly phase: Float32Array;
  /** Of those far away: place in the clip is begin + rate × moment, in the seconds that the crowd counts. At a negative rate the clip rests at its end. */
  readonly begin: Float32Array;
  readonly rate: Float32Array;
  /** The way the body faces, radians: the actor's, unless it is carried the other way. */
  readonly yaw: Float32Array;
  private readonly lastX: Float32Array;
  private readonly lastZ: Float32Array;
  private readonly against: Float32Array;
  private readonly turned: Float32Array;
  private readonly oldClip: Uint8Array;
  private readonly fade: Float32Array;
  private readonly stride: Float32Array;

  constructor(poses: Poses, private readonly actors: Actors) {
    const capacity = actors.x.length, floats = (): Float32Array => new Float32Array(capacity);
    this.choice = new ClipChoice(poses, actors);
    [this.clip, this.oldClip] = [new Uint8Array(capacity), new Uint8Array(capacity)];
    [this.frame, this.oldFrame, this.oldShare, this.phase, this.begin, this.rate] = [floats(), floats(), floats(), floats(), floats(), floats()];
    [this.yaw, this.lastX, this.lastZ, this.against, this.turned, this.stride] = [floats(), floats(), floats(), floats(), floats(), floats()];
    this.fade = floats().fill(1);
  }

  /** Begins somebody's motion without a fade: they come into the room, or into sight. */
  enter(id: number, moment: Moment): void {
    this.choice.begin(id);
    this.stride[id] = hash(id, 1);
    this.lastX[id] = this.actors.x[id];
    this.lastZ[id] = this.actors.z[id];
    this.against[id] = this.turned[id] = 0;
    this.fade[id] = 1;
    this.choice.note(id, moment);
    this.clip[id] = this.oldClip[id] = this.choice.choose(id, this.clip[id], moment);
    this.yaw[id] = this.actors.yaw[id];
  }

  /** Moves somebody near on to this frame. */
  advance(id: number, moment: Moment, deltaSeconds: number): void {
    const { choice } = this, { clips, named } = choice;
    choice.note(id, moment);
    const metres = this.follow(id, deltaSeconds);
    const next = choice.choose(id, this.clip[id], moment), now = this.clip[id];
    if (next !== now) this.change(id, next, now);
    const moving = choice.isGait(next);
    const fade = this.fade[id] = Math.min(1, this.fade[id] + deltaSeconds / (moving ? QUICK_FADE_SECONDS : FADE_SECONDS));
    this.walk(id, metres, moving ? next : named.walk);

    const clip = clips[next], phase = choice.phaseOf(id, next, moment, this.stride[id]);
    this.phase[id] = phase;
    this.frame[id] = clip.first + phase * clip.frames;
    const share = 1 - fade;
    this.oldShare[id] = share * share * (3 - 2 * share);
    if (share > 0) {
      const old = clips[this.oldClip[id]];
      this.oldFrame[id] = old.first + choice.phaseOf(id, this.oldClip[id], moment, this.stride[id]) * old.frames;
    } else this.oldFrame[id] = this.frame[id];
  }

  /**
   * Looks after somebody far away, once in a while: which clip, and how it goes on until the next time. There is no fade: from afar a clip is a handful of pictures.
   * @param seconds The crowd's own count, on which `begin` and `rate` are. @param deltaSeconds Since the last time.
   */
  glance(id: number, moment: Moment, seconds: number, deltaSeconds: number): void {
    const { choice } = this;
    choice.note(id, moment);
    const metres = this.follow(id, deltaSeconds), clip = choice.choose(id, this.clip[id], moment);
    if (metres > 0) this.walk(id, metres, choice.isGait(clip) ? clip : choice.named.walk);
    this.clip[id] = this.oldClip[id] = clip;
    this.fade[id] = 1;
    const rate = choice.rateOf(id, clip, moment), phase = choice.phaseOf(id, clip, moment, this.stride[id]);
    const begin = phase - rate * seconds;
    if (choice.stopsAtEnd(clip)) {
      this.begin[id] = begin;
      this.rate[id] = -rate;
    } else {
      this.begin[id] = begin - Math.floor(begin);
      this.rate[id] = rate;
    }
  }

  joyOf(id: number): number {
    return this.choice.joyOf(id, this.clip[id]);
  }

  private change(id: number, next: number, now: number): void {
    if (this.fade[id] < 1 && next === this.oldClip[id]) {
      this.fade[id] = 1 - this.fade[id]; // back again: the same change, the other way
      this.oldClip[id] = now;
    } else if (this.fade[id] > 0.6) {
      this.fade[id] = 0;
      this.oldClip[id] = now;
    }
    // Early in another change what was coming is hardly seen yet, so it is replaced without a fade of its own.
    this.clip[id] = next;
  }

  // Feet go as far as the body went, whatever speed it is said to have: so they never slide.
  private walk(id: number, metres: number, gait: number): void {
    const stride = this.stride[id] + metres / (this.choice.clips[gait].metresPerCycle ?? 1.4);
    this.stride[id] = stride - Math.floor(stride);
  }

  /** How far somebody came since the last time, metres; turns the body the way it goes where that is not the way it faces. */
  private follow(id: number, deltaSeconds: number): number {
    const { actors } = this, yaw = actors.yaw[id], dx = actors.x[id] - this.lastX[id], dz = actors.z[id] - this.lastZ[id];
    if (dx === 0 && dz === 0 && this.turned[id] === 0) {
      this.against[id] = 0;
      this.yaw[id] = yaw;
      return 0;
    }
    this.lastX[id] = actors.x[id];
    this.lastZ[id] = actors.z[id];
    const metres = Math.sqrt(dx * dx + dz * dz), jumped = metres > FASTEST_METRES_A_SECOND * deltaSeconds;
    const walking = !jumped && actors.speed[id] > WALK_FROM && actors.form[id] !== Form.Seated;
    const opposed = walking && metres > 1e-5 && dx * Math.sin(yaw) + dz * Math.cos(yaw) < AGAINST_COSINE * metres;
    this.against[id] = opposed ? this.against[id] + deltaSeconds : 0;
    const wanted = this.against[id] > AGAINST_SECONDS ? turnBetween(yaw, Math.atan2(dx, dz)) : 0, most = TURN_RADIANS_A_SECOND * deltaSeconds;
    const turned = this.turned[id] + Math.min(most, Math.max(-most, turnBetween(this.turned[id], wanted)));
    this.turned[id] = Math.abs(turned) < 1e-4 ? 0 : turned;
    this.yaw[id] = yaw + this.turned[id];
    return walking ? metres : 0;
  }
}
