// Which clip everybody plays, at which frame, and what is fading out: a pure function of the actor, the clocks and the id, so
// that everyone in the room sees the same motion without a byte of it being sent.
import type { Clip, Poses } from '../avatar/clips';
import { Form, type Actor } from './actor';

const EMOTES = ['', 'wave', 'clap', 'cheer', 'dance', 'heart', 'laugh', 'bow', 'point'] as const;
const DANCE = EMOTES.indexOf('dance');
/** What performers dance, in turn; the audience has the plain dance. */
const PERFORMANCES = ['perform', 'perform2', 'perform3', 'perform4'] as const;
/** One dance of a performer goes on for this long, a new variant every so many beats. */
const PERFORMING_SECONDS = 60, BEATS_A_VARIANT = 16;
/** How long an emote of a looping clip goes on; others last as long as their clip. */
const LOOPED_EMOTE_SECONDS = 5.6;
const FADE_SECONDS = 0.28;
const QUICK_FADE_SECONDS = 0.16;
const RUN_FROM = 2.7, RUN_UNTIL = 2.3, WALK_FROM = 0.12;
const IDLE_SECONDS = 13;
const TALK_SECONDS = 1.6;
/** A body that is moved against the way it faces for this long turns to go forwards: nobody runs backwards. */
const AGAINST_SECONDS = 0.12;
const AGAINST_COSINE = -0.2, TURN_RADIANS_A_SECOND = 12, FASTEST_METRES_A_SECOND = 12;

