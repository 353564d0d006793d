import { create } from '@bufbuild/protobuf';
import { FilesError, type EventFiles, type StoredFile } from '../net/files';
import {
  FilePictureSchema, PictureSchema, PlaybackDeed, PlaybackSchema, QueuedTrackSchema, ScreenContentSchema, ShowActionSchema, type Playback, type ShowAction,
} from '../net/generated/show_pb';
import type { ShowSlice } from '../slices/show';
import type { Queued, TracksSlice, Upload } from '../slices/tracks';
import { playingAt, type Playing } from '../tracks/now';
import { playActions } from './orders';
import type { RoomLine } from './parts';

const FADE_MS = 800; // of pauses and ends: music that is cut off sounds like a fault
const MOST_QUEUED = 200;

type Order = Partial<Omit<Playback, '$typeName' | '$unknown'>>;

/** Music and films: what the room plays, and bringing and playing some. What sounds and is seen is the page's. */
export class Tracks {
  private readonly sending = new Map<number, AbortController>();
  private nextKey = 1;
  private told = '';

  constructor(private readonly line: RoomLine, private readonly slice: TracksSlice, private readonly show: ShowSlice, private readonly files: EventFiles) {}

  connect(): void {
    this.slice.ask.connect({
      play: (first, then) => this.play(first, then),
      pause: () => this.order({ deed: PlaybackDeed.PAUSE }),
      resume: () => this.order({ deed: PlaybackDeed.RESUME, fadeMs: FADE_MS }),
      stop: () => this.order({ deed: PlaybackDeed.STOP, fadeMs: FADE_MS }),
      next: () => this.order({ deed: PlaybackDeed.NEXT }),
      seek: (positionMs) => this.order({ deed: PlaybackDeed.SEEK, positionMs }),
      volume: (volume) => this.order({ deed: PlaybackDeed.VOLUME, volume, fadeMs: 200 }),
      queue: (files) => this.order({ deed: PlaybackDeed.QUEUE, queue: queued(files) }),
      upload: (files) => { for (const file of files) void this.upload(file); },
      dismiss: (key) => this.dismiss(key),
      remove: (file) => void this.tried(this.files.remove(file)).then(() => this.look()),
      rename: (file, name) => void this.tried(this.files.rename(file, name)).then(() => this.look()),
      look: () => void this.look(),
    });
  }

  /** What plays at a moment of room time, which the interface is told of as it changes. */
  at(roomMs: number): Playing | null {
    const playing = playingAt(this.show.state.peek()?.track, roomMs), { now, atMs } = this.slice;
    const told = playing === null ? '' : JSON.stringify([playing.file, playing.paused, this.show.state.peek()?.track?.volume, playing.queue.map(({ file }) => file)]);
    if (told !== this.told) {
      this.told = told;
      now.value = playing === null ? null : { ...plain(playing), paused: playing.paused, volume: this.show.state.peek()?.track?.volume ?? 1, queue: playing.queue.map(plain) };
    }
    const at = playing === null ? 0 : Math.max(0, playing.positionMs);
    if (Math.abs(at - atMs.peek()) >= 200) atMs.value = at;
    return playing;
  }

  private play(first: StoredFile, then: readonly StoredFile[]): void {
    const play = playback({
      deed: PlaybackDeed.PLAY, file: first.file, title: first.name, durationMs: first.durationMs,
      queue: queued(then.slice(0, MOST_QUEUED).map(({ file, name, durationMs }) => ({ file, title: name, durationMs }))),
    });
    if (first.kind !== 'film') return void this.line.now(playActions([play]));
    const film = create(PictureSchema, { body: { case: 'film', value: create(FilePictureSchema, { file: first.file }) } });
    this.line.now(playActions([create(ShowActionSchema, { body: { case: 'screen', value: create(ScreenContentSchema, { content: film, fadeMs: 600 }) } }), play]));
  }

  private order(order: Order): void {
    this.line.now(playActions([playback(order)]));
  }

  // ---- files

  private async upload(file: File): Promise<void> {
    const key = this.nextKey++, stopping = new AbortController();
    this.sending.set(key, stopping);
    this.slice.uploads.value = [...this.slice.uploads.value, { key, name: file.name, share: 0, fault: null }];
    try {
      await this.files.upload(file, titleOf(file.name), (share) => this.change(key, { share }), stopping.signal);
      this.slice.uploads.value = this.slice.uploads.value.filter((one) => one.key !== key);
      await this.look();
    } catch (error) {
      this.change(key, { fault: faultOf(error) });
    } finally {
      this.sending.delete(key);
    }
  }

  private dismiss(key: number): void {
    this.sending.get(key)?.abort();
    this.slice.uploads.value = this.slice.uploads.value.filter((one) => one.key !== key);
  }

  private change(key: number, change: Partial<Upload>): void {
    this.slice.uploads.value = this.slice.uploads.value.map((one) => (one.key === key ? { ...one, ...change } : one));
  }

  private async look(): Promise<void> {
    const list = await this.tried(this.files.files());
    if (list !== null) this.slice.list.value = list;
  }

  private async tried<T>(asked: Promise<T>): Promise<T | null> {
    this.slice.fault.value = null;
    try {
      return await asked;
    } catch (error) {
      this.slice.fault.value = faultOf(error);
      return null;
    }
  }
}

const plain = ({ file, title, durationMs }: Queued): Queued => ({ file, title, durationMs });
const queued = (files: readonly Queued[]): Playback['queue'] => files.slice(0, MOST_QUEUED).map((one) => create(QueuedTrackSchema, plain(one)));
const playback = (order: Order): ShowAction => create(ShowActionSchema, { body: { case: 'playback', value: create(PlaybackSchema, order) } });
const titleOf = (file: string): string => file.replace(/\.[a-z0-9]{2,4}$/i, '').slice(0, 120) || file.slice(0, 120);
const faultOf = (error: unknown): string => `files.fault.${error instanceof FilesError ? error.code : 'unreachable'}`;
