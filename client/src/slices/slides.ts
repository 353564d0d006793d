import { signal } from '@preact/signals';
import type { Deck, DeckHead } from '../net/files';
import { port } from './port';

/** Slides of the room, and of the event for those who may bring some. Owned by visit/slides. */

/** A laser on a screen: u to the right and v upwards, 0 to 1 of the picture that is shown. */
export interface LaserPoint { readonly person: number; readonly screen: string; readonly u: number; readonly v: number }

/** Slides that are being brought: `of` is 0 while the document is read. */
export interface Bringing { readonly name: string; readonly done: number; readonly of: number }

export interface SlidesPort {
  /** Shows a page to everyone, and puts the deck onto the room's screen where it is not on one. */
  readonly turn: (deck: string, page: number) => void;
  readonly point: (u: number, v: number, on: boolean) => void;
  readonly bring: (file: File) => void;
  readonly stop: () => void;
  readonly remove: (deck: string) => void;
  readonly note: (deck: string, page: number, text: string) => void;
  /** Asks for the decks of the event. */
  readonly look: () => void;
}

export function slidesSlice() {
  return {
    /** What was turned last in this room: all look at it. */
    shown: signal<{ readonly deck: string; readonly page: number } | null>(null),
    /** Decks whose pages are known, by id. */
    decks: signal<ReadonlyMap<string, Deck>>(new Map()),
    /** Decks of the event; null until one asked, and for those who may not. */
    list: signal<readonly DeckHead[] | null>(null),
    bringing: signal<Bringing | null>(null),
    /** Key of the text catalogue under `slides.fault.` or `files.fault.`; null for none. */
    fault: signal<string | null>(null),
    lasers: signal<readonly LaserPoint[]>([]),
    ask: port<SlidesPort>({ turn: 'dropped', point: 'dropped', bring: 'dropped', stop: 'dropped', remove: 'dropped', note: 'dropped', look: 'kept' }),
  };
}
export type SlidesSlice = ReturnType<typeof slidesSlice>;
