import type { JSX } from 'preact';
import { snap } from '../i18n/photograph';
import { isSaid } from './CeremonyMoments';
import { Toggle } from './parts';
import './styles/photograph.css';
import { shown } from '../slices';

const { door, photograph, settings } = shown;

/** The group photograph: who is about to be in it, the seconds that are left, then the picture to save. */
export function CeremonyPhotograph(): JSX.Element {
  const left = photograph.left.value;
  if (left !== null) return <Waits left={left} />;
  const state = photograph.state.value, own = photograph.own.value, told = photograph.told.value;
  if (told === null) return <p role="status">{snap('none')}</p>;
  return (
    <>
      <p role="status" aria-live="polite" data-testid="photo-state">{snap(state === 'waits' ? 'draws' : state)}</p>
      {state === 'taken' && own !== null ? (
        <>
          <img class="photo-preview" src={own.url} alt={snap('of', { size: `${own.width} × ${own.height}` })} data-testid="photo-preview" />
          <a class="button primary" href={own.url} download={own.name} data-testid="photo-save">{snap('save')}</a>
        </>
      ) : null}
      <Upload />
    </>
  );
}

/** What became of the event's picture, for whoever's page uploads it. */
export function Upload(): JSX.Element | null {
  const state = photograph.upload.value;
  if (state === 'none') return null;
  if (state !== 'failed') return <p role="status" data-testid="photo-upload">{snap(state)}</p>;
  return <p role="alert">{snap('unsent')} <button type="button" class="button small" onClick={() => photograph.retry()} data-testid="photo-again">{snap('again')}</button></p>;
}

function Waits({ left }: { readonly left: number }): JSX.Element {
  const isIn = photograph.told.value?.people.includes(door.me.value) === true, isCalm = settings.settings.value.reducedMotion;
  return (
    <>
      <p class={`count-figure${left <= 3 ? ' last' : ''}`} aria-hidden="true" data-testid="photo-left"><span key={isCalm ? 0 : left}>{left}</span></p>
      <p class="unseen" role="timer" aria-live="assertive">{isSaid(left) ? snap('left', { count: left }) : null}</p>
      <p>{snap(isIn ? 'in' : 'out')}</p>
      <Toggle label={snap('wanted')} hint={snap('wanted-hint')} checked={photograph.wanted.value} onChange={(on) => { photograph.wanted.value = on; }} />
    </>
  );
}
