import { useEffect, useRef } from 'preact/hooks';
import type { JSX } from 'preact';
import { t } from '../i18n';
import { isComposed } from '../input/typing';
import { MAX_CHAT } from '../net/text';
import { draft } from './draft';
import { useFocusReturn } from './focus-return';
import { Icon } from './icons';
import { limited } from './limit';
import { Name } from './Name';
import { shown } from '../slices';

const { chat, door, people, voice } = shown;

const type = limited(MAX_CHAT, (text) => { draft.value = text; });
const timeOf = (time: Date): string => time.toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' });

/** The chat panel: newest at the bottom, one line to write in. Read aloud as it grows. */
export function Chat(): JSX.Element {
  const box = useRef<HTMLElement>(null), list = useRef<HTMLDivElement>(null);
  const lines = chat.chat.value;
  useFocusReturn(box, 'input');
  useEffect(() => { list.current?.scrollTo({ top: list.current.scrollHeight }); chat.unread.value = 0; }, [lines]);
  const send = (event: Event): void => {
    event.preventDefault();
    const said = draft.value.trim();
    if (said !== '') chat.ask.say(said);
    draft.value = '';
  };
  const key = (event: KeyboardEvent): void => {
    // A key that an input method has ends the composition; some browsers would send the line by it.
    if (isComposed(event)) return event.key === 'Enter' ? event.preventDefault() : undefined;
    if (event.key !== 'Escape') return;
    event.stopPropagation();
    chat.chatOpen.value = false;
  };
  return (
    <section ref={box} class="panel chat" onKeyDown={key} aria-label={t('hud.chat')} data-testid="chat">
      <header>
        <h2>{t('hud.chat')}</h2>
        <button type="button" class="panel-close" aria-label={t('hud.close')} onClick={() => { chat.chatOpen.value = false; }}><Icon name="close" size={18} /></button>
      </header>
      <div ref={list} class="lines" role="log" aria-live="polite" tabIndex={0}><ol>
        {lines.length === 0 ? <li class="empty">{t('chat.empty')}</li> : null}
        {lines.map((line) => (
          <li key={line.key} class={`${line.own ? 'own' : ''} ${line.state}`}>
            <button type="button" class="chat-name" onClick={() => { people.card.value = line.from; }}>{line.own ? t('hud.you') : <Name>{line.name}</Name>}</button>
            <time>{timeOf(line.time)}</time>
            <p dir="auto">{line.text}</p>
            {line.state === 'waits' && door.phase.value !== 'live' ? <small class="chat-state">{t('chat.waiting')}</small> : null}
            {line.state === 'failed' ? <Failed line={line.key} /> : null}
          </li>
        ))}
      </ol></div>
      <form onSubmit={send}>
        <input data-testid="chat-field" value={draft.value} aria-label={t('chat.placeholder')}
          placeholder={t(voice.privately.value ? 'chat.placeholder.private' : 'chat.placeholder')} dir="auto" autocomplete="off"
          onInput={type} onCompositionEnd={type} />
        <button type="submit" class="icon-button small" aria-label={t('chat.send')}><Icon name="send" size={18} /></button>
      </form>
    </section>
  );
}

/** Under a line of one's own that was not said. */
function Failed({ line }: { line: number }): JSX.Element {
  return (
    <small class="chat-state">
      {t('chat.failed')} <button type="button" onClick={() => chat.ask.sayAgain(line)}>{t('chat.again')}</button> <button type="button"
        onClick={() => chat.ask.takeBack(line)}>{t('chat.take-back')}</button>
    </small>
  );
}
