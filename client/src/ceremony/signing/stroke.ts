/** How a stroke was made: drawn, drawn with a pen that says how hard it presses, or typed. */
export const Kind = { LINE: 0, PRESSED: 1, TEXT: 2 } as const;
export type Kind = (typeof Kind)[keyof typeof Kind];

/** A point, in units of the wall from its upper left corner. */
export interface Point {
  readonly x: number;
  readonly y: number;
  /** 0 to 255, how much of the stroke's width it has there. */
  readonly pressure: number;
  /** A new line begins here. */
  readonly begins: boolean;
}

/** What somebody drew or wrote in one go. */
export interface Stroke {
  readonly kind: Kind;
  /** Of a line its width in units of the wall, of a text the size of its letters in steps of {@link TEXT_STEP} units. 1 to {@link WIDEST}. */
  readonly width: number;
  /** At least one; of a text the left end of its baseline. */
  readonly points: readonly Point[];
  readonly text: string;
}

/** Units of the wall from left to right and from top to bottom. */
export const ACROSS = 4096, DOWN = 2048;
export const MOST_BYTES = 512, WIDEST = 64, TEXT_STEP = 4, LONGEST_NAME = 24;
const HEAD_BYTES = 5, FULL = 255;

/** Packs a stroke (docs/protocol.md, section 10). Points are whole numbers on the wall. It may be longer than {@link MOST_BYTES}. */
export function packStroke({ kind, width, points, text }: Stroke): Uint8Array<ArrayBuffer> {
  const [first] = points, bytes = [kind, width, first.x >> 4, ((first.x & 15) << 4) | (first.y >> 8), first.y & 255];
  if (kind === Kind.TEXT) return new Uint8Array([...bytes, ...new TextEncoder().encode(text)]);
  let { x, y } = first;
  points.forEach((point, index) => {
    if (index > 0) {
      const isSame = point.x === x && point.y === y;
      if (point.begins) bytes.push(0, 0);
      else if (isSame) return; // a step of nothing would lift the pen
      step(bytes, point.x - x);
      step(bytes, point.y - y);
      ({ x, y } = point);
    }
    if (kind === Kind.PRESSED) bytes.push(point.pressure);
  });
  return new Uint8Array(bytes);
}

/** Reads a packed stroke. @returns Null for what is none. */
export function readStroke(bytes: Uint8Array): Stroke | null {
  if (bytes.length < HEAD_BYTES || bytes.length > MOST_BYTES || bytes[0] > Kind.TEXT || bytes[1] < 1 || bytes[1] > WIDEST) return null;
  const kind = bytes[0] as Kind, width = bytes[1], x = (bytes[2] << 4) | (bytes[3] >> 4), y = ((bytes[3] & 15) << 8) | bytes[4];
  if (y >= DOWN) return null;
  if (kind === Kind.TEXT) {
    const text = textOf(bytes.subarray(HEAD_BYTES));
    return text === null ? null : { kind, width, points: [{ x, y, pressure: FULL, begins: true }], text };
  }
  const points = pointsOf(bytes, kind === Kind.PRESSED, x, y);
  return points === null ? null : { kind, width, points, text: '' };
}

/** One or two bytes, low seven bits first, zigzag. */
function step(bytes: number[], by: number): void {
  const value = by < 0 ? -2 * by - 1 : 2 * by;
  if (value < 0x80) bytes.push(value);
  else bytes.push((value & 0x7f) | 0x80, value >> 7);
}

function textOf(bytes: Uint8Array): string | null {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    return text.length > 0 && text.length <= LONGEST_NAME ? text : null;
  } catch {
    return null;
  }
}

function pointsOf(bytes: Uint8Array, isPressed: boolean, x: number, y: number): Point[] | null {
  const points: Point[] = [];
  let at = HEAD_BYTES, begins = true;
  const next = (): number | null => {
    if (at >= bytes.length) return null;
    let value = bytes[at++];
    if (value >= 0x80) {
      const high = bytes[at++];
      if (high === undefined || high === 0 || high >= 0x80) return null;
      value = (value & 0x7f) | (high << 7);
    }
    return (value >> 1) ^ -(value & 1);
  };
  for (let isFirst = true; isFirst || at < bytes.length; isFirst = false) {
    if (!isFirst) {
      const dx = next(), dy = next();
      if (dx === null || dy === null) return null;
      if (dx === 0 && dy === 0 && !begins) {
        begins = true;
        continue;
      }
      x += dx;
      y += dy;
      if (x < 0 || x >= ACROSS || y < 0 || y >= DOWN) return null;
    }
    if (isPressed && at >= bytes.length) return null;
    points.push({ x, y, pressure: isPressed ? bytes[at++] : FULL, begins });
    begins = false;
  }
  return begins ? null : points;
}
