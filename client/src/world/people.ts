import { DEFAULT_LOOK, type Look } from '../avatar/look';
import { Actors, MAX_PEOPLE } from './actors';
import { Form } from '../net/frames';
import { IdSet } from './id-set';
import type { Sketch } from '../net/crowd-list';
import { Role, type Look as WireLook, type Person } from '../net/generated/kapok_pb';
import type { CellGrid } from '../net/frames';
import { Tier, type FrameVisitor, type Sample, type TierArea } from '../net/state-frame';
import { Applause } from './applause';
import { Distant, type DistantFrame } from './distant';
import type { Floor } from './floor';
import { Hearsay } from './hearsay';
import type { Seat } from './places';
import { sketchedLook } from './sketched-look';
import { Track, type Shown } from './track';

const DELAY_MS = 120; // behind the room's clock: one report at 10 Hz and its journey
const EMOTE_MS = 6000; // the crowd ends its clip itself; this only forgets it
const FORGET_TURN = 32; // frames in which all are looked through for emotes that are over
const SPACE_METRES = 0.6;
const SPARE_TRACKS = 64;

/** Plain numbers of a look on the wire. */
export function lookOf(wire: WireLook | undefined): Look {
  const look = { ...DEFAULT_LOOK };
  if (wire) for (const key of Object.keys(look) as (keyof Look)[]) look[key] = wire[key];
  return look;
}

/** Everyone in the room, oneself included: who they are, as far as one was told, and how they are shown. By id, in arrays (see Actors). */
export class People implements FrameVisitor {
  readonly actors = new Actors();
  readonly hearsay = new Hearsay();
  /** Everyone in the room. */
  readonly here = new IdSet(MAX_PEOPLE);
  /** Those told of closely: the nearest hundreds. */
  readonly near = new IdSet(MAX_PEOPLE);
  private readonly persons = new Array<Person | null>(MAX_PEOPLE).fill(null);
  private readonly roles = new Uint8Array(MAX_PEOPLE);
  /** The tier by which somebody is shown; −1 while their place is not known. */
  private readonly tiers = new Int8Array(MAX_PEOPLE).fill(-1);
  private readonly tracks = new Array<Track | null>(MAX_PEOPLE).fill(null);
  private readonly spareTracks: Track[] = [];
  private readonly newcomers = new IdSet(MAX_PEOPLE); // those whose place is not known
  private readonly distant = new Distant(this.actors, this.hearsay.far);
  private readonly applause = new Applause(this.actors, this.here, (id) => this.tiers[id] === Tier.Far);
  private readonly told: Sample = { id: 0, tier: Tier.Far, form: Form.Standing, x: 0, z: 0, y: 0, yaw: 0, velocityX: 0, velocityZ: 0, seat: -1, lit: null, roomMs: 0 };
  private readonly distantFrame: { -readonly [Key in keyof DistantFrame]: DistantFrame[Key] } = { roomMs: 0, eyeX: 0, eyeZ: 0, floor: null, seats: [] };
  private frame = 0;

  /** Another room, or the same one started again. */
  begin(grid: CellGrid): void {
    this.clear();
    this.hearsay.begin(grid);
    this.applause.begin(grid);
  }

  clear(): void {
    for (const set of [this.here, this.near, this.newcomers]) set.clear();
    this.actors.clear();
    this.distant.clear();
    this.persons.fill(null);
    this.tracks.fill(null);
    this.tiers.fill(-1);
  }

  // ---- who is here

  /** Somebody is here. Whoever was introduced keeps what is known of them but the glow stick's colour and the role. */
  put(sketch: Sketch): void {
    const { id, role } = sketch, person = this.persons[id];
    this.add(id);
    this.roles[id] = role;
    this.actors.performer[id] = role === (Role.PERFORMER as number) ? 1 : 0;
    if (person === null) this.actors.dress(id, sketchedLook(sketch));
    else person.role = role;
  }

