import type { JSX } from 'preact';

/** Somebody's name: whole as a hint where it is cut, never translated, and its direction kept from what stands beside it. */
export function Name({ children }: { children: string }): JSX.Element {
  return <bdi class="who" translate={false} title={children}>{children}</bdi>;
}
