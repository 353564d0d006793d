// Which clip everybody plays and where in it they are: a pure function of the actor, the clocks and the id, so that everyone in
// the room sees the same motion without a byte of it being sent.
import type { Clip, Poses } from '../avatar/clips';
import type { Actors } from '../world/actors';
import { Form } from '../net/frames';
import { hash } from '../math/hash';

const EMOTES = ['', 'wave', 'clap', 'cheer', 'dance', 'heart', 'laugh', 'bow', 'point'] as const;
const DANCE = EMOTES.indexOf('dance');
/** What performers dance, in turn; the audience has the plain dance. */
const PERFORMANCES = ['perform', 'perform2', 'perform3', 'perform4'] as const;
/** One dance of a performer goes on for this long, a new variant every so many beats. */
const PERFORMING_SECONDS = 60, BEATS_A_VARIANT = 16;
/** How long an emote of a looping clip goes on; others last as long as their clip. */
const LOOPED_EMOTE_SECONDS = 5.6;
const RUN_FROM = 2.7, RUN_UNTIL = 2.3;
export const WALK_FROM = 0.12;
const IDLE_SECONDS = 13;
const TALK_SECONDS = 1.6;

/** The clocks that clips run on, for one frame. */
export interface Moment {
  /** Room time, milliseconds. */
  roomMs: number;
  /** Length of a beat of the room's clock; beat 0 is at room time 0. */
  beatMs: number;
}

/** Allocates nothing after construction. */
export class ClipChoice {
  /** Less motion: what follows the beat is slower and smaller. */
  calm = false;
  readonly clips: readonly Clip[];
  readonly named: Readonly<Record<string, number>>;
  private readonly emotes: readonly number[];
  private readonly seatedEmotes: number[];
  private readonly performances: readonly number[];
  /** For every clip its calm form, or itself. */
  private readonly calmOf: readonly number[];
  /** Clips that are played once, from the beginning of the emote. */
  private readonly isOnce: readonly boolean[];
  private readonly performingUntil: Float64Array;
  private readonly emoteSince: Float64Array;
  private readonly airborneSince: Float64Array;
  private readonly talkingUntil: Float64Array;

  constructor(poses: Poses, private readonly actors: Actors) {
    const capacity = actors.x.length;
    this.clips = poses.clips;
    this.performingUntil = new Float64Array(capacity);
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
    this.isOnce = poses.clips.map(({ loop, beats }, i) => !loop && !beats && (this.emotes.includes(i) || this.seatedEmotes.includes(i)));
  }

  /** Begins anew with somebody who comes into the room, or into sight. */
  begin(id: number): void {
    this.airborneSince[id] = -1;
    this.talkingUntil[id] = 0;
    this.performingUntil[id] = 0;
  }

  /** Notes since when somebody does what they do; to be called before the choice. */
  note(id: number, { roomMs }: Moment): void {
    const { actors } = this;
    if (actors.form[id] !== Form.Airborne) this.airborneSince[id] = -1;
    else if (this.airborneSince[id] < 0) this.airborneSince[id] = roomMs;
    if (actors.emote[id] > 0) this.emoteSince[id] = actors.emoteStart[id];
    if (actors.performer[id] === 1 && actors.emote[id] === DANCE) this.performingUntil[id] = actors.emoteStart[id] + PERFORMING_SECONDS * 1000;
    if (actors.mouth[id] > 0.08) this.talkingUntil[id] = roomMs + TALK_SECONDS * 1000;
  }

  /** @param now The clip played so far. */
  choose(id: number, now: number, moment: Moment): number {
    const clip = this.lively(id, now, moment);
    return this.calm ? this.calmOf[clip] : clip;
  }

  isGait(clip: number): boolean {
    const { named } = this;
    return clip === named.walk || clip === named.run || clip === named.jump;
  }

