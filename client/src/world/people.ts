import { DEFAULT_LOOK, type Look } from '../avatar/look';
import type { Actor } from '../crowd/actor';
import { Form } from '../crowd/actor';
import { Role, type Look as WireLook, type Person } from '../net/generated/kapok_pb';
import type { Sample } from '../net/frames';
import type { Floor } from './floor';
import type { Seat } from './places';
import { Track, type Shown } from './track';

const DELAY_MS = 120; // behind the room's clock: one report at 10 Hz and its journey
const EMOTE_MS = 6000; // the crowd ends its clip itself; this only forgets it
const SPACE_METRES = 0.6;

/** One person of the room: who they are, what was heard of their moves, and how they are shown. */
export interface Resident {
  person: Person;
  readonly track: Track;
  readonly actor: Actor;
}

/** Plain numbers of a look on the wire. */
export function lookOf(wire: WireLook | undefined): Look {
  const look = { ...DEFAULT_LOOK };
  if (wire) for (const key of Object.keys(look) as (keyof Look)[]) look[key] = wire[key];
  return look;
}

/** Everyone in the room, oneself included. */
export class People {
  readonly all = new Map<number, Resident>();
  private readonly early = new Map<number, Sample>();

  clear(): void {
    this.all.clear();
    this.early.clear();
  }

  put(person: Person): void {
    const known = this.all.get(person.id);
    if (known) {
      known.person = person;
      dress(known.actor, person);
      return;
    }
    const actor: Actor = {
      id: person.id, look: lookOf(person.look), x: 0, y: 0, z: 0, yaw: 0, speed: 0, form: Form.Standing, emote: 0, emoteStart: 0,
      stickOn: false, stickColour: 0, opacity: 1, mouth: 0, performer: false,
    };
    dress(actor, person);
    const track = new Track();
    const heard = this.early.get(person.id);
    if (heard) track.add(heard);
    this.early.delete(person.id);
    this.all.set(person.id, { person, track, actor });
  }

  remove(id: number): void {
    this.all.delete(id);
  }

  /** Takes a record of a state frame. One that comes before its person is kept for them: an idle person is not reported again for seconds. */
  hear(sample: Sample): void {
    const resident = this.all.get(sample.id);
    if (resident) resident.track.add(sample);
    else if (this.early.size < 4096) this.early.set(sample.id, { ...sample });
  }

  emote(id: number, kind: number, roomMs: number): void {
    const resident = this.all.get(id);
    if (resident) [resident.actor.emote, resident.actor.emoteStart] = [kind, roomMs];
  }

  /** Moves everyone but oneself to this frame. */
  advance(roomMs: number, dt: number, me: number, floor: Floor | null, seats: readonly Seat[]): void {
    for (const { track, actor } of this.all.values()) {
      if (actor.emote !== 0 && roomMs - actor.emoteStart > EMOTE_MS) actor.emote = 0;
      if (actor.id === me || !track.known) continue;
      track.advance(roomMs - DELAY_MS, dt, floor, seats);
      show(actor, track.shown);
    }
  }

  /** Fades whoever steps into one's personal space. */
  keepSpace(me: Shown, isOn: boolean): void {
    for (const { actor } of this.all.values()) {
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

  /** The people whose place is known, for the crowd. */
  *actors(me: number): Generator<Actor> {
    for (const { track, actor } of this.all.values()) if (track.known || actor.id === me) yield actor;
  }

  isSeatTaken(seat: number): boolean {
    for (const { track } of this.all.values()) if (track.heardSeat === seat) return true;
    return false;
  }
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

function dress(actor: Actor, person: Person): void {
  actor.look = lookOf(person.look);
  actor.stickOn = person.stickOn;
  actor.stickColour = actor.look.stick;
  actor.performer = person.role === Role.PERFORMER;
}
