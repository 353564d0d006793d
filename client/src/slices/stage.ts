import { signal } from '@preact/signals';
import type { StageDesk } from '../net/stages';
import { port } from './port';

/** What is on the stages of the event, how one watches it, and one's own broadcast. On air is owned by visit/stage, the rest by page/stage. */

export type WayName = 'whep' | 'flv' | 'llhls';

/** One way to take a stage. */
export interface StageWay {
  readonly kind: WayName;
  /** Path of this venue, or a whole address. */
  readonly address: string;
  /** As RFC 6381 has them. */
  readonly codecs: readonly string[];
  /** Of a smaller rendition, pixels; 0 as it came. */
  readonly height: number;
}

/** A stage that is on air. */
export interface StageOnAir {
  readonly stage: string;
  readonly title: string;
  /** Of this broadcast; new with each. */
  readonly live: string;
  /** Its performer is gone, and may be back within half a minute. */
  readonly isAway: boolean;
  readonly hasVideo: boolean;
  readonly hasAudio: boolean;
  readonly ways: readonly StageWay[];
  /** Pixels, 0 while not known. */
  readonly width: number;
  readonly height: number;
  /** Room time at {@link utcMs}: by the two a programme date becomes room time. */
  readonly clockMs: number;
  readonly utcMs: number;
}

/** How it goes: nothing is on; it begins; it plays; its performer is away; no way brings it here; this browser plays none of its codecs. */
export type StageSign = 'none' | 'starting' | 'playing' | 'away' | 'unreachable' | 'unplayable';
/** Which way one prefers; `small` is the smaller rendition. */
export type StageChoice = 'auto' | WayName | 'small';

export type LiveSign = 'off' | 'taking' | 'ready' | 'connecting' | 'live' | 'returning';
export type LivePicture = 'camera' | 'screen';
/** Why one is not live: codes below `golive.trouble.` in the catalogue. */
export type LiveTrouble = 'denied' | 'missing' | 'busy' | 'insecure' | 'unknown' | 'key' | 'taken' | 'codec' | 'refused' | 'network' | 'keys';

export interface StagePort {
  /** Tries at once what would be tried later. */
  readonly retry: () => void;
  /** Shows what one would send. */
  readonly take: (picture: LivePicture, camera: string, microphone: string) => void;
  /** Sends what is shown. */
  readonly goLive: () => void;
  readonly end: () => void;
  /** Asks the venue for address, key and health. */
  readonly look: () => void;
}

export function stageSlice() {
  return {
    onAir: signal<readonly StageOnAir[]>([]),
    /** The stage that one chose to watch; empty for the one that the room shows. */
    wanted: signal(''),
    /** The stage that one watches; null for none. */
    watched: signal<StageOnAir | null>(null),
    sign: signal<StageSign>('none'),
    /** The way it comes now; null while none does. */
    way: signal<{ readonly kind: WayName; readonly height: number } | null>(null),
    choice: signal<StageChoice>('auto'),
    /** One does not hear it, by one's own wish. */
    silenced: signal(false),
    /** How far behind the stage its picture is, seconds, to a tenth; 0 while not known. */
    behindSeconds: signal(0),
    /** What shows it now. The interface puts it where one sees it, and nobody else moves it. */
    video: signal<HTMLVideoElement | null>(null),
    /** It is open over the place. */
    flat: signal(false),
    live: signal<LiveSign>('off'),
    liveTrouble: signal<LiveTrouble | null>(null),
    /** What the venue said with it; empty for nothing. */
    liveReason: signal(''),
    /** What one sends, or would. */
    preview: signal<MediaStream | null>(null),
    previewKind: signal<LivePicture>('camera'),
    /** Loudness of what one sends, 0 to 1. */
    liveLevel: signal(0),
    liveKilobits: signal(0),
    /** What the venue says of the room's stage, to those who may go live there. */
    desk: signal<StageDesk | null>(null),
    cameras: signal<readonly { readonly id: string; readonly name: string }[]>([]),
    ask: port<StagePort>({ retry: 'dropped', take: 'dropped', goLive: 'dropped', end: 'dropped', look: 'dropped' }),
  };
}
export type StageSlice = ReturnType<typeof stageSlice>;
