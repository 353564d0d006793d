import { signal } from '@preact/signals';

/** What one is told in passing. Whoever has something to tell calls `toast`; announcements are owned by visit/notices. */

const SHOWN_MS = 4500;
const MOST = 3;

export function noticesSlice() {
  let nextKey = 1;
  const toasts = signal<readonly { readonly key: number; readonly text: string }[]>([]);
  return {
    announcement: signal<{ readonly text: string; readonly from: string } | null>(null),
    /** Short lines at the top, already in the person's language. */
    toasts,
    /** Shows a short line at the top for a moment. @param text Already in the person's language. */
    toast(this: void, text: string): void {
      const key = nextKey++;
      toasts.value = [...toasts.value.slice(1 - MOST), { key, text }];
      setTimeout(() => (toasts.value = toasts.value.filter((one) => one.key !== key)), SHOWN_MS);
    },
  };
}
export type NoticesSlice = ReturnType<typeof noticesSlice>;
