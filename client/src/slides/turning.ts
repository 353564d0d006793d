/** What a key of the keyboard or of a hand-held control asks for. Such controls send Page Up and Page Down, some of them arrows. */
export type Turn = 'next' | 'back' | 'first' | 'last';

const TURNS: Readonly<Record<string, Turn>> = {
  PageDown: 'next', ArrowRight: 'next', ArrowDown: 'next', ' ': 'next', PageUp: 'back', ArrowLeft: 'back', ArrowUp: 'back', Home: 'first', End: 'last',
};

/** Keys that turn slides wherever the focus is: nothing else in a room means anything by them. */
export const isControlKey = (key: string): boolean => key === 'PageDown' || key === 'PageUp';

export const turnOf = (key: string): Turn | null => (Object.hasOwn(TURNS, key) ? TURNS[key] : null);

/** The page after a turn, of a deck of so many. */
export function turned(page: number, count: number, turn: Turn): number {
  const last = Math.max(0, count - 1), to = turn === 'next' ? page + 1 : turn === 'back' ? page - 1 : turn === 'first' ? 0 : last;
  return Math.min(last, Math.max(0, to));
}

/** A length of time as a clock shows it: `4:05`, `1:00:00`; with a minus for what is over. */
export function clockTime(ms: number): string {
  const all = Math.floor(Math.abs(ms) / 1000), seconds = String(all % 60).padStart(2, '0'), minutes = Math.floor(all / 60) % 60, hours = Math.floor(all / 3600);
  return `${ms <= -1000 ? '−' : ''}${hours > 0 ? `${hours}:${String(minutes).padStart(2, '0')}` : minutes}:${seconds}`;
}

/** A swipe over a slide: which way it turns, where it was one. */
export function swipeOf(dx: number, dy: number): Turn | null {
  return Math.abs(dx) < 40 || Math.abs(dx) < Math.abs(dy) * 1.5 ? null : dx < 0 ? 'next' : 'back';
}
