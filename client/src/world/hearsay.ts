import { MAX_PEOPLE } from './actors';
import { IdSet } from './id-set';
import type { CellGrid } from '../net/frames';
import { completeFar, farStepMetres, Tier, type Sample, type TierArea } from '../net/state-frame';
import type { Seat } from './places';
import { Told } from './told';

const PROMINENT_MS = 2500;
const MARGIN_METRES = 0.02; // outside an area this much still counts, for rounding
const MID_CONTRADICTS_METRES = 1, FAR_CONTRADICTS_METRES = 3;

/**
 * What one was told of everyone, tier by tier (docs/protocol.md, section 3). The tiers know nothing of each other: in each one extrapolates
 * exactly what was told, and the best one that still holds is shown.
 */
export class Hearsay {
  readonly near = new Told();
  readonly mid = new Told();
  readonly prominent = new Told();
  readonly far = new Told();
  private readonly tiers: readonly Told[] = [this.near, this.mid, this.prominent, this.far]; // by Tier
  private readonly close: readonly IdSet[] = [new IdSet(MAX_PEOPLE), new IdSet(MAX_PEOPLE)]; // of whom the near and the mid tier know
  private readonly leftMs = new Float64Array(MAX_PEOPLE);
  private readonly areas: (TierArea | null)[] = [null, null];
  private grid: CellGrid = { columns: 1, rows: 1, metres: 4, originX: 0, originZ: 0 };

  /** Another room, or the same one started again: nothing is known. */
  begin(grid: CellGrid): void {
    this.grid = grid;
    for (const told of this.tiers) told.holds.fill(0);
    for (const people of this.close) people.clear();
    this.leftMs.fill(0);
    this.areas.fill(null);
  }

  /** Where the seats of the room are. */
  setSeats(seats: readonly Seat[]): void {
    for (const told of this.tiers) told.setSeats(seats);
  }

  /** Somebody left: what comes of before is of them, whoever has the id since. */
  forget(id: number, roomMs: number): void {
    this.leftMs[id] = roomMs;
    for (const told of this.tiers) told.holds[id] = 0;
  }

  /** Notes a report; an older one than is known of its tier is dropped. */
  hear(sample: Readonly<Sample>): void {
    if (sample.roomMs < this.leftMs[sample.id]) return;
    this.tiers[sample.tier].note(sample, sample.x, sample.z);
    if (sample.tier === Tier.Near || sample.tier === Tier.Mid) this.close[sample.tier].add(sample.id);
    if (sample.tier === Tier.Mid) contradict(this.near, this.mid, sample, MID_CONTRADICTS_METRES);
  }

  /** Notes a report of the far tier. @returns False when only the end of a place was told of somebody whose place is not known. */
  hearFar(sample: Readonly<Sample>, low: boolean, isNews: boolean): boolean {
    const { far, grid } = this, { id, roomMs } = sample;
    let { x, z } = sample;
    if (roomMs < this.leftMs[id]) return false;
    if (low) {
      if (far.holds[id] === 0) return false;
      const step = farStepMetres(grid);
      x = grid.originX + (completeFar(x, (far.xAt(id, roomMs) - grid.originX) / step) + 0.5) * step;
      z = grid.originZ + (completeFar(z, (far.zAt(id, roomMs) - grid.originZ) / step) + 0.5) * step;
    }
    far.note(sample, x, z);
    if (!isNews) return true;
    contradict(this.near, far, sample, FAR_CONTRADICTS_METRES);
    contradict(this.mid, far, sample, FAR_CONTRADICTS_METRES);
    return true;
  }

  /** The area of a tier. Without squares it makes all that was told of the tier so far forgotten; more of it may follow in the same frame. */
  setArea(tier: Tier.Near | Tier.Mid, area: TierArea): void {
    this.areas[tier] = area;
    if (area.squares === 0) this.settleTier(tier, 0);
  }

  /** A frame is read: what no longer holds is forgotten. @param roomMs Time of the frame. */
  settle(roomMs: number): void {
    this.settleTier(Tier.Near, roomMs);
    this.settleTier(Tier.Mid, roomMs);
  }

  /** The tier by which somebody is to be shown now, −1 when nothing is known. */
  tierOf(id: number, roomMs: number): Tier | -1 {
    if (this.near.holds[id] === 1) return Tier.Near;
    if (this.prominent.holds[id] === 1) {
      if (roomMs - this.prominent.roomMs[id] <= PROMINENT_MS) return Tier.Prominent;
      this.prominent.holds[id] = 0;
    }
    if (this.mid.holds[id] === 1) return Tier.Mid;
    return this.far.holds[id] === 1 ? Tier.Far : -1;
  }

  /** Copies what a tier says of somebody. */
  read(tier: Tier, id: number, to: Sample): Sample {
    to.tier = tier;
    return this.tiers[tier].read(id, to);
  }

  /** Seat on which somebody sits by what was heard last, −1 for none. */
  seatOf(tier: Tier, id: number): number {
    return this.tiers[tier].seat[id];
  }

  // Whoever has left the area is forgotten at once, before they could seem to come back in.
  private settleTier(tier: Tier.Near | Tier.Mid, roomMs: number): void {
    const told = this.tiers[tier], area = this.areas[tier], { ids } = this.close[tier];
    for (let i = this.close[tier].count - 1; i >= 0; i--) {
      const id = ids[i];
      if (told.holds[id] === 1 && area !== null && isInArea(this.grid, area, told.xAt(id, roomMs), told.zAt(id, roomMs))) continue;
      told.holds[id] = 0;
      this.close[tier].delete(id);
    }
  }
}

function contradict(told: Told, by: Told, { id, roomMs }: Readonly<Sample>, metres: number): void {
  if (told.holds[id] === 0 || roomMs <= told.roomMs[id]) return;
  const apartX = told.xAt(id, roomMs) - by.xAt(id, by.roomMs[id]), apartZ = told.zAt(id, roomMs) - by.zAt(id, by.roomMs[id]);
  if (apartX * apartX + apartZ * apartZ > metres * metres) told.holds[id] = 0;
}

/** Whether a place lies in the squares, or so near that it may be a rounding. */
export function isInArea(grid: CellGrid, area: TierArea, x: number, z: number): boolean {
  const m = MARGIN_METRES;
  return isInSquares(grid, area, x - m, z - m) || isInSquares(grid, area, x - m, z + m) || isInSquares(grid, area, x + m, z - m) || isInSquares(grid, area, x + m, z + m);
}

function isInSquares(grid: CellGrid, area: TierArea, x: number, z: number): boolean {
  const scale = 1 << area.level, side = grid.metres * scale, columns = Math.ceil(grid.columns / scale), rows = Math.ceil(grid.rows / scale);
  const column = Math.min(columns - 1, Math.max(0, Math.floor((x - grid.originX) / side))) - area.column + 2;
  const row = Math.min(rows - 1, Math.max(0, Math.floor((z - grid.originZ) / side))) - area.row + 2;
  return column >= 0 && column < 5 && row >= 0 && row < 5 && (area.squares & (1 << (row * 5 + column))) !== 0;
}
