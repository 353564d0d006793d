import { isTyping } from './typing';

/** What holds something: a key by its place, a finger or mouse, a button of a gamepad. */
export type Holder = `key ${string}` | `pointer ${number}` | `pad ${number}`;
/** What can be held. */
export type Held = 'ahead' | 'back' | 'left' | 'right' | 'run' | 'talk' | 'wheel' | 'joystick' | `finger ${number}`;
/** Released: by the hand that held it. Dropped: the hold could not go on, and nothing was meant by its end. */
export type HoldEnd = 'released' | 'dropped';

interface Hold {
  readonly holders: Set<Holder>;
  readonly ends?: (how: HoldEnd) => void;
}

/** The events of a page by which holds end. */
interface Page {
  readonly window: EventTarget;
  readonly document: EventTarget & { readonly hidden: boolean };
}

/**
 * Everything that hands hold, and the one place where a hold ends. An end must not depend on the element where the hold began: it may be gone, have lost
 * the focus, or keep the event for itself. So releases are heard on the window before any element hears them, and whatever takes the hands away
 * (another window, a hidden page, a text field, another room, a lost line) lets go of everything.
 */
export class Holds {
  /** How often everything was let go: what is asked and not heard (a stick of a gamepad) must come to rest in between. */
  drops = 0;
  private readonly holds = new Map<Held, Hold>();
  private readonly elements = new Map<Holder, EventTarget>();
  private readonly outside = new Set<string>(); // keys that went down before a text had the focus

  /**
   * Something holds. A hold that begins twice, by two keys, say, lasts until both have let go.
   * @param ends Called once, when the last holder lets go. Only the first holder's counts.
   * @param element Where a finger or mouse went down, for the capture that it may lose.
   * @returns Whether the hold began by this; false where it was held already.
   */
  begin(what: Held, holder: Holder, ends?: (how: HoldEnd) => void, element?: EventTarget | null): boolean {
    if (element) this.elements.set(holder, element);
    const held = this.holds.get(what);
    if (held) {
      held.holders.add(holder);
      return false;
    }
    this.holds.set(what, { holders: new Set([holder]), ends });
    return true;
  }

  has(what: Held): boolean {
    return this.holds.has(what);
  }

  /** A key came up, a finger left, a button was let go: ends what it held. */
  letGo(holder: Holder, how: HoldEnd = 'released'): void {
    this.elements.delete(holder);
    for (const [what, { holders }] of this.holds) if (holders.delete(holder) && holders.size === 0) this.end(what, how);
  }

  /** Ends a hold whoever holds it: its control is gone. */
  letGoOf(what: Held): void {
    if (this.holds.has(what)) this.end(what, 'dropped');
  }

  /** Lets go of everything, or of what one kind of holder holds. */
  drop(kind?: 'key' | 'pointer' | 'pad'): void {
    if (kind === undefined) {
      this.drops++;
      this.elements.clear();
      for (const what of [...this.holds.keys()]) this.letGoOf(what);
      return;
    }
    const holders = new Set([...this.holds.values()].flatMap((hold) => [...hold.holders]).filter((holder) => holder.startsWith(`${kind} `)));
    for (const holder of holders) this.letGo(holder, 'dropped');
  }

  /** Hears a page. @returns Ends that. */
  listen({ window, document }: Page): () => void {
    const all = (): void => this.drop();
    const hidden = (): void => { if (document.hidden) this.drop(); };
    const focus = (event: Event): void => { if (isTyping(event.target)) this.drop(); };
    // A menu of the browser's own takes the keys, and the page is not told when they come up.
    const menu = (event: Event): void => { if (!event.defaultPrevented) this.drop('key'); };
    const pads = (): void => this.drop('pad');
    const heard: readonly (readonly [EventTarget, string, (event: Event) => void, boolean])[] = [
      [window, 'keydown', this.onKey as (event: Event) => void, true], [window, 'keyup', this.onKey as (event: Event) => void, true],
      [window, 'pointerup', this.onPointer as (event: Event) => void, true], [window, 'pointercancel', this.onPointer as (event: Event) => void, true],
      [window, 'lostpointercapture', this.onPointer as (event: Event) => void, true],
      [window, 'blur', all, false], [window, 'pagehide', all, false], [window, 'contextmenu', menu, false], [window, 'gamepaddisconnected', pads, false],
      [document, 'visibilitychange', hidden, false], [document, 'focusin', focus, true],
    ];
    for (const [target, name, listener, capture] of heard) target.addEventListener(name, listener, capture);
    return () => {
      for (const [target, name, listener, capture] of heard) target.removeEventListener(name, listener, capture);
      this.drop();
    };
  }

  private readonly onKey = (event: KeyboardEvent): void => {
    const isMeta = event.metaKey || event.key === 'Meta' || event.key === 'OS';
    // macOS tells of no key that comes up while Command is held.
    if (isMeta) this.drop('key');
    else if (event.type === 'keyup') this.letGo(`key ${event.code}`);
    this.keepFromText(event);
    // Windows tells of one Shift only, where both were held.
    if (!event.shiftKey && event.key !== 'Shift') for (const code of ['ShiftLeft', 'ShiftRight']) this.letGo(`key ${code}`);
  };

  /** A key that is still down as a text takes the focus repeats, and would be typed there. */
  private keepFromText(event: KeyboardEvent): void {
    const { code, type, repeat } = event;
    if (type === 'keyup') this.outside.delete(code);
    else if (!isTyping(event.target)) this.outside.add(code);
    else if (!repeat) this.outside.delete(code);
    else if (this.outside.has(code)) event.preventDefault();
  }

  private readonly onPointer = (event: PointerEvent): void => {
    const holder: Holder = `pointer ${event.pointerId}`, element = this.elements.get(holder);
    // A capture that moves from a part of the control to the control itself is not lost; one whose element is gone is told to the document.
    if (event.type === 'lostpointercapture' && element !== undefined && event.target !== element && isInside(event.target, element)) return;
    this.letGo(holder, event.type === 'pointerup' ? 'released' : 'dropped');
  };

  private end(what: Held, how: HoldEnd): void {
    const hold = this.holds.get(what);
    this.holds.delete(what);
    hold?.ends?.(how);
  }
}

function isInside(target: EventTarget | null, element: EventTarget): boolean {
  return 'contains' in element && (element as Node).contains(target as Node | null);
}

/** The hands of this page. A person has one pair of them, whatever they hold and however often the picture is made anew. */
export const holds = new Holds();
