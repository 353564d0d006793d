import type { JSX } from 'preact';
import { namesInTime } from '../ceremony/strokes';
import { rite } from '../i18n/ceremony';
import { shown } from '../slices';
import { keyName } from './key-names';
import { mayGoLive } from './stage-rights';

const { ceremony, door, settings, show } = shown;

const MOST_NAMES = 12; // more are counted

/** Striking the gong, and who did in the same moment. */
export function CeremonyGong(): JSX.Element {
  const strokes = show.state.value?.ceremony?.strokes ?? [], names = namesInTime(strokes), own = strokes.find(({ person }) => person === door.me.value);
  const may = ceremony.isNear.value || mayGoLive();
  return (
    <>
      {own === undefined && may ? (
        <button type="button" class="button primary strike" onClick={() => ceremony.ask.strike()} data-testid="strike">
          {rite('strike')}{settings.touch.value ? null : <kbd>{keyName('k')}</kbd>}</button>
      ) : null}
      {own === undefined && !may && names.length === 0 ? <p>{rite('nearer')}</p> : null}
      {own === undefined ? null : <p class="own-stroke">{rite(own.inTime ? 'struck' : 'late')}</p>}
      <p role="status" aria-live="polite" class="names" data-testid="gong-names">{names.length === 0 ? null : <>
        <small>{rite('together')}</small>
        <strong dir="auto" translate={false}>{names.slice(0, MOST_NAMES).join(' · ')}{names.length > MOST_NAMES ? ` +${names.length - MOST_NAMES}` : ''}</strong>
      </>}</p>
    </>
  );
}
