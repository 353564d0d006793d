import { t, textOf } from '../i18n';
import { en } from '../i18n/en';
import type { RoomClock } from '../net/clock';
import type { ServerBody } from '../net/control';
import { readCrowd } from '../net/crowd-list';
import type { Person } from '../net/generated/kapok_pb';
import { model } from '../ui/model';
import { toast } from '../ui/toasts';
import type { OwnAvatar } from '../world/own';
import type { People } from '../world/people';
import type { Soundscape } from '../audio/soundscape';
import type { Relations } from './relations';
import type { Tags } from '../picture/tags';
import type { Voices } from '../talk/voices';

const ANNOUNCEMENT_MS = 20_000;
const CHAT_KEPT = 200;
let nextKey = 1; // of lines of chat

/** What a room's messages change. */
export interface RoomParts {
  readonly people: People;
  readonly own: OwnAvatar;
  readonly clock: RoomClock;
  readonly tags: Tags;
  readonly relations: Relations;
  readonly sound: Soundscape;
  readonly voices: Voices;
  placed(): void;
  rosterChanged(): void;
  found(people: readonly Person[], more: boolean): void;
  travel(room: string, pass: string): void;
}

/** Takes one control message into the room. */
export function take(message: ServerBody, room: RoomParts): void {
  if (room.voices.take(message)) return;
  switch (message.case) {
    case 'pong': return room.clock.exchange(message.value.clientMs, performance.now(), message.value.roomMs);
    case 'joined':
      for (const sketch of readCrowd(message.value.crowd) ?? []) room.people.put(sketch);
      return room.rosterChanged();
    case 'introduced':
      for (const person of message.value.people) room.people.introduce(person);
      return room.rosterChanged();
    case 'found':
      room.voices.found(message.value.people);
      room.found(message.value.people, message.value.more);
      return room.rosterChanged();
    case 'left':
      for (const id of message.value.ids) room.people.remove(id, message.value.roomMs);
      room.relations.forget(message.value.ids);
      room.voices.forget(message.value.ids);
      if (model.card.value !== null && message.value.ids.includes(model.card.value)) model.card.value = null;
      return room.rosterChanged();
    case 'said': return said(message.value.from, message.value.name, message.value.text, room);
    case 'putBack':
      if (message.value.placement) room.own.place(message.value.placement, message.value.why.startsWith('put-back.'));
      if (message.value.why !== '') toast(textOf('notice', message.value.why, 'notice.put-back'));
      return room.placed();
    case 'notice': return notice(message.value.code, message.value.values);
    case 'announcement': return announce(message.value.text, message.value.from, room);
    case 'blocked':
      for (const id of message.value.ids) room.relations.blocked.add(id);
      return room.rosterChanged();
    case 'travel': return room.travel(message.value.room, message.value.arrive);
    default: return;
  }
}

/** The server names notices by whole keys of the catalogue, such as `notice.muted`. */
function notice(code: string, values: Readonly<Record<string, string>>): void {
  const known = Object.hasOwn(en, code);
  toast(known ? t(code as keyof typeof en, values) : t('notice.unknown', { code }));
}

function announce(text: string, from: string, room: RoomParts): void {
  room.sound.chime('announcement');
  const shown = { text, from };
  model.announcement.value = shown;
  setTimeout(() => {
    if (model.announcement.value === shown) model.announcement.value = null;
  }, ANNOUNCEMENT_MS);
}

function said(from: number, name: string, text: string, room: RoomParts): void {
  if (room.relations.blocked.has(from)) return;
  const shown = room.people.nameOf(from) || name;
  model.chat.value = [...model.chat.value.slice(1 - CHAT_KEPT), { key: nextKey++, from, name: shown, text, own: from === model.me.value, time: new Date() }];
  if (!model.chatOpen.value && from !== model.me.value) model.unread.value++;
  if (from !== model.me.value) room.sound.chime('chat');
  room.tags.say(from, text, performance.now());
}
