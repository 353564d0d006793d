import { useEffect, useState } from 'preact/hooks';
import type { JSX } from 'preact';
import { t } from '../i18n';
import { MAX_NAME, MAX_REASON } from '../net/text';
import { Icon } from './icons';
import { limited } from './limit';
import { Name } from './Name';
import { FloatingPanel } from './parts';
import { PersonVoice, PersonVoiceMeasures } from './PersonVoice';
import { shown } from '../slices';
import type { RosterEntry } from '../slices/people';

const { door, hands, people, self, voice } = shown;

const SEARCH_AFTER_MS = 350; // of rest in typing, before all of the room is asked

/** Who is here: the nearest, and whoever one looks up by name. */
export function Roster(): JSX.Element {
  const [search, setSearch] = useState('');
  const type = limited(MAX_NAME, setSearch);
  const wanted = search.trim().toLocaleLowerCase();
  useEffect(() => {
    if (wanted === '') {
      people.found.value = { people: [], more: false };
      return undefined;
    }
    const timer = window.setTimeout(() => people.ask.seek(wanted), SEARCH_AFTER_MS);
    return () => window.clearTimeout(timer);
  }, [wanted]);
  const near = people.roster.value.filter((person) => wanted === '' || person.name.toLocaleLowerCase().includes(wanted));
  const known = new Set(near.map(({ id }) => id));
  const found = wanted === '' ? [] : people.found.value.people.filter(({ id, name }) => !known.has(id) && name.toLocaleLowerCase().includes(wanted));
  const others = wanted === '' ? people.here.value - near.length : 0;
  return (
    <FloatingPanel title={`${t('hud.roster')} · ${people.here.value}`} className="roster" testId="roster" onClose={() => { hands.panel.value = 'none'; }}>
      <input class="search" type="search" value={search} placeholder={t('roster.search')} aria-label={t('roster.search')}
        onInput={type} onCompositionEnd={type} />
      <ul>
        {[...near, ...found].map((person) => <Row key={person.id} person={person} />)}
      </ul>
      {near.length + found.length === 0 ? <p class="empty">{wanted === '' ? t('roster.alone') : t('roster.none')}</p> : null}
      {others > 0 ? <p class="empty">{t('roster.more', { count: others })}</p> : null}
      {wanted !== '' && people.found.value.more ? <p class="empty">{t('roster.narrow')}</p> : null}
    </FloatingPanel>
  );
}

/** What is said below a name; empty for somebody of whom there is nothing to say. */
function aboutOf({ role, bot, away, muted, silenced }: RosterEntry, own: boolean): string {
  const who = own ? t('hud.you') : role !== 'attendee' ? t(`role.${role}`) : bot ? t('person.bot') : '';
  return [who, away ? t('person.away') : '', muted ? t('person.muted') : '', silenced ? t('person.silenced') : ''].filter((part) => part !== '').join(' · ');
}

function Row({ person }: { person: RosterEntry }): JSX.Element {
  const own = person.id === door.me.value;
  return (
    <li>
      <button type="button" class="roster-name" onClick={() => { if (!own) people.card.value = person.id; }}>
        <span class={`dot ${person.role}`} aria-hidden="true" />
        <span class="name"><Name>{person.name}</Name>{voice.speaking.value.has(person.id) ? <span class="speaks" role="img"
          aria-label={t('person.speaking')}> <Icon name="speaker" size={15} /></span> : null}</span>
        <small>{aboutOf(person, own)}</small>
      </button>
      {own || Number.isNaN(person.metres) ? null : <small class="metres">{t('roster.metres', { metres: Math.round(person.metres) })}</small>}
      {own ? null : <button type="button" class="button small" onClick={() => { people.ask.goTo(person.id); hands.panel.value = 'none'; }}>{t('roster.goTo')}</button>}
    </li>
  );
}

type Step = 'none' | 'report' | 'kick' | 'ban';

/** What one can do about one person. */
export function PersonCard(): JSX.Element | null {
  const [step, setStep] = useState<Step>('none');
  const [reason, setReason] = useState('');
  const type = limited(MAX_REASON, setReason);
  const person = people.cardPerson.value;
  if (person === null || person.id !== people.card.value || person.id === door.me.value) return null;
  const followed = people.followed.value.has(person.id);
  const moderator = self.role.value === 'moderator' || self.role.value === 'organiser';
  const close = (): void => { people.card.value = null; };
  const toggle = (next: Step): void => { setStep(step === next ? 'none' : next); setReason(''); };
  const send = (): void => {
    if (step === 'report') people.ask.report(person.id, reason);
    else if (step !== 'none') people.ask.moderate(person.id, step, reason);
    close();
  };
  return (
    <FloatingPanel title={person.name} isName className="person" testId="person-card" onClose={close}>
      <p class="person-role">{t(`role.${person.role}`)}{person.bot ? ` · ${t('person.bot')}` : ''}{person.away ? ` · ${t('person.away')}` : ''}</p>
      <PersonVoice person={person} />
      <div class="person-actions">
        <button type="button" class="button" onClick={() => { people.ask.goTo(person.id); close(); hands.panel.value = 'none'; }}>{t('person.goTo')}</button>
        <button type="button" class="button" aria-pressed={followed}
          onClick={() => people.ask.follow(person.id, !followed)}>{followed ? t('person.unfollow') : t('person.follow')}</button>
        <button type="button" class="button" aria-pressed={person.blocked}
          onClick={() => people.ask.block(person.id, !person.blocked)}>{person.blocked ? t('person.unblock') : t('person.block')}</button>
        <button type="button" class="button" aria-expanded={step === 'report'} onClick={() => toggle('report')}>{t('person.report')}</button>
        {moderator ? (
          <>
            <button type="button" class="button"
              onClick={() => people.ask.moderate(person.id, person.muted ? 'unmute' : 'mute', '')}>{person.muted ? t('person.unmute') : t('person.mute')}</button>
            <PersonVoiceMeasures person={person} />
            <button type="button" class="button danger" aria-expanded={step === 'kick'} onClick={() => toggle('kick')}>{t('person.kick')}</button>
            <button type="button" class="button danger" aria-expanded={step === 'ban'} onClick={() => toggle('ban')}>{t('person.ban')}</button>
          </>
        ) : null}
      </div>
      {followed ? <p class="hint">{t('person.followed')}</p> : null}
      {person.blocked ? <p class="hint">{t('person.blocked', { name: person.name })}</p> : null}
      {step === 'none' ? null : (
        <div class="person-reason">
          <p>{step === 'report' ? t('person.report.why') : step === 'kick' ? t('person.kick.sure', { name: person.name }) : t('person.ban.sure', { name: person.name })}</p>
          <textarea value={reason} rows={3} dir="auto" aria-label={step === 'report' ? t('person.report') : t('person.why')} placeholder={step === 'report' ? '' : t('person.why')}
            onInput={type} onCompositionEnd={type} />
          <div class="person-actions">
            <button type="button" class="button" onClick={() => setStep('none')}>{t('person.cancel')}</button>
            <button type="button" class={`button ${step === 'report' ? 'primary' : 'danger'}`}
              onClick={send}>{step === 'report' ? t('person.report.send') : step === 'kick' ? t('person.kick') : t('person.ban')}</button>
          </div>
        </div>
      )}
    </FloatingPanel>
  );
}
