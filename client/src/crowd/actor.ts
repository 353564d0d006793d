import type { Look } from '../avatar/look';

/** How somebody is standing in the world. */
export const enum Form { Standing = 0, Moving = 1, Airborne = 2, Seated = 3 }

/** One person as the world module shows them this frame; the crowd draws it. Metres, radians, milliseconds of room time. */
export interface Actor {
  readonly id: number;
  look: Look;
  x: number;
  y: number;
  z: number;
  yaw: number;
  /** Metres a second over the floor, of what is shown (not of what was sent): feet keep to the ground by it. */
  speed: number;
  form: Form;
  /** 1..8, or 0; and the room time at which it began. */
  emote: number;
  emoteStart: number;
  stickOn: boolean;
  /** 0xRRGGBB. */
  stickColour: number;
  /** 1 is solid; less fades by dithering (personal space, one's own body in first person). */
  opacity: number;
  /** Opening of the mouth, 0..1. */
  mouth: number;
  performer: boolean;
}
