import { signal } from '@preact/signals';
import { port } from './port';

/** Who is here, as far as one was told. Owned by visit/roster and visit/relations; the card that is open belongs to the interface. */

export type RoleName = 'attendee' | 'speaker' | 'performer' | 'moderator' | 'organiser' | 'stageManager';

/** Metres are NaN where it is not known where they are. */
export interface RosterEntry { id: number; name: string; role: RoleName; away: boolean; muted: boolean; silenced: boolean; bot: boolean; metres: number; blocked: boolean }

export interface PeoplePort {
  readonly goTo: (person: number) => void;
  /** Looks a name up among all in the room. */
  readonly seek: (text: string) => void;
  /** Asks who somebody is whom one sees from afar. */
  readonly meet: (person: number) => void;
  /** Keeps somebody on the map wherever they are. */
  readonly follow: (person: number, on: boolean) => void;
  readonly block: (person: number, on: boolean) => void;
  readonly report: (person: number, reason: string) => void;
  readonly moderate: (person: number, measure: 'mute' | 'unmute' | 'kick' | 'ban', reason: string) => void;
}

export function peopleSlice() {
  return {
    /** How many are in the room. */
    here: signal(0),
    /** Those one was introduced to: who is on stage or in charge, then the nearest. */
    roster: signal<readonly RosterEntry[]>([]),
    /** Somebody reads the roster; nobody makes it otherwise. */
    rosterWanted: signal(false),
    /** Answer to the last search for a name. */
    found: signal<{ readonly people: readonly RosterEntry[]; readonly more: boolean }>({ people: [], more: false }),
    /** Card of one person, opened by a click on an avatar or a row of the roster. */
    card: signal<number | null>(null),
    /** Who the open card is about. */
    cardPerson: signal<RosterEntry | null>(null),
    /** Grows when the roster is to be made anew at once. */
    rosterStale: signal(0),
    /** Those one follows. */
    followed: signal<ReadonlySet<number>>(new Set()),
    ask: port<PeoplePort>({ goTo: 'dropped', seek: 'dropped', meet: 'dropped', follow: 'dropped', block: 'dropped', report: 'dropped', moderate: 'dropped' }),
  };
}
export type PeopleSlice = ReturnType<typeof peopleSlice>;
