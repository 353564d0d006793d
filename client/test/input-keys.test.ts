import { describe, expect, it } from 'vitest';
import { commandKey, pressOf, walkKeys } from '../src/input/actions';
import { learnLayout, printed } from '../src/input/layout';

/** What the places KeyA to KeyZ print, in that order. */
const LAYOUTS: Readonly<Record<string, string | readonly string[]>> = {
  QWERTY: 'abcdefghijklmnopqrstuvwxyz',
  AZERTY: 'qbcdefghijkl,noparstuvzxyw',
  QWERTZ: 'abcdefghijklmnopqrstuvwxzy',
  Dvorak: 'axje.uidchtnmbrl\'poygk,qf;',
  Cyrillic: 'фисвуапршолдьтщзйкыегмцчня',
  Greek: 'αβψδεφγηιξκλμνοπ;ρστθωςχυζ',
  'Chinese, by an input method': Array.from({ length: 26 }, () => 'Process'),
};
/** Letters on places that print none on QWERTY. */
const MORE: Readonly<Record<string, readonly (readonly [string, string])[]>> = { AZERTY: [['Semicolon', 'm']],
  Dvorak: [['Comma', 'w'], ['Period', 'v'], ['Semicolon', 's'], ['Slash', 'z']] };
const COMMANDS = { x: 'sit', g: 'stick', t: 'chat', p: 'roster', m: 'microphone', n: 'map', h: 'hand', f: 'stage' } as const;
const FOREIGN = new Set(['Cyrillic', 'Greek', 'Chinese, by an input method']);

const placesOf = (name: string): Map<string,
  string> => new Map([...Array.from(LAYOUTS[name], (print, i) => [`Key${String.fromCharCode(65 + i)}`, print] as const), ...(MORE[name] ?? [])]);
const names = Object.keys(LAYOUTS);

describe.each(names)('on a keyboard of %s', (name) => {
  const places = placesOf(name), known = name.startsWith('Chinese') ? new Map<string, string>() : places;

  it('the four places walk', () => {
    for (const [code, hold] of [['KeyW', 'ahead'], ['KeyA', 'left'], ['KeyS', 'back'], ['KeyD', 'right']]) expect(pressOf({ code, key: places.get(code) ?? '' }, known),
      code).toEqual({ hold });
  });

  it.each([new Map<string, string>(), known])('every command is on exactly one key, the one that the help names', (map) => {
    for (const [letter, kind] of Object.entries(COMMANDS)) {
      const here = [...places].filter(([code, key]) => JSON.stringify(pressOf({ code, key }, map)) === JSON.stringify({ action: { kind } }));
      expect(here.length, letter).toBe(1);
      const [code, print] = here[0], shown = commandKey(letter as 'x', map).toLowerCase();
      expect(FOREIGN.has(name) ? code.slice(3).toLowerCase() : print, letter).toBe(shown);
    }
    for (const [letter, hold] of [['v', 'talk'], ['b', 'wheel']]) expect([...places]
      .filter(([code, key]) => JSON.stringify(pressOf({ code, key }, map)) === JSON.stringify({ hold })).length, letter).toBe(1);
  });

  it('capitals mean the same', () => {
    for (const [code, key] of places) if (key.length === 1) expect(pressOf({ code, key: key.toUpperCase() }, known)).toEqual(pressOf({ code, key }, known));
  });

  it('a number of the row is an emote, whatever it prints', () => {
    expect(pressOf({ code: 'Digit2', key: 'é' })).toEqual({ action: { kind: 'emote', emote: 2 } });
    expect(pressOf({ code: 'Digit9', key: '9' })).toBeNull();
  });
});

describe('the number pad', () => {
  it('gives emotes with NumLock', () => {
    for (let n = 1; n <= 8; n++) expect(pressOf({ code: `Numpad${n}`, key: String(n) })).toEqual({ action: { kind: 'emote', emote: n } });
  });

  it('walks by its arrows without NumLock, and nothing else', () => {
    const keys = ['End', 'ArrowDown', 'PageDown', 'ArrowLeft', 'Clear', 'ArrowRight', 'Home', 'ArrowUp'];
    const meant = [null, { hold: 'back' }, null, { hold: 'left' }, null, { hold: 'right' }, null, { hold: 'ahead' }];
    keys.forEach((key, i) => expect(pressOf({ code: `Numpad${i + 1}`, key }), key).toEqual(meant[i]));
  });

  it('enters by its own Enter', () => expect(pressOf({ code: 'NumpadEnter', key: 'Enter' })).toEqual({ action: { kind: 'enter' } }));
});

describe('the same press', () => {
  // On Workman the place of D prints h.
  const workman = new Map([['KeyW', 'd'], ['KeyA', 'a'], ['KeyS', 's'], ['KeyD', 'h'], ['KeyH', 'y']]);

  it('never walks and acts: who walks by a command\'s letter has the command on its own place', () => {
    expect(pressOf({ code: 'KeyD', key: 'h' }, workman)).toEqual({ hold: 'right' });
    expect(pressOf({ code: 'KeyH', key: 'y' }, workman)).toEqual({ action: { kind: 'hand' } });
    expect(commandKey('h', workman)).toBe('Y');
  });

  it('of a comma on AZERTY does nothing', () => expect(pressOf({ code: 'KeyM', key: ',' })).toBeNull());
});

describe('the help', () => {
  it('names the keys that walk as they are printed', () => {
    expect(names.filter((name) => !name.startsWith('Chinese')).map((name) => walkKeys(placesOf(name)))).toEqual(['W A S D', 'Z Q S D', 'W A S D', ', A O E', 'W A S D', 'W A S D']);
    expect(walkKeys(new Map())).toBe('W A S D');
  });

  it('learns a layout from what is pressed, and unlearns it', () => {
    learnLayout({ code: 'KeyW', key: 'z', shiftKey: false });
    learnLayout({ code: 'KeyA', key: 'Q', shiftKey: true });
    learnLayout({ code: 'KeyS', key: 'Process', shiftKey: false });
    learnLayout({ code: 'KeyD', key: '?', shiftKey: true });
    expect(walkKeys(printed.value)).toBe('Z Q S D');
    learnLayout({ code: 'KeyW', key: 'w', shiftKey: false });
    expect(walkKeys(printed.value)).toBe('W Q S D');
  });
});
