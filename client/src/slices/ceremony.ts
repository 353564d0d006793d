import { signal } from '@preact/signals';
import { port } from './port';

/** A ceremony as its panel shows it: owned by page/ceremony, which comes with the first step. */
export function ceremonySlice() {
  return {
    /** Seconds that are left of a countdown; null while none runs. */
    left: signal<number | null>(null),
    isUnveiled: signal(false),
    /** One stands near enough to the gong. */
    isNear: signal(false),
    ask: port<{ strike(): void }>({ strike: 'dropped' }),
  };
}
