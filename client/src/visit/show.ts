import type { RoomClock } from '../net/clock';
import type { ShowDesk, ShowState } from '../net/generated/show_pb';
import { Timeline } from '../show/timeline';
import type { ShowSlice } from '../slices/show';
import type { RoomLine } from './parts';

/** The show of the room: what it says, played on its clock. Whoever draws asks {@link at} each frame; a page that draws nothing is woken for each cue. */
export class Show {
  private readonly timeline = new Timeline();
  private told: ShowState | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor({ messages }: RoomLine, private readonly clock: RoomClock, private readonly slice: ShowSlice) {
    messages.on('showState', (state) => {
      this.timeline.take(state);
      this.follow();
    });
    messages.on('showCue', (cue) => {
      this.timeline.add(cue);
      this.follow();
    });
    messages.on('certified', ({ title }) => {
      if (slice.certified.value?.title !== title) slice.certified.value = { title, isSeen: false }; // one that comes back is told again
    });
    messages.on('showOffer', (offer) => { slice.offer.value = offer.open ? offer : null; });
    messages.on('showDesk', (desk) => { slice.desk.value = withRun(desk, slice.desk.value); });
  }

  /** A room has greeted one: what was known is void. */
  begin(): void {
    this.timeline.begin();
    this.told = null;
    this.slice.state.value = null;
    this.slice.applause.value = null;
    this.slice.desk.value = null;
    this.slice.offer.value = null;
    clearTimeout(this.timer);
  }

  /** What is shown at a moment of room time, milliseconds; null before the room has said anything. */
  at(roomMs: number): ShowState | null {
    const state = this.timeline.at(roomMs);
    if (state !== null && state !== this.told) this.tell(state);
    return state;
  }

  private tell(state: ShowState): void {
    this.told = state;
    this.slice.state.value = state;
    this.slice.applause.value = state.applause?.on === true ? state.applause.text : null;
  }

  private follow(): void {
    const now = this.clock.at(performance.now());
    this.at(now);
    clearTimeout(this.timer);
    const { dueMs } = this.timeline;
    if (dueMs !== Infinity) this.timer = setTimeout(() => this.follow(), Math.min(dueMs - now + 1, 60_000));
  }
}

/** A desk that says nothing of the run of show has the one from before; a long one comes in parts. */
export function withRun(desk: ShowDesk, before: ShowDesk | null): ShowDesk {
  if (before?.run === undefined) return desk;
  if (desk.run === undefined) desk.run = before.run;
  else if (desk.more) desk.run.cues = [...before.run.cues, ...desk.run.cues];
  return desk;
}
