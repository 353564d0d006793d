import { Floor } from '../src/world/floor';

const NONE = -32768;

/** A floor drawn in text: tenths of a metre separated by spaces, X without floor; cells of 0.25 m from the origin. */
export function floorOf(rows: readonly string[]): Floor {
  const cells = rows.map((row) => row.split(' ').map((cell) => (cell === 'X' ? NONE : Math.round((Number(cell) / 10) * 64))));
  return new Floor(cells[0].length, cells.length, 0.25, 0, 0, Int16Array.from(cells.flat()));
}

/** A level floor of a side in metres about the origin. */
export function levelFloor(metres: number): Floor {
  const side = metres * 4;
  return new Floor(side, side, 0.25, -metres / 2, -metres / 2, new Int16Array(side * side));
}
