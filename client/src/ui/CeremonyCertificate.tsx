import type { JSX } from 'preact';
import { cert } from '../i18n/certificate';
import { shown } from '../slices';
import { isRehearsal } from './stage-rights';

const { hands, show } = shown;

/** The step that gives certificates: says when one's own is kept, and shows it. */
export function CeremonyCertificate(): JSX.Element {
  const title = show.state.value?.ceremony?.step?.title ?? '', isThere = show.certified.value?.title === title;
  if (isRehearsal()) return <p role="status">{cert('rehearsal')}</p>;
  return (
    <>
      <p role="status" aria-live="polite" data-testid="certified">{cert(isThere ? 'have' : 'coming')}</p>
      {isThere ? (
        <button type="button" class="button primary strike" onClick={() => { hands.panel.value = 'certificate'; }} data-testid="certificate-show">{cert('show')}</button>
      ) : null}
    </>
  );
}
