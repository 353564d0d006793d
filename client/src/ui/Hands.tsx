import type { JSX } from 'preact';
import { t } from '../i18n';
import { Name } from './Name';
import { FloatingPanel, Toggle } from './parts';
import { shown } from '../slices';

const { hands, people, voice } = shown;

/** For moderators: who raised a hand, in order, and the quiet of an area or of all. */
export function HandsPanel(): JSX.Element {
  const zone = voice.zone.value, queue = voice.hands.value;
  return (
    <FloatingPanel title={t('hands.title')} className="hands-panel" testId="hands" onClose={() => { hands.panel.value = 'none'; }}>
      {queue.length === 0 ? <p class="empty">{t('hands.none')}</p> : (
        <ol>
          {queue.map((person, place) => (
            <li key={person}>
              <span class="place-number" aria-hidden="true">{place + 1}</span>
              <button type="button" class="hand-name"
                onClick={() => { people.card.value = person; }}>{voice.names.value.has(person) ? <Name>{voice.names.value.get(person) ?? ''}</Name> : t('hands.somebody')}</button>
              <button type="button" class={`button small${place === 0 ? ' primary' : ''}`} onClick={() => voice.ask.giveMicrophone(person)}>{t('hands.give')}</button>
              <button type="button" class="button small" onClick={() => voice.ask.lowerHand(person)}>{t('hands.lower')}</button>
            </li>
          ))}
        </ol>
      )}
      <div class="hands-quiet">
        <Toggle label={t('hands.everyone')} checked={voice.everyoneSilenced.value} onChange={voice.ask.silenceEveryone} />
        {zone === 0 ? null : <Toggle label={t('hands.zone')} checked={voice.zonesSilenced.value.includes(zone)} onChange={(on) => voice.ask.silenceZone(zone, on)} />}
      </div>
    </FloatingPanel>
  );
}
