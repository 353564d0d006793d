import type { JSX } from 'preact';
import { Icon, type IconName } from './icons';

/** A small button of a row, with an icon; its label is read aloud and shown as a hint. */
export function Small({ icon, label, disabled, testId, onClick }: { icon: IconName; label: string; disabled?: boolean; testId?: string; onClick: () => void }): JSX.Element {
  return <button type="button" class="icon-button small" aria-label={label} title={label} disabled={disabled} data-testid={testId}
    onClick={onClick}><Icon name={icon} size={18} /></button>;
}
