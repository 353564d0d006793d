import { setLanguage, titleOf } from '../i18n';
import { shown } from '../slices';
import type { Settings } from '../slices/settings';

/**
 * What the interface reads and asks, gathered from the slices of the parts that own them (see slices/). Components know nothing else of the client: they read
 * signals, and call ports that the parts have connected.
 */

export type { ChatEntry } from '../slices/chat';
export type { Phase, RoomInfo, Wait } from '../slices/door';
export type { Panel } from '../slices/hands';
export type { RoleName, RosterEntry } from '../slices/people';
export type { MapView } from '../slices/picture';
export type { Settings } from '../slices/settings';

const { door, people, chat, self, notices, settings, picture, hands } = shown;

export const model = { ...door, ...people, ...chat, ...self, ...notices, ...settings, ...picture, ...hands };

export const actions = {
  ...door.ask, ...people.ask, ...chat.ask, ...self.ask, ...hands.ask,
  changeSettings: (change: Partial<Settings>): void => {
    settings.change(change);
    if (change.language) setLanguage(change.language);
  },
};

/** Title of the event in the person's language. */
export function eventName(): string {
  return titleOf(door.eventId.value, door.eventTitle.value) || 'Kapok';
}
