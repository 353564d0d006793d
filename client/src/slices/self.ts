import { signal } from '@preact/signals';
import type { Look } from '../avatar/look';
import type { RoleName } from './people';
import { port } from './port';

/** Oneself: owned by visit/self and visit/seating; name and look before one enters by the entry page. */

export interface SelfPort {
  readonly emote: (kind: number) => void;
  readonly toggleSeat: () => void;
  readonly toggleStick: () => void;
  readonly setStickColour: (colour: number) => void;
  readonly setLook: (look: Look) => void;
  /** Walks towards a place picked on the map. */
  readonly walkTo: (x: number, z: number) => void;
}

export function selfSlice() {
  return {
    name: signal(''),
    look: signal<Look | null>(null),
    role: signal<RoleName>('attendee'),
    stickOn: signal(false),
    seated: signal(false),
    seatNear: signal(false),
    ask: port<SelfPort>({ emote: 'dropped', toggleSeat: 'dropped', toggleStick: 'dropped', setStickColour: 'dropped', setLook: 'dropped', walkTo: 'dropped' }),
  };
}
export type SelfSlice = ReturnType<typeof selfSlice>;
