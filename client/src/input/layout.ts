import { signal } from '@preact/signals';

/**
 * What each place of the keyboard (`KeyW`) prints without Shift (`z` on AZERTY), as far as it is known: by the browser, where it tells,
 * and by every key that was pressed.
 */
export const printed = signal<ReadonlyMap<string, string>>(new Map());

interface LayoutKeyboard { getLayoutMap?(): Promise<Iterable<readonly [string, string]>> }

/** Asks the browser what the keys print. Firefox and Safari do not tell; an embedded page may not ask. */
export async function readLayout(): Promise<void> {
  const keyboard = (navigator as Navigator & { readonly keyboard?: LayoutKeyboard }).keyboard;
  const map = await keyboard?.getLayoutMap?.().catch(() => undefined);
  if (map) printed.value = new Map([...map].filter(([code]) => code.startsWith('Key')));
}

/** A key was pressed: the person may have changed the layout since. */
export function learnLayout({ code, key, shiftKey }: { readonly code: string; readonly key: string; readonly shiftKey: boolean }): void {
  const print = key.toLowerCase();
  // With Shift only letters are told apart from what the place prints without.
  if (!code.startsWith('Key') || [...key].length !== 1 || (shiftKey && print === key) || printed.value.get(code) === print) return;
  printed.value = new Map(printed.value).set(code, print);
}

/** Whether a character is a letter of another script than Latin: such keyboards print a Latin letter beside it. */
export function isForeign(print: string): boolean {
  return /[\p{L}\p{M}]/u.test(print) && !/\p{Script=Latin}/u.test(print);
}
