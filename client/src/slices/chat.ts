import { signal } from '@preact/signals';
import { port } from './port';

/** What is said. Owned by visit/chat. */

/** `waits`: the venue has not heard it yet; `failed`: it was not said, and one may say it again. */
export type ChatState = 'said' | 'waits' | 'failed';
export interface ChatEntry { key: number; from: number; name: string; text: string; own: boolean; time: Date; state: ChatState }

export interface ChatPort {
  readonly say: (text: string) => void;
  /** Tries again to say a line that failed. */
  readonly sayAgain: (key: number) => void;
  /** Takes back a line that failed. */
  readonly takeBack: (key: number) => void;
}

export function chatSlice() {
  return {
    chat: signal<readonly ChatEntry[]>([]),
    unread: signal(0),
    chatOpen: signal(false),
    ask: port<ChatPort>({ say: 'dropped', sayAgain: 'dropped', takeBack: 'dropped' }),
  };
}
export type ChatSlice = ReturnType<typeof chatSlice>;
