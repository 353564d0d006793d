import { signal } from '@preact/signals';
import type { Look } from '../avatar/look';
import { titleOf } from '../i18n';
import type { LockLayer } from './lock-layer';
import type { TagLayer } from './tag-layer';

/** What the UI shows, as signals, and what it asks for, as actions. The app fills both; components know nothing else. */

export type Phase = 'loading' | 'entry' | 'joining' | 'live' | 'lost' | 'ended';
export type RoleName = 'attendee' | 'speaker' | 'performer' | 'moderator' | 'organiser';
export type Panel = 'none' | 'roster' | 'settings' | 'sound' | 'controls' | 'map' | 'look' | 'stick' | 'hands';

/** Metres are NaN where it is not known where they are. */
export interface RosterEntry { id: number; name: string; role: RoleName; away: boolean; muted: boolean; silenced: boolean; bot: boolean; metres: number; blocked: boolean }
export interface ChatEntry { key: number; from: number; name: string; text: string; own: boolean; time: Date }
export interface MapView {
  /** Extent of the floor, metres. */
  minX: number; minZ: number; maxX: number; maxZ: number;
  /** Picture of the floor, made once for each room, −Z up, and of the crowd on it. */
  floor: HTMLCanvasElement;
  crowd: HTMLCanvasElement;
  me: { x: number; z: number; yaw: number };
  /** Those one follows. */
  friends: readonly { x: number; z: number }[];
  portals: readonly { x: number; z: number; title: string }[];
}
export interface RoomInfo { id: string; title: string; capacity: number; people: number; scene?: string; sceneName?: string }

export interface Settings {
  quality: 'auto' | 'low' | 'phone' | 'laptop' | 'high';
  reducedMotion: boolean;
  /** 0.3 to 3 times the usual. */
  mouseSpeed: number;
  /** 0 to 1: of everything, and of that the share of voices and of the stage. */
  volume: number;
  voiceVolume: number;
  stageVolume: number;
  /** Both ears hear the same. */
  mono: boolean;
  /** Nothing of what one hears comes back into the microphone. */
  headphones: boolean;
  /** One is heard only while a key is held. */
  pushToTalk: boolean;
  /** Noise is taken out of one's voice, and its loudness kept even. */
  cleanVoice: boolean;
  /** Devices of the browser's list; empty for its own choice. */
  microphone: string;
  speaker: string;
  language: 'en' | 'zh-Hans';
  personalSpace: boolean;
  names: boolean;
}

