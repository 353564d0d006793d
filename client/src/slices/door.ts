import { signal } from '@preact/signals';
import type { Look } from '../avatar/look';
import type { Wait } from '../net/join';
import { port } from './port';

/** Where one is: at the door, inside, or out again. Owned by the visit; before its code has come, by main. */

export type Phase = 'loading' | 'entry' | 'joining' | 'live' | 'lost' | 'ended';
export interface RoomInfo { id: string; title: string; capacity: number; people: number; scene?: string; sceneName?: string }

export type { Wait } from '../net/join';

export interface DoorPort {
  readonly enter: (name: string, look: Look) => void;
  /** Stops waiting at the door. */
  readonly giveUp: () => void;
  readonly leave: () => void;
  readonly retryNow: () => void;
  readonly changeRoom: (room: string) => void;
  readonly takePortal: () => void;
}

export function doorSlice() {
  const phase = signal<Phase>('loading');
  return {
    phase,
    /** 0 to 1 while something loads. */
    progress: signal(0),
    eventId: signal(''),
    /** As the organiser wrote it; `eventName` gives it in the person's language. */
    eventTitle: signal(''),
    organisation: signal(''),
    room: signal<RoomInfo | null>(null),
    rooms: signal<readonly RoomInfo[]>([]),
    /** One's own id in the room, −1 outside. */
    me: signal(-1),
    /** Why entering failed or ended: a code such as `room-full`, below `reason.` in the catalogue. */
    reason: signal<string | null>(null),
    reasonDetail: signal(''),
    mayReturn: signal(true),
    /** Only a page that is loaded anew helps. */
    mustReload: signal(false),
    /** What the server that gave the page says it is; empty where it says nothing. */
    build: signal(''),
    /** The server is another one than the page came from. */
    isOutdated: signal(false),
    /** Null while one does not wait at the door. */
    waiting: signal<Wait | null>(null),
    /** While lost: seconds until the next try (0 while trying), and which try it is. */
    retry: signal({ inSeconds: 0, attempt: 0 }),
    portalNear: signal<string | null>(null),
    ask: port<DoorPort>(
      { enter: 'kept', giveUp: 'dropped', leave: 'dropped', retryNow: 'dropped', changeRoom: 'dropped', takePortal: 'dropped' },
      () => (phase.value = 'joining'), // one who is quicker than the code enters as soon as it has come
    ),
  };
}
export type DoorSlice = ReturnType<typeof doorSlice>;
