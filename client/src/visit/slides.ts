import { create } from '@bufbuild/protobuf';
import { effect } from '@preact/signals';
import { FilesError, type EventFiles } from '../net/files';
import { PictureSchema, ScreenContentSchema, ShowActionSchema, SlidesPictureSchema, SlideTurnSchema, type ShowState } from '../net/generated/show_pb';
import type { Pointer } from '../net/generated/kapok_pb';
import { bringSlides, SlidesError, type Pages } from '../slides/bring';
import type { ShowSlice } from '../slices/show';
import type { LaserPoint, SlidesSlice } from '../slices/slides';
import { playActions } from './orders';
import type { RoomLine } from './parts';

const MOST_DECKS = 8; // that a page keeps the pages of
const POINT_MS = 100, REPEAT_MS = 1_000; // ten times a second at most; a point that is held still is told again

/** Slides: what the room shows of them, what somebody points at, and bringing some. */
export class Slides {
  /** Says how a document is opened for rendering: what does it is large and comes late, and whoever was faster waits for it. */
  opensBy: (open: (file: Blob) => Promise<Pages>) => void = () => undefined;
  private readonly opener = new Promise<(file: Blob) => Promise<Pages>>((resolve) => { this.opensBy = resolve; });
  private readonly points = new Map<number, LaserPoint>();
  private readonly asked = new Set<string>();
  private readonly pointer = { u: 0, v: 0, on: false, toldMs: -Infinity };
  private timer: ReturnType<typeof setTimeout> | undefined;
  private stopping: AbortController | null = null;

  constructor(private readonly line: RoomLine, private readonly slice: SlidesSlice, private readonly show: ShowSlice, private readonly files: EventFiles) {
    line.messages.on('pointers', ({ pointers }) => this.pointed(pointers));
    effect(() => this.follow(show.state.value));
  }

  connect(): void {
    this.slice.ask.connect({
      turn: (deck, page) => this.turn(deck, page),
      point: (u, v, on) => this.point(u, v, on),
      bring: (file) => void this.bring(file),
      stop: () => this.stopping?.abort(),
      remove: (deck) => void this.tried(this.files.removeDeck(deck)).then(() => this.look()),
      note: (deck, page, notes) => this.note(deck, page, notes),
      look: () => void this.look(),
    });
  }

  /** A room has greeted one: what was pointed at in the one before is void. */
  begin(): void {
    this.points.clear();
    this.slice.lasers.value = [];
    this.pointer.on = false;
    clearTimeout(this.timer);
  }

  /** Somebody left: their point goes with them. */
  forget(ids: readonly number[]): void {
    if (ids.map((id) => this.points.delete(id)).includes(true)) this.tellPoints();
  }

  private follow(state: ShowState | null): void {
    const last = state?.slides.at(-1), { shown } = this.slice;
    const is = shown.peek();
    if (is?.deck === last?.deck && is?.page === last?.page) return;
    shown.value = last === undefined ? null : { deck: last.deck, page: last.page };
    if (last !== undefined) void this.load(last.deck);
  }

  /** Pages of a deck are asked for once, and again when one of them is missing that is shown. */
  private async load(deck: string, again = false): Promise<void> {
    const known = this.slice.decks.peek();
    if (!again && (known.has(deck) || this.asked.has(deck))) return;
    this.asked.add(deck);
    try {
      const found = await this.files.deck(deck), kept = [...this.slice.decks.peek()].filter(([id]) => id !== deck).slice(1 - MOST_DECKS);
      this.slice.decks.value = new Map([...kept, [deck, found]]);
    } catch (error) {
      console.warn('these slides cannot be had', error); // the place shows what it has
    } finally {
      this.asked.delete(deck);
    }
  }

