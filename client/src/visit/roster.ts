import type { Actors } from '../world/actors';
import { Role, type Person } from '../net/generated/kapok_pb';
import type { PeopleSlice, RoleName, RosterEntry } from '../slices/people';
import type { SelfSlice } from '../slices/self';
import type { People } from '../world/people';

const ROLES: Readonly<Record<Role, RoleName>> = {
  [Role.UNSPECIFIED]: 'attendee', [Role.ATTENDEE]: 'attendee', [Role.SPEAKER]: 'speaker', [Role.PERFORMER]: 'performer', [Role.MODERATOR]: 'moderator',
  [Role.ORGANISER]: 'organiser', [Role.STAGE_MANAGER]: 'stageManager',
};
const MOST = 200; // rows of the roster; whoever is not among them is looked up
const STAGE_METRES = 1e6; // those on stage and in charge count as so much nearer
const EVERYONE = 16384;

/** Name of a role; one that this version does not know is an attendee's. */
export function roleNameOf(role: Role): RoleName {
  return ROLES[role] ?? 'attendee';
}

/** Copies who is in the room to the interface: those on stage and in charge, then the nearest, as far as one was introduced to them. */
export function showRoster(people: People, me: number, blocked: ReadonlySet<number>, slice: PeopleSlice, self: SelfSlice, stickIs: (on: boolean) => void): void {
  const own = people.personOf(me);
  slice.here.value = people.here.count;
  // Nobody reads it while the panel is closed, and thousands may have been introduced.
  if (slice.rosterWanted.value) slice.roster.value = nearestOf(people, me).map((id) => entryOf(people, people.personOf(id) as Person, me, blocked));
  const card = slice.card.value, person = card === null ? null : people.personOf(card);
  slice.cardPerson.value = person ? entryOf(people, person, me, blocked) : (slice.found.value.people.find(({ id }) => id === card) ?? null);
  if (own === null) return;
  self.role.value = roleNameOf(people.roleOf(me));
  stickIs(people.actors.stickOn[me] === 1);
}

const ranks = new Float64Array(EVERYONE);

/** The first of those introduced, oneself before all: by rank and id in one number, so that sorting makes nothing to collect. */
function nearestOf(people: People, me: number): number[] {
  const { actors, here } = people;
  let count = 0;
  for (let i = 0; i < here.count; i++) {
    const id = here.ids[i], person = people.personOf(id);
    if (person === null) continue;
    const metres = Math.min(STAGE_METRES - 1, apart(actors, id, me)),
      rank = id === me ? 0 : person.role === Role.ATTENDEE || person.role === Role.UNSPECIFIED ? STAGE_METRES + metres : metres;
    ranks[count++] = Math.floor(rank * 16 + 1) * EVERYONE + id;
  }
  return Array.from(ranks.subarray(0, count).sort().subarray(0, MOST), (rank) => rank % EVERYONE);
}

/** Takes the answer to a search. */
export function showFound(slice: PeopleSlice, people: readonly Person[], more: boolean): void {
  slice.found.value = { more, people: people.map((person) => ({ ...plain(person), metres: Number.NaN, blocked: false })) };
}

function entryOf({ actors }: People, person: Person, me: number, blocked: ReadonlySet<number>): RosterEntry {
  return { ...plain(person), blocked: blocked.has(person.id), metres: apart(actors, person.id, me) };
}

function apart({ x, z }: Actors, id: number, me: number): number {
  return me < 0 ? 0 : Math.hypot(x[id] - x[me], z[id] - z[me]);
}

function plain({ id, name, role, away, muted, silenced, bot }: Person): Omit<RosterEntry, 'metres' | 'blocked'> {
  return { id, name, role: roleNameOf(role), away, muted, silenced, bot };
}
