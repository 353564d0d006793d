/** What a key, a button or a thumb asks for, besides moving and looking. */
export type Action =
  | { readonly kind: 'jump' | 'sit' | 'back' | 'stick' | 'chat' | 'roster' | 'map' | 'close' | 'enter' | 'emoteWheelOpen' | 'emoteWheelClose' | 'microphone' | 'hand' | 'talkBegin' | 'talkEnd' }
  | { readonly kind: 'emote'; readonly emote: number };

/** What the hands say this frame: moving −1..1 (right, ahead), and how far the view turned since the last frame (radians). */
export interface Hands {
  readonly right: number;
  readonly ahead: number;
  readonly run: boolean;
}

const KEYS: Readonly<Record<string, Action['kind']>> = {
  Space: 'jump', KeyX: 'sit', KeyG: 'stick', KeyT: 'chat', KeyP: 'roster', KeyM: 'microphone', KeyN: 'map', KeyH: 'hand', KeyV: 'talkBegin', Escape: 'close', Enter: 'enter', KeyB: 'emoteWheelOpen',
};

/** The action of a key by its place on the keyboard; null when it has none. */
export function actionOf(code: string): Action | null {
  const digit = /^(?:Digit|Numpad)([1-8])$/.exec(code);
  if (digit) return { kind: 'emote', emote: Number(digit[1]) };
  const kind = KEYS[code];
  return kind === undefined || kind === 'emote' ? null : { kind };
}
