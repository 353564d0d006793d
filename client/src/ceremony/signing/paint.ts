import { ACROSS, DOWN, Kind, TEXT_STEP, type Stroke } from './stroke';
import type { WetLine } from './pen';

/** The colours there are, as the server has them (SigningWall.Colours). */
export const INKS = [0xfff7e4, 0xf7c95c, 0xffa9b8, 0xa5e6c3, 0xa9d4ff, 0xf08a5d] as const;

/** Letters as if by hand: what systems have of it, for Latin and for Chinese. */
export const HAND = "'Segoe Script','Snell Roundhand','Brush Script MT','Apple Chancery','Z003','URW Chancery L',STXingkai,STKaiti,KaiTi,'Kaiti SC','AR PL UKai CN',cursive";

const THINNEST = 0.25; // of a pressed line's width, where the pen hardly touches
const MARGIN = 40;

type Ink = CanvasRenderingContext2D;

/** Paints the empty wall: red silk with a golden border, as the boards of the terrace are. The pen's units are those of the wall. */
export function paintGround(pen: Ink): void {
  const silk = pen.createLinearGradient(0, 0, 0, DOWN);
  silk.addColorStop(0, '#8a1a13');
  silk.addColorStop(1, '#560d0c');
  pen.fillStyle = silk;
  pen.fillRect(0, 0, ACROSS, DOWN);
  pen.strokeStyle = '#d9a441';
  for (const [inset, wide] of [[28, 12], [54, 5]]) {
    pen.lineWidth = wide;
    pen.strokeRect(inset, inset, ACROSS - 2 * inset, DOWN - 2 * inset);
  }
  pen.fillStyle = 'rgb(242 205 130 / 55%)';
  pen.textAlign = 'center';
  pen.font = '600 72px Georgia, "Noto Serif CJK SC", serif';
  pen.fillText('签名墙 · Signing wall', ACROSS / 2, 142);
}

/** Paints one stroke. */
export function paintStroke(pen: Ink, { kind, width, points, text }: Stroke, colour: string): void {
  if (kind === Kind.TEXT) {
    pen.fillStyle = colour;
    pen.textAlign = 'left';
    pen.font = `${width * TEXT_STEP}px ${HAND}`;
    pen.fillText(text, points[0].x, points[0].y, Math.max(1, ACROSS - MARGIN - points[0].x));
    return;
  }
  for (let at = 0; at < points.length;) {
    let end = at + 1;
    while (end < points.length && !points[end].begins) end++;
    paintLine(pen, points.slice(at, end).map(({ x, y, pressure }) => ({ x, y, pressure: pressure / 255 })), width, colour, kind === Kind.PRESSED);
    at = end;
  }
}

/** Paints a line that is still being drawn, or on its way. */
export function paintWet(pen: Ink, { points, colour, width, isPressed }: WetLine): void {
  paintLine(pen, points, width, inkOf(colour), isPressed);
}

export const inkOf = (colour: number): string => `#${colour.toString(16).padStart(6, '0')}`;

/** Through the middles between points, with the points as handles: round, and never far from what was drawn. */
function paintLine(pen: Ink, points: readonly { readonly x: number; readonly y: number; readonly pressure: number }[], width: number, colour: string, isPressed: boolean): void {
  pen.strokeStyle = colour;
  pen.lineCap = pen.lineJoin = 'round';
  const wide = (pressure: number): number => (isPressed ? width * (THINNEST + (1 - THINNEST) * pressure) : width), [first] = points, last = points[points.length - 1];
  pen.lineWidth = wide(first.pressure);
  pen.beginPath();
  pen.moveTo(first.x, first.y);
  for (let at = 1; at < points.length - 1; at++) {
    const now = points[at], next = points[at + 1], x = (now.x + next.x) / 2, y = (now.y + next.y) / 2;
    pen.quadraticCurveTo(now.x, now.y, x, y);
    if (!isPressed) continue;
    pen.stroke();
    pen.beginPath();
    pen.moveTo(x, y);
    pen.lineWidth = wide(next.pressure);
  }
  pen.lineTo(last.x + (points.length === 1 ? 0.1 : 0), last.y);
  pen.stroke();
}
