import type { JSX } from 'preact';
import { useRef } from 'preact/hooks';
import { t } from '../i18n';
import { fileAddress, type DeckPage } from '../net/files';
import { swipeOf, type Turn } from '../slides/turning';
import { pageText } from './files-text';
import { shown } from '../slices';

const { slides } = shown;

interface PageProps {
  readonly page: DeckPage | undefined;
  readonly number: number;
  readonly count: number;
  /** Dragging points at something; else it is a swipe. */
  readonly points?: boolean;
  readonly onTurn?: (turn: Turn) => void;
  readonly onPage?: (page: number) => void;
}

/** A page of slides with its links, and the lasers on it. Its text is what a screen reader reads. */
export function SlidePage({ page, number, count, points = false, onTurn, onPage }: PageProps): JSX.Element {
  const from = useRef<{ x: number; y: number } | null>(null);
  const address = page ? fileAddress(page.large) : null, ratio = page && page.height > 0 ? page.width / page.height : 16 / 9;
  const told = (event: PointerEvent & { currentTarget: HTMLElement }, on: boolean): void => {
    const box = event.currentTarget.getBoundingClientRect();
    slides.ask.point((event.clientX - box.left) / box.width, 1 - (event.clientY - box.top) / box.height, on);
  };
  const end = (event: PointerEvent & { currentTarget: HTMLElement }): void => {
    const began = from.current;
    from.current = null;
    if (began === null) return;
    if (points) return told(event, false);
    const turn = swipeOf(event.clientX - began.x, event.clientY - began.y);
    if (turn !== null) onTurn?.(turn);
  };
  return (
    <div class={`slide-page${points ? ' pointing' : ''}`} style={{ '--ratio': String(ratio) }} data-testid="slide-page" data-page={number}
      onPointerDown={(event) => {
        if (event.button !== 0 || (event.target instanceof Element && event.target.closest('a, button'))) return;
        from.current = { x: event.clientX, y: event.clientY };
        event.currentTarget.setPointerCapture(event.pointerId);
        if (points) told(event, true);
      }}
      onPointerMove={(event) => { if (points && from.current !== null) told(event, true); }} onPointerUp={end} onPointerCancel={end}>
      {address === null ? <p class="slide-waiting" role="status">{t('slides.waiting')}</p>
        : <img src={address} alt={page?.text ? t('slides.slide', { page: number + 1, text: page.text }) : pageText(number, count)} draggable={false} />}
      {page?.links.map((link, index) => {
        const style = { left: `${link.x * 100}%`, top: `${link.y * 100}%`, width: `${link.width * 100}%`, height: `${link.height * 100}%` };
        if (typeof link.url === 'string') return <a key={index} class="slide-link" style={style} href={link.url} target="_blank" rel="noopener noreferrer"
          aria-label={t('slides.link', { to: link.url })} />;
        const to = link.page ?? 0;
        return onPage ? <button key={index} type="button" class="slide-link" style={style} aria-label={pageText(to, count)} onClick={() => onPage(to)} /> : null;
      })}
      {slides.lasers.value.map(({ person, u, v }) => <i key={person} class="slide-laser" data-testid="slide-laser" style={{ left: `${u * 100}%`, top: `${(1 - v) * 100}%` }} />)}
    </div>
  );
}
