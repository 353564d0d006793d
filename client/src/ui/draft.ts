import { signal } from '@preact/signals';

/** What is typed in the chat and not yet sent; it outlives the chat's closing. */
export const draft = signal('');
