import { model } from './model';

const SHOWN_MS = 4500;
const MOST = 3;
let nextKey = 1;

/** Shows a short line at the top for a moment. @param text Already in the person's language. */
export function toast(text: string): void {
  const key = nextKey++;
  model.toasts.value = [...model.toasts.value.slice(1 - MOST), { key, text }];
  setTimeout(() => (model.toasts.value = model.toasts.value.filter((one) => one.key !== key)), SHOWN_MS);
}
