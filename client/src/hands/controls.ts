import type { Action } from '../input/actions';
import { Pad } from '../input/gamepad';
import { holds } from '../input/holds';
import { Keyboard } from '../input/keyboard';
import { Pointer } from '../input/pointer';
import type { Wish } from '../world/own';
import { shown } from '../slices';

const { settings } = shown;

/** What hands turn: the view, by radians, and how near it is. */
export interface Eye {
  readonly yaw: number;
  look(turn: number, up: number): void;
  zoom(factor: number): void;
}

/** All hands together: what they wish for this frame, in the directions of the room. */
export class HandsOn {
  private readonly keyboard: Keyboard;
  private readonly pointer: Pointer;
  private readonly pad: Pad;
  private jumpAsked = false;
  private thumbRight = 0;
  private thumbAhead = 0;

  constructor(canvas: HTMLElement, private readonly orbit: Eye, act: (action: Action) => void, pick: (x: number, y: number) => void) {
    const heard = (action: Action): void => {
      if (action.kind === 'jump') this.jumpAsked = true;
      act(action);
    };
    const look = (turn: number, up: number): void => {
      const { mouseSpeed } = settings.settings.value;
      orbit.look(turn * mouseSpeed, up * mouseSpeed);
    };
    this.keyboard = new Keyboard(heard, holds);
    this.pointer = new Pointer(canvas, { look, zoom: (factor) => orbit.zoom(factor), pick }, holds);
    this.pad = new Pad(heard, look, holds);
  }

  jump(): void {
    this.jumpAsked = true;
  }

  /** The thumb on the joystick, −1..1. */
  joystick(right: number, ahead: number): void {
    [this.thumbRight, this.thumbAhead] = [right, ahead];
  }

  wish(dt: number): Wish {
    const keys = this.keyboard.hands;
    const pad = this.pad.poll(dt);
    const right = keys.right + this.thumbRight + (pad?.right ?? 0);
    const ahead = keys.ahead + this.thumbAhead + (pad?.ahead ?? 0);
    const thumbRuns = Math.hypot(this.thumbRight, this.thumbAhead) > 0.92;
    const [sin, cos] = [Math.sin(this.orbit.yaw), Math.cos(this.orbit.yaw)];
    const jump = this.jumpAsked;
    this.jumpAsked = false;
    return { x: sin * ahead - cos * right, z: cos * ahead + sin * right, run: keys.run || thumbRuns || (pad?.run ?? false), jump };
  }

  dispose(): void {
    this.keyboard.dispose();
    this.pointer.dispose();
  }
}
