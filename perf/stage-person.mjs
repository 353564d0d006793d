// Somebody in a room without a page: the page's own code for the line, the clock, the show and the tracks, and a media element that is modelled.
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const client = join(import.meta.dirname, '../client'), load = createRequire(join(client, 'package.json'));

/** The page's own modules, as they are. */
export async function pageCode() {
  const { createServer: serve } = await import(load.resolve('vite'));
  const vite = await serve({ root: client, configFile: false, logLevel: 'error', appType: 'custom', server: { middlewareMode: true, hmr: false, ws: false, watch: null },
    optimizeDeps: { noDiscovery: true } });
  const [{ Connection }, { RoomClock }, { Messages }, { Show }, { readStateFrame }, { playingAt }, { TrackPlayer }, { showSlice }] = await Promise.all(
    ['net/connection', 'net/clock', 'visit/messages', 'visit/show', 'net/state-frame', 'tracks/now', 'tracks/player', 'slices/show']
      .map((name) => vite.ssrLoadModule(`/src/${name}.ts`)));
  return { Connection, RoomClock, Messages, Show, readStateFrame, playingAt, TrackPlayer, showSlice, close: () => vite.close() };
}

/** A media element as a model: it begins and jumps late, and its clock is that of a sound card, which is off by up to 100 of a million. */
class ModelMedia {
  src = '';
  paused = true;
  seeking = false;
  ended = false;
  readyState = 0;
  volume = 1;
  preload = '';
  error = null;
  duration = NaN;
  #rate = 1;
  #from = 0;
  #since = 0;
  #drift;
  #between;

  constructor(between) {
    this.#between = between;
    this.#drift = 1 + between(-1e-4, 1e-4);
  }

  get currentTime() {
    return this.paused || this.seeking ? this.#from : this.#from + ((performance.now() - this.#since) / 1000) * this.#rate * this.#drift;
  }

  set currentTime(seconds) {
    this.#from = seconds;
    this.seeking = true;
    setTimeout(() => { this.seeking = false; this.#since = performance.now(); }, this.#between(10, 80));
  }

  get playbackRate() { return this.#rate; }

  set playbackRate(rate) { [this.#from, this.#since, this.#rate] = [this.currentTime, performance.now(), rate]; }

  async play() {
    await sleep(this.#between(10, 60));
    [this.paused, this.#since] = [false, performance.now()];
  }

  pause() { [this.#from, this.paused] = [this.currentTime, true]; }

  load() {
    if (this.src !== '') setTimeout(() => { this.readyState = 4; }, this.#between(20, 200));
  }

  removeAttribute() { [this.src, this.readyState] = ['', 0]; }
}

const nothing = () => undefined;
const NOBODY = { person: nothing, far: nothing, gesture: nothing, tally: nothing, area: nothing }; // of state frames the clock is read alone

/** Somebody in the room. */
export class Person {
  /** When it showed what a revision of the show is: `performance.now()`. */
  played = new Map();
  /** The moment of room time, milliseconds, that each revision is stamped with. */
  due = new Map();
  /** Why the line was closed for good. */
  why = null;
  isIn = false;
  #code;
  #media = null;
  #player;
  #grid = null;

  /** @param enter Gets a ticket. @param between Gives a number between two. */
  constructor(code, enter, between) {
    const messages = new code.Messages();
    this.#code = code;
    this.clock = new code.RoomClock();
    const { state, ...rest } = code.showSlice();
    state.subscribe((next) => { if (next && !this.played.has(next.revision)) this.played.set(next.revision, performance.now()); });
    this.show = new code.Show({ messages }, this.clock, { state, ...rest });
    messages.on('pong', ({ clientMs, roomMs }) => this.clock.exchange(clientMs, performance.now(), roomMs));
    this.#player = new code.TrackPlayer(() => (this.#media = new ModelMedia(between)), (file) => `/files/${file}`, { plays: () => undefined, blocked: () => undefined });
    this.line = new code.Connection(enter, {
      onState: ({ kind, code: why }) => { if (kind === 'closed') this.why = why; },
      onWelcome: (welcome) => {
        this.clock.begin(welcome.roomMs, performance.now());
        this.#grid = { columns: welcome.cellColumns, rows: welcome.cellRows, metres: welcome.cellMetres, originX: welcome.cellOriginX, originZ: welcome.cellOriginZ };
        this.show.begin();
        this.isIn = true;
      },
      onMessage: (message) => {
        if (message.case === 'showCue') this.due.set(message.value.revision, message.value.atMs);
        messages.take(message);
      },
      onFrame: (bytes) => {
        const now = performance.now(), roomMs = this.#code.readStateFrame(bytes, this.#grid, this.clock.at(now), NOBODY);
        if (roomMs !== null) this.clock.heard(roomMs, now);
      },
    });
  }

  /** What the page does twenty times a second for music. */
  step() {
    const now = this.clock.at(performance.now()), playing = this.#code.playingAt(this.show.at(now)?.track, now);
    this.#player.step(playing);
  }

  /** Where the track is that one hears, milliseconds; null while none plays. */
  get trackMs() {
    return this.#media === null || this.#media.paused || this.#media.seeking ? null : this.#media.currentTime * 1000;
  }
}

