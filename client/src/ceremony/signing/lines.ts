import { ACROSS, DOWN, Kind, MOST_BYTES, packStroke, type Point } from './stroke';

/** Where a pen was, in units of the wall, not rounded; pressure 0 to 1. */
export interface PenPoint { readonly x: number; readonly y: number; readonly pressure: number }
export type PenLine = readonly PenPoint[];

const FINEST = 1.5, COARSEST = 200; // units of the wall by which a line may be off
const FINE_ENOUGH = 5; // more is seen

/** Packs lines as one stroke. @returns Null where they do not fit without being seen to be coarse. */
export function packLines(lines: readonly PenLine[], width: number, isPressed: boolean): Uint8Array<ArrayBuffer> | null {
  return packWithin(lines, width, isPressed, FINE_ENOUGH);
}

/** Packs one line, however long it is. */
export function packLine(line: PenLine, width: number, isPressed: boolean): Uint8Array<ArrayBuffer> {
  return packWithin([line], width, isPressed, COARSEST) ?? packStroke({ kind: isPressed ? Kind.PRESSED : Kind.LINE, width, points: rounded([line[0]]), text: '' });
}

function packWithin(lines: readonly PenLine[], width: number, isPressed: boolean, coarsest: number): Uint8Array<ArrayBuffer> | null {
  for (let off = FINEST; off <= coarsest; off *= 1.5) {
    const points = lines.flatMap((line) => rounded(simplify(line, off)));
    const packed = packStroke({ kind: isPressed ? Kind.PRESSED : Kind.LINE, width, points, text: '' });
    if (packed.length <= MOST_BYTES) return packed;
  }
  return null;
}

/** Leaves out points that a straight line between others passes (Douglas and Peucker, 1973). Without recursion: a line has thousands. */
export function simplify(line: PenLine, off: number): PenLine {
  const stays = new Set([0, line.length - 1]), open: [number, number][] = [[0, line.length - 1]];
  for (let range = open.pop(); range !== undefined; range = open.pop()) {
    const [from, to] = range;
    let furthest = -1, most = off;
    for (let at = from + 1; at < to; at++) {
      const distance = distanceTo(line[from], line[to], line[at]);
      if (distance > most) [furthest, most] = [at, distance];
    }
    if (furthest < 0) continue;
    stays.add(furthest);
    open.push([from, furthest], [furthest, to]);
  }
  return line.filter((_, at) => stays.has(at));
}

function distanceTo(from: PenPoint, to: PenPoint, { x, y }: PenPoint): number {
  const dx = to.x - from.x, dy = to.y - from.y, square = dx * dx + dy * dy;
  const share = square === 0 ? 0 : Math.min(1, Math.max(0, ((x - from.x) * dx + (y - from.y) * dy) / square));
  return Math.hypot(x - from.x - share * dx, y - from.y - share * dy);
}

function rounded(line: PenLine): Point[] {
  const within = (value: number, most: number): number => Math.min(most - 1, Math.max(0, Math.round(value)));
  return line.map(({ x, y, pressure }, at) => ({ x: within(x, ACROSS), y: within(y, DOWN), pressure: Math.round(pressure * 255), begins: at === 0 }));
}
