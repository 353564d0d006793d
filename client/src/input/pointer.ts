import { focusPlace } from './focus';
import type { Holds } from './holds';

const CLICK_PIXELS = 6;
const CLICK_MS = 450;
const LOOK_PER_PIXEL = 0.0042;

export interface PointerEvents {
  /** Turn to the left is positive yaw; radians. */
  look(turn: number, up: number): void;
  /** Above 1 is farther away. */
  zoom(factor: number): void;
  /** A click or tap on the place, in −1..1 of the canvas. */
  pick(x: number, y: number): void;
}

interface Finger { readonly id: number; readonly startX: number; readonly startY: number; x: number; y: number; readonly since: number; moved: boolean }

/** Mouse and touch over the canvas: dragging looks, two fingers pinch, a click or tap picks. The joystick is a control of its own. */
export class Pointer {
  private readonly fingers = new Map<number, Finger>();
  private pinch = 0;

  constructor(private readonly canvas: HTMLElement, private readonly events: PointerEvents, private readonly holds: Holds) {
    canvas.style.touchAction = 'none';
    canvas.addEventListener('pointerdown', this.onDown);
    canvas.addEventListener('pointermove', this.onMove);
    canvas.addEventListener('pointerup', this.onUp);
    canvas.addEventListener('pointercancel', this.onUp);
    canvas.addEventListener('wheel', this.onWheel, { passive: false });
    canvas.addEventListener('contextmenu', preventDefault);
    canvas.addEventListener('mousedown', preventDefault); // which would take the focus to where nothing has it
  }

  dispose(): void {
    this.canvas.removeEventListener('pointerdown', this.onDown);
    this.canvas.removeEventListener('pointermove', this.onMove);
    this.canvas.removeEventListener('pointerup', this.onUp);
    this.canvas.removeEventListener('pointercancel', this.onUp);
    this.canvas.removeEventListener('wheel', this.onWheel);
    this.canvas.removeEventListener('contextmenu', preventDefault);
    this.canvas.removeEventListener('mousedown', preventDefault);
  }

  private readonly onDown = (event: PointerEvent): void => {
    focusPlace();
    this.canvas.setPointerCapture(event.pointerId);
    this.holds.begin(`finger ${event.pointerId}`, `pointer ${event.pointerId}`, (how) => { if (how === 'dropped') this.fingers.delete(event.pointerId); }, this.canvas);
    const { clientX: x, clientY: y } = event;
    this.fingers.set(event.pointerId, { id: event.pointerId, startX: x, startY: y, x, y, since: event.timeStamp, moved: false });
    this.pinch = 0;
  };

  private readonly onMove = (event: PointerEvent): void => {
    const finger = this.fingers.get(event.pointerId);
    if (!finger) return;
    const [dx, dy] = [event.clientX - finger.x, event.clientY - finger.y];
    [finger.x, finger.y] = [event.clientX, event.clientY];
    if (Math.hypot(finger.x - finger.startX, finger.y - finger.startY) > CLICK_PIXELS) finger.moved = true;
    if (!finger.moved) return;
    if (this.fingers.size === 2) return this.pinched([...this.fingers.values()]);
    this.events.look(-dx * LOOK_PER_PIXEL, -dy * LOOK_PER_PIXEL);
  };

  private readonly onUp = (event: PointerEvent): void => {
    const finger = this.fingers.get(event.pointerId);
    this.fingers.delete(event.pointerId);
    if (!finger) return;
    if (event.type === 'pointercancel' || finger.moved || event.timeStamp - finger.since > CLICK_MS || event.button > 0) return;
    const area = this.canvas.getBoundingClientRect();
    this.events.pick(((finger.x - area.left) / area.width) * 2 - 1, 1 - ((finger.y - area.top) / area.height) * 2);
  };

  private readonly onWheel = (event: WheelEvent): void => {
    event.preventDefault();
    this.events.zoom(Math.exp(Math.sign(event.deltaY) * Math.min(0.25, Math.abs(event.deltaY) * 0.0015)));
  };

  private pinched(fingers: readonly Finger[]): void {
    const apart = Math.hypot(fingers[0].x - fingers[1].x, fingers[0].y - fingers[1].y);
    if (this.pinch > 0 && apart > 0) this.events.zoom(this.pinch / apart);
    this.pinch = apart;
  }
}

function preventDefault(event: Event): void {
  event.preventDefault();
}
