import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { JSX } from 'preact';
import { t } from '../i18n';
import { Icon } from './icons';
import { actions, model } from './model';
import { voice } from './voice-model';

const timeOf = (time: Date): string => time.toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' });

/** The chat panel: newest at the bottom, one line to write in. Read aloud as it grows. */
export function Chat(): JSX.Element {
  const [text, setText] = useState('');
  const list = useRef<HTMLDivElement>(null), field = useRef<HTMLInputElement>(null);
  const lines = model.chat.value;
  useLayoutEffect(() => { field.current?.focus({ preventScroll: true }); }, []);
  useEffect(() => { list.current?.scrollTo({ top: list.current.scrollHeight }); model.unread.value = 0; }, [lines]);
  const send = (event: Event): void => {
    event.preventDefault();
    const said = text.trim();
    if (said !== '') actions.say(said);
    setText('');
  };
  const key = (event: KeyboardEvent): void => {
    event.stopPropagation();
    if (event.key === 'Escape') { model.chatOpen.value = false; field.current?.blur(); }
  };
  return (
    <section class="panel chat" aria-label={t('hud.chat')} data-testid="chat">
      <header>
        <h2>{t('hud.chat')}</h2>
        <button type="button" class="panel-close" aria-label={t('hud.close')} onClick={() => { model.chatOpen.value = false; }}><Icon name="close" size={18} /></button>
      </header>
      <div ref={list} class="lines" role="log" aria-live="polite" tabIndex={0}><ol>
        {lines.length === 0 ? <li class="empty">{t('chat.empty')}</li> : null}
        {lines.map((line) => (
          <li key={line.key} class={line.own ? 'own' : ''}>
            <button type="button" class="chat-name" onClick={() => { model.card.value = line.from; }}>{line.own ? t('hud.you') : line.name}</button>
            <time>{timeOf(line.time)}</time>
            <p dir="auto">{line.text}</p>
          </li>
        ))}
      </ol></div>
      <form onSubmit={send}>
        <input ref={field} data-testid="chat-field" value={text} maxLength={400} aria-label={t('chat.placeholder')} placeholder={t(voice.privately.value ? 'chat.placeholder.private' : 'chat.placeholder')} dir="auto" autocomplete="off"
          onInput={(event) => setText(event.currentTarget.value)} onKeyDown={key} onKeyUp={(event) => event.stopPropagation()} />
        <button type="submit" class="icon-button small" aria-label={t('chat.send')}><Icon name="send" size={18} /></button>
      </form>
    </section>
  );
}
