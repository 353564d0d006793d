import { shown } from '../../slices';
import type { Board } from './board';
import { Pen, type WetLine } from './pen';
import { ACROSS, DOWN, Kind, packStroke, TEXT_STEP } from './stroke';

const DRY_MS = 300; // what is on disk may be told a moment later

/** Signs for oneself: what one draws is shown at once, and stays wet until the room has it on disk. */
export class Desk {
  /** Goes up when what is wet changes. */
  version = 0;
  private readonly sent = new Set<readonly WetLine[]>();
  private undoes = 0;
  private readonly pen = new Pen((stroke, colour, lines) => this.send(stroke, colour, lines));

  constructor(private readonly board: Board) {}

  get wet(): readonly WetLine[] {
    return [...[...this.sent].flat(), ...this.pen.wet];
  }

  /** Whether there is something of one's own to take back. */
  get mayUndo(): boolean {
    return this.wet.length > 0 || this.board.lastOwn !== null;
  }

  down(x: number, y: number, pressure: number, colour: number, width: number, isPressed: boolean): void {
    this.pen.down({ x, y, pressure }, colour, width, isPressed);
    this.version++;
  }

  move(x: number, y: number, pressure: number): void {
    this.pen.move({ x, y, pressure });
    this.version++;
  }

  up(): void {
    this.pen.up();
    this.version++;
  }

  /** Nothing more is drawn: what was is sent. */
  leave(): void {
    this.pen.up();
    this.pen.flush();
  }

  /** Writes a name where little is written. */
  write(name: string, colour: number, size: number): void {
    const free = this.board.freePlace(), wide = name.length * size * TEXT_STEP * 0.6;
    const x = Math.round(Math.max(60, Math.min(ACROSS - 60 - wide, free.x - wide / 2 + (Math.random() - 0.5) * 160)));
    const y = Math.round(Math.min(DOWN - 80, free.y + (Math.random() - 0.5) * 120));
    this.send(packStroke({ kind: Kind.TEXT, width: size, points: [{ x, y, pressure: 255, begins: true }], text: name }), colour, []);
  }

  /** Takes back one's own last: what was not sent yet, or else a stroke; one that is on its way when it has come. */
  undo(): void {
    this.version++;
    if (this.pen.takeBack()) return;
    const { lastOwn } = this.board;
    if (this.sent.size > 0) this.undoes++;
    else if (lastOwn !== null) shown.signing.ask.sign({ remove: lastOwn.number });
  }

  private send(stroke: Uint8Array<ArrayBuffer>, colour: number, lines: readonly WetLine[]): void {
    this.sent.add(lines);
    shown.signing.ask.sign({ stroke, colour }, (isDone) => setTimeout(() => {
      this.sent.delete(lines);
      this.version++;
      if (this.sent.size > 0 || this.undoes === 0) return;
      this.undoes--;
      if (isDone) this.undo();
    }, isDone ? DRY_MS : 0));
  }
}
