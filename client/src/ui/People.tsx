import { useState } from 'preact/hooks';
import type { JSX } from 'preact';
import { t } from '../i18n';
import { actions, model, type RosterEntry } from './model';
import { FloatingPanel } from './parts';

/** Rows shown at once: a list of ten thousand would cost more than the crowd itself. */
const SHOWN = 60;

export function Roster(): JSX.Element {
  const [search, setSearch] = useState('');
  const wanted = search.trim().toLocaleLowerCase();
  const all = model.roster.value.filter((person) => wanted === '' || person.name.toLocaleLowerCase().includes(wanted));
  return (
    <FloatingPanel title={`${t('hud.roster')} · ${model.roster.value.length}`} className="roster" testId="roster" onClose={() => { model.panel.value = 'none'; }}>
      <input class="search" type="search" value={search} placeholder={t('roster.search')} aria-label={t('roster.search')}
        onInput={(event) => setSearch(event.currentTarget.value)} onKeyDown={(event) => { if (event.key !== 'Escape') event.stopPropagation(); }} />
      <ul>
        {all.slice(0, SHOWN).map((person) => <Row key={person.id} person={person} />)}
      </ul>
      {all.length === 0 ? <p class="empty">{wanted === '' ? t('roster.alone') : t('roster.none')}</p> : null}
      {all.length > SHOWN ? <p class="empty">{t('roster.more', { count: all.length - SHOWN })}</p> : null}
    </FloatingPanel>
  );
}

function Row({ person }: { person: RosterEntry }): JSX.Element {
  const own = person.id === model.me.value;
  return (
    <li>
      <button type="button" class="roster-name" onClick={() => { if (!own) model.card.value = person.id; }}>
        <span class={`dot ${person.role}`} aria-hidden="true" />
        <span class="name">{person.name}</span>
        <small>{own ? t('hud.you') : person.role === 'attendee' ? (person.bot ? t('person.bot') : '') : t(`role.${person.role}`)}{person.away ? ` · ${t('person.away')}` : ''}{person.muted ? ` · ${t('person.muted')}` : ''}</small>
      </button>
      {own ? null : <small class="metres">{t('roster.metres', { metres: Math.round(person.metres) })}</small>}
      {own ? null : <button type="button" class="button small" onClick={() => { actions.goTo(person.id); model.panel.value = 'none'; }}>{t('roster.goTo')}</button>}
    </li>
  );
}

type Step = 'none' | 'report' | 'kick' | 'ban';

/** What one can do about one person. */
export function PersonCard(): JSX.Element | null {
  const [step, setStep] = useState<Step>('none');
  const [reason, setReason] = useState('');
  const person = model.roster.value.find((p) => p.id === model.card.value);
  if (person === undefined || person.id === model.me.value) return null;
  const moderator = model.role.value === 'moderator' || model.role.value === 'organiser';
  const close = (): void => { model.card.value = null; };
  const toggle = (next: Step): void => { setStep(step === next ? 'none' : next); setReason(''); };
  const send = (): void => {
    if (step === 'report') actions.report(person.id, reason);
    else if (step !== 'none') actions.moderate(person.id, step, reason);
    close();
  };
  return (
    <FloatingPanel title={person.name} className="person" testId="person-card" onClose={close}>
      <p class="person-role">{t(`role.${person.role}`)}{person.bot ? ` · ${t('person.bot')}` : ''}{person.away ? ` · ${t('person.away')}` : ''}</p>
      <div class="person-actions">
        <button type="button" class="button" onClick={() => { actions.goTo(person.id); close(); model.panel.value = 'none'; }}>{t('person.goTo')}</button>
        <button type="button" class="button" aria-pressed={person.blocked} onClick={() => actions.block(person.id, !person.blocked)}>{person.blocked ? t('person.unblock') : t('person.block')}</button>
        <button type="button" class="button" aria-expanded={step === 'report'} onClick={() => toggle('report')}>{t('person.report')}</button>
        {moderator ? (
          <>
            <button type="button" class="button" onClick={() => actions.moderate(person.id, person.muted ? 'unmute' : 'mute', '')}>{person.muted ? t('person.unmute') : t('person.mute')}</button>
            <button type="button" class="button danger" aria-expanded={step === 'kick'} onClick={() => toggle('kick')}>{t('person.kick')}</button>
            <button type="button" class="button danger" aria-expanded={step === 'ban'} onClick={() => toggle('ban')}>{t('person.ban')}</button>
          </>
        ) : null}
      </div>
      {person.blocked ? <p class="hint">{t('person.blocked', { name: person.name })}</p> : null}
      {step === 'none' ? null : (
        <div class="person-reason">
          <p>{step === 'report' ? t('person.report.why') : step === 'kick' ? t('person.kick.sure', { name: person.name }) : t('person.ban.sure', { name: person.name })}</p>
          <textarea value={reason} maxLength={500} rows={3} dir="auto" aria-label={step === 'report' ? t('person.report') : t('person.why')} placeholder={step === 'report' ? '' : t('person.why')}
            onInput={(event) => setReason(event.currentTarget.value)} onKeyDown={(event) => { if (event.key !== 'Escape') event.stopPropagation(); }} />
          <div class="person-actions">
            <button type="button" class="button" onClick={() => setStep('none')}>{t('person.cancel')}</button>
            <button type="button" class={`button ${step === 'report' ? 'primary' : 'danger'}`} onClick={send}>{step === 'report' ? t('person.report.send') : step === 'kick' ? t('person.kick') : t('person.ban')}</button>
          </div>
        </div>
      )}
    </FloatingPanel>
  );
}
