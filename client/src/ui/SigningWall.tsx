import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { Mark } from '../ceremony/signing/board';
import type { Desk } from '../ceremony/signing/desk';
import { inkOf, paintStroke, paintWet } from '../ceremony/signing/paint';
import { sharedBoard } from '../ceremony/signing/shared';
import { ACROSS, DOWN } from '../ceremony/signing/stroke';
import { sign } from '../i18n/signing';
import { shown } from '../slices';

const { signing } = shown;
const SHARPEST = 2; // pixels of the picture for one of the page

/** What is seen of the wall: its middle in units of the wall, and how much closer than the whole. */
export interface WallView { x: number; y: number; closer: number }

/** How the pen is set; null: one looks around. */
export interface PenChoice { readonly colour: number; readonly width: number }

interface WallProps {
  readonly desk: Desk;
  readonly view: WallView;
  readonly pen: PenChoice | null;
  readonly picked: Mark | null;
  readonly onPick: (mark: Mark | null) => void;
}

/** The wall to draw on: by pointer, finger or pen; or to look around in and to see who signed. */
export function SigningWall({ desk, view, pen, picked, onPick }: WallProps): JSX.Element {
  const canvas = useRef<HTMLCanvasElement>(null), held = useRef<{ x: number; y: number; hasMoved: boolean } | null>(null);
  const { board } = sharedBoard();
  useEffect(() => {
    let frame = 0, drawn = '';
    const look = (): void => {
      frame = requestAnimationFrame(look);
      board.refresh();
      const box = canvas.current;
      if (box === null) return;
      const [width, height] = [box.clientWidth, box.clientHeight].map((one) => Math.round(one * Math.min(SHARPEST, devicePixelRatio)));
      const state = `${board.painted} ${desk.version} ${view.x} ${view.y} ${view.closer} ${picked?.number ?? 0} ${width} ${height}`;
      if (state === drawn || width === 0) return;
      drawn = state;
      if (box.width !== width || box.height !== height) [box.width, box.height] = [width, height];
      draw(box, desk, view, picked);
    };
    look();
    return () => cancelAnimationFrame(frame);
  }, [desk, view, picked]);
  useEffect(() => () => desk.leave(), [desk]);

  const placeOf = (event: { clientX: number; clientY: number }, box: HTMLCanvasElement): { x: number; y: number } => {
    const { left, top } = box.getBoundingClientRect(), seen = seenOf(box.clientWidth, box.clientHeight, view);
    return { x: seen.left + (event.clientX - left) / seen.scale, y: seen.top + (event.clientY - top) / seen.scale };
  };
  const down = (event: PointerEvent & { currentTarget: HTMLCanvasElement }): void => {
    if (event.button !== 0 || !event.isPrimary) return;
    event.preventDefault();
    event.currentTarget.setPointerCapture(event.pointerId);
    const { x, y } = placeOf(event, event.currentTarget);
    held.current = { x: event.clientX, y: event.clientY, hasMoved: false };
    if (pen !== null) desk.down(x, y, event.pressure, pen.colour, pen.width, event.pointerType === 'pen');
  };
  const move = (event: PointerEvent & { currentTarget: HTMLCanvasElement }): void => {
    const from = held.current;
    if (from === null || !event.isPrimary) return;
    if (pen !== null) {
      const all = event.getCoalescedEvents();
      for (const one of all.length > 0 ? all : [event]) {
        const { x, y } = placeOf(one, event.currentTarget);
        desk.move(x, y, one.pressure);
      }
      return;
    }
    const dx = event.clientX - from.x, dy = event.clientY - from.y;
    if (!from.hasMoved && Math.hypot(dx, dy) < 6) return;
    const { scale } = seenOf(event.currentTarget.clientWidth, event.currentTarget.clientHeight, view);
    view.x = within(view.x - dx / scale, ACROSS);
    view.y = within(view.y - dy / scale, DOWN);
    held.current = { x: event.clientX, y: event.clientY, hasMoved: true };
  };
  const up = (event: PointerEvent & { currentTarget: HTMLCanvasElement }): void => {
    const from = held.current;
    if (from === null || !event.isPrimary) return;
    held.current = null;
    if (pen !== null) return desk.up();
    const { x, y } = placeOf(event, event.currentTarget);
    if (!from.hasMoved) onPick(board.at(x, y));
  };
  return (
    <canvas ref={canvas} class={`sign-wall${pen === null ? ' looking' : ''}`} role="img" aria-label={sign('label', { count: signing.count.value })} data-testid="sign-wall"
      onPointerDown={down} onPointerMove={move} onPointerUp={up} onPointerCancel={up} />
  );
}

const within = (value: number, most: number): number => Math.min(most, Math.max(0, value));

/** What part of the wall is seen in a box: pixels for a unit, and the units at its upper left. The middle moves only as far as the wall goes. */
export function seenOf(width: number, height: number, { x, y, closer }: WallView): { readonly scale: number; readonly left: number; readonly top: number } {
  const scale = (width / ACROSS) * closer;
  const from = (middle: number, seen: number, all: number): number => (seen >= all ? (all - seen) / 2 : Math.min(all - seen, Math.max(0, middle - seen / 2)));
  return { scale, left: from(x, width / scale, ACROSS), top: from(y, height / scale, DOWN) };
}

function draw(box: HTMLCanvasElement, desk: Desk, view: WallView, picked: Mark | null): void {
  const ink = box.getContext('2d'), { canvas } = sharedBoard(), { scale, left, top } = seenOf(box.width, box.height, view);
  if (!ink) return;
  ink.setTransform(1, 0, 0, 1, 0, 0);
  ink.clearRect(0, 0, box.width, box.height);
  ink.setTransform(scale, 0, 0, scale, -left * scale, -top * scale);
  ink.imageSmoothingQuality = 'high';
  ink.drawImage(canvas, 0, 0, ACROSS, DOWN);
  if (picked !== null) {
    const { stroke, colour } = picked;
    if (stroke.text === '') paintStroke(ink, { ...stroke, width: stroke.width + 22 }, 'rgb(255 255 255 / 55%)');
    else ink.fillRect(stroke.points[0].x, stroke.points[0].y + 14, stroke.text.length * stroke.width * 2.2, 8);
    paintStroke(ink, stroke, inkOf(colour));
  }
  for (const line of desk.wet) paintWet(ink, line);
}
