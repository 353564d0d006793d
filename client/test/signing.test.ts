import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { create } from '@bufbuild/protobuf';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Board } from '../src/ceremony/signing/board';
import { packLine, packLines, simplify, type PenPoint } from '../src/ceremony/signing/lines';
import { INKS } from '../src/ceremony/signing/paint';
import { Pen, type WetLine } from '../src/ceremony/signing/pen';
import { ACROSS, DOWN, Kind, MOST_BYTES, packStroke, readStroke, type Stroke } from '../src/ceremony/signing/stroke';
import { SignedSchema, WallStrokeSchema, type Signed } from '../src/net/generated/kapok_pb';
import { WallNews } from '../src/slices/signing';
import { seenOf } from '../src/ui/SigningWall';

interface Vectors {
  readonly good: readonly { name: string; hex: string; kind: Kind; width: number; points: readonly [number, number, number, boolean][]; text: string }[];
  readonly bad: readonly [string, string][];
}

const vectors = JSON.parse(readFileSync(join(import.meta.dirname, '../../tests/vectors/wall.json'), 'utf8')) as Vectors;
const bytesOf = (hex: string): Uint8Array => Uint8Array.from(Buffer.from(hex, 'hex'));
const at = (x: number, y: number, pressure = 1): PenPoint => ({ x, y, pressure });

describe('a packed stroke', () => {
  it.each(vectors.good)('$name is read and written as the server does', ({ hex, kind, width, points, text }) => {
    const stroke: Stroke = { kind, width, points: points.map(([x, y, pressure, begins]) => ({ x, y, pressure, begins })), text };
    expect(readStroke(bytesOf(hex))).toEqual(stroke);
    expect(Buffer.from(packStroke(stroke)).toString('hex')).toBe(hex);
  });

  it.each(vectors.bad)('is refused: %s', (_, hex) => {
    expect(readStroke(bytesOf(hex))).toBeNull();
  });

  it('of what a hand draws is near to it, on the wall, and never too long', () => {
    const spiral = Array.from({ length: 3000 }, (_, i) => at(2048 + i * 0.8 * Math.cos(i / 9), 1024 + i * 0.5 * Math.sin(i / 9)));
    for (const line of [spiral, [at(-50, 9000)], [at(5, 5), at(5, 5)], spiral.slice(0, 90)]) {
      for (const isPressed of [false, true]) {
        const packed = packLine(line, 13, isPressed), read = readStroke(packed);
        expect(packed.length).toBeLessThanOrEqual(MOST_BYTES);
        expect(read?.points.every(({ x, y }) => x >= 0 && x < ACROSS && y >= 0 && y < DOWN)).toBe(true);
      }
    }
    expect(packLines([spiral], 13, false)).toBeNull(); // too much to be fine
    const short = spiral.slice(0, 90), kept = simplify(short, 1.5);
    expect(kept.length).toBeLessThan(short.length);
    expect([kept[0], kept[kept.length - 1]]).toEqual([short[0], short[89]]);
  });

  it('has the inks that the server knows', () => {
    const source = readFileSync(join(import.meta.dirname, '../../src/Kapok.World/Ceremony/SigningWall.cs'), 'utf8');
    expect(/Inks = \[([^\]]+)\]/.exec(source)?.[1].split(',').map(Number)).toEqual([...INKS]);
  });
});

describe('a pen', () => {
  let sent: { stroke: Stroke | null; colour: number; lines: number }[], pen: Pen;

  beforeEach(() => {
    vi.useFakeTimers();
    sent = [];
    pen = new Pen((stroke, colour, lines: readonly WetLine[]) => sent.push({ stroke: readStroke(stroke), colour, lines: lines.length }));
  });
  afterEach(() => { vi.useRealTimers(); });

  const line = (x: number, y: number, colour: number = INKS[0], width = 13): void => {
    pen.down(at(x, y), colour, width, false);
    pen.move(at(x + 80, y + 10));
    pen.move(at(x + 20, y + 90));
    pen.up();
  };

  it('sends what is drawn in one go as one stroke, as a name in Chinese is', () => {
    for (let i = 0; i < 12; i++) {
      line(100 + 40 * i, 300);
      vi.advanceTimersByTime(400);
    }
    expect([sent.length, pen.wet.length]).toEqual([0, 12]);
    vi.advanceTimersByTime(1000);
    expect(sent.map(({ lines }) => lines)).toEqual([12]);
    expect(sent[0].stroke?.points.filter(({ begins }) => begins)).toHaveLength(12);
    expect(pen.wet).toEqual([]);
  });

  it('begins another stroke with another ink or width, and when one is full', () => {
    line(100, 100);
    line(300, 100, INKS[1]);
    line(500, 100, INKS[1], 26);
    expect(sent.map(({ colour, stroke }) => [colour, stroke?.width])).toEqual([[INKS[0], 13], [INKS[1], 13]]);
    for (let i = 0; i < 120; i++) line((i * 331) % 3900, (i * 173) % 1900, INKS[1], 26);
    pen.flush();
    expect(sent.length).toBeGreaterThan(3);
    expect(sent.every(({ stroke }) => stroke !== null)).toBe(true);
    expect(sent.reduce((sum, { lines }) => sum + lines, 0)).toBe(123);
  });

  it('takes back what was not sent', () => {
    line(100, 100);
    expect(pen.takeBack()).toBe(true);
    expect(pen.takeBack()).toBe(false);
    vi.advanceTimersByTime(5000);
    expect(sent).toEqual([]);
  });
});

