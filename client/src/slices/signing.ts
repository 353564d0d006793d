import { signal } from '@preact/signals';
import type { Signed } from '../net/generated/kapok_pb';
import { port } from './port';

/** The signing wall of the room one is in. Owned by visit/signing. */

/** One of these: a stroke with its colour, a number to take away (`all`: of all by whoever drew it), a number to put back. */
export interface SignWish { readonly stroke?: Uint8Array<ArrayBuffer>; readonly colour?: number; readonly remove?: number; readonly all?: boolean; readonly restore?: number }

export interface SigningPort {
  /** @param settled Is told whether it was done, and is on disk. */
  readonly sign: (wish: SignWish, settled?: (isDone: boolean) => void) => void;
}

/** What the room says of its wall, in order; null: what was said before is void. It is kept until the part of the page comes that shows it. */
export class WallNews {
  private early: Signed[] = [];
  private take: ((signed: Signed | null) => void) | null = null;

  tell(signed: Signed | null): void {
    if (this.take !== null) this.take(signed);
    else if (signed === null) this.early = [];
    else this.early.push(signed);
  }

  follow(take: (signed: Signed | null) => void): void {
    this.take = take;
    for (const one of this.early.splice(0)) take(one);
  }
}

export function signingSlice() {
  return {
    /** The ceremony asks for signatures now. */
    isOpen: signal(false),
    /** How many strokes are on the wall. */
    count: signal(0),
    told: new WallNews(),
    ask: port<SigningPort>({ sign: 'dropped' }),
  };
}
export type SigningSlice = ReturnType<typeof signingSlice>;
