import { follow, SEEK_FROM_MS } from './follow';
import type { Playing } from './now';

const PRELOAD_MS = 20_000; // before its turn the next track is fetched
const PAUSED_OFF_MS = 40; // a track that stands still stands where all see it
const MOST_AHEAD_MS = 600; // by which a jump is aimed ahead
const NEAR_MS = 40, NEAR_STEPS = 3, NEAR_JUMPS = 2; // a beginning that is off by so much once its clock runs is put right by a jump: to bend it takes seconds
const STUCK_STEPS = 10, MOST_PATIENCE = 8; // after which another element takes the place of one whose clock does not run, twice as many each time
const SMOOTH = 0.35; // of a new reading: clocks of media elements jitter

/** What of a media element is used. */
export type Media = Pick<HTMLVideoElement, 'src' | 'currentTime' | 'playbackRate' | 'paused' | 'readyState' | 'seeking' | 'ended' | 'duration' | 'volume' | 'preload' | 'error'> & {
  play(): Promise<void>; pause(): void; load(): void; removeAttribute(name: string): void;
};

interface Loaded<M extends Media> { readonly file: string; readonly media: M }

/** What becomes of a player. */
export interface TrackEvents<M extends Media> {
  /** Another element plays from now on; null is none. */
  plays(media: M | null): void;
  /** The browser lets nothing play before a gesture. */
  blocked(isBlocked: boolean): void;
}

/**
 * Plays what the room plays, in step with it. One element plays and another has the next track ready; who hears and sees them is others' business.
 * @remarks Asked some times a second; allocates an element for each track and nothing in between.
 */
export class TrackPlayer<M extends Media> {
  private now: Loaded<M> | null = null;
  private next: Loaded<M> | null = null;
  private aheadMs = 40;
  private offMs = 0;
  private isFresh = true; // nothing was read since the last jump
  private stoodAt = NaN; // where its clock stood after it
  private stood = 0; // for how many steps
  private patience = 1;
  private steps = 0; // since then
  private nearJumps = 0; // that are left
  private isBent = false;
  private isStarting = false;

  /** @param addressOf Where a file is served. */
  constructor(private readonly make: () => M, private readonly addressOf: (file: string) => string | null, private readonly events: TrackEvents<M>) {}

  /** For tests and figures: how far it is off, milliseconds. */
  get state(): { file: string; atMs: number; offMs: number; rate: number; paused: boolean } | null {
    return this.now && { file: this.now.file, atMs: this.now.media.currentTime * 1000, offMs: this.offMs, rate: this.now.media.playbackRate, paused: this.now.media.paused };
  }

  /** The element of a file that plays or is about to; null for none. */
  mediaOf(file: string): M | null {
    return this.now?.file === file ? this.now.media : null;
  }

  /** Brings the player to where the room is. */
  step(playing: Playing | null): void {
    if (playing === null) return this.drop();
    if (this.now?.file !== playing.file) this.turnTo(playing.file);
    const first = playing.queue.at(0);
    if (first !== undefined && playing.durationMs - playing.positionMs < PRELOAD_MS) this.prepare(first.file);
    const media = this.now?.media;
    if (media === undefined || media.error !== null || media.readyState < 1) return;
    media.volume = Math.min(1, Math.max(0, playing.volume * playing.volume));
    if (playing.paused || playing.positionMs < 0) this.hold(media, Math.max(0, playing.positionMs));
    else this.run(media, playing.positionMs);
  }

  private hold(media: M, atMs: number): void {
    if (!media.paused) media.pause();
    if (!media.seeking && Math.abs(media.currentTime * 1000 - atMs) > PAUSED_OFF_MS) media.currentTime = atMs / 1000;
    this.settle(0);
    this.isFresh = true;
  }

