import { signal } from '@preact/signals';
import type { FileList, StoredFile } from '../net/files';
import { port } from './port';

/** Music and films of the room, and the files of the event for those who may bring some. Owned by visit/tracks. */

export interface Queued { readonly file: string; readonly title: string; readonly durationMs: number }

export interface NowPlaying extends Queued {
  readonly paused: boolean;
  readonly volume: number;
  readonly queue: readonly Queued[];
}

/** A file on its way up; `fault` where it was not taken. */
export interface Upload { readonly key: number; readonly name: string; readonly share: number; readonly fault: string | null }

export interface TracksPort {
  readonly play: (first: StoredFile, then: readonly StoredFile[]) => void;
  readonly pause: () => void;
  readonly resume: () => void;
  readonly stop: () => void;
  readonly next: () => void;
  readonly seek: (ms: number) => void;
  readonly volume: (share: number) => void;
  readonly queue: (files: readonly Queued[]) => void;
  readonly upload: (files: readonly File[]) => void;
  /** Gives up an upload, or takes its fault off the list. */
  readonly dismiss: (key: number) => void;
  readonly remove: (file: string) => void;
  readonly rename: (file: string, name: string) => void;
  readonly look: () => void;
}

export function tracksSlice() {
  return {
    now: signal<NowPlaying | null>(null),
    /** Where it is, milliseconds; brought up to date some times a second. */
    atMs: signal(0),
    /** Loudness of what plays, 0 to 1. */
    level: signal(0),
    /** The browser lets nothing sound before a gesture. */
    blocked: signal(false),
    list: signal<FileList | null>(null),
    uploads: signal<readonly Upload[]>([]),
    /** Key under `files.fault.`; null for none. */
    fault: signal<string | null>(null),
    ask: port<TracksPort>({
      play: 'dropped', pause: 'dropped', resume: 'dropped', stop: 'dropped', next: 'dropped', seek: 'dropped', volume: 'dropped', queue: 'dropped', upload: 'dropped',
      dismiss: 'dropped', remove: 'dropped', rename: 'dropped', look: 'kept',
    }),
  };
}
export type TracksSlice = ReturnType<typeof tracksSlice>;
