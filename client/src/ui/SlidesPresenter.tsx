import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { t } from '../i18n';
import { fileAddress, type DeckPage } from '../net/files';
import { clockTime } from '../slides/turning';
import { shown } from '../slices';

const { settings, slides } = shown;

const MINUTE_MS = 60_000, USUAL_MINUTES = 20;

/** When each deck was begun here, and for how long it is planned: kept while the page lives, so that closing the panel does not begin anew. */
const begun = new Map<string, { since: number; minutes: number }>();

/** Time of day, since when one speaks, and how long one still has. */
export function PresenterClock({ deck }: { deck: string }): JSX.Element {
  const [now, setNow] = useState(() => Date.now()), [, setAgain] = useState(0);
  const plan = begun.get(deck) ?? { since: now, minutes: USUAL_MINUTES };
  begun.set(deck, plan);
  useEffect(() => {
    const timer = window.setInterval(() => setNow(Date.now()), 1000);
    return () => window.clearInterval(timer);
  }, []);
  const elapsed = now - plan.since, left = plan.minutes * MINUTE_MS - elapsed;
  return (
    <div class="presenter-clock">
      <dl>
        <div><dt>{t('slides.clock')}</dt><dd>{new Date(now).toLocaleTimeString(settings.settings.value.language, { hour: '2-digit', minute: '2-digit' })}</dd></div>
        <div><dt>{t('slides.elapsed')}</dt><dd data-testid="slides-elapsed">{clockTime(elapsed)}</dd></div>
        <div class={left < 0 ? 'over' : left < 2 * MINUTE_MS ? 'soon' : ''}><dt>{t('slides.left')}</dt><dd data-testid="slides-left">{clockTime(left)}</dd></div>
      </dl>
      <div class="presenter-plan">
        <label>{t('slides.minutes')}<input type="number" min={1} max={600} value={plan.minutes} onInput={({ currentTarget: { value } }) => {
          plan.minutes = Math.min(600, Math.max(1, Number(value) || USUAL_MINUTES));
          setAgain((count) => count + 1);
        }} /></label>
        <button type="button" class="button" onClick={() => {
          plan.since = Date.now();
          setNow(plan.since);
        }}>{t('slides.restart')}</button>
      </div>
    </div>
  );
}

export function NextSlide({ page, isEnd }: { page: DeckPage | undefined; isEnd: boolean }): JSX.Element {
  const address = page ? fileAddress(page.small ?? page.large) : null;
  return (
    <figure class="next-slide">
      <figcaption>{isEnd ? t('slides.end') : t('slides.upcoming')}</figcaption>
      {address === null || isEnd ? <div class="no-slide" /> : <img src={address} alt="" />}
    </figure>
  );
}

/** Notes of a page; kept when one leaves the field. */
export function Notes({ deck, page, notes }: { deck: string; page: number; notes: string }): JSX.Element {
  const [text, setText] = useState(notes), written = useRef({ text: notes, kept: notes });
  const keep = (): void => {
    const { current } = written;
    if (current.text === current.kept) return;
    current.kept = current.text;
    slides.ask.note(deck, page, current.text);
  };
  useEffect(() => keep, []); // the page may be turned while one writes
  return (
    <label class="presenter-notes">
      <span class="field-label">{t('slides.notes')}</span>
      <textarea value={text} maxLength={4000} placeholder={t('slides.notes.hint')} data-testid="slides-notes" dir="auto" onBlur={keep}
        onInput={({ currentTarget: { value } }) => setText(written.current.text = value)} />
    </label>
  );
}
