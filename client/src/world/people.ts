import { DEFAULT_LOOK, type Look } from '../avatar/look';
import type { Actor } from '../crowd/actor';
import { Form } from '../crowd/actor';
import { fullColour, type Sketch } from '../net/crowd-list';
import { Role, type Look as WireLook, type Person } from '../net/generated/kapok_pb';
import type { CellGrid } from '../net/frames';
import { Tier, type FrameVisitor, type Sample, type TierArea } from '../net/state-frame';
import { Applause } from './applause';
import { showDistant } from './distant';
import type { Floor } from './floor';
import { Hearsay } from './hearsay';
import type { Seat } from './places';
import { Track, type Shown } from './track';

const DELAY_MS = 120; // behind the room's clock: one report at 10 Hz and its journey
const EMOTE_MS = 6000; // the crowd ends its clip itself; this only forgets it
const SPACE_METRES = 0.6;

/** One person of the room: who they are, as far as one was told, and how they are shown. */
export interface Resident {
  readonly id: number;
  readonly actor: Actor;
  role: Role;
  /** The whole person once introduced; from afar only a sketch is known. */
  person: Person | null;
  /** By what they are shown; −1 while their place is not known. */
  tier: Tier | -1;
  /** What was heard of them, while they are near enough to be told of closely. */
  track: Track | null;
}

/** Plain numbers of a look on the wire. */
export function lookOf(wire: WireLook | undefined): Look {
  const look = { ...DEFAULT_LOOK };
  if (wire) for (const key of Object.keys(look) as (keyof Look)[]) look[key] = wire[key];
  return look;
}

/** Everyone in the room, oneself included. */
export class People implements FrameVisitor {
  readonly all = new Map<number, Resident>();
  readonly hearsay = new Hearsay();
  /** Those whose place is known, for the crowd; made anew with each frame. */
  readonly actors: Actor[] = [];
  private readonly list: Resident[] = [];
  private readonly near = new Set<Resident>(); // those with a track
  private readonly applause = new Applause();
  private readonly told: Sample = { id: 0, tier: Tier.Far, form: Form.Standing, x: 0, z: 0, y: 0, yaw: 0, velocityX: 0, velocityZ: 0, seat: -1, lit: null, roomMs: 0 };

  /** Another room, or the same one started again. */
  begin(grid: CellGrid): void {
    this.clear();
    this.hearsay.begin(grid);
    this.applause.begin(grid);
  }

  clear(): void {
    this.all.clear();
    this.near.clear();
    this.list.length = this.actors.length = 0;
  }

  /** Somebody is here. Whoever was introduced keeps what is known of them but the glow stick's colour and the role. */
  put(sketch: Sketch): void {
    const known = this.all.get(sketch.id);
    if (known !== undefined) {
      known.role = sketch.role;
      if (known.person === null) dress(known.actor, sketchedLook(sketch), sketch.role);
      else [known.actor.performer, known.person.role] = [sketch.role === (Role.PERFORMER as number), sketch.role];
      return;
    }
    dress(this.add(sketch.id, sketch.role).actor, sketchedLook(sketch), sketch.role);
  }

  /** Takes the whole of somebody who is here; one is introduced to oneself before all others. */
  introduce(person: Person): void {
    const resident = this.all.get(person.id) ?? this.add(person.id, person.role);
    if (resident.person === null || resident.tier === -1 || resident.tier === Tier.Far) resident.actor.stickOn = person.stickOn;
    resident.person = person;
    resident.role = person.role;
    dress(resident.actor, lookOf(person.look), person.role);
  }

  private add(id: number, role: Role): Resident {
    const actor: Actor = {
      id, look: DEFAULT_LOOK, x: 0, y: 0, z: 0, yaw: 0, speed: 0, form: Form.Standing, emote: 0, emoteStart: 0, stickOn: false, stickColour: 0, opacity: 1, mouth: 0, performer: false,
    };
    const resident: Resident = { id, actor, role, person: null, tier: -1, track: null };
    this.all.set(id, resident);
    this.list.push(resident);
    return resident;
  }

  remove(id: number): void {
    const resident = this.all.get(id);
    this.hearsay.forget(id);
    if (resident === undefined) return;
    this.all.delete(id);
    this.near.delete(resident);
    this.list.splice(this.list.indexOf(resident), 1);
  }

  nameOf(id: number): string {
    return this.all.get(id)?.person?.name ?? '';
  }

  // ---- what frames say

  person(sample: Sample): void {
    this.hearsay.hear(sample);
    const resident = this.all.get(sample.id);
    if (resident === undefined) return;
    if (sample.lit !== null) resident.actor.stickOn = sample.lit;
    if (!isWorse(sample.tier, resident.tier)) this.showBy(resident, sample.tier, sample);
  }

  far(sample: Sample, low: boolean, isNews: boolean): void {
    this.hearsay.hearFar(sample, low, isNews);
  }

  gesture(id: number, kind: number, roomMs: number): void {
    const resident = this.all.get(id);
    if (resident && resident.actor.emoteStart < roomMs) [resident.actor.emote, resident.actor.emoteStart] = [kind, roomMs];
  }

