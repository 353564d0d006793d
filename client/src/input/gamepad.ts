import type { Action, Hands } from './actions';
import type { Held, Holds } from './holds';

const DEAD = 0.18;
const BUTTONS: readonly (Action | null)[] = [
  { kind: 'jump' }, { kind: 'back' }, { kind: 'stick' }, { kind: 'chat' }, { kind: 'emote', emote: 1 }, { kind: 'emote', emote: 3 }, null, null, { kind: 'map' },
  { kind: 'roster' },
];
const LEFT_TRIGGER = 6, RIGHT_TRIGGER = 7, LEFT_STICK = 10;
const HELD: Readonly<Record<number, Held>> = { [LEFT_TRIGGER]: 'talk', [RIGHT_TRIGGER]: 'run', [LEFT_STICK]: 'run' };

/** Whether a gamepad of the standard layout is there; it is seen once one of its buttons was pressed. */
export function hasPad(): boolean {
  return typeof navigator.getGamepads === 'function' && navigator.getGamepads().some((one) => one?.mapping === 'standard');
}

/** The first gamepad of the standard layout: left stick moves, right stick looks, buttons act or hold. Browsers only let it be asked, not heard. */
export class Pad {
  private pressed: readonly boolean[] = [];
  private drops: number;
  private mustRest = false;

  constructor(private readonly act: (action: Action) => void, private readonly look: (turn: number, up: number) => void, private readonly holds: Holds) {
    this.drops = holds.drops;
  }

  poll(dt: number): Hands | null {
    const pad = typeof navigator.getGamepads === 'function' ? navigator.getGamepads().find((one) => one?.mapping === 'standard') : null;
    if (!pad) return null;
    const before = this.pressed, pressed = pad.buttons.map((button) => button.pressed);
    this.pressed = pressed;
    pressed.forEach((down, button) => {
      if (down === (before[button] ?? false)) return;
      if (!down) return this.holds.letGo(`pad ${button}`);
      const action = BUTTONS[button], held = HELD[button];
      if (action) this.act(action);
      else if (held) this.hold(held, button);
    });
    const axis = (index: number): number => (Math.abs(pad.axes[index] ?? 0) < DEAD ? 0 : pad.axes[index]);
    this.look(-axis(2) * 2.6 * dt, -axis(3) * 1.8 * dt);
    const right = axis(0), ahead = -axis(1);
    // A stick that was held when everything was let go walks again once it has been at rest.
    if (this.drops !== this.holds.drops) [this.drops, this.mustRest] = [this.holds.drops, true];
    if (right === 0 && ahead === 0) this.mustRest = false;
    return this.mustRest ? { right: 0, ahead: 0, run: false } : { right, ahead, run: this.holds.has('run') };
  }

  private hold(what: Held, button: number): void {
    const isTalk = what === 'talk';
    if (this.holds.begin(what, `pad ${button}`, isTalk ? () => this.act({ kind: 'talkEnd' }) : undefined) && isTalk) this.act({ kind: 'talkBegin' });
  }
}
