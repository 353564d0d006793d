import { hash } from '../crowd/motion';
import type { CellGrid } from '../net/frames';
import { Tier } from '../net/state-frame';
import type { Resident } from './people';

const TALLY_SCALE = 3, LIT = 9, PEOPLE = 10;
const SORT_MS = 2000; // how often people are sorted into cells anew
const SPREAD_MS = 400; // hands that clap were not counted at one moment
const BUSY_MS = 1500; // whoever has just begun something is not chosen again

/**
 * Turns counts into people: so many of a cell clap, or hold a lit glow stick, and everyone in the room must choose the same ones without being told who.
 * Only those far away are chosen; of those near one knows who does what.
 */
export class Applause {
  private cells = new Map<number, Resident[]>();
  private sortedMs = Number.NEGATIVE_INFINITY;
  private side = 32;
  private columns = 1;
  private originX = 0;
  private originZ = 0;
  private lit = 0;

  begin(grid: CellGrid): void {
    this.side = grid.metres * 2 ** TALLY_SCALE;
    this.columns = Math.ceil(grid.columns / 2 ** TALLY_SCALE);
    [this.originX, this.originZ] = [grid.originX, grid.originZ];
    this.sortedMs = Number.NEGATIVE_INFINITY;
  }

  take(people: readonly Resident[], cell: number, kind: number, count: number, roomMs: number): void {
    if (roomMs - this.sortedMs > SORT_MS) this.sort(people, roomMs);
    if (kind === LIT) this.lit = count;
    else if (kind === PEOPLE) this.light(this.cells.get(cell) ?? [], count);
    else if (kind > 0 && kind < LIT) this.begins(this.cells.get(cell) ?? [], kind, count, roomMs);
  }

  // The same ones have their sticks on as long as the share stays the same.
  private light(people: readonly Resident[], here: number): void {
    const share = here > 0 ? this.lit / here : 0;
    for (const { id, tier, actor } of people) if (tier === Tier.Far) actor.stickOn = hash(id, 77) < share;
  }

  private begins(people: readonly Resident[], kind: number, count: number, roomMs: number): void {
    let left = count;
    const first = Math.floor(hash(Math.floor(roomMs), kind) * people.length);
    for (let at = 0; at < people.length && left > 0; at++) {
      const { id, tier, actor } = people[(first + at) % people.length];
      // Those near who began it are among the counted ones.
      if (tier !== Tier.Far) {
        if (actor.emote === kind && roomMs - actor.emoteStart < SPREAD_MS) left--;
        continue;
      }
      if (actor.emote !== 0 && roomMs - actor.emoteStart < BUSY_MS) continue;
      [actor.emote, actor.emoteStart] = [kind, roomMs + hash(id, Math.floor(roomMs)) * SPREAD_MS];
      left--;
    }
  }

  private sort(people: readonly Resident[], roomMs: number): void {
    this.sortedMs = roomMs;
    this.cells = new Map();
    for (const resident of people) {
      const { x, z } = resident.actor;
      const cell = Math.floor((z - this.originZ) / this.side) * this.columns + Math.floor((x - this.originX) / this.side);
      const cellPeople = this.cells.get(cell);
      if (cellPeople) cellPeople.push(resident);
      else this.cells.set(cell, [resident]);
    }
  }
}
