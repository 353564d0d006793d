import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { t } from '../i18n';
import type { Deck } from '../net/files';
import { isControlKey, turned, turnOf, type Turn } from '../slides/turning';
import { pageText } from './files-text';
import { FloatingPanel, IconButton } from './parts';
import { SlidesDecks } from './SlidesDecks';
import { SlidePage } from './SlidesPage';
import { NextSlide, Notes, PresenterClock } from './SlidesPresenter';
import { mayShow } from './stage-rights';
import { shown } from '../slices';

const { hands, slides } = shown;

/** The slides in the flat: for the audience a page to read, for whoever speaks the presenter's view. */
export function SlidesPanel(): JSX.Element {
  const [choosing, setChoosing] = useState(false), on = slides.shown.value, deck = on === null ? undefined : slides.decks.value.get(on.deck), presents = mayShow();
  useEffect(() => { if (presents) slides.ask.look(); }, [presents]);
  const isChoosing = presents && (choosing || on === null);
  return (
    <FloatingPanel title={deck?.title ?? t('slides.title')} isName={deck !== undefined} className={`slides${isChoosing ? ' choosing' : presents ? ' presenter' : ''}`}
      testId="slides"
      onClose={() => { hands.panel.value = 'none'; }}>
      {isChoosing ? <SlidesDecks onShow={() => setChoosing(false)} /> : on === null ? <p class="empty">{t('slides.none')}</p>
        : presents ? <Presenter deck={deck} id={on.deck} page={on.page} /> : <Reader deck={deck} page={on.page} />}
      {presents && on !== null ? (
        <div class="panel-foot"><button type="button" class="button" data-testid="slides-decks"
          onClick={() => setChoosing(!choosing)}>{isChoosing ? t('slides.present') : t('slides.decks')}</button></div>
      ) : null}
    </FloatingPanel>
  );
}

function Reader({ deck, page }: { deck: Deck | undefined; page: number }): JSX.Element {
  const found = deck?.pages.find(({ number }) => number === page), count = deck?.count ?? page + 1;
  return (
    <>
      <SlidePage page={found} number={page} count={count} />
      <p class="slide-count" role="status">{pageText(page, count)}</p>
      {found?.text ? <details class="slide-text"><summary>{t('slides.text')}</summary><p dir="auto">{found.text}</p></details> : null}
    </>
  );
}

/** What a speaker needs: this page and the next, notes, time, and the laser. */
function Presenter({ deck, id, page }: { deck: Deck | undefined; id: string; page: number }): JSX.Element {
  const count = deck?.count ?? page + 1, pageOf = (number: number): Deck['pages'][number] | undefined => deck?.pages.find((one) => one.number === number);
  const go = (to: number): void => { if (to !== page) slides.ask.turn(id, to); };
  const turn = (how: Turn): void => go(turned(page, count, how));
  useEffect(() => {
    // A hand-held control works wherever the focus is.
    const onKey = (event: KeyboardEvent): void => {
      const how = isControlKey(event.key) ? turnOf(event.key) : null;
      if (how === null || event.defaultPrevented) return;
      event.preventDefault();
      turn(how);
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  });
  useEffect(() => () => slides.ask.point(0, 0, false), []);
  const onKey = (event: KeyboardEvent): void => {
    const how = turnOf(event.key), isControl = event.target instanceof HTMLElement && event.target.closest('input, textarea, summary') !== null;
    const isPress = event.key === ' ' && event.target instanceof HTMLElement && event.target.closest('button, a') !== null;
    if (how === null || isControl || isPress) return;
    event.preventDefault();
    event.stopPropagation();
    turn(how);
  };
  return (
    <div class="presenting" onKeyDown={onKey}>
      <div class="presenting-now">
        <SlidePage page={pageOf(page)} number={page} count={count} points onPage={go} />
        <div class="presenting-turn" role="group" aria-label={t('slides.title')}>
          <IconButton icon="before" label={t('slides.back')} hint="←" testId="slides-back" onClick={() => turn('back')} />
          <span role="status" data-testid="slides-at">{pageText(page, count)}</span>
          <IconButton icon="after" label={t('slides.next')} hint="→" testId="slides-next" onClick={() => turn('next')} />
        </div>
        <p class="hint">{t('slides.laser')} {t('slides.keys')}</p>
      </div>
      <div class="presenting-side">
        <PresenterClock deck={id} />
        <NextSlide page={pageOf(page + 1)} isEnd={page + 1 >= count} />
        <Notes key={`${id}-${page}`} deck={id} page={page} notes={pageOf(page)?.notes ?? ''} />
      </div>
    </div>
  );
}
