import { DEFAULT_LOOK, type Look } from '../avatar/look';
import { Form } from '../net/frames';
import { IdSet } from './id-set';

/** Ids of people in a room are below this (kapok.proto). */
export const MAX_PEOPLE = 32768;

/** One person in words, for whoever makes a few by hand; see Actors for what the fields mean. */
export interface ActorState {
  look: Look;
  x: number;
  y: number;
  z: number;
  yaw: number;
  speed: number;
  form: Form;
  emote: number;
  emoteStart: number;
  stickOn: boolean;
  stickColour: number;
  opacity: number;
  mouth: number;
  performer: boolean;
}

/**
 * Everybody as the world shows them this frame, by id; the crowd draws them. One array a field and not one object a person: of ten thousand a
 * loop touches two or three fields each, which then lie side by side, and nothing is left to collect. Metres, radians, milliseconds of room time.
 */
export class Actors {
  /** Those whose place is known. */
  readonly shown = new IdSet(MAX_PEOPLE);
  readonly x = new Float32Array(MAX_PEOPLE);
  readonly y = new Float32Array(MAX_PEOPLE);
  readonly z = new Float32Array(MAX_PEOPLE);
  readonly yaw = new Float32Array(MAX_PEOPLE);
  /** Metres a second over the floor, of what is shown (not of what was sent): feet keep to the ground by it. */
  readonly speed = new Float32Array(MAX_PEOPLE);
  readonly form = new Uint8Array(MAX_PEOPLE);
  /** 1..8, or 0; and the room time at which it begins. */
  readonly emote = new Uint8Array(MAX_PEOPLE);
  readonly emoteStart = new Float64Array(MAX_PEOPLE);
  readonly stickOn = new Uint8Array(MAX_PEOPLE);
  /** 0xRRGGBB. */
  readonly stickColour = new Uint32Array(MAX_PEOPLE);
  /** 1 is solid; less fades by dithering (personal space, one's own body in first person). */
  readonly opacity = new Float32Array(MAX_PEOPLE);
  /** Opening of the mouth, 0..1. */
  readonly mouth = new Float32Array(MAX_PEOPLE);
  readonly performer = new Uint8Array(MAX_PEOPLE);
  /** Changes whenever look or colour of the stick do, and is never 0 then: so a comparison of numbers tells whether somebody is to be dressed anew. */
  readonly styled = new Uint16Array(MAX_PEOPLE);
  private readonly looks = new Array<Look>(MAX_PEOPLE).fill(DEFAULT_LOOK);

  lookOf(id: number): Look {
    return this.looks[id];
  }

  /** Gives somebody a look, and the stick its colour. The look is not to be changed afterwards. */
  dress(id: number, look: Look, stickColour = look.stick): void {
    this.looks[id] = look;
    this.stickColour[id] = stickColour;
    this.styled[id] = (this.styled[id] % 65535) + 1;
  }

  /** Somebody comes: not shown yet, in nobody's way. */
  reset(id: number): void {
    this.shown.delete(id);
    this.x[id] = this.y[id] = this.z[id] = this.yaw[id] = this.speed[id] = this.mouth[id] = 0;
    this.form[id] = Form.Standing;
    this.emote[id] = this.emoteStart[id] = this.stickOn[id] = this.performer[id] = 0;
    this.opacity[id] = 1;
  }

  /** Shows somebody, with what is given and otherwise as they were. */
  set(id: number, state: Partial<ActorState>): void {
    const { look, form, stickOn, performer, stickColour, ...numbers } = state;
    for (const [field, value] of Object.entries(numbers)) this[field as keyof typeof numbers][id] = value;
    if (form !== undefined) this.form[id] = form;
    if (stickOn !== undefined) this.stickOn[id] = stickOn ? 1 : 0;
    if (performer !== undefined) this.performer[id] = performer ? 1 : 0;
    if (look !== undefined || stickColour !== undefined) this.dress(id, look ?? this.looks[id], stickColour ?? look?.stick);
    this.shown.add(id);
  }

  clear(): void {
    this.shown.clear();
    this.looks.fill(DEFAULT_LOOK);
  }
}