  tally(cell: number, kind: number, count: number, roomMs: number): void {
    this.applause.take(this.list, cell, kind, count, roomMs);
  }

  area(tier: Tier.Near | Tier.Mid, area: TierArea): void {
    this.hearsay.setArea(tier, area);
  }

  /** A frame is read: whoever is not told of closely any more is shown by what is known from afar. */
  settle(roomMs: number): void {
    for (const resident of this.near) {
      const tier = this.hearsay.tierOf(resident.id, roomMs - DELAY_MS);
      if (tier === resident.tier) continue;
      if (tier === Tier.Far || tier === -1) this.letGo(resident, tier);
      else this.showBy(resident, tier, this.hearsay.read(tier, resident.id, this.told));
    }
  }

  // ---- how they are shown

  /** Moves everyone but oneself to this frame. */
  advance(roomMs: number, dt: number, me: number, floor: Floor | null, seats: readonly Seat[]): void {
    this.actors.length = 0;
    for (const resident of this.list) {
      const { actor } = resident;
      if (actor.emote !== 0 && roomMs - actor.emoteStart > EMOTE_MS) actor.emote = 0;
      if (actor.id !== me && !this.place(resident, roomMs - DELAY_MS, dt, floor, seats)) continue;
      this.actors.push(actor);
    }
  }

  /** Fades whoever steps into one's personal space. */
  keepSpace(me: Shown, isOn: boolean): void {
    for (const { actor } of this.near) {
      const distance = Math.hypot(actor.x - me.x, actor.z - me.z);
      actor.opacity = !isOn || distance >= SPACE_METRES ? 1 : 0.12 + 0.5 * (distance / SPACE_METRES) ** 2;
    }
  }

  /** Takes people out of sight, and out of reach of a click. */
  hide(ids: Iterable<number>): void {
    for (const id of ids) {
      const resident = this.all.get(id);
      if (resident) resident.actor.opacity = 0;
    }
  }

  /** Somebody who was taken out of sight is seen again. */
  unhide(id: number): void {
    const resident = this.all.get(id);
    if (resident) resident.actor.opacity = 1;
  }

  isSeatTaken(seat: number): boolean {
    return this.list.some(({ id, tier }) => tier !== -1 && this.hearsay.seatOf(tier, id) === seat);
  }

  /** Those told of closely: the nearest hundreds. */
  get closest(): Iterable<Resident> {
    return this.near;
  }

  /** Moves one person on. @returns False while their place is not known. */
  private place(resident: Resident, roomMs: number, dt: number, floor: Floor | null, seats: readonly Seat[]): boolean {
    const { hearsay, told } = this, isNew = resident.tier === -1;
    if (isNew) {
      const tier = hearsay.tierOf(resident.id, roomMs);
      if (tier === -1) return false;
      resident.tier = tier;
      if (tier !== Tier.Far) this.showBy(resident, tier, hearsay.read(tier, resident.id, told));
    }
    if (resident.track === null) showDistant(resident.actor, hearsay.read(Tier.Far, resident.id, told), roomMs, dt, floor, seats, isNew);
    else {
      resident.track.advance(roomMs, dt, floor, seats);
      show(resident.actor, resident.track.shown);
    }
    return true;
  }

  private showBy(resident: Resident, tier: Tier, sample: Sample): void {
    if (resident.track === null) {
      resident.track = new Track();
      if (resident.tier === Tier.Far) resident.track.resume(resident.actor);
      this.near.add(resident);
    }
    resident.tier = tier;
    resident.track.add(sample);
  }

  private letGo(resident: Resident, tier: Tier.Far | -1): void {
    this.near.delete(resident);
    resident.track = null;
    resident.tier = tier;
    resident.actor.opacity = 1;
  }
}

const WORTH: readonly number[] = [0, 2, 1, 3]; // near, then who is followed, then mid, then far

/** Whether a report of a tier says less than what somebody is shown by. */
function isWorse(tier: Tier, shownBy: Tier | -1): boolean {
  return shownBy !== -1 && WORTH[tier] > WORTH[shownBy];
}

/** Puts a shown place into an actor. */
export function show(actor: Actor, shown: Readonly<Shown>): void {
  actor.x = shown.x;
  actor.y = shown.y;
  actor.z = shown.z;
  actor.yaw = shown.yaw;
  actor.speed = shown.speed;
  actor.form = shown.form;
}

function sketchedLook({ body, hair, outfit, height, skin, hairColour, top, bottom, stick }: Sketch): Look {
  return {
    ...DEFAULT_LOOK, body, hair, outfit, height: height * 4 + 2, skin: fullColour(skin), hairColour: fullColour(hairColour), top: fullColour(top), bottom: fullColour(bottom), stick: fullColour(stick),
  };
}

function dress(actor: Actor, look: Look, role: Role): void {
  actor.look = look;
  actor.stickColour = look.stick;
  actor.performer = role === Role.PERFORMER;
}