/** Uniform in 0..1 from two whole numbers. */
export function hash(a: number, b: number): number {
  let h = Math.imul(a ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(b + 0x7f4a7c15, 0xc2b2ae35);
  h = Math.imul(h ^ (h >>> 15), 0x2c1b3c6d);
  h = Math.imul(h ^ (h >>> 13), 0x297a2d39);
  return ((h ^ (h >>> 16)) >>> 0) / 4294967296;
}

/** State of everybody's motion, by id. Allocates nothing after construction. */
export class Motion {
  /** Rows of the pose texture: the frame shown and the one that fades out, and the share of the latter. */
  readonly frame: Float32Array;
  readonly oldFrame: Float32Array;
  readonly oldShare: Float32Array;
  /** Index of the clip shown. */
  readonly clip: Uint8Array;
  /** Place in the clip, 0..1. */
  readonly phase: Float32Array;
  /** The way the body faces, radians: the actor's, unless it is carried the other way. */
  readonly yaw: Float32Array;
  /** Less motion: what follows the beat is slower and smaller. */
  calm = false;
  private readonly lastX: Float32Array;
  private readonly lastZ: Float32Array;
  private readonly against: Float32Array;
  private readonly turned: Float32Array;
  private readonly performingUntil: Float64Array;
  private readonly oldClip: Uint8Array;
  private readonly fade: Float32Array;
  private readonly stride: Float32Array;
  private readonly emoteSince: Float64Array;
  private readonly airborneSince: Float64Array;
  private readonly talkingUntil: Float64Array;
  private readonly clips: readonly Clip[];
  private readonly named: Readonly<Record<string, number>>;
  private readonly emotes: readonly number[];
  private readonly seatedEmotes: number[];
  private readonly performances: readonly number[];
  /** For every clip its calm form, or itself. */
  private readonly calmOf: readonly number[];

  constructor(poses: Poses, capacity: number) {
    this.clips = poses.clips;
    this.frame = new Float32Array(capacity);
    this.oldFrame = new Float32Array(capacity);
    this.oldShare = new Float32Array(capacity);
    this.clip = new Uint8Array(capacity);
    this.phase = new Float32Array(capacity);
    this.yaw = new Float32Array(capacity);
    this.lastX = new Float32Array(capacity);
    this.lastZ = new Float32Array(capacity);
    this.against = new Float32Array(capacity);
    this.turned = new Float32Array(capacity);
    this.performingUntil = new Float64Array(capacity);
    this.oldClip = new Uint8Array(capacity);
    this.fade = new Float32Array(capacity).fill(1);
    this.stride = new Float32Array(capacity);
    this.emoteSince = new Float64Array(capacity);
    this.airborneSince = new Float64Array(capacity).fill(-1);
    this.talkingUntil = new Float64Array(capacity);
    const names = ['idle', 'idle2', 'think', 'walk', 'run', 'jump', 'sit', 'stickWave', 'talk', 'sway'];
    const found = (name: string): number => (poses.has(name) ? poses.indexOf(name) : -1);
    this.named = { ...Object.fromEntries(names.map((name) => [name, poses.indexOf(name)])), sitStick: found('sitStick') };
    this.emotes = EMOTES.map(found);
    this.seatedEmotes = EMOTES.map((name) => found(`sit${name.charAt(0).toUpperCase()}${name.slice(1)}`));
    this.seatedEmotes[0] = -1; // without an emote one simply sits
    this.performances = PERFORMANCES.map(found).filter((clip) => clip >= 0);
    this.calmOf = poses.clips.map((clip, i) => (poses.has(`${clip.name}Calm`) ? poses.indexOf(`${clip.name}Calm`) : i));
  }

  /** Begins somebody's motion without a fade: they come into the room, or into sight. */
  reset(id: number, actor: Actor, roomMs: number, beat: number): void {
    this.airborneSince[id] = -1;
    this.talkingUntil[id] = 0;
    this.stride[id] = hash(id, 1);
    this.performingUntil[id] = 0;
    [this.lastX[id], this.lastZ[id]] = [actor.x, actor.z];
    this.against[id] = this.turned[id] = 0;
    this.clip[id] = this.oldClip[id] = this.choose(id, actor, roomMs, beat);
    this.fade[id] = 1;
    this.advance(id, actor, roomMs, beat, 0);
  }

  advance(id: number, actor: Actor, roomMs: number, beat: number, deltaSeconds: number): void {
    const { clips, named } = this;
    if (actor.form === Form.Airborne) {
      if (this.airborneSince[id] < 0) this.airborneSince[id] = roomMs;
    } else this.airborneSince[id] = -1;
    if (actor.emote > 0) this.emoteSince[id] = actor.emoteStart;
    if (actor.performer && actor.emote === DANCE) this.performingUntil[id] = actor.emoteStart + PERFORMING_SECONDS * 1000;
    const metres = this.follow(id, actor, deltaSeconds);
    if (actor.mouth > 0.08) this.talkingUntil[id] = roomMs + TALK_SECONDS * 1000;

    const next = this.choose(id, actor, roomMs, beat), now = this.clip[id];
    if (next !== now) {
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
    const moving = this.clip[id] === named.walk || this.clip[id] === named.run || this.clip[id] === named.jump;
    this.fade[id] = Math.min(1, this.fade[id] + deltaSeconds / (moving ? QUICK_FADE_SECONDS : FADE_SECONDS));

    // Feet go as far as the body went in this frame, whatever speed it is said to have: so they never slide.
    const cycle = clips[moving ? this.clip[id] : named.walk].metresPerCycle ?? 1.4;
    const stride = this.stride[id] + metres / cycle;
    this.stride[id] = stride - Math.floor(stride);

    this.phase[id] = this.phaseOf(id, this.clip[id], roomMs, beat);
    const clip = clips[this.clip[id]];
    this.frame[id] = clip.first + this.phase[id] * clip.frames;
    const share = 1 - this.fade[id];
    this.oldShare[id] = share * share * (3 - 2 * share);
    if (share > 0) {
      const old = clips[this.oldClip[id]];
      this.oldFrame[id] = old.first + this.phaseOf(id, this.oldClip[id], roomMs, beat) * old.frames;
    } else this.oldFrame[id] = this.frame[id];
  }

  /** How glad somebody looks, 0..1: eyes and mouth follow. */
  joyOf(id: number, actor: Actor): number {
    const name = EMOTES[actor.emote] ?? '', clip = this.clip[id], emote = this.emotes[actor.emote], seated = this.seatedEmotes[actor.emote];
    if (this.performances.includes(clip)) return 0.6;
    if (emote === undefined || (clip !== emote && clip !== seated && clip !== this.calmOf[emote] && clip !== this.calmOf[seated])) return actor.stickOn ? 0.35 : 0;
    return name === 'laugh' ? 1 : name === 'heart' ? 0.9 : name === 'bow' || name === 'point' ? 0 : 0.55;
  }

  /** How far somebody came in this frame, metres; turns the body the way it goes where that is not the way it faces. */
  private follow(id: number, actor: Actor, deltaSeconds: number): number {
    const dx = actor.x - this.lastX[id], dz = actor.z - this.lastZ[id], metres = Math.hypot(dx, dz);
    [this.lastX[id], this.lastZ[id]] = [actor.x, actor.z];
    const jumped = metres > FASTEST_METRES_A_SECOND * deltaSeconds, walking = !jumped && actor.speed > WALK_FROM && actor.form !== Form.Seated;
    const opposed = walking && metres > 1e-5 && dx * Math.sin(actor.yaw) + dz * Math.cos(actor.yaw) < AGAINST_COSINE * metres;
    this.against[id] = opposed ? this.against[id] + deltaSeconds : 0;
    const wanted = this.against[id] > AGAINST_SECONDS ? between(actor.yaw, Math.atan2(dx, dz)) : 0, most = TURN_RADIANS_A_SECOND * deltaSeconds;
    this.turned[id] += Math.min(most, Math.max(-most, between(this.turned[id], wanted)));
    this.yaw[id] = actor.yaw + this.turned[id];
    return walking ? metres : 0;
  }

  private choose(id: number, actor: Actor, roomMs: number, beat: number): number {
    const clip = this.lively(id, actor, roomMs, beat);
    return this.calm ? this.calmOf[clip] : clip;
  }

  private lively(id: number, actor: Actor, roomMs: number, beat: number): number {
    const { named } = this;
    const emote = this.emoteOf(actor, roomMs);
    if (actor.form === Form.Seated) {
      const seated = emote >= 0 ? this.seatedEmotes[actor.emote] : actor.stickOn ? named.sitStick : -1;
      return seated >= 0 ? seated : named.sit;
    }
    if (actor.form === Form.Airborne) return named.jump;
    if (actor.speed > WALK_FROM) {
      const running = this.clip[id] === named.run ? actor.speed > RUN_UNTIL : actor.speed > RUN_FROM;
      return running ? named.run : named.walk;
    }
    if (this.performances.length > 0 && actor.performer && (emote < 0 || actor.emote === DANCE) && this.performingUntil[id] > roomMs) {
      // Neighbours on a stage dance different variants, and change them together.
      return this.performances[(id + Math.floor(beat / BEATS_A_VARIANT)) % this.performances.length];
    }
    if (emote >= 0) return emote;
    if (actor.stickOn) return named.stickWave;
    if (this.talkingUntil[id] > roomMs) return named.talk;
    const part = hash(id, 40 + Math.floor(roomMs / 1000 / IDLE_SECONDS + hash(id, 2)));
    return part < 0.5 ? named.idle : part < 0.86 ? named.idle2 : part < 0.94 ? named.sway : named.think;
  }

  private emoteOf(actor: Actor, roomMs: number): number {
    const clip = actor.emote > 0 ? (this.emotes[actor.emote] ?? -1) : -1;
    if (clip < 0) return -1;
    const { loop, beats, seconds } = this.clips[clip];
    return roomMs - actor.emoteStart > (loop || beats ? LOOPED_EMOTE_SECONDS : seconds) * 1000 ? -1 : clip;
  }

  private phaseOf(id: number, index: number, roomMs: number, beat: number): number {
    const clip = this.clips[index], { named } = this;
    if (index === named.walk || index === named.run) return this.stride[id];
    if (index === named.jump) return Math.min(1, Math.max(0, roomMs - this.airborneSince[id]) / 1000 / clip.seconds);
    if (clip.beats) {
      // A crowd on the beat is alive when nobody is quite exact.
      const t = (beat + (hash(id, 3) - 0.5) * 0.14) / clip.beats;
      return t - Math.floor(t);
    }
    if (!clip.loop && (this.emotes.includes(index) || this.seatedEmotes.includes(index))) return Math.min(1, Math.max(0, roomMs - this.emoteSince[id]) / 1000 / clip.seconds);
    const t = (roomMs / 1000) * (0.93 + 0.14 * hash(id, 4)) / clip.seconds + hash(id, 5);
    return t - Math.floor(t);
  }
}

/** The way to turn from one angle to another, -π..π. */
function between(from: number, to: number): number {
  const turn = (to - from) % (2 * Math.PI);
  return turn > Math.PI ? turn - 2 * Math.PI : turn < -Math.PI ? turn + 2 * Math.PI : turn;
}
