import type { JSX } from 'preact';
import { sign } from '../i18n/signing';
import { Icon } from './icons';
import { SigningPanel } from './SigningPanel';
import './styles/signing.css';
import { shown } from '../slices';

const { hands, signing } = shown;

/** The signing wall of a room: the invitation while the ceremony asks for signatures, a way back to it afterwards, and the wall itself. */
export function Signing(): JSX.Element {
  if (hands.panel.value === 'signing') return <SigningPanel />;
  const open = (): void => { hands.panel.value = 'signing'; };
  if (!signing.isOpen.value) {
    return <button type="button" class="sign-again" onClick={open} data-testid="sign-again"><Icon name="pen" size={16} />{sign('title')}</button>;
  }
  return (
    <div class="applause sign-call" role="status" data-testid="sign-call">
      <span>{sign('call')}</span>
      <button type="button" class="button primary" onClick={open} data-testid="sign-open"><Icon name="pen" size={20} />{sign('do')}</button>
    </div>
  );
}
