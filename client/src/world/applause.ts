import { MAX_PEOPLE, type Actors } from './actors';
import { hash } from '../math/hash';
import type { IdSet } from './id-set';
import type { CellGrid } from '../net/frames';

const TALLY_SCALE = 3, LIT = 9, PEOPLE = 10;
const SORT_MS = 2000; // how often people are sorted into cells anew
const SPREAD_MS = 400; // hands that clap were not counted at one moment
const BUSY_MS = 1500; // whoever has just begun something is not chosen again

/**
 * Turns counts into people: so many of a cell clap, or hold a lit glow stick, and everyone in the room must choose the same ones without being told who.
 * Only those far away are chosen; of those near one knows who does what. Allocates nothing once a room is begun.
 */
export class Applause {
  /** People by cell: those of cell c are at sorted[starts[c]] to sorted[starts[c + 1] − 1], by rising id. */
  private starts = new Int32Array(2);
  private cursors = new Int32Array(2);
  private readonly sorted = new Uint16Array(MAX_PEOPLE);
  private readonly cellOf = new Int16Array(MAX_PEOPLE);
  private readonly luck = Float32Array.from({ length: MAX_PEOPLE }, (_, id) => hash(id, 77));
  private sortedMs = Number.NEGATIVE_INFINITY;
  private side = 32;
  private columns = 1;
  private rows = 1;
  private originX = 0;
  private originZ = 0;
  private lit = 0;

  /** @param here Everyone in the room. @param isFar Whether somebody is shown from afar. */
  constructor(private readonly actors: Actors, private readonly here: IdSet, private readonly isFar: (id: number) => boolean) {}

  begin(grid: CellGrid): void {
    this.side = grid.metres * 2 ** TALLY_SCALE;
    this.columns = Math.ceil(grid.columns / 2 ** TALLY_SCALE);
    this.rows = Math.ceil(grid.rows / 2 ** TALLY_SCALE);
    this.originX = grid.originX;
    this.originZ = grid.originZ;
    this.starts = new Int32Array(this.columns * this.rows + 1);
    this.cursors = new Int32Array(this.starts.length);
    this.sortedMs = Number.NEGATIVE_INFINITY;
  }

  take(cell: number, kind: number, count: number, roomMs: number): void {
    if (roomMs - this.sortedMs > SORT_MS) this.sort(roomMs);
    if (kind === LIT) this.lit = count;
    else if (cell >= this.starts.length - 1) return;
    else if (kind === PEOPLE) this.light(cell, count);
    else if (kind > 0 && kind < LIT) this.begins(cell, kind, count, roomMs);
  }

  // The same ones have their sticks on as long as the share stays the same.
  private light(cell: number, here: number): void {
    const share = here > 0 ? this.lit / here : 0;
    for (let at = this.starts[cell]; at < this.starts[cell + 1]; at++) {
      const id = this.sorted[at];
      if (this.isFar(id)) this.actors.stickOn[id] = this.luck[id] < share ? 1 : 0;
    }
  }

  private begins(cell: number, kind: number, count: number, roomMs: number): void {
    const { emote, emoteStart } = this.actors, start = this.starts[cell], people = this.starts[cell + 1] - start;
    let left = count;
    const first = Math.floor(hash(Math.floor(roomMs), kind) * people);
    for (let at = 0; at < people && left > 0; at++) {
      const id = this.sorted[start + ((first + at) % people)];
      // Those near who began it are among the counted ones.
      if (!this.isFar(id)) {
        if (emote[id] === kind && roomMs - emoteStart[id] < SPREAD_MS) left--;
        continue;
      }
      if (emote[id] !== 0 && roomMs - emoteStart[id] < BUSY_MS) continue;
      emote[id] = kind;
      emoteStart[id] = roomMs + hash(id, Math.floor(roomMs)) * SPREAD_MS;
      left--;
    }
  }

  /** Sorts everyone into cells by counting. */
  private sort(roomMs: number): void {
    const { starts, cursors, sorted, cellOf, here } = this;
    this.sortedMs = roomMs;
    starts.fill(0);
    for (let id = 0; id < MAX_PEOPLE; id++) {
      if (!here.has(id)) continue;
      cellOf[id] = this.cellAt(id);
      starts[cellOf[id] + 1]++;
    }
    for (let cell = 1; cell < starts.length; cell++) starts[cell] += starts[cell - 1];
    cursors.set(starts);
    for (let id = 0; id < MAX_PEOPLE; id++) if (here.has(id)) sorted[cursors[cellOf[id]]++] = id;
  }

  private cellAt(id: number): number {
    const { x, z } = this.actors;
    const column = Math.min(this.columns - 1, Math.max(0, Math.floor((x[id] - this.originX) / this.side)));
    return Math.min(this.rows - 1, Math.max(0, Math.floor((z[id] - this.originZ) / this.side))) * this.columns + column;
  }
}
