import { Form } from '../crowd/actor';
import type { CellGrid } from '../net/frames';
import { completeFar, farStepMetres, Tier, type Sample, type TierArea } from '../net/state-frame';
import type { Seat } from './places';

const PEOPLE = 16384, TIERS = 4;
const PROMINENT_MS = 2500;
const MARGIN_METRES = 0.5; // outside an area this much still counts, for rounding
const MID_CONTRADICTS_METRES = 1, FAR_CONTRADICTS_METRES = 3;

/** Which tier is shown first where several are known. */
const RANK: readonly Tier[] = [Tier.Near, Tier.Prominent, Tier.Mid, Tier.Far];

/**
 * What one was told of everyone, tier by tier (docs/protocol.md, section 3). The tiers know nothing of each other: in each one extrapolates
 * exactly what was told, and the best one that still holds is shown.
 */
export class Hearsay {
  private readonly x = new Float32Array(PEOPLE * TIERS);
  private readonly z = new Float32Array(PEOPLE * TIERS);
  private readonly y = new Float32Array(PEOPLE * TIERS);
  private readonly velocityX = new Float32Array(PEOPLE * TIERS);
  private readonly velocityZ = new Float32Array(PEOPLE * TIERS);
  private readonly yaw = new Float32Array(PEOPLE * TIERS);
  private readonly roomMs = new Float64Array(PEOPLE * TIERS);
  private readonly form = new Uint8Array(PEOPLE * TIERS);
  private readonly seat = new Int16Array(PEOPLE * TIERS);
  private readonly lit = new Int8Array(PEOPLE * TIERS);
  private readonly holds = new Uint8Array(PEOPLE * TIERS);
  private readonly areas: (TierArea | null)[] = [null, null];
  private grid: CellGrid = { columns: 1, rows: 1, metres: 4, originX: 0, originZ: 0 };
  private seats: readonly Seat[] = [];

  /** Another room, or the same one started again: nothing is known. */
  begin(grid: CellGrid): void {
    this.grid = grid;
    this.holds.fill(0);
    this.areas.fill(null);
  }

  /** Where the seats of the room are. */
  setSeats(seats: readonly Seat[]): void {
    this.seats = seats;
  }

  forget(id: number): void {
    for (let tier = 0; tier < TIERS; tier++) this.holds[tier * PEOPLE + id] = 0;
  }

  /** Notes a report; an older one than is known of its tier is dropped. */
  hear(sample: Readonly<Sample>): void {
    this.note(sample, sample.x, sample.z);
    if (sample.tier === Tier.Mid) this.contradict(Tier.Near, sample, MID_CONTRADICTS_METRES);
  }

  /** Notes a report of the far tier. @returns False when only the end of a place was told of somebody whose place is not known. */
  hearFar(sample: Readonly<Sample>, low: boolean, isNews: boolean): boolean {
    let { x, z } = sample;
    if (low) {
      const at = Tier.Far * PEOPLE + sample.id, { grid } = this, step = farStepMetres(grid);
      if (this.holds[at] === 0) return false;
      const since = (sample.roomMs - this.roomMs[at]) / 1000;
      x = grid.originX + (completeFar(x, (this.placeX(at) + this.velocityX[at] * since - grid.originX) / step) + 0.5) * step;
      z = grid.originZ + (completeFar(z, (this.placeZ(at) + this.velocityZ[at] * since - grid.originZ) / step) + 0.5) * step;
    }
    this.note(sample, x, z);
    if (!isNews) return true;
    this.contradict(Tier.Near, sample, FAR_CONTRADICTS_METRES);
    this.contradict(Tier.Mid, sample, FAR_CONTRADICTS_METRES);
    return true;
  }

  setArea(tier: Tier.Near | Tier.Mid, area: TierArea): void {
    this.areas[tier] = area;
  }

  /** The tier by which somebody is to be shown now, −1 when nothing is known. What no longer holds is forgotten. */
  tierOf(id: number, roomMs: number): Tier | -1 {
    for (const tier of RANK) if (this.isHeld(tier, id, roomMs)) return tier;
    return -1;
  }