describe('the wall', () => {
  const painted: string[] = [];
  const ink = new Proxy({}, {
    get: (_, name) => (name === 'createLinearGradient' ? () => ({ addColorStop: () => undefined }) : (...given: unknown[]) => painted.push(`${String(name)} ${given.join(' ')}`)),
    set: () => true,
  }) as CanvasRenderingContext2D;
  const stroke = (x: number, y: number): Uint8Array<ArrayBuffer> => packLine([at(x, y), at(x + 100, y + 5)], 13, false);
  const signed = (given: { strokes?: [number, number, number][]; removed?: number[]; own?: number[] }): Signed => create(SignedSchema, {
    strokes: (given.strokes ?? []).map(([number, x, y]) => create(WallStrokeSchema, { number, name: `n${number}`, colour: INKS[0], stroke: stroke(x, y) })),
    removed: given.removed ?? [], own: given.own ?? [],
  });
  let board: Board;

  beforeEach(() => {
    painted.length = 0;
    board = new Board(ink);
  });
  const strokes = (): number => {
    painted.length = 0;
    board.refresh();
    return painted.filter((one) => one === 'stroke ').length;
  };

  it('paints what comes onto what is there, and all anew when one goes', () => {
    board.take(signed({ strokes: [[1, 100, 100], [2, 300, 300]] }));
    expect(strokes()).toBe(2);
    expect(strokes()).toBe(0);
    board.take(signed({ strokes: [[3, 500, 500], [2, 300, 300]] }));
    expect(strokes()).toBe(1);
    board.take(signed({ removed: [1, 77] }));
    expect(strokes()).toBe(2);
    board.take(null);
    expect([strokes(), board.marks.size]).toEqual([0, 0]);
  });

  it('paints a full wall a part at a time', () => {
    board.take(signed({ strokes: Array.from({ length: 900 }, (_, i): [number, number, number] => [i + 1, (i * 37) % 3900, (i * 91) % 2000]) }));
    const parts = [strokes(), strokes(), strokes(), strokes()];
    expect(Math.max(...parts)).toBeLessThan(400);
    expect(parts.reduce((sum, one) => sum + one)).toBe(900);
  });

  it('knows whose a stroke is, one\'s own last, and where there is room', () => {
    board.take(signed({ own: [2, 4], strokes: [[1, 100, 100], [2, 1000, 500], [3, 2000, 1000], [4, 3000, 1500]] }));
    expect(board.at(1050, 505)?.name).toBe('n2');
    expect(board.at(1050, 800)).toBeNull();
    expect(board.lastOwn?.number).toBe(4);
    board.take(signed({ removed: [4] }));
    expect(board.lastOwn?.number).toBe(2);
    const free = board.freePlace(() => 0);
    expect(board.at(free.x, free.y)).toBeNull();
  });

  it('is seen whole, or from near without anything beside it', () => {
    expect(seenOf(800, 400, { x: 0, y: 0, closer: 1 })).toEqual({ scale: 800 / ACROSS, left: 0, top: 0 });
    const near = seenOf(400, 400, { x: 4096, y: 0, closer: 4 });
    expect([near.left + 400 / near.scale, near.top]).toEqual([ACROSS, 0]);
    expect(seenOf(400, 400, { x: 0, y: 0, closer: 1 }).top).toBe(-1024); // a square shows ground above and below
  });

  it('keeps what is said until somebody shows it', () => {
    const news = new WallNews(), heard: (Signed | null)[] = [], [one, two, three] = [signed({ own: [1] }), signed({ own: [2] }), signed({ own: [3] })];
    news.tell(one);
    news.tell(null);
    news.tell(two);
    news.follow((what) => heard.push(what));
    news.tell(three);
    news.tell(null);
    expect(heard).toEqual([two, three, null]);
  });
});
