import { useState } from 'preact/hooks';
import type { JSX } from 'preact';
import { DEFAULT_LOOK, type Look } from '../avatar/look';
import { LANGUAGES, setLanguage, t, textOf, titleOf } from '../i18n';
import { cutText, MAX_NAME } from '../net/text';
import { Editor } from './Editor';
import { Icon } from './icons';
import { limited } from './limit';
import { SoundPanel } from './Sound';
import { eventName } from './event-name';
import { shown } from '../slices';

const { door, hands, picture, self, settings } = shown;

/** The first page: which event, who one is, how one looks. */
export function Entry(): JSX.Element {
  const [name, setName] = useState(self.name.value);
  const [missing, setMissing] = useState(false);
  const look = self.look.value ?? DEFAULT_LOOK;
  const joining = door.phase.value === 'joining';
  const change = (next: Look): void => { self.look.value = next; };
  const typeName = limited(MAX_NAME, (typed) => { setName(typed); setMissing(false); });
  const enter = (event: Event): void => {
    event.preventDefault();
    const trimmed = cutText(name.trim(), MAX_NAME);
    setMissing(trimmed === '');
    if (trimmed === '') return;
    hands.panel.value = 'none';
    door.ask.enter(trimmed, look);
  };
  return (
    <main tabIndex={-1} data-home class={`entry${picture.backdrop.value ? ' over-place' : ''}`}>
      <header class="entry-head">
        <div>
          <p class="eyebrow">{t('entry.welcome')}</p>
          <h1>{eventName()}</h1>
          {door.organisation.value ? <p class="byline">{t('entry.by', { organisation: door.organisation.value })}</p> : null}
        </div>
        <LanguageSwitch />
      </header>
      <Editor look={look} onChange={change} />
      <form class="entry-form" onSubmit={enter} noValidate>
        {settings.plainHttp.value ? <p class="hint warning" role="note">{t('entry.http')}</p> : null}
        {door.reason.value ? <p class="hint error" role="alert" data-testid="reason">{textOf('reason', door.reason.value, 'reason.unknown')} {door.reasonDetail.value}</p> : null}
        <div class="entry-row">
          <label class="text-field">
            <span>{t('entry.name')}</span>
            <input data-testid="name" value={name} placeholder={t('entry.name.hint')} autocomplete="nickname" autoFocus aria-invalid={missing}
              onInput={typeName} onCompositionEnd={typeName} />
          </label>
          {door.rooms.value.length > 1 ? (
            <label class="text-field room-field">
              <span>{t('entry.room')}</span>
              <select data-testid="room" value={door.room.value?.id}
                onChange={(event) => { door.room.value = door.rooms.value.find((r) => r.id === event.currentTarget.value) ?? null; }}>
                {door.rooms.value.map((room) => (
                  <option key={room.id} value={room.id}>{titleOf(room.id, room.title)} · {room.people >= room.capacity ? t('entry.full')
                    : t('entry.people', { count: room.people })}</option>
                ))}
              </select>
            </label>
          ) : null}
          <button type="submit" class="button primary" data-testid="enter" disabled={joining}>{joining ? t('entry.entering') : t('entry.enter')}</button>
        </div>
        <div class="entry-foot"><p class="hint">{missing ? <strong role="alert">{t('entry.name.empty')}</strong> : t('entry.guest')}</p>
          <button type="button" class="button small" data-testid="check-sound" onClick={() => { hands.panel.value = 'sound'; }}><Icon name="mic"
            size={16} />{t('sound.check')}</button>
        </div>
      </form>
      {hands.panel.value === 'sound' ? <SoundPanel tabs={false} /> : null}
    </main>
  );
}

/** Which languages there are, each by its own name. */
export function LanguageSwitch(): JSX.Element {
  return (
    <div class="languages" role="group" aria-label={t('settings.language')}>
      {LANGUAGES.map(({ value, text }) => (
        <button key={value} type="button" lang={value} translate={false} aria-pressed={settings.settings.value.language === value}
          onClick={() => { void setLanguage(value); settings.change({ language: value }); }}>{text}</button>
      ))}
    </div>
  );
}
