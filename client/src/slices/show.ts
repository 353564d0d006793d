import { signal } from '@preact/signals';
import type { ShowDesk, ShowOffer, ShowState } from '../net/generated/show_pb';

/** The show of the room one is in: owned by visit/show. */
export function showSlice() {
  return {
    /** What the room shows now; null before it has said anything. Replaced with each change, and not for the time that passes in fades. */
    state: signal<ShowState | null>(null),
    /** What the prompt for applause says: empty text is the usual one; null while there is none. */
    applause: signal<string | null>(null),
    /** What whoever runs the show is told; null for everyone else. */
    desk: signal<ShowDesk | null>(null),
    /** The newest certificate of attendance that is kept of one: its title, and whether one has looked at it; null for none that is known. */
    certified: signal<{ readonly title: string; readonly isSeen: boolean } | null>(null),
    /** A show that anybody in the room may start; null where none is open. */
    offer: signal<ShowOffer | null>(null),
  };
}
export type ShowSlice = ReturnType<typeof showSlice>;
