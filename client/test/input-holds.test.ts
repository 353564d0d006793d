import { beforeEach, describe, expect, it, vi } from 'vitest';
import { Holds } from '../src/input/holds';

// The few types of a page that are asked for by name.
class Field { readonly isContentEditable = false; constructor(readonly tagName: string) {} }
vi.stubGlobal('HTMLElement', Field);

class Page {
  readonly window = new EventTarget();
  readonly document = Object.assign(new EventTarget(), { hidden: false });
  key(type: 'keydown' | 'keyup', code: string, more: Partial<KeyboardEvent> = {}): void {
    this.window.dispatchEvent(Object.assign(new Event(type), { code, key: code.replace(/^(Key|Shift|Meta).*/, '$1'), metaKey: false, shiftKey: false, ...more }));
  }
  pointer(type: string, pointerId: number, target?: object): void {
    const event = Object.assign(new Event(type), { pointerId });
    if (target) Object.defineProperty(event, 'target', { value: target });
    this.window.dispatchEvent(event);
  }
  focus(tagName: string): void {
    const event = new Event('focusin');
    Object.defineProperty(event, 'target', { value: new Field(tagName) });
    this.document.dispatchEvent(event);
  }
}

let page: Page, holds: Holds, ended: string[];
beforeEach(() => {
  [page, holds, ended] = [new Page(), new Holds(), []];
  holds.listen(page);
});
const talk = (holder: Parameters<Holds['begin']>[1] = 'key KeyV', element?: EventTarget): boolean => holds.begin('talk', holder, (how) => ended.push(how), element);

describe('a hold', () => {
  it('ends as its key comes up, once', () => {
    expect(talk()).toBe(true);
    page.key('keyup', 'KeyW');
    expect(holds.has('talk')).toBe(true);
    page.key('keyup', 'KeyV');
    page.key('keyup', 'KeyV');
    expect([holds.has('talk'), ended]).toEqual([false, ['released']]);
  });

  it('by two keys lasts until both are up, in any order', () => {
    for (const order of [['KeyW', 'ArrowUp'], ['ArrowUp', 'KeyW']]) {
      expect(holds.begin('ahead', 'key KeyW')).toBe(true);
      expect(holds.begin('ahead', 'key ArrowUp')).toBe(false);
      page.key('keyup', order[0]);
      expect(holds.has('ahead')).toBe(true);
      page.key('keyup', order[1]);
      expect(holds.has('ahead')).toBe(false);
    }
  });

  it('by a key and a finger lasts until both have let go, and ends once', () => {
    talk();
    expect(talk('pointer 7')).toBe(false);
    page.key('keyup', 'KeyV');
    expect(ended).toEqual([]);
    page.pointer('pointerup', 7);
    expect(ended).toEqual(['released']);
  });

  it('does not hide another one', () => {
    talk();
    holds.begin('ahead', 'key KeyW');
    page.key('keyup', 'KeyW');
    expect([holds.has('ahead'), holds.has('talk')]).toEqual([false, true]);
  });

  it('is heard to end although the element in focus keeps the event for itself', () => {
    talk();
    const chat = new EventTarget();
    chat.addEventListener('keyup', (event) => event.stopPropagation());
    page.key('keyup', 'KeyV'); // heard on the window while the event is on its way down
    expect(ended).toEqual(['released']);
  });
});

describe('everything held is let go', () => {
  const ways: readonly (readonly [string, () => void])[] = [
    ['where another window takes the focus', () => page.window.dispatchEvent(new Event('blur'))],
    ['where the page is hidden', () => { page.document.hidden = true; page.document.dispatchEvent(new Event('visibilitychange')); }],
    ['where the page is left', () => page.window.dispatchEvent(new Event('pagehide'))],
    ['where a text takes the focus', () => page.focus('INPUT')],
    ['where the room changes or the line is lost', () => holds.drop()],
  ];
  it.each(ways)('%s', (_, happens) => {
    talk('pointer 3');
    for (const [what, holder] of [['ahead', 'key KeyW'], ['joystick', 'pointer 4'], ['run', 'pad 7'], ['finger 9', 'pointer 9']] as const) holds.begin(what, holder,
      (how) => ended.push(how));
    happens();
    expect(ended.sort()).toEqual(['dropped', 'dropped', 'dropped', 'dropped', 'dropped']);
    for (const what of ['talk', 'ahead', 'joystick', 'run', 'finger 9'] as const) expect(holds.has(what)).toBe(false);
    expect(holds.drops).toBe(1);
    page.key('keyup', 'KeyW'); // what comes up later ends nothing twice
    expect(ended.length).toBe(5);
  });

  it('but not where the page comes back, or a button has the focus', () => {
    talk();
    page.document.dispatchEvent(new Event('visibilitychange'));
    page.focus('BUTTON');
    expect(holds.has('talk')).toBe(true);
  });
});

