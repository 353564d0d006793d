import { effect } from '@preact/signals';
import { photographName, photographSize, photographTurn } from '../ceremony/photograph';
import { FilesError } from '../net/files';
import type { Photograph } from '../net/generated/kapok_pb';
import type { Picture } from '../picture/picture';
import { encode, shoot } from '../picture/shoot';
import { shown } from '../slices';
import type { Visit } from '../visit/visit';

const { door, photograph: slice, settings, show } = shown;

const KEEP_TRIES = 8, KEEP_MS = 700, LONGEST_MS = 10_000; // the server knows who is in it a moment after the shutter
const NAME = 'photograph.jpg';

/** Takes group photographs on this page, uploads the event's where this page is asked to, and knows which ones one is in. */
export class RoomPhotograph {
  private done = ''; // id of the last one that was drawn or missed
  private last: { readonly id: string; readonly blob: Blob } | null = null;
  private event = '';
  private seen: { readonly told: Photograph | null; readonly room: string } = { told: null, room: '' };

  constructor(private readonly visit: Visit, private readonly picture: Picture) {
    slice.retry = () => { if (this.last !== null) void this.upload(this.last); };
    effect(() => {
      const { value: event } = door.eventId;
      if (slice.news.value >= 0 && event !== '') void this.look(event);
    });
  }

  /** A few times a second. */
  step(roomMs: number): void {
    const told = slice.told.peek(), room = this.visit.room?.id ?? '';
    if (told !== this.seen.told) this.seen = { told, room };
    if (room !== this.seen.room) return void (slice.told.value = null); // one has gone elsewhere meanwhile
    const turn = photographTurn(told, show.state.peek()?.ceremony, roomMs, told?.id === this.done);
    slice.left.value = turn.kind === 'wait' ? turn.left : null;
    if (turn.kind === 'wait') slice.state.value = 'waits';
    if (told === null || turn.kind === 'none' || turn.kind === 'wait') return;
    if (turn.kind === 'off') slice.told.value = null;
    else {
      this.done = told.id;
      if (turn.kind === 'missed' || !slice.wanted.peek() || this.picture.drawn === null) slice.state.value = 'missed';
      else void this.take(told, this.isKeeper(told));
    }
  }

  private isKeeper({ keeper }: Photograph): boolean {
    return keeper > 0 && keeper === door.me.peek() + 1;
  }

  private async take(told: Photograph, isKeeper: boolean): Promise<void> {
    const view = this.picture.drawn;
    if (view === null) return;
    slice.state.value = 'draws';
    try {
      const { width, height } = photographSize(settings.touch.peek()), title = show.state.peek()?.ceremony?.step?.title ?? '';
      const camera = { eye: [told.eyeX, told.eyeY, told.eyeZ], target: [told.targetX, told.targetY, told.targetZ], degrees: told.degrees } as const;
      const drawn = shoot(view, camera, { roomMs: told.shutterMs, beatMs: this.visit.beatMs, calm: settings.settings.peek().reducedMotion }, width, height);
      const blob = await encode(drawn), before = slice.own.peek();
      if (before !== null) URL.revokeObjectURL(before.url);
      slice.own.value = { id: told.id, url: URL.createObjectURL(blob), name: photographName(title, new Date()), width, height };
      slice.state.value = 'taken';
      if (isKeeper) await this.upload(this.last = { id: told.id, blob });
    } catch (error) {
      console.warn(error);
      slice.state.value = 'failed';
    }
  }

  /** The event's picture: uploaded as any other file, then named. */
  private async upload({ id, blob }: { readonly id: string; readonly blob: Blob }): Promise<void> {
    const { photographs } = this.visit, { files } = photographs;
    slice.upload.value = 'sends';
    try {
      const { file } = await files.upload(blob, NAME, () => undefined, new AbortController().signal);
      await again(() => files.putPhotograph(id, file));
      photographs.tellKept(id);
      slice.upload.value = 'done';
      slice.news.value++;
    } catch (error) {
      console.warn(error);
      slice.upload.value = 'failed';
    }
  }

  private async look(event: string): Promise<void> {
    const found = await this.visit.photographs.files.ownPhotographs().catch(() => null);
    if (found === null || door.eventId.peek() !== event) return;
    if (event !== this.event || found.length > 0 || slice.kept.peek().length > 0) slice.kept.value = found;
    this.event = event;
  }
}

async function again(ask: () => Promise<unknown>): Promise<void> {
  for (let wait = KEEP_MS, tries = 1; ; tries++, wait = Math.min(LONGEST_MS, wait * 2)) {
    try {
      await ask();
      return;
    } catch (error) {
      const mayPass = error instanceof FilesError && (error.code === 'unreachable' || error.code === 'unknown-file');
      if (!mayPass || tries === KEEP_TRIES) throw error;
      await new Promise((resolve) => setTimeout(resolve, wait));
    }
  }
}
