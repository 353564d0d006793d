import type { JSX } from 'preact';
import { sign } from '../i18n/signing';
import { Icon } from './icons';
import { SigningPanel } from './SigningPanel';
import './styles/signing.css';
import { shown } from '../slices';

const { hands } = shown;

/** The signing wall of a room, and the way back to it when nobody is asked for signatures any more. */
export function Signing(): JSX.Element {
  if (hands.panel.value === 'signing') return <SigningPanel />;
  const open = (): void => { hands.panel.value = 'signing'; };
  return <button type="button" class="sign-again" onClick={open} data-testid="sign-again"><Icon name="pen" size={16} />{sign('title')}</button>;
}