  /** Takes the whole of somebody who is here; one is introduced to oneself before all others. */
  introduce(person: Person): void {
    const { id } = person;
    this.add(id);
    if (this.persons[id] === null || this.tiers[id] === -1 || this.tiers[id] === Tier.Far) this.actors.stickOn[id] = person.stickOn ? 1 : 0;
    this.persons[id] = person;
    this.roles[id] = person.role;
    this.actors.performer[id] = person.role === Role.PERFORMER ? 1 : 0;
    this.actors.dress(id, lookOf(person.look));
  }

  private add(id: number): void {
    if (this.here.has(id)) return;
    this.here.add(id);
    this.newcomers.add(id);
    this.actors.reset(id);
  }

  remove(id: number, roomMs: number): void {
    this.hearsay.forget(id, roomMs);
    if (!this.here.has(id)) return;
    this.letGo(id);
    this.distant.release(id);
    this.here.delete(id);
    this.newcomers.delete(id);
    this.actors.shown.delete(id);
    this.persons[id] = null;
    this.tiers[id] = -1;
  }

  /** The whole person once introduced; null of whom only a sketch is known. */
  personOf(id: number): Person | null {
    return this.persons[id] ?? null;
  }

  roleOf(id: number): Role {
    return this.roles[id];
  }

  nameOf(id: number): string {
    return this.persons[id]?.name ?? '';
  }

  /** Whether somebody is told of closely. */
  isNear(id: number): boolean {
    return this.near.has(id);
  }

  // ---- what frames say

  person(sample: Sample): void {
    this.hearsay.hear(sample);
    const { id } = sample;
    if (!this.here.has(id)) return;
    if (sample.lit !== null) this.actors.stickOn[id] = sample.lit ? 1 : 0;
    if (!isWorse(sample.tier, this.tiers[id])) this.showBy(id, sample.tier, sample);
  }

  far(sample: Sample, low: boolean, isNews: boolean): void {
    this.hearsay.hearFar(sample, low, isNews);
    if (this.tiers[sample.id] === Tier.Far) this.distant.take(sample.id, false);
  }

  gesture(id: number, kind: number, roomMs: number): void {
    if (!this.here.has(id) || this.actors.emoteStart[id] >= roomMs) return;
    this.actors.emote[id] = kind;
    this.actors.emoteStart[id] = roomMs;
  }

  tally(cell: number, kind: number, count: number, roomMs: number): void {
    this.applause.take(cell, kind, count, roomMs);
  }

  area(tier: Tier.Near | Tier.Mid, area: TierArea): void {
    this.hearsay.setArea(tier, area);
  }

  /** A frame is read: whoever is not told of closely any more is shown by what is known from afar. */
  settle(roomMs: number): void {
    const { near } = this;
    this.hearsay.settle(roomMs);
    for (let i = near.count - 1; i >= 0; i--) {
      const id = near.ids[i], tier = this.hearsay.tierOf(id, roomMs - DELAY_MS), before = this.tiers[id];
      if (tier === before) continue;
      if (tier !== Tier.Far && tier !== -1) {
        this.showBy(id, tier, this.hearsay.read(tier, id, this.told));
        continue;
      }
      this.letGo(id);
      this.tiers[id] = tier;
      this.actors.opacity[id] = 1;
      if (tier === Tier.Far) this.distant.take(id, false);
      else {
        this.actors.shown.delete(id);
        this.newcomers.add(id);
      }
    }
  }

  // ---- how they are shown

  /** Moves everyone but oneself to this frame. @param eye From where one looks: those far from it are moved on less often. */
  advance(roomMs: number, dt: number, me: number, floor: Floor | null, seats: readonly Seat[], eye: { readonly x: number; readonly z: number }): void {
    const { actors, near, distantFrame } = this, ms = roomMs - DELAY_MS;
    this.forgetEmotes(roomMs);
    this.welcome(ms, me);
    for (let i = 0; i < near.count; i++) {
      const id = near.ids[i], track = this.tracks[id];
      if (id === me || track === null || track.isResting) continue;
      track.advance(ms, dt, floor, seats);
      show(actors, id, track.shown);
    }
    distantFrame.roomMs = ms;
    distantFrame.eyeX = eye.x;
    distantFrame.eyeZ = eye.z;
    distantFrame.floor = floor;
    distantFrame.seats = seats;
    this.distant.advance(distantFrame);
  }

