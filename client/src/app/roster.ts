import { Role, type Person } from '../net/generated/kapok_pb';
import { model, type RoleName, type RosterEntry } from '../ui/model';
import type { People, Resident } from '../world/people';

const ROLES: Readonly<Record<Role, RoleName>> = {
  [Role.UNSPECIFIED]: 'attendee', [Role.ATTENDEE]: 'attendee', [Role.SPEAKER]: 'speaker', [Role.PERFORMER]: 'performer', [Role.MODERATOR]: 'moderator', [Role.ORGANISER]: 'organiser',
};
const MOST = 200; // rows of the roster; whoever is not among them is looked up

/** Name of a role; one that this version does not know is an attendee's. */
export function roleNameOf(role: Role): RoleName {
  return ROLES[role] ?? 'attendee';
}

/** Copies who is in the room to the interface: those on stage and in charge, then the nearest, as far as one was introduced to them. */
export function showRoster(people: People, blocked: ReadonlySet<number>): void {
  const me = people.all.get(model.me.value);
  model.here.value = people.all.size;
  const known: RosterEntry[] = [];
  for (const resident of people.all.values()) if (resident.person !== null) known.push(entryOf(resident, resident.person, me, blocked));
  const rank = (entry: RosterEntry): number => (entry.id === model.me.value ? -2e6 : entry.role === 'attendee' ? 0 : -1e6) + entry.metres;
  model.roster.value = known.sort((a, b) => rank(a) - rank(b)).slice(0, MOST);
  const card = model.card.value === null ? undefined : people.all.get(model.card.value);
  model.cardPerson.value = card?.person ? entryOf(card, card.person, me, blocked) : (model.found.value.people.find(({ id }) => id === model.card.value) ?? null);
  if (!me?.person) return;
  model.role.value = roleNameOf(me.role);
  model.stickOn.value = me.actor.stickOn;
}

/** Takes the answer to a search. */
export function showFound(people: readonly Person[], more: boolean): void {
  model.found.value = { more, people: people.map((person) => ({ ...plain(person), metres: Number.NaN, blocked: false })) };
}

function entryOf({ actor }: Resident, person: Person, me: Resident | undefined, blocked: ReadonlySet<number>): RosterEntry {
  return { ...plain(person), blocked: blocked.has(person.id), metres: me ? Math.hypot(actor.x - me.actor.x, actor.z - me.actor.z) : 0 };
}

function plain({ id, name, role, away, muted, bot }: Person): Omit<RosterEntry, 'metres' | 'blocked'> {
  return { id, name, role: roleNameOf(role), away, muted, bot };
}
