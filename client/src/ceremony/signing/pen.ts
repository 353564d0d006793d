import { packLine, packLines, type PenLine, type PenPoint } from './lines';

/** What is drawn within so long is one stroke: a name in Chinese has twenty lines, and the room takes one stroke a second. */
const REST_MS = 900;

/** Ink that is on the way: drawn, and not on the wall yet. */
export interface WetLine { readonly points: PenPoint[]; readonly colour: number; readonly width: number; readonly isPressed: boolean }

/** A pen as the wall takes it: lines that are drawn one after the other become strokes that are short enough. */
export class Pen {
  private lines: WetLine[] = [];
  private drawing: WetLine | null = null;
  private rest: ReturnType<typeof setTimeout> | undefined;

  /** @param send Sends a stroke; the lines that it is of are wet until they are on the wall. */
  constructor(private readonly send: (stroke: Uint8Array<ArrayBuffer>, colour: number, lines: readonly WetLine[]) => void) {}

  /** Lines that were not sent yet. */
  get wet(): readonly WetLine[] {
    return this.drawing === null ? this.lines : [...this.lines, this.drawing];
  }

  down(point: PenPoint, colour: number, width: number, isPressed: boolean): void {
    this.up();
    clearTimeout(this.rest);
    const [before] = this.lines;
    if (before !== undefined && (before.colour !== colour || before.width !== width || before.isPressed !== isPressed)) this.flush();
    this.drawing = { points: [point], colour, width, isPressed };
  }

  move(point: PenPoint): void {
    this.drawing?.points.push(point);
  }

  up(): void {
    const { drawing } = this;
    if (drawing === null) return;
    this.drawing = null;
    if (this.lines.length > 0 && packLines([...this.lines, drawing].map(({ points }): PenLine => points), drawing.width, drawing.isPressed) === null) this.flush();
    this.lines.push(drawing);
    clearTimeout(this.rest);
    this.rest = setTimeout(() => this.flush(), REST_MS);
  }

  /** Sends what was drawn. */
  flush(): void {
    clearTimeout(this.rest);
    const { lines } = this, [first] = lines;
    this.lines = [];
    if (first === undefined) return;
    const points = lines.map(({ points }): PenLine => points);
    this.send(packLines(points, first.width, first.isPressed) ?? packLine(points[0], first.width, first.isPressed), first.colour, lines);
  }

  /** Takes back what was not sent yet. @returns Whether there was something. */
  takeBack(): boolean {
    clearTimeout(this.rest);
    const had = this.wet.length > 0;
    this.lines = [];
    this.drawing = null;
    return had;
  }
}
