import type { JSX } from 'preact';
import { sign } from '../i18n/signing';
import { shown } from '../slices';
import { Icon } from './icons';

/** The invitation to sign, while the ceremony asks for signatures. */
export function SigningCall(): JSX.Element {
  return (
    <>
      <p role="status">{sign('call')}</p>
      <button type="button" class="button primary strike" onClick={() => { shown.hands.panel.value = 'signing'; }} data-testid="sign-open"><Icon name="pen" size={20} />
        {sign('do')}</button>
    </>
  );
}
