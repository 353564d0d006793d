import type { Floor } from './floor';

const MOST_CELLS = 60_000; // bounds one search to some tens of milliseconds

export interface Point { readonly x: number; readonly z: number }

/**
 * The way from one place to another over the floor, by A* over its cells with eight neighbours, then pulled straight. Empty when there is
 * none, or none near enough. The start is left out. Cells beside a wall cost more, so that paths keep off railings.
 */
export function findPath(floor: Floor, from: Point, to: Point): Point[] {
  const start = floor.cellAt(from.x, from.z);
  const goal = floor.cellAt(to.x, to.z);
  if (start < 0 || !floor.hasFloor(goal)) return [];
  if (floor.isClear(from.x, from.z, to.x, to.z)) return [to];
  const cells = search(floor, start, goal);
  return cells === null ? [] : pullStraight(floor, from, [...cells.map((cell) => floor.centreOf(cell)), to]);
}

function search(floor: Floor, start: number, goal: number): number[] | null {
  const cost = new Map<number, number>([[start, 0]]);
  const came = new Map<number, number>();
  const open = new Heap();
  const [goalColumn, goalRow] = [goal % floor.columns, Math.floor(goal / floor.columns)];
  const estimate = (cell: number): number => {
    const [dx, dz] = [Math.abs((cell % floor.columns) - goalColumn), Math.abs(Math.floor(cell / floor.columns) - goalRow)];
    return Math.max(dx, dz) + 0.414 * Math.min(dx, dz);
  };
  open.push(start, estimate(start));
  for (let taken = 0; taken < MOST_CELLS; taken++) {
    const cell = open.pop();
    if (cell === undefined) return null;
    if (cell === goal) return trace(came, goal);
    for (const [dx, dz] of NEIGHBOURS) {
      const column = (cell % floor.columns) + dx;
      const next = cell + dx + dz * floor.columns;
      if (column < 0 || column >= floor.columns || next < 0 || next >= floor.columns * floor.rows || !floor.joins(cell, next)) continue;
      // A diagonal may not cut a corner.
      const diagonal = dx !== 0 && dz !== 0;
      if (diagonal && !(floor.joins(cell, cell + dx) && floor.joins(cell, cell + dz * floor.columns))) continue;
      const total = (cost.get(cell) ?? 0) + (diagonal ? 1.414 : 1) + (isBesideWall(floor, next) ? 1.5 : 0);
      if (total >= (cost.get(next) ?? Infinity)) continue;
      cost.set(next, total);
      came.set(next, cell);
      open.push(next, total + estimate(next));
    }
  }
  return null;
}

const NEIGHBOURS = [[1, 0], [-1, 0], [0, 1], [0, -1], [1, 1], [1, -1], [-1, 1], [-1, -1]] as const;

function isBesideWall(floor: Floor, cell: number): boolean {
  return !floor.joins(cell, cell + 1) || !floor.joins(cell, cell - 1) || !floor.joins(cell, cell + floor.columns) || !floor.joins(cell, cell - floor.columns);
}

function trace(came: ReadonlyMap<number, number>, goal: number): number[] {
  const cells = [goal];
  for (let cell = came.get(goal); cell !== undefined; cell = came.get(cell)) cells.push(cell);
  return cells.reverse().slice(1);
}

/** Leaves out corners that a body can walk past in a straight line. */
function pullStraight(floor: Floor, from: Point, points: readonly Point[]): Point[] {
  const kept: Point[] = [];
  let at = from;
  for (let index = 0; index < points.length;) {
    let reach = index;
    while (reach + 1 < points.length && reach - index < 60 && floor.isClear(at.x, at.z, points[reach + 1].x, points[reach + 1].z)) reach++;
    at = points[reach];
    kept.push(at);
    index = reach + 1;
  }
  return kept;
}

/** Binary heap of cells by cost. */
class Heap {
  private readonly cells: number[] = [];
  private readonly costs: number[] = [];

  push(cell: number, cost: number): void {
    let at = this.cells.length;
    this.cells.push(cell);
    this.costs.push(cost);
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (this.costs[parent] <= this.costs[at]) return;
      this.swap(at, parent);
      at = parent;
    }
  }

  pop(): number | undefined {
    const top = this.cells[0];
    const [lastCell, lastCost] = [this.cells.pop(), this.costs.pop()];
    if (lastCell === undefined || lastCost === undefined || this.cells.length === 0) return top;
    [this.cells[0], this.costs[0]] = [lastCell, lastCost];
    for (let at = 0; ;) {
      const left = at * 2 + 1;
      const least = left + 1 < this.cells.length && this.costs[left + 1] < this.costs[left] ? left + 1 : left;
      if (least >= this.cells.length || this.costs[least] >= this.costs[at]) return top;
      this.swap(at, least);
      at = least;
    }
  }

  private swap(a: number, b: number): void {
    [this.cells[a], this.cells[b]] = [this.cells[b], this.cells[a]];
    [this.costs[a], this.costs[b]] = [this.costs[b], this.costs[a]];
  }
}
