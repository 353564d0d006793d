import type { Signed } from '../../net/generated/kapok_pb';
import { inkOf, paintGround, paintStroke } from './paint';
import { ACROSS, DOWN, Kind, readStroke, TEXT_STEP, type Stroke } from './stroke';

/** A stroke on the wall. */
export interface Mark { readonly number: number; readonly name: string; readonly colour: number; readonly stroke: Stroke }

const MOST_AT_ONCE = 300; // strokes that are painted between two frames: a full wall comes in pieces
const REACH = 28; // units of the wall within which a stroke is meant
const CELLS_ACROSS = 6, CELLS_DOWN = 5;

/**
 * The wall as one sees it: its strokes, and a picture of them. What comes is painted onto what is there; only what is taken away has all painted anew.
 * Nothing is painted until somebody looks.
 */
export class Board {
  readonly marks = new Map<number, Mark>();
  /** Numbers of strokes that are one's own. */
  readonly own = new Set<number>();
  /** Goes up with each change of the strokes. */
  version = 0;
  /** Goes up with each change of the picture. */
  painted = 0;
  private toPaint: Mark[] = [];
  private isStale = true;

  /** @param pen Of the picture, whose units are those of the wall. */
  constructor(private readonly pen: CanvasRenderingContext2D) {}

  /** Takes what the room says; null: what was known is void. */
  take(signed: Signed | null): void {
    this.version++;
    if (signed === null) {
      this.marks.clear();
      this.own.clear();
      this.isStale = true;
      return;
    }
    for (const number of signed.own) this.own.add(number);
    for (const { number, name, colour, stroke } of signed.strokes) {
      const read = readStroke(stroke);
      if (read === null || this.marks.has(number)) continue;
      const mark = { number, name, colour, stroke: read };
      this.marks.set(number, mark);
      if (!this.isStale) this.toPaint.push(mark);
    }
    for (const number of signed.removed) this.isStale = this.marks.delete(number) || this.isStale;
  }

  /** Brings the picture up to date, a part at a time. */
  refresh(): void {
    const { pen, isStale } = this;
    if (isStale) {
      this.isStale = false;
      paintGround(pen);
      this.toPaint = [...this.marks.values()].sort((a, b) => a.number - b.number);
    }
    const now = this.toPaint.splice(0, MOST_AT_ONCE);
    for (const { stroke, colour } of now) paintStroke(pen, stroke, inkOf(colour));
    if (isStale || now.length > 0) this.painted++;
  }

  /** One's own newest stroke; null without one. */
  get lastOwn(): Mark | null {
    const number = [...this.own].filter((one) => this.marks.has(one)).reduce((most, one) => Math.max(most, one), 0);
    return this.marks.get(number) ?? null;
  }

  /** The topmost stroke at a place; null where there is none. */
  at(x: number, y: number): Mark | null {
    let found: Mark | null = null, nearest = REACH;
    for (const mark of this.marks.values()) {
      const distance = distanceTo(mark.stroke, x, y);
      if (distance <= nearest) [found, nearest] = [mark, distance];
    }
    return found;
  }

  /** Where little was written: the middle of the emptiest part, the first of several. */
  freePlace(random: () => number = Math.random): { readonly x: number; readonly y: number } {
    const counts = new Array<number>(CELLS_ACROSS * CELLS_DOWN).fill(0);
    for (const { stroke } of this.marks.values()) {
      for (const { x, y } of stroke.points) counts[Math.floor((y / DOWN) * CELLS_DOWN) * CELLS_ACROSS + Math.floor((x / ACROSS) * CELLS_ACROSS)]++;
    }
    const least = Math.min(...counts), free = counts.flatMap((count, cell) => (count === least ? [cell] : [])), cell = free[Math.floor(random() * free.length)];
    return { x: ((cell % CELLS_ACROSS) + 0.5) * (ACROSS / CELLS_ACROSS), y: (Math.floor(cell / CELLS_ACROSS) + 0.5) * (DOWN / CELLS_DOWN) };
  }
}

function distanceTo({ kind, points, text, width }: Stroke, x: number, y: number): number {
  const [first] = points;
  if (kind === Kind.TEXT) {
    const height = width * TEXT_STEP, right = first.x + text.length * height * 0.6;
    return x >= first.x && x <= right && y <= first.y && y >= first.y - height ? 0 : Infinity;
  }
  let nearest = Math.hypot(x - first.x, y - first.y);
  for (let at = 1; at < points.length; at++) {
    const from = points[at].begins ? points[at] : points[at - 1], to = points[at], dx = to.x - from.x, dy = to.y - from.y, square = dx * dx + dy * dy;
    const share = square === 0 ? 0 : Math.min(1, Math.max(0, ((x - from.x) * dx + (y - from.y) * dy) / square));
    nearest = Math.min(nearest, Math.hypot(x - from.x - share * dx, y - from.y - share * dy));
  }
  return nearest;
}
