import { signal } from '@preact/signals';
import type { Photograph } from '../net/generated/kapok_pb';

/** A photograph that was drawn on this page. */
export interface OwnPhotograph { readonly id: string; readonly url: string; readonly name: string; readonly width: number; readonly height: number }

/** One of the event's that one is in. */
export interface KeptPhotograph { readonly id: string; readonly title: string; readonly file: string; readonly atMs: number }

/** The group photograph. `told` and `news` are owned by visit/photograph, all else by page/photograph, which comes with the first step of a ceremony. */
export function photographSlice() {
  return {
    /** The one that is about to be taken, or was taken last. */
    told: signal<Photograph | null>(null),
    /** Rises when the event's picture can be had. */
    news: signal(0),
    /** Seconds until the shutter, rounded up; null while nobody waits for it. */
    left: signal<number | null>(null),
    /** It is drawn here. */
    wanted: signal(true),
    state: signal<'waits' | 'draws' | 'taken' | 'missed' | 'failed'>('waits'),
    /** What became of the event's picture, for whoever's page uploads it. */
    upload: signal<'none' | 'sends' | 'done' | 'failed'>('none'),
    own: signal<OwnPhotograph | null>(null),
    kept: signal<readonly KeptPhotograph[]>([]),
    /** Uploads the event's picture again; set by page/photograph. */
    retry: (): void => undefined,
  };
}
export type PhotographSlice = ReturnType<typeof photographSlice>;
