import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { JSX } from 'preact';
import { t } from '../i18n';
import { isComposed } from '../input/typing';
import { useFocusReturn } from './focus-return';
import { Icon } from './icons';
import { StageControls } from './StageControls';
import { titleOfStage } from './stage-title';
import { shown } from '../slices';

const { stage } = shown;

declare global {
  interface HTMLVideoElement { webkitEnterFullscreen?(): void }
}

/**
 * The stage that one watches. What shows it lies here all the time, so that it never moves in the page, which would stop it; it is seen where the stage is taken
 * flat, over the place.
 */
export function StageFlat(): JSX.Element | null {
  const frame = useRef<HTMLDivElement>(null), box = useRef<HTMLElement>(null), video = stage.video.value, isOpen = stage.flat.value;
  useLayoutEffect(() => {
    if (video === null) return;
    frame.current?.replaceChildren(video);
  }, [video]);
  // The stage is over: so is the panel.
  const watched = stage.watched.value;
  useEffect(() => { if (watched === null) stage.flat.value = false; }, [watched === null]);
  const onKey = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || isComposed(event) || document.fullscreenElement !== null) return;
    event.stopPropagation();
    stage.flat.value = false;
  };
  return (
    <section ref={box} class={`stage-flat${isOpen ? '' : ' closed'}`} role={isOpen ? 'dialog' : undefined} aria-label={isOpen ? titleOfStage() : undefined}
      aria-hidden={isOpen ? undefined : true} inert={!isOpen} onKeyDown={onKey} data-testid="stage-flat">
      <div ref={frame} class="stage-frame" onDblClick={() => toggleFull(box.current)} />
      {isOpen ? <Open box={box} /> : null}
    </section>
  );
}

/** What lies over the picture while it is open. */
function Open({ box }: { box: { readonly current: HTMLElement | null } }): JSX.Element {
  const own = useRef<HTMLDivElement>(null), [isFull, setFull] = useState(false);
  useFocusReturn(own, '[data-first]');
  useEffect(() => {
    const look = (): void => setFull(document.fullscreenElement === box.current);
    document.addEventListener('fullscreenchange', look);
    return () => {
      document.removeEventListener('fullscreenchange', look);
      if (document.fullscreenElement !== null && document.fullscreenElement === box.current) void document.exitFullscreen().catch(() => undefined);
    };
  }, []);
  return (
    <div ref={own} class="stage-over">
      <header>
        {stage.sign.value === 'playing' ? <span class="live-sign" data-testid="stage-live">{t('stage.live')}</span> : null}
        <h2 dir="auto">{titleOfStage()}</h2>
        <button type="button" class="panel-close" aria-label={t('stage.close')} title={t('stage.close')} data-testid="stage-close"
          onClick={() => { stage.flat.value = false; }}><Icon name="close" size={20} /></button>
      </header>
      <StageMessage />
      <StageControls isFull={isFull} onFull={() => toggleFull(box.current)} />
    </div>
  );
}

/** What is to be said in place of a picture, or over one that stands. */
export function StageMessage(): JSX.Element | null {
  const sign = stage.sign.value, isBare = stage.watched.value?.hasVideo === false;
  if (sign === 'playing' && !isBare) return null;
  const text = sign === 'playing' ? 'stage.sound-only' : `stage.${sign}` as const;
  return (
    <div class="stage-message" role="status" data-testid="stage-message">
      {sign === 'starting' || sign === 'away' ? <span class="spinner" aria-hidden="true" /> : null}
      <p>{t(text)}</p>
      {sign === 'unreachable' ? <button type="button" class="button small" onClick={stage.ask.retry}>{t('stage.retry')}</button> : null}
    </div>
  );
}

/** Fills the display, or no longer. iPhones fill it with the element alone. */
function toggleFull(box: HTMLElement | null): void {
  if (document.fullscreenElement !== null) return void document.exitFullscreen().catch(() => undefined);
  if (box?.requestFullscreen !== undefined) return void box.requestFullscreen({ navigationUI: 'hide' }).catch(() => undefined);
  stage.video.value?.webkitEnterFullscreen?.();
}
