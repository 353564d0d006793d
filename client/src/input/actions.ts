import type { Held } from './holds';
import { isForeign } from './layout';

/** What a key, a button or a thumb asks for, besides moving and looking. Ends of holds are told however they came; a drop means that nothing was chosen. */
export type Action =
  | { readonly kind: 'jump' | 'sit' | 'back' | 'stick' | 'chat' | 'roster' | 'map' | 'close' | 'enter' | 'emoteWheelOpen' | 'emoteWheelClose'
    | 'emoteWheelDrop' | 'microphone' | 'hand' | 'stage' | 'strike' | 'talkBegin' | 'talkEnd' }
  | { readonly kind: 'emote'; readonly emote: number };

/** What the hands say this frame: moving −1..1 (right, ahead), and whether they run. */
export interface Hands {
  readonly right: number;
  readonly ahead: number;
  readonly run: boolean;
}

/** One press of a key does one thing: it holds something, or acts. */
export type Press = { readonly hold: Held } | { readonly action: Action };

/** Moving is by the place of the key, so that the four lie together on every keyboard. */
const MOVES: Readonly<Record<string, Held>> = {
  KeyW: 'ahead', KeyS: 'back', KeyA: 'left', KeyD: 'right', ArrowUp: 'ahead', ArrowDown: 'back', ArrowLeft: 'left', ArrowRight: 'right', ShiftLeft: 'run', ShiftRight: 'run',
};

/** Commands are by the letter that the key prints, which is what the help names. */
const COMMANDS = {
  x: { action: { kind: 'sit' } }, g: { action: { kind: 'stick' } }, t: { action: { kind: 'chat' } }, p: { action: { kind: 'roster' } }, m: { action: { kind: 'microphone' } },
  n: { action: { kind: 'map' } }, h: { action: { kind: 'hand' } }, f: { action: { kind: 'stage' } }, k: { action: { kind: 'strike' } }, v: { hold: 'talk' }, b: { hold: 'wheel' },
} as const satisfies Readonly<Record<string, Press>>;
export type CommandLetter = keyof typeof COMMANDS;

const isCommand = (letter: string): letter is CommandLetter => Object.hasOwn(COMMANDS, letter);

/**
 * What a press of a key means; null for nothing. The same press never does two things: where the keys that move print a command's letter, they move,
 * and the command is on its own place instead, where that is free.
 * @param printed What places of the keyboard print, as far as known.
 */
export function pressOf({ key, code }: { readonly key: string; readonly code: string }, printed: ReadonlyMap<string, string> = new Map()): Press | null {
  if (key === 'Escape' || code === 'Escape') return { action: { kind: 'close' } };
  if (key === 'Enter') return { action: { kind: 'enter' } };
  // Without NumLock the number pad has arrows, and by its places it would have emotes.
  const move = MOVES[key.startsWith('Arrow') ? key : code];
  if (move !== undefined) return { hold: move };
  if (code === 'Space') return { action: { kind: 'jump' } };
  const digit = /^[1-8]$/.exec(key) ?? /^Digit([1-8])$/.exec(code);
  if (digit) return { action: { kind: 'emote', emote: Number(digit.at(-1)) } };
  const letter = letterOf(key, code);
  if (isCommand(letter)) return COMMANDS[letter];
  const own = code.slice(3).toLowerCase();
  return isCommand(own) && placeOf(own, printed) === code ? COMMANDS[own] : null;
}

/** The Latin letter of a key. Where the layout gives none (Cyrillic, Greek, an input method that takes the key) it is that of the place. */
function letterOf(key: string, code: string): string {
  const hasNone = key === '' || key === 'Process' || key === 'Unidentified' || isForeign(key);
  return hasNone && code.startsWith('Key') ? code.slice(3).toLowerCase() : key.toLowerCase();
}

/** Where a command lies when its letter is printed on a key that moves: its own place, unless that prints another command. Else null. */
function placeOf(letter: CommandLetter, printed: ReadonlyMap<string, string>): string | null {
  const isTaken = [...printed].some(([code, print]) => print === letter && MOVES[code] !== undefined), own = `Key${letter.toUpperCase()}`;
  return isTaken && MOVES[own] === undefined && !isCommand(printed.get(own) ?? '') ? own : null;
}

/** The key of a command, as its keyboard prints it. */
export function commandKey(letter: CommandLetter, printed: ReadonlyMap<string, string>): string {
  const place = placeOf(letter, printed);
  return ((place === null ? undefined : printed.get(place)) ?? letter).toUpperCase();
}

/** The four keys that walk, as their keyboard prints them: `W A S D`, or `Z Q S D`. */
export function walkKeys(printed: ReadonlyMap<string, string>): string {
  return ['KeyW', 'KeyA', 'KeyS', 'KeyD'].map((code) => {
    const print = printed.get(code);
    return print === undefined || isForeign(print) ? code.slice(3) : print.toUpperCase();
  }).join(' ');
}