  private run(media: M, wantMs: number): void {
    if (media.seeking || media.ended || (Number.isFinite(media.duration) && wantMs > media.duration * 1000)) return;
    if (media.paused) return this.start(media, wantMs);
    if (media.readyState < 3) return; // it waits for data, and is put right when it goes on
    if (this.isFresh && !this.hasBegun(media.currentTime)) {
      if (this.stood >= STUCK_STEPS * this.patience && this.now !== null) this.replace(this.now);
      return;
    }
    const off = media.currentTime * 1000 - wantMs;
    if (this.isFresh) this.aheadMs = Math.min(MOST_AHEAD_MS, Math.max(0, this.aheadMs - off * 0.7));
    this.offMs = this.isFresh ? off : this.offMs + (off - this.offMs) * SMOOTH;
    this.steps = this.isFresh ? 0 : this.steps + 1;
    this.isFresh = false;
    const isNear = this.steps === NEAR_STEPS && this.nearJumps-- > 0;
    const { seekTo, rate } = follow(wantMs, wantMs + this.offMs, this.isBent, this.aheadMs, isNear ? NEAR_MS : SEEK_FROM_MS);
    this.isBent = rate !== 1;
    if (Math.abs(media.playbackRate - rate) > 0.002) media.playbackRate = rate;
    if (seekTo === null) return;
    media.currentTime = seekTo / 1000;
    this.isFresh = true;
    [this.stoodAt, this.stood] = [NaN, 0];
  }

  /** Whether its clock runs since the last jump. On a busy machine that takes longer than what one jumps for: whoever jumped again before would do so for ever. */
  private hasBegun(at: number): boolean {
    if (Number.isNaN(this.stoodAt) || at === this.stoodAt) {
      [this.stoodAt, this.stood] = [at, this.stood + 1];
      return false;
    }
    [this.stoodAt, this.stood, this.patience] = [NaN, 0, 1];
    return true;
  }

  /** Chromium's element sometimes stands for good after its first jump and says that it plays, whatever is done to it. Another takes its place. */
  private replace({ file, media }: Loaded<M>): void {
    unload(media);
    this.now = this.load(file);
    [this.stoodAt, this.stood, this.patience] = [NaN, 0, Math.min(MOST_PATIENCE, this.patience * 2)];
    this.events.plays(this.now?.media ?? null);
  }

  private start(media: M, wantMs: number): void {
    if (this.isStarting) return;
    this.nearJumps = NEAR_JUMPS;
    this.isStarting = true;
    if (Math.abs(media.currentTime * 1000 - wantMs) > PAUSED_OFF_MS) media.currentTime = (wantMs + this.aheadMs) / 1000;
    this.isFresh = true;
    media.play().then(() => this.events.blocked(false), (error: unknown) => {
      if (error instanceof DOMException && error.name === 'NotAllowedError') this.events.blocked(true);
    }).finally(() => { this.isStarting = false; });
  }

  private settle(offMs: number): void {
    this.offMs = offMs;
    this.isBent = false;
  }

  private turnTo(file: string): void {
    const ready = this.next?.file === file ? this.next : null;
    if (this.next !== null && ready === null) unload(this.next.media);
    this.next = null;
    if (this.now) unload(this.now.media);
    this.now = ready ?? this.load(file);
    this.settle(0);
    this.isFresh = true;
    this.isStarting = false;
    [this.stoodAt, this.stood, this.patience] = [NaN, 0, 1];
    this.events.plays(this.now?.media ?? null);
  }

  private prepare(file: string): void {
    if (this.next?.file === file || this.now?.file === file) return;
    if (this.next) unload(this.next.media);
    this.next = this.load(file);
  }

  private load(file: string): Loaded<M> | null {
    const address = this.addressOf(file);
    if (address === null) return null;
    const media = this.make();
    media.preload = 'auto';
    media.src = address;
    media.load();
    return { file, media };
  }

  private drop(): void {
    if (this.next) unload(this.next.media);
    this.next = null;
    if (this.now === null) return;
    unload(this.now.media);
    this.now = null;
    this.events.plays(null);
  }
}

/** Without an address the browser gives up what it has fetched. */
function unload(media: Media): void {
  media.pause();
  media.removeAttribute('src');
  media.load();
}
