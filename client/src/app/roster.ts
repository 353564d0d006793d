import { Role } from '../net/generated/kapok_pb';
import { model, type RoleName, type RosterEntry } from '../ui/model';
import type { People } from '../world/people';
import type { Blocked } from './blocked';

const ROLES: Readonly<Record<Role, RoleName>> = {
  [Role.UNSPECIFIED]: 'attendee', [Role.ATTENDEE]: 'attendee', [Role.SPEAKER]: 'speaker', [Role.PERFORMER]: 'performer', [Role.MODERATOR]: 'moderator', [Role.ORGANISER]: 'organiser',
};

/** Name of a role; one that this version does not know is an attendee's. */
export function roleNameOf(role: Role): RoleName {
  return ROLES[role] ?? 'attendee';
}

/** Copies who is in the room to the interface. */
export function showRoster(people: People, blocked: Blocked): void {
  const me = people.all.get(model.me.value);
  model.roster.value = [...people.all.values()].map(({ person, actor }): RosterEntry => ({
    id: person.id, name: person.name, role: roleNameOf(person.role), away: person.away, muted: person.muted, bot: person.bot, blocked: blocked.has(person.id),
    metres: me ? Math.hypot(actor.x - me.actor.x, actor.z - me.actor.z) : 0,
  }));
  if (!me) return;
  model.role.value = roleNameOf(me.person.role);
  model.stickOn.value = me.person.stickOn;
}