export const model = {
  phase: signal<Phase>('loading'),
  /** 0 to 1 while something loads. */
  progress: signal(0),
  eventId: signal(''),
  /** As the organiser wrote it; `eventName` gives it in the person's language. */
  eventTitle: signal(''),
  organisation: signal(''),
  room: signal<RoomInfo | null>(null),
  rooms: signal<readonly RoomInfo[]>([]),
  me: signal(-1),
  name: signal(''),
  look: signal<Look | null>(null),
  role: signal<RoleName>('attendee'),
  /** The place is drawn behind the entry page. */
  backdrop: signal(false),
  /** Whether the 3D picture is there; the graphics card may take it away for a while, or for good. */
  picture: signal<'shown' | 'restoring' | 'gone'>('shown'),
  /** Whether 3D pictures are drawn; everything else goes on without them. `?draw=off` begins without. */
  draws: signal(true),
  /** Why entering failed or ended: a code such as `room-full`, below `reason.` in the catalogue. */
  reason: signal<string | null>(null),
  reasonDetail: signal(''),
  mayReturn: signal(true),
  /** Place in the line before a full room, from 1; null while one does not wait. */
  waiting: signal<number | null>(null),
  /** While lost: seconds until the next try (0 while trying), and which try it is. */
  retry: signal({ inSeconds: 0, attempt: 0 }),
  /** How many are in the room. */
  here: signal(0),
  /** Those one was introduced to: who is on stage or in charge, then the nearest. */
  roster: signal<readonly RosterEntry[]>([]),
  /** Answer to the last search for a name. */
  found: signal<{ readonly people: readonly RosterEntry[]; readonly more: boolean }>({ people: [], more: false }),
  /** Who the open card is about. */
  cardPerson: signal<RosterEntry | null>(null),
  /** Grows when the roster is to be made anew at once. */
  rosterStale: signal(0),
  /** Those one follows. */
  followed: signal<ReadonlySet<number>>(new Set()),
  chat: signal<readonly ChatEntry[]>([]),
  unread: signal(0),
  /** Where names are drawn, while they are. */
  tagLayer: signal<TagLayer | null>(null),
  /** Where locks over private tables are drawn. */
  lockLayer: signal<LockLayer | null>(null),
  map: signal<MapView | null>(null),
  seated: signal(false),
  seatNear: signal(false),
  portalNear: signal<string | null>(null),
  stickOn: signal(false),
  announcement: signal<{ text: string; from: string } | null>(null),
  /** Short lines at the top, already in the person's language. */
  toasts: signal<readonly { key: number; text: string }[]>([]),
  /** Card of one person, opened by a click on an avatar or a row of the roster. */
  card: signal<number | null>(null),
  panel: signal<Panel>('none'),
  chatOpen: signal(false),
  wheelOpen: signal(false),
  /** The emote under the pointer while the wheel is open; 0 for none. */
  wheelOver: signal(0),
  touch: signal(false),
  settings: signal<Settings>({ quality: 'auto', reducedMotion: false, mouseSpeed: 1, volume: 0.8, language: 'en', personalSpace: true, names: true, voiceVolume: 0.9, stageVolume: 0.8, mono: false, headphones: false, pushToTalk: false, cleanVoice: true, microphone: '', speaker: '' }),
  /** The page came by plain HTTP from another machine: browsers then give no microphone. */
  plainHttp: signal(false),
  fps: signal(0),
};

export interface Actions {
  enter(name: string, look: Look): void;
  say(text: string): void;
  emote(kind: number): void;
  toggleSeat(): void;
  toggleStick(): void;
  setStickColour(colour: number): void;
  setLook(look: Look): void;
  goTo(person: number): void;
  /** Looks a name up among all in the room. */
  seek(text: string): void;
  /** Asks who somebody is whom one sees from afar. */
  meet(person: number): void;
  /** Keeps somebody on the map wherever they are. */
  follow(person: number, on: boolean): void;
  block(person: number, on: boolean): void;
  report(person: number, reason: string): void;
  moderate(person: number, measure: 'mute' | 'unmute' | 'kick' | 'ban', reason: string): void;
  takePortal(): void;
  changeRoom(room: string): void;
  /** Walk towards a place picked on the map. */
  walkTo(x: number, z: number): void;
  changeSettings(change: Partial<Settings>): void;
  retryNow(): void;
  leave(): void;
  /** Leaves the line before a full room. */
  giveUp(): void;
  jump(): void;
  /** Joystick of a thumb, x right and y forwards, each −1..1; (0, 0) when let go. */
  joystick(x: number, y: number): void;
}

const nothing = () => undefined;

/** Replaced by the app before anything is shown. */
export const actions: Actions = {
  enter: nothing, say: nothing, emote: nothing, toggleSeat: nothing, toggleStick: nothing, setStickColour: nothing, setLook: nothing,
  goTo: nothing, seek: nothing, meet: nothing, follow: nothing, block: nothing, report: nothing, moderate: nothing, takePortal: nothing, changeRoom: nothing, walkTo: nothing,
  changeSettings: nothing, retryNow: nothing, leave: nothing, giveUp: nothing, jump: nothing, joystick: nothing,
};

/** Title of the event in the person's language. */
export function eventName(): string {
  return titleOf(model.eventId.value, model.eventTitle.value) || 'Kapok';
}
