import type { JSX } from 'preact';
import { sharedBoard } from '../ceremony/signing/shared';
import { sign } from '../i18n/signing';

const MOST = 500; // names in the list

/** Who signed, as text: for those who do not see the wall, and for those who cannot point at a stroke. */
export function SigningNames({ onRemove }: { readonly onRemove: ((number: number) => void) | null }): JSX.Element {
  const newest = new Map<string, number>();
  for (const { name, number } of sharedBoard().board.marks.values()) newest.set(name, Math.max(number, newest.get(name) ?? 0));
  return (
    <details class="sign-names" data-testid="sign-names">
      <summary>{sign('names', { count: newest.size })}</summary>
      <ul tabIndex={0}>
        {[...newest].slice(0, MOST).map(([name, number]) => (
          <li key={name}><span dir="auto">{name}</span>
            {onRemove ? (
              <button type="button" class="button small danger" aria-label={`${sign('remove.all')}: ${name}`} onClick={() => onRemove(number)}>{sign('remove.all')}</button>
            ) : null}</li>
        ))}
      </ul>
    </details>
  );
}
