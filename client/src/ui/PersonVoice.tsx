import type { JSX } from 'preact';
import { t } from '../i18n';
import { isModerator } from './microphone-state';
import { shown } from '../slices';
import type { RosterEntry } from '../slices/people';

const { voice } = shown;

/** On somebody's card: how loud one hears them. */
export function PersonVoice({ person }: { person: RosterEntry }): JSX.Element | null {
  if (!voice.offered.value) return null;
  const { id, name } = person, hushed = voice.hushed.value.has(id);
  return (
    <div class="person-voice">
      <label class="slider">
        <span class="field-label" aria-hidden="true">{t('settings.volume')}</span>
        <input type="range" aria-label={t('person.volume', { name })} min={0} max={2} step={0.05} value={voice.volumes.value.get(id) ?? 1} disabled={hushed}
          onInput={(event) => voice.ask.setPersonVolume(id, Number(event.currentTarget.value))} />
      </label>
      <button type="button" class="button" aria-pressed={hushed} onClick={() => voice.ask.hush(id, !hushed)}>{t(hushed ? 'person.unhush' : 'person.hush')}</button>
      {hushed ? <p class="hint">{t('person.hushed', { name })}</p> : null}
    </div>
  );
}

/** What a moderator can do about somebody's voice. */
export function PersonVoiceMeasures({ person: { id, silenced } }: { person: RosterEntry }): JSX.Element | null {
  if (!voice.offered.value || !isModerator()) return null;
  return (
    <>
      <button type="button" class="button" aria-pressed={silenced} onClick={() => voice.ask.silence(id, !silenced)}>{t(silenced ? 'person.unsilence' : 'person.silence')}</button>
      <button type="button" class="button" onClick={() => voice.ask.giveMicrophone(id)}>{t('person.give')}</button>
    </>
  );
}
