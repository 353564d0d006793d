import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { t } from '../i18n';
import { clockTime } from '../slides/turning';
import { awake } from '../audio/awake';
import { Icon } from './icons';
import { FloatingPanel, IconButton } from './parts';
import { PlaylistFiles } from './PlaylistFiles';
import { Small } from './SmallButton';
import { mayShow } from './stage-rights';
import { shown } from '../slices';
import type { NowPlaying, Queued } from '../slices/tracks';

const { hands, tracks } = shown;

/** Music and films: what plays, for everyone; and for those with a role, what is to play. */
export function PlaylistPanel(): JSX.Element {
  const now = tracks.now.value, plays = mayShow();
  useEffect(() => { if (plays) tracks.ask.look(); }, [plays]);
  return (
    <FloatingPanel title={t('tracks.title')} className="playlist" testId="playlist" onClose={() => { hands.panel.value = 'none'; }}>
      {tracks.blocked.value || awake.asleep.value ? (
        <p class="fault" role="alert">{t('tracks.blocked')} <button type="button" class="button">{t('tracks.unblock')}</button></p>
      ) : null}
      {now === null ? <p class="empty">{t('tracks.nothing')}</p> : <Now now={now} plays={plays} />}
      {now !== null && now.queue.length > 0 ? <Queue queue={now.queue} plays={plays} /> : null}
      {plays ? <PlaylistFiles now={now} /> : null}
    </FloatingPanel>
  );
}

function Now({ now, plays }: { now: NowPlaying; plays: boolean }): JSX.Element {
  const at = Math.min(tracks.atMs.value, now.durationMs || Infinity), total = now.durationMs;
  return (
    <section class="now-playing" aria-label={t('tracks.now')}>
      <p>
        <span class={`meter${now.paused ? ' paused' : ''}`} style={{ '--level': String(tracks.level.value) }} aria-hidden="true"><i /><i /><i /></span>
        <b dir="auto" data-testid="track-title">{now.title}</b>
      </p>
      {plays ? <input type="range" class="seek" min={0} max={Math.max(1, total)} step={1000} value={at} disabled={total === 0} aria-label={t('tracks.seek')}
        aria-valuetext={clockTime(at)} data-testid="track-seek" onChange={({ currentTarget: { value } }) => tracks.ask.seek(Number(value))} />
        : <progress class="seek" max={Math.max(1, total)} value={at} aria-label={t('tracks.seek')} />}
      <p class="times"><span data-testid="track-at">{clockTime(at)}</span><span>{total > 0 ? clockTime(total) : ''}</span></p>
      {plays ? (
        <div class="track-buttons">
          <IconButton icon={now.paused ? 'play' : 'pause'} label={t(now.paused ? 'tracks.resume' : 'tracks.pause')} testId="track-pause"
            onClick={now.paused ? tracks.ask.resume : tracks.ask.pause} />
          <IconButton icon="skip" label={t('tracks.next')} testId="track-next" onClick={tracks.ask.next} />
          <IconButton icon="stop" label={t('tracks.stop')} testId="track-stop" onClick={tracks.ask.stop} />
          <label class="track-volume"><Icon name="speaker" size={18} /><input type="range" min={0} max={1} step={0.05} value={now.volume} aria-label={t('tracks.volume')}
            title={t('tracks.volume')} onChange={({ currentTarget: { value } }) => tracks.ask.volume(Number(value))} /></label>
        </div>
      ) : null}
    </section>
  );
}

/** What plays then; who may moves it by dragging, by buttons or by Alt and arrows. */
function Queue({ queue, plays }: { queue: readonly Queued[]; plays: boolean }): JSX.Element {
  const [dragged, setDragged] = useState(-1);
  const move = (from: number, to: number): void => {
    if (from < 0 || to < 0 || to >= queue.length || from === to) return;
    const moved = queue.filter((_, index) => index !== from);
    tracks.ask.queue([...moved.slice(0, to), queue[from], ...moved.slice(to)]);
  };
  return (
    <section>
      <h3>{t('tracks.queue')}</h3>
      <ol class="rows" data-testid="queue">
        {queue.map(({ title, durationMs }, index) => (
          <li key={index} draggable={plays} class={dragged === index ? 'dragged' : ''}
            aria-label={plays ? t('tracks.queued', { place: index + 1, count: queue.length }) : undefined}
            onDragStart={() => setDragged(index)} onDragEnd={() => setDragged(-1)}
            onDragOver={(event) => { if (dragged >= 0) event.preventDefault(); }}
            onDrop={(event) => {
              event.preventDefault();
              move(dragged, index);
              setDragged(-1);
            }}
            onKeyDown={(event) => {
              if (!plays || !event.altKey || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return;
              event.preventDefault();
              event.stopPropagation();
              move(index, event.key === 'ArrowUp' ? index - 1 : index + 1);
            }}>
            <span class="row-name"><b dir="auto">{title}</b><small>{durationMs > 0 ? clockTime(durationMs) : ''}</small></span>
            {plays ? <>
              <Small icon="up" label={t('tracks.up', { title })} disabled={index === 0} onClick={() => move(index, index - 1)} />
              <Small icon="down" label={t('tracks.down', { title })} disabled={index === queue.length - 1} onClick={() => move(index, index + 1)} />
              <Small icon="close" label={t('tracks.drop-out', { title })} onClick={() => tracks.ask.queue(queue.filter((_, at) => at !== index))} />
            </> : null}
          </li>
        ))}
      </ol>
    </section>
  );
}