  private turn(deck: string, page: number): void {
    const screens = this.show.state.peek()?.screens ?? [];
    const isOn = screens.some(({ content }) => [content?.content, content?.beside].some((one) => one?.body.case === 'slides' && one.body.value.deck === deck));
    const turn = create(ShowActionSchema, { body: { case: 'slide', value: create(SlideTurnSchema, { deck, page }) } });
    void this.load(deck, this.slice.list.peek()?.some((one) => one.deck === deck && one.ready !== this.slice.decks.peek().get(deck)?.pages.length));
    if (isOn) return void this.line.now(playActions([turn]));
    const picture = create(PictureSchema, { body: { case: 'slides', value: create(SlidesPictureSchema, { deck }) } });
    this.line.now(playActions([create(ShowActionSchema, { body: { case: 'screen', value: create(ScreenContentSchema, { content: picture, fadeMs: 400 }) } }), turn]));
  }

  private note(deck: string, page: number, notes: string): void {
    const { decks } = this.slice, known = decks.peek().get(deck);
    // Whoever turns back to the page finds them, and need not ask for the deck again.
    if (known) decks.value = new Map(decks.peek()).set(deck, { ...known, pages: known.pages.map((one) => (one.number === page ? { ...one, notes } : one)) });
    void this.tried(this.files.putPage(deck, page, { notes }));
  }

  // ---- the laser

  private pointed(pointers: readonly Pointer[]): void {
    for (const { person, screen, u, v, on } of pointers) {
      if (on) this.points.set(person, { person, screen, u, v });
      else this.points.delete(person);
    }
    this.tellPoints();
  }

  private tellPoints(): void {
    this.slice.lasers.value = [...this.points.values()];
  }

  private point(u: number, v: number, on: boolean): void {
    const { pointer } = this;
    if (!on && !pointer.on) return;
    Object.assign(pointer, { u: Math.min(1, Math.max(0, u)), v: Math.min(1, Math.max(0, v)), on });
    clearTimeout(this.timer);
    const wait = on ? pointer.toldMs + POINT_MS - performance.now() : 0;
    if (wait > 0) this.timer = setTimeout(() => this.tellPoint(), wait);
    else this.tellPoint();
  }

  private tellPoint(): void {
    const { u, v, on } = this.pointer;
    this.pointer.toldMs = performance.now();
    this.line.send({ case: 'point', value: { $typeName: 'kapok.v1.Point', screen: this.screenOfSlides(), u, v, on } });
    clearTimeout(this.timer);
    if (on) this.timer = setTimeout(() => this.tellPoint(), REPEAT_MS);
  }

  /** The screen that shows the slides; empty is the room's main one. */
  private screenOfSlides(): string {
    const deck = this.slice.shown.peek()?.deck;
    const on = this.show.state.peek()?.screens.find(({ content }) => content?.content?.body.case === 'slides' && content.content.body.value.deck === deck)?.content?.screen ?? '';
    return on === '*' ? '' : on;
  }

  // ---- bringing slides

  private async bring(file: File): Promise<void> {
    if (this.stopping !== null) return;
    const stopping = this.stopping = new AbortController(), { slice } = this, name = titleOf(file.name);
    slice.fault.value = null;
    slice.bringing.value = { name, done: 0, of: 0 };
    try {
      const pages = await (await this.opener)(file);
      try {
        slice.bringing.value = { name, done: 0, of: pages.count };
        await bringSlides(name, pages, this.files, (done) => { slice.bringing.value = { name, done, of: pages.count }; }, stopping.signal);
      } finally {
        pages.close();
      }
    } catch (error) {
      slice.fault.value = faultOf(error);
    } finally {
      this.stopping = null;
      slice.bringing.value = null;
      void this.look();
    }
  }

  private async look(): Promise<void> {
    const decks = await this.tried(this.files.decks());
    if (decks !== null) this.slice.list.value = decks;
  }

  private async tried<T>(asked: Promise<T>): Promise<T | null> {
    try {
      return await asked;
    } catch (error) {
      this.slice.fault.value = faultOf(error);
      return null;
    }
  }
}

const titleOf = (file: string): string => file.replace(/\.pdf$/i, '').slice(0, 120) || 'PDF';

/** Giving up is no fault. */
function faultOf(error: unknown): string | null {
  const code = error instanceof SlidesError ? `slides.fault.${error.fault}` : error instanceof FilesError ? `files.fault.${error.code}` : 'slides.fault.broken';
  if (!(error instanceof SlidesError) && !(error instanceof FilesError)) console.error(error);
  return code.endsWith('.stopped') ? null : code;
}
