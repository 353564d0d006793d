import type { JSX } from 'preact';
import { t, textOf, titleOf } from '../i18n';
import { useHome } from './focus-return';
import { Icon } from './icons';
import { eventName } from './event-name';
import { shown } from '../slices';

const { door, notices, picture } = shown;

/** While something loads: what, and how far. */
export function Loading(): JSX.Element {
  const share = Math.round(door.progress.value * 100);
  return (
    <div class="cover loading" role="status">
      <Mark />
      <h1>{eventName()}</h1>
      <div class="bar" role="progressbar" aria-valuemin={0} aria-valuemax={100} aria-valuenow={share}><span style={{ width: `${share}%` }} /></div>
      <p>{door.eventTitle.value ? t('loading.place') : t('loading.venue')}</p>
    </div>
  );
}

/** A kapok flower of five petals: our mark. */
export function Mark(): JSX.Element {
  return (
    <svg class="mark" viewBox="-50 -50 100 100" width="72" height="72" aria-hidden="true">
      {[0, 72, 144, 216, 288].map((angle) => <path key={angle} transform={`rotate(${angle})`} d="M0-6C-18-16-20-38 0-46 20-38 18-16 0-6z" fill="currentColor" />)}
      <circle r="7" fill="#ffd27a" />
    </svg>
  );
}

/** The connection is lost: what is happening, and a way to hurry it. The place stays in view. */
export function Lost(): JSX.Element {
  const { inSeconds, attempt } = door.retry.value;
  return (
    <div class="banner lost" role="alert" data-testid="lost">
      <span class="spinner" aria-hidden="true" />
      <div>
        <strong>{t('lost.title')}</strong>
        <p>{inSeconds > 0 ? t('lost.soon', { seconds: Math.ceil(inSeconds) }) : t('lost.now', { attempt })}</p>
      </div>
      <button type="button" class="button" onClick={door.ask.retryNow}>{t('lost.retry')}</button>
    </div>
  );
}

/** The graphics card took the picture away: it comes back by itself, or one is told what to do. */
export function PictureLost(): JSX.Element {
  const gone = picture.picture.value === 'gone';
  return (
    <div class="banner lost" role="alert" data-testid="picture-lost">
      {gone ? <Icon name="help" size={26} /> : <span class="spinner" aria-hidden="true" />}
      <div>
        <strong>{t('picture.title')}</strong>
        <p>{t(gone ? 'picture.gone' : 'picture.restoring')}</p>
      </div>
      {gone ? <button type="button" class="button" onClick={() => location.reload()}>{t('picture.reload')}</button> : null}
    </div>
  );
}

/** One waits at the door: one's place in the line before a full room, or how long until there is room at the door. One walks in by oneself. */
export function Waiting(): JSX.Element | null {
  const room = door.room.value, wait = door.waiting.value;
  useHome();
  if (wait === null) return null;
  if (wait.kind === 'crowded') {
    return (
      <main tabIndex={-1} data-home class="cover waiting" data-testid="waiting">
        <Mark />
        <h1>{t('waiting.crowded')}</h1>
        <p role="timer">{t('waiting.soon', { seconds: wait.seconds })}</p>
        <button type="button" class="button" data-testid="give-up" onClick={door.ask.giveUp}>{t('waiting.cancel')}</button>
      </main>
    );
  }
  return (
    <main tabIndex={-1} data-home class="cover waiting" data-testid="waiting">
      <Mark />
      <h1>{t('waiting.title', { place: room ? titleOf(room.id, room.title) : '' })}</h1>
      <p role="status" aria-live="polite">{wait.position === 1 ? t('waiting.next') : t('waiting.position', { position: wait.position })}</p>
      <p><small>{t('waiting.hint')}</small></p>
      <button type="button" class="button" data-testid="give-up" onClick={door.ask.giveUp}>{t('waiting.leave')}</button>
    </main>
  );
}

/** One is out: why, and whether one may come back. */
export function Ended(): JSX.Element {
  useHome();
  return (
    <main tabIndex={-1} data-home class="cover ended" data-testid="ended">
      <Mark />
      <h1>{t('ended.title')}</h1>
      <p role="alert" data-testid="reason">{textOf('reason', door.reason.value ?? 'left', 'reason.unknown')}</p>
      {door.reasonDetail.value ? <blockquote dir="auto">{door.reasonDetail.value}</blockquote> : null}
      {door.mustReload.value ? <button type="button" class="button primary" data-testid="reload" onClick={() => location.reload()}>{t('page.reload')}</button> : null}
      {door.mayReturn.value ? <button type="button" class="button primary" data-testid="again"
        onClick={() => { door.reason.value = null; door.phase.value = 'entry'; }}>{t('ended.again')}</button> : null}
    </main>
  );
}

/** The server is another one than the page came from: when to load it anew is the person's to say. */
export function Newer(): JSX.Element | null {
  if (!door.isOutdated.value) return null;
  return (
    <div class="banner" role="status" data-testid="newer">
      <Icon name="help" size={26} />
      <div>
        <strong>{t('newer.title')}</strong>
        <p>{t('newer.hint')}</p>
      </div>
      <button type="button" class="button" onClick={() => location.reload()}>{t('page.reload')}</button>
      <button type="button" class="panel-close" aria-label={t('hud.close')} onClick={() => { door.isOutdated.value = false; }}><Icon name="close" size={18} /></button>
    </div>
  );
}

export function Announcement(): JSX.Element | null {
  const said = notices.announcement.value;
  if (said === null) return null;
  return (
    <div class="banner announcement" role="alert" data-testid="announcement">
      <Icon name="megaphone" size={24} />
      <div>
        <small>{t('announcement.from', { name: said.from })}</small>
        <p dir="auto">{said.text}</p>
      </div>
      <button type="button" class="panel-close" aria-label={t('hud.close')} onClick={() => { notices.announcement.value = null; }}><Icon name="close" size={18} /></button>
    </div>
  );
}

export function Toasts(): JSX.Element {
  return <div class="toasts" role="status" aria-live="polite">{notices.toasts.value.map((toast) => <p key={toast.key}>{toast.text}</p>)}</div>;
}
