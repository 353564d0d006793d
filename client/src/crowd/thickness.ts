import type { Actors } from '../world/actors';

const CELL_METRES = 4, CELLS = 128, MOST = 63, STEPS_A_STICK = 8;
const HALF = (CELL_METRES * CELLS) / 2;

/** How thickly lit sticks stand where somebody is, so that their glows do not add up to a white wall. Counted anew now and then; allocates nothing after construction. */
export class Thickness {
  private readonly counts = new Uint16Array(CELLS * CELLS);

  count(actors: Actors): void {
    const { counts } = this, { x, z, stickOn } = actors, { ids, count } = actors.shown;
    counts.fill(0);
    for (let i = 0; i < count; i++) if (stickOn[ids[i]] === 1) counts[cellOf(x[ids[i]], z[ids[i]])]++;
  }

  /** Sticks about a place, in eighths a square metre. */
  at(x: number, z: number): number {
    return Math.min(MOST, ((this.counts[cellOf(x, z)] * STEPS_A_STICK) / (CELL_METRES * CELL_METRES)) | 0);
  }
}

/** Cell of a place; places beyond the grid share its edge. */
function cellOf(x: number, z: number): number {
  const column = Math.min(CELLS - 1, Math.max(0, ((x + HALF) / CELL_METRES) | 0)), row = Math.min(CELLS - 1, Math.max(0, ((z + HALF) / CELL_METRES) | 0));
  return row * CELLS + column;
}

