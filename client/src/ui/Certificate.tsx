import type { JSX } from 'preact';
import { cert } from '../i18n/certificate';
import { shown } from '../slices';
import { CertificatePanel } from './CertificatePanel';
import { Icon } from './icons';
import './styles/certificate.css';

const { hands, show } = shown;

/** One's certificates of attendance, and the way to a new one when the step that gave it is over. */
export function Certificate(): JSX.Element | null {
  if (hands.panel.value === 'certificate') return <CertificatePanel />;
  if (show.state.value?.ceremony) return null; // the panel of a step lies there, and that of this one says so itself
  return (
    <button type="button" class="certificate-call" onClick={() => { hands.panel.value = 'certificate'; }} data-testid="certificate-call">
      <Icon name="certificate" size={18} />{cert('own')}</button>
  );
}
