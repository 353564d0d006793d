import { pressOf, type Action, type Hands } from './actions';
import { focusPlace } from './focus';
import type { Held, Holds, HoldEnd } from './holds';
import { learnLayout, printed, readLayout } from './layout';
import { isComposed, isTyping } from './typing';

/** Keys: held ones move, others act. Text fields keep theirs; a control in focus keeps Enter, Space and arrows. Tab is the browser's, for those without a mouse. */
export class Keyboard {
  constructor(private readonly act: (action: Action) => void, private readonly holds: Holds) {
    window.addEventListener('keydown', this.onDown);
    window.addEventListener('focus', this.onFocus);
    void readLayout();
  }

  dispose(): void {
    window.removeEventListener('keydown', this.onDown);
    window.removeEventListener('focus', this.onFocus);
    this.holds.drop('key');
  }

  get hands(): Hands {
    const is = (what: Held): number => (this.holds.has(what) ? 1 : 0);
    return { right: is('right') - is('left'), ahead: is('ahead') - is('back'), run: this.holds.has('run') };
  }

  private readonly onDown = (event: KeyboardEvent): void => {
    const typing = isTyping(event.target);
    // A control that has used the key (arrows in a row of choices) has it alone.
    if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.metaKey || event.altKey || (typing && isComposed(event))) return;
    if (!event.repeat) learnLayout(event);
    if (event.key === 'Escape') return this.act({ kind: 'close' });
    if (typing || keepsKey(event)) return;
    const press = pressOf(event, printed.value);
    if (!press) return;
    if ('action' in press || event.key.startsWith('Arrow')) event.preventDefault();
    if (event.repeat) return;
    if ('action' in press) this.act(press.action);
    else this.hold(press.hold, event.code);
  };

  private hold(what: Held, code: string): void {
    const told = TOLD[what];
    if (this.holds.begin(what, `key ${code}`, told && ((how) => this.act({ kind: told.ends(how) }))) && told) this.act({ kind: told.begins });
  }

  // The layout may have been changed in another window.
  private readonly onFocus = (): void => void readLayout();
}

/** Holds that are told as they begin and end; the others are asked for each frame. */
const TOLD: Partial<Record<Held, { readonly begins: 'talkBegin' | 'emoteWheelOpen'; ends(how: HoldEnd): 'talkEnd' | 'emoteWheelClose' | 'emoteWheelDrop' }>> = {
  talk: { begins: 'talkBegin', ends: () => 'talkEnd' },
  wheel: { begins: 'emoteWheelOpen', ends: (how) => (how === 'released' ? 'emoteWheelClose' : 'emoteWheelDrop') },
};

const KEPT: ReadonlySet<string> = new Set(['Enter', ' ', 'ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown']);

/**
 * Whether the control in focus wants the key. A button that the mouse pressed does not: Space is for jumping, not for pressing the last
 * button again.
 */
function keepsKey({ target, key }: KeyboardEvent): boolean {
  if (!(target instanceof HTMLElement) || !KEPT.has(key)) return false;
  if (target.closest('[role="dialog"], [role="menu"]')) return true;
  if (!target.closest('button, a, [role="tab"], [role="log"]')) return false;
  if (target.matches(':focus-visible')) return true;
  focusPlace();
  return false;
}