  /** Fades whoever steps into one's personal space. */
  keepSpace(me: Shown, isOn: boolean): void {
    const { near } = this, { x, z, opacity } = this.actors;
    for (let i = 0; i < near.count; i++) {
      const id = near.ids[i], dx = x[id] - me.x, dz = z[id] - me.z, squared = dx * dx + dz * dz;
      opacity[id] = !isOn || squared >= SPACE_METRES * SPACE_METRES ? 1 : 0.12 + (0.5 * squared) / (SPACE_METRES * SPACE_METRES);
    }
  }

  /** Takes people out of sight, and out of reach of a click. */
  hide(ids: ReadonlySet<number>): void {
    if (ids.size > 0) for (const id of ids) this.actors.opacity[id] = 0;
  }

  /** Somebody who was taken out of sight is seen again. */
  unhide(id: number): void {
    this.actors.opacity[id] = 1;
  }

  isSeatTaken(seat: number): boolean {
    const { ids, count } = this.here;
    for (let i = 0; i < count; i++) {
      const tier = this.tiers[ids[i]];
      if (tier !== -1 && this.hearsay.seatOf(tier, ids[i]) === seat) return true;
    }
    return false;
  }

  /** Shows those whose place has become known. */
  private welcome(ms: number, me: number): void {
    const { newcomers } = this;
    for (let i = newcomers.count - 1; i >= 0; i--) {
      const id = newcomers.ids[i], tier = id === me ? Tier.Far : this.hearsay.tierOf(id, ms);
      if (tier === -1) continue;
      newcomers.delete(id);
      this.actors.shown.add(id);
      if (id === me) continue; // one's own avatar is moved by oneself
      if (tier !== Tier.Far) this.showBy(id, tier, this.hearsay.read(tier, id, this.told));
      else if (this.tracks[id] === null) {
        this.tiers[id] = tier;
        this.distant.take(id, true);
      }
    }
  }

  private forgetEmotes(roomMs: number): void {
    const { emote, emoteStart } = this.actors, { ids, count } = this.here;
    this.frame = (this.frame + 1) % FORGET_TURN;
    for (let i = this.frame; i < count; i += FORGET_TURN) if (emote[ids[i]] !== 0 && roomMs - emoteStart[ids[i]] > EMOTE_MS) emote[ids[i]] = 0;
  }

  private showBy(id: number, tier: Tier, sample: Sample): void {
    let track = this.tracks[id];
    if (track === null) {
      track = this.tracks[id] = this.spareTracks.pop() ?? new Track();
      track.reset();
      if (this.tiers[id] === Tier.Far) track.resume(this.shownOf(id));
      this.near.add(id);
      this.distant.release(id);
    }
    this.tiers[id] = tier;
    track.add(sample);
  }

  private shownOf(id: number): Shown {
    const { x, y, z, yaw, speed, form } = this.actors;
    return { x: x[id], y: y[id], z: z[id], yaw: yaw[id], speed: speed[id], form: form[id], seat: -1 };
  }

  private letGo(id: number): void {
    const track = this.tracks[id];
    this.near.delete(id);
    this.tracks[id] = null;
    if (track !== null && this.spareTracks.length < SPARE_TRACKS) this.spareTracks.push(track);
  }
}

const WORTH: readonly number[] = [0, 2, 1, 3]; // near, then who is followed, then mid, then far

/** Whether a report of a tier says less than what somebody is shown by. */
function isWorse(tier: Tier, shownBy: number): boolean {
  return shownBy !== -1 && WORTH[tier] > WORTH[shownBy];
}

/** Puts a shown place into the actors. */
export function show(actors: Actors, id: number, shown: Readonly<Shown>): void {
  actors.x[id] = shown.x;
  actors.y[id] = shown.y;
  actors.z[id] = shown.z;
  actors.yaw[id] = shown.yaw;
  actors.speed[id] = shown.speed;
  actors.form[id] = shown.form;
}