  /** Copies what a tier says of somebody. */
  read(tier: Tier, id: number, to: Sample): Sample {
    const at = tier * PEOPLE + id;
    to.id = id;
    to.tier = tier;
    to.form = this.form[at];
    [to.x, to.z, to.y, to.yaw] = [this.x[at], this.z[at], this.y[at], this.yaw[at]];
    [to.velocityX, to.velocityZ] = [this.velocityX[at], this.velocityZ[at]];
    [to.seat, to.roomMs] = [this.seat[at], this.roomMs[at]];
    to.lit = this.lit[at] < 0 ? null : this.lit[at] === 1;
    return to;
  }

  /** Seat on which somebody sits by what was heard last, −1 for none. */
  seatOf(tier: Tier, id: number): number {
    return this.seat[tier * PEOPLE + id];
  }

  private note(sample: Readonly<Sample>, x: number, z: number): void {
    const at = sample.tier * PEOPLE + sample.id;
    if (this.holds[at] === 1 && sample.roomMs < this.roomMs[at]) return;
    this.holds[at] = 1;
    [this.x[at], this.z[at], this.y[at], this.yaw[at]] = [x, z, sample.y, sample.yaw];
    [this.velocityX[at], this.velocityZ[at]] = [sample.velocityX, sample.velocityZ];
    [this.form[at], this.seat[at], this.roomMs[at]] = [sample.form, sample.seat, sample.roomMs];
    this.lit[at] = sample.lit === null ? -1 : sample.lit ? 1 : 0;
  }

  private contradict(tier: Tier, by: Readonly<Sample>, metres: number): void {
    const at = tier * PEOPLE + by.id, other = by.tier * PEOPLE + by.id;
    if (this.holds[at] === 0 || by.roomMs <= this.roomMs[at]) return;
    const since = (by.roomMs - this.roomMs[at]) / 1000;
    const apartX = this.placeX(at) + this.velocityX[at] * since - this.placeX(other), apartZ = this.placeZ(at) + this.velocityZ[at] * since - this.placeZ(other);
    if (apartX * apartX + apartZ * apartZ > metres * metres) this.holds[at] = 0;
  }

  private isHeld(tier: Tier, id: number, roomMs: number): boolean {
    const at = tier * PEOPLE + id;
    if (this.holds[at] === 0) return false;
    if (tier === Tier.Far) return true;
    if (tier === Tier.Prominent) {
      if (roomMs - this.roomMs[at] > PROMINENT_MS) this.holds[at] = 0;
      return this.holds[at] === 1;
    }
    const since = Math.max(0, roomMs - this.roomMs[at]) / 1000, area = this.areas[tier];
    const inside = area !== null && isInArea(this.grid, area, this.placeX(at) + this.velocityX[at] * since, this.placeZ(at) + this.velocityZ[at] * since);
    if (!inside) this.holds[at] = 0;
    return inside;
  }

  private placeX(at: number): number {
    return this.form[at] === Form.Seated ? (this.seats[this.seat[at]]?.x ?? 0) : this.x[at];
  }

  private placeZ(at: number): number {
    return this.form[at] === Form.Seated ? (this.seats[this.seat[at]]?.z ?? 0) : this.z[at];
  }
}

/** Whether a place lies in the squares, or so near that it may be a rounding. */
export function isInArea(grid: CellGrid, area: TierArea, x: number, z: number): boolean {
  for (const dx of [-MARGIN_METRES, MARGIN_METRES]) for (const dz of [-MARGIN_METRES, MARGIN_METRES]) if (isInSquares(grid, area, x + dx, z + dz)) return true;
  return false;
}

function isInSquares(grid: CellGrid, area: TierArea, x: number, z: number): boolean {
  const side = grid.metres * 2 ** area.level, columns = Math.ceil(grid.columns / 2 ** area.level), rows = Math.ceil(grid.rows / 2 ** area.level);
  const column = Math.min(columns - 1, Math.max(0, Math.floor((x - grid.originX) / side))) - area.column + 2;
  const row = Math.min(rows - 1, Math.max(0, Math.floor((z - grid.originZ) / side))) - area.row + 2;
  return column >= 0 && column < 5 && row >= 0 && row < 5 && (area.squares & (1 << (row * 5 + column))) !== 0;
}
