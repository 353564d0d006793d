import { signal } from '@preact/signals';
import type { ShowCommand } from '../net/generated/show_pb';
import { port } from './port';

export type DeskOrder = ShowCommand['body'];

export interface DeskPort {
  /** Asks the room to do something with its show. */
  readonly order: (order: DeskOrder) => void;
}

/** Running the show of the room. What the room says of it is the show's slice's; owned by the visit. */
export function deskSlice() {
  return {
    /** Whether the desk is open, or folded to a line. */
    open: signal(false),
    /** Room time of a moment ago, milliseconds; brought up to date a few times a second. */
    roomMs: signal(0),
    ask: port<DeskPort>({ order: 'dropped' }),
  };
}
export type DeskSlice = ReturnType<typeof deskSlice>;

const REHEARSAL = /^rehearsal-[a-z0-9]+(?:-(.+))?$/;

/** Whether a room is a rehearsal, and of which one: empty where its id does not say. @returns Null for any other room. */
export function rehearsedRoom(room: string): string | null {
  const found = REHEARSAL.exec(room);
  return found === null ? null : found[1] ?? '';
}
