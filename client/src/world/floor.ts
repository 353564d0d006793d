const HEADER_BYTES = 20;
const NO_FLOOR = -32768;

/** The most one can step up between two neighbouring cells, metres. */
export const STEP_METRES = 0.45;

const BODY_METRES = 0.2; // half the width of somebody who walks

/** The floor of a room as a grid of heights (docs/protocol.md, section 6). Cells are numbered row by row; −1 is outside. */
export class Floor {
  constructor(
    readonly columns: number,
    readonly rows: number,
    readonly cellMetres: number,
    readonly originX: number,
    readonly originZ: number,
    private readonly heights: Int16Array,
  ) {}

  /** A round part of the floor that a lift has raised; the grid itself does not change. */
  private lift = { x: 0, z: 0, radius: 0, metres: 0 };

  /** Raises a round part of the floor by so much; 0 puts it back. */
  raise(x: number, z: number, radius: number, metres: number): void {
    this.lift = { x, z, radius, metres };
  }

  /** How far the floor is raised at a place, metres. */
  raisedAt(x: number, z: number): number {
    const { lift } = this;
    return lift.metres > 0 && (x - lift.x) ** 2 + (z - lift.z) ** 2 <= lift.radius * lift.radius ? lift.metres : 0;
  }

  /** Reads `KFL1`; null when it is something else. */
  static parse(bytes: ArrayBuffer): Floor | null {
    if (bytes.byteLength < HEADER_BYTES) return null;
    const view = new DataView(bytes);
    const columns = view.getUint16(4, true);
    const rows = view.getUint16(6, true);
    if (view.getUint32(0, false) !== 0x4b464c31 || bytes.byteLength < HEADER_BYTES + columns * rows * 2) return null;
    const heights = new Int16Array(columns * rows);
    for (let cell = 0; cell < heights.length; cell++) heights[cell] = view.getInt16(HEADER_BYTES + cell * 2, true);
    return new Floor(columns, rows, view.getFloat32(8, true), view.getFloat32(12, true), view.getFloat32(16, true), heights);
  }

  cellAt(x: number, z: number): number {
    const column = Math.floor((x - this.originX) / this.cellMetres);
    const row = Math.floor((z - this.originZ) / this.cellMetres);
    return column >= 0 && column < this.columns && row >= 0 && row < this.rows ? row * this.columns + column : -1;
  }

  hasFloor(cell: number): boolean {
    return cell >= 0 && this.heights[cell] !== NO_FLOOR;
  }

  /** Height of a cell, metres; NaN without floor. */
  heightOf(cell: number): number {
    return this.hasFloor(cell) ? this.heights[cell] / 64 : NaN;
  }

  heightAt(x: number, z: number): number {
    return this.heightOf(this.cellAt(x, z)) + this.raisedAt(x, z);
  }

  /** Middle of a cell. */
  centreOf(cell: number): { x: number; z: number } {
    return {
      x: this.originX + ((cell % this.columns) + 0.5) * this.cellMetres,
      z: this.originZ + (Math.floor(cell / this.columns) + 0.5) * this.cellMetres,
    };
  }

  /** Whether one can get from a cell to a neighbouring one: a step up of at most 0.45 m, down as one likes. */
  joins(from: number, to: number): boolean {
    return this.hasFloor(to) && (!this.hasFloor(from) || this.heights[to] - this.heights[from] + this.raised(from, to) * 64 <= STEP_METRES * 64);
  }

  /** How much higher the floor is raised in one cell than in another, metres. */
  private raised(from: number, to: number): number {
    if (this.lift.metres <= 0) return 0;
    const a = this.centreOf(from), b = this.centreOf(to);
    return this.raisedAt(b.x, b.z) - this.raisedAt(a.x, a.z);
  }

  /** Whether a straight line can be walked, cell by cell. */
  isStraight(fromX: number, fromZ: number, toX: number, toZ: number): boolean {
    let at = this.cellAt(fromX, fromZ);
    const steps = Math.ceil(Math.max(Math.abs(toX - fromX), Math.abs(toZ - fromZ)) / (this.cellMetres / 2));
    for (let step = 1; step <= steps; step++) {
      const next = this.cellAt(fromX + ((toX - fromX) * step) / steps, fromZ + ((toZ - fromZ) * step) / steps);
      if (next === at) continue;
      if (!this.joins(at, next)) return false;
      at = next;
    }
    return this.hasFloor(this.cellAt(toX, toZ));
  }

  /** Whether a body can walk a straight line without brushing against what stands beside it. */
  isClear(fromX: number, fromZ: number, toX: number, toZ: number): boolean {
    if (!this.isStraight(fromX, fromZ, toX, toZ)) return false;
    const length = Math.hypot(toX - fromX, toZ - fromZ);
    if (length === 0) return true;
    const [sideX, sideZ] = [((fromZ - toZ) / length) * BODY_METRES, ((toX - fromX) / length) * BODY_METRES];
    return this.isStraight(fromX + sideX, fromZ + sideZ, toX + sideX, toZ + sideZ) && this.isStraight(fromX - sideX, fromZ - sideZ, toX - sideX, toZ - sideZ);
  }
}