describe('keys', () => {
  it('are let go by Command, which keeps their ends from the page; thumbs are not', () => {
    holds.begin('ahead', 'key KeyW');
    talk('pointer 1');
    page.key('keydown', 'MetaLeft', { key: 'Meta', metaKey: true });
    expect([holds.has('ahead'), holds.has('talk')]).toEqual([false, true]);
    holds.begin('ahead', 'key KeyW'); // a page may hear of a key while Command is down
    page.key('keyup', 'MetaLeft', { key: 'Meta', metaKey: false });
    expect(holds.has('ahead')).toBe(false);
  });

  it('of Shift are both up where the keyboard says that none is down', () => {
    holds.begin('run', 'key ShiftLeft');
    holds.begin('run', 'key ShiftRight');
    page.key('keyup', 'ShiftRight', { key: 'Shift' });
    expect(holds.has('run')).toBe(true);
    page.key('keydown', 'KeyW', { shiftKey: false, key: 'w' });
    expect(holds.has('run')).toBe(false);
  });

  it('are let go where the browser opens a menu, unless the page keeps it shut', () => {
    holds.begin('ahead', 'key KeyW');
    const kept = new Event('contextmenu', { cancelable: true });
    kept.preventDefault();
    page.window.dispatchEvent(kept);
    expect(holds.has('ahead')).toBe(true);
    page.window.dispatchEvent(new Event('contextmenu'));
    expect(holds.has('ahead')).toBe(false);
  });
});

describe('a text that takes the focus', () => {
  const press = (target: object, repeat: boolean): boolean => {
    const event = Object.assign(new Event('keydown', { cancelable: true }), { code: 'KeyT', key: 't', metaKey: false, shiftKey: false, repeat });
    Object.defineProperty(event, 'target', { value: target });
    page.window.dispatchEvent(event);
    return event.defaultPrevented;
  };

  it('is not typed into by a key that was down before', () => {
    const field = new Field('INPUT');
    expect(press(new Field('MAIN'), false)).toBe(false);
    expect(press(field, true)).toBe(true);
    page.key('keyup', 'KeyT');
    expect([press(field, false), press(field, true)]).toEqual([false, false]);
  });
});

describe('a finger', () => {
  const inner = {}, control = Object.assign(new EventTarget(), { contains: (node: unknown) => node === inner || node === control });

  it('is dropped by the system, and with a control that is gone', () => {
    for (const type of ['pointercancel', 'lostpointercapture']) {
      talk('pointer 2', control);
      page.pointer(type, 2, page.document);
      expect(ended.pop()).toBe('dropped');
    }
    talk('pointer 2', control);
    holds.letGoOf('talk');
    expect(ended).toEqual(['dropped']);
  });

  it('goes on where its capture moves from a part of the control to the control', () => {
    talk('pointer 2', control);
    page.pointer('lostpointercapture', 2, inner);
    expect(holds.has('talk')).toBe(true);
    page.pointer('lostpointercapture', 2, control);
    expect(holds.has('talk')).toBe(false);
  });

  it('that is another one ends nothing', () => {
    talk('pointer 2', control);
    page.pointer('pointerup', 5, control);
    expect(holds.has('talk')).toBe(true);
  });
});

describe('a page that is no longer heard', () => {
  it('holds nothing', () => {
    const alone = new Holds(), stop = alone.listen(page);
    alone.begin('ahead', 'key KeyW');
    stop();
    expect(alone.has('ahead')).toBe(false);
    alone.begin('ahead', 'key KeyW');
    page.window.dispatchEvent(new Event('blur'));
    expect(alone.has('ahead')).toBe(true);
  });
});
