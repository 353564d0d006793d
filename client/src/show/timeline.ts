import { create } from '@bufbuild/protobuf';
import { type ShowCue, type ShowState, ShowStateSchema } from '../net/generated/show_pb';
import { afterCue } from './model';

const MOST_WAITING = 256; // a room sends cues a quarter of a second ahead: more is nonsense, and the oldest are played at once

/**
 * The show of a room as it goes on: cues wait until the room's clock is there, late ones are played at once, and revisions put them in order.
 * @remarks Needs no timer: whoever shows it asks with the room's time.
 */
export class Timeline {
  private state = create(ShowStateSchema);
  private readonly waiting: ShowCue[] = []; // by revision
  private known = false;

  /** Forgets everything: another room, or the same one begun anew. */
  begin(): void {
    this.state = create(ShowStateSchema);
    this.waiting.length = 0;
    this.known = false;
  }

  /** The room says what there is now. */
  take(state: ShowState): void {
    if (this.known && state.revision < this.newest) return;
    this.known = true;
    this.state = state;
    while (this.waiting.length > 0 && this.waiting[0].revision <= state.revision) this.waiting.shift();
  }

  /** The room plays a cue, now or soon. */
  add(cue: ShowCue): void {
    if (cue.revision <= this.newest && this.known) return;
    this.known = true;
    this.waiting.push(cue);
    if (this.waiting.length > MOST_WAITING) this.play();
  }

  /** What is shown at a moment of room time, milliseconds: the same object as before where nothing has changed, null where nothing is known. */
  at(roomMs: number): ShowState | null {
    while (this.waiting.length > 0 && this.waiting[0].atMs <= roomMs) this.play();
    return this.known ? this.state : null;
  }

  /** Room time at which something changes next; infinite where nothing waits. */
  get dueMs(): number {
    return this.waiting.length > 0 ? this.waiting[0].atMs : Infinity;
  }

  private get newest(): bigint {
    return this.waiting.length > 0 ? this.waiting[this.waiting.length - 1].revision : this.state.revision;
  }

  private play(): void {
    const cue = this.waiting.shift();
    if (cue) this.state = afterCue(this.state, cue);
  }
}