  /** Place in a clip, 0..1. @param stride Place in the gait, 0..1. */
  phaseOf(id: number, index: number, { roomMs, beatMs }: Moment, stride: number): number {
    const clip = this.clips[index], { named } = this;
    if (index === named.walk || index === named.run) return stride;
    if (index === named.jump) return Math.min(1, Math.max(0, roomMs - this.airborneSince[id]) / 1000 / clip.seconds);
    if (this.isOnce[index]) return Math.min(1, Math.max(0, roomMs - this.emoteSince[id]) / 1000 / clip.seconds);
    // A crowd on the beat is alive when nobody is quite exact.
    const t = clip.beats ? (roomMs / beatMs + (hash(id, 3) - 0.5) * 0.14) / clip.beats : ((roomMs / 1000) * (0.93 + 0.14 * hash(id, 4))) / clip.seconds + hash(id, 5);
    return t - Math.floor(t);
  }

  /** How fast the place in a clip changes, per second. */
  rateOf(id: number, index: number, { beatMs }: Moment): number {
    const clip = this.clips[index], { named } = this;
    if (index === named.walk || index === named.run) return this.actors.speed[id] / (clip.metresPerCycle ?? 1.4);
    if (clip.beats) return 1000 / beatMs / clip.beats;
    return (this.isOnce[index] || index === named.jump ? 1 : 0.93 + 0.14 * hash(id, 4)) / clip.seconds;
  }

  /** Whether a clip rests at its end. */
  stopsAtEnd(index: number): boolean {
    return this.isOnce[index] || index === this.named.jump;
  }

  /** How glad somebody looks, 0..1: eyes and mouth follow. */
  joyOf(id: number, clip: number): number {
    const emote = this.actors.emote[id], name = EMOTES[emote] ?? '', standing = this.emotes[emote], seated = this.seatedEmotes[emote];
    if (this.performances.includes(clip)) return 0.6;
    if (standing === undefined || (clip !== standing && clip !== seated && clip !== this.calmOf[standing] && clip !== this.calmOf[seated]))
      return this.actors.stickOn[id] === 1 ? 0.35 : 0;
    return name === 'laugh' ? 1 : name === 'heart' ? 0.9 : name === 'bow' || name === 'point' ? 0 : 0.55;
  }

  private lively(id: number, now: number, { roomMs, beatMs }: Moment): number {
    const { named, actors } = this, form = actors.form[id], emote = actors.emote[id] > 0 ? this.emoteOf(id, roomMs) : -1;
    if (form === Form.Seated) {
      const seated = emote >= 0 ? this.seatedEmotes[actors.emote[id]] : actors.stickOn[id] === 1 ? named.sitStick : -1;
      return seated >= 0 ? seated : named.sit;
    }
    if (form === Form.Airborne) return named.jump;
    const speed = actors.speed[id];
    if (speed > WALK_FROM) return speed > (now === named.run ? RUN_UNTIL : RUN_FROM) ? named.run : named.walk;
    if (actors.performer[id] === 1 && this.performances.length > 0 && (emote < 0 || actors.emote[id] === DANCE) && this.performingUntil[id] > roomMs) {
      // Neighbours on a stage dance different variants, and change them together.
      return this.performances[(id + Math.floor(roomMs / beatMs / BEATS_A_VARIANT)) % this.performances.length];
    }
    if (emote >= 0) return emote;
    if (actors.stickOn[id] === 1) return named.stickWave;
    if (this.talkingUntil[id] > roomMs) return named.talk;
    const part = hash(id, 40 + Math.floor(roomMs / 1000 / IDLE_SECONDS + hash(id, 2)));
    return part < 0.5 ? named.idle : part < 0.86 ? named.idle2 : part < 0.94 ? named.sway : named.think;
  }

  private emoteOf(id: number, roomMs: number): number {
    const clip = this.emotes[this.actors.emote[id]] ?? -1, since = roomMs - this.actors.emoteStart[id];
    if (clip < 0 || since < 0) return -1;
    const { loop, beats, seconds } = this.clips[clip];
    return since > (loop || beats ? LOOPED_EMOTE_SECONDS : seconds) * 1000 ? -1 : clip;
  }
}
