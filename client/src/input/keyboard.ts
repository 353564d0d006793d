import { actionOf, type Action, type Hands } from './actions';

/** Whether keys belong to a text field or another control now, and not to the avatar. */
export function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
}

/** Keys: held ones move, others act. Text fields keep theirs; a control in focus keeps Enter, Space and arrows. Tab is the browser's, for those without a mouse. */
export class Keyboard {
  private readonly held = new Set<string>();

  constructor(private readonly act: (action: Action) => void) {
    window.addEventListener('keydown', this.onDown);
    window.addEventListener('keyup', this.onUp);
    window.addEventListener('blur', this.release);
    document.addEventListener('focusin', this.onFocus);
  }

  dispose(): void {
    window.removeEventListener('keydown', this.onDown);
    window.removeEventListener('keyup', this.onUp);
    window.removeEventListener('blur', this.release);
    document.removeEventListener('focusin', this.onFocus);
  }

  get hands(): Hands {
    const any = (...codes: string[]): number => (codes.some((code) => this.held.has(code)) ? 1 : 0);
    return {
      right: any('KeyD', 'ArrowRight') - any('KeyA', 'ArrowLeft'),
      ahead: any('KeyW', 'ArrowUp') - any('KeyS', 'ArrowDown'),
      run: any('ShiftLeft', 'ShiftRight') > 0,
    };
  }

  private readonly onDown = (event: KeyboardEvent): void => {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.code === 'Escape') return this.act({ kind: 'close' });
    if (isTyping(event.target)) return;
    if (keepsKey(event)) return;
    const action = actionOf(event.code);
    if (action) event.preventDefault();
    if (event.code.startsWith('Arrow')) event.preventDefault();
    if (event.repeat) return;
    this.held.add(event.code);
    if (action) this.act(action);
  };

  private readonly onUp = (event: KeyboardEvent): void => {
    this.held.delete(event.code);
    if (event.code === 'KeyB' && !isTyping(event.target)) this.act({ kind: 'emoteWheelClose' });
    if (event.code === 'KeyV') this.act({ kind: 'talkEnd' }); // also where the focus went into a text meanwhile
  };

  private readonly onFocus = (event: FocusEvent): void => {
    if (isTyping(event.target)) this.held.clear();
  };

  private readonly release = (): void => {
    if (this.held.has('KeyV')) this.act({ kind: 'talkEnd' });
    this.held.clear();
  };
}

/**
 * Whether the control in focus wants the key. A button that the mouse pressed does not: Space is for jumping, not for pressing the last
 * button again.
 */
function keepsKey({ target, code }: KeyboardEvent): boolean {
  if (!(target instanceof HTMLElement) || !['Enter', 'Space', 'ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown'].includes(code)) return false;
  if (target.closest('[role="dialog"], [role="menu"]')) return true;
  if (!target.closest('button, a, [role="tab"], [role="log"]')) return false;
  if (target.matches(':focus-visible')) return true;
  target.blur();
  return false;
}
