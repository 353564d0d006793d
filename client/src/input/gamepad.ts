import type { Action, Hands } from './actions';

const DEAD = 0.18;
const BUTTONS: readonly (Action | null)[] = [
  { kind: 'jump' }, { kind: 'back' }, { kind: 'stick' }, { kind: 'chat' }, { kind: 'emote', emote: 1 }, { kind: 'emote', emote: 3 }, null, null, { kind: 'map' }, { kind: 'roster' },
];

/** Whether a gamepad of the standard layout is there; it is seen once one of its buttons was pressed. */
export function hasPad(): boolean {
  return typeof navigator.getGamepads === 'function' && navigator.getGamepads().some((one) => one?.mapping === 'standard');
}

/** The first gamepad of the standard layout: left stick moves, right stick looks, buttons act. Browsers only let it be asked, not heard. */
export class Pad {
  private pressed: readonly boolean[] = [];

  constructor(private readonly act: (action: Action) => void, private readonly look: (turn: number, up: number) => void) {}

  poll(dt: number): Hands | null {
    const pad = typeof navigator.getGamepads === 'function' ? navigator.getGamepads().find((one) => one?.mapping === 'standard') : null;
    if (!pad) return null;
    const pressed = pad.buttons.map((button) => button.pressed);
    pressed.forEach((down, index) => {
      const action = BUTTONS[index];
      if (down && !this.pressed[index] && action) this.act(action);
    });
    this.pressed = pressed;
    const axis = (index: number): number => (Math.abs(pad.axes[index] ?? 0) < DEAD ? 0 : pad.axes[index]);
    this.look(-axis(2) * 2.6 * dt, -axis(3) * 1.8 * dt);
    return { right: axis(0), ahead: -axis(1), run: pressed[10] || pressed[7] };
  }
}
