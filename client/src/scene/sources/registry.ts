import type { ScreenSource } from '../screen';

/** Kinds of pictures that come from elsewhere: the stages of the event, decks of slides, uploaded pictures and films, the signing wall. */
export type ProvidedKind = 'stream' | 'slides' | 'picture' | 'film' | 'wall';

/**
 * Makes a picture for a screen. @param id Stage, deck or file; empty is the room's own stage, and its wall.
 * @returns Owned by whoever asked: it is updated while a screen shows it, and disposed once none does. Null where there is nothing of that id yet: it is asked for again.
 */
export type SourceMaker = (id: string) => ScreenSource | null;

/**
 * Where screens get the pictures that are not drawn here. Whoever can make a kind says so once: `sources.provide('slides', (deck) => new SlidePicture(deck))`.
 * Without a maker a screen keeps what the place shows by itself.
 */
export class ScreenSources {
  private readonly makers = new Map<ProvidedKind, SourceMaker>();
  /** Goes up with each maker that comes: screens that found nothing look again. */
  version = 0;

  provide(kind: ProvidedKind, make: SourceMaker): void {
    this.makers.set(kind, make);
    this.version++;
  }

  /** What was provided has changed (a stage went on air, a deck was opened): screens that found nothing look again. */
  changed(): void {
    this.version++;
  }

  has(kind: ProvidedKind): boolean {
    return this.makers.has(kind);
  }

  make(kind: ProvidedKind, id: string): ScreenSource | null {
    return this.makers.get(kind)?.(id) ?? null;
  }
}
