import { useEffect, useState } from 'preact/hooks';
import type { JSX } from 'preact';
import { snap } from '../i18n/photograph';
import { Upload } from './CeremonyPhotograph';
import { Icon } from './icons';
import { FloatingPanel } from './parts';
import './styles/photograph.css';
import { shown } from '../slices';

const { hands, photograph, settings } = shown;

let flashed = ''; // the newest photograph for which the page was lit up

/** Photographs that this page has taken, and the event's that one is in: a way to them from anywhere, also afterwards. And the flash. */
export function Photographs(): JSX.Element {
  const isOpen = hands.panel.value === 'photographs';
  return (
    <>
      <Flash />
      {isOpen ? <Panel /> : (
        <button type="button" class="sign-again photos-again" onClick={() => { hands.panel.value = 'photographs'; }} data-testid="photos-open">
          <Icon name="camera" size={16} />{snap('title')}</button>
      )}
    </>
  );
}

/** One calm light that fades; none where movement is reduced. */
function Flash(): JSX.Element | null {
  const id = photograph.own.value?.id ?? '', [lit, setLit] = useState('');
  useEffect(() => {
    if (id === '' || id === flashed) return;
    flashed = id;
    setLit(id);
  }, [id]);
  return lit !== '' && lit === id && !settings.settings.value.reducedMotion ? <div key={lit} class="photo-flash" onAnimationEnd={() => setLit('')} /> : null;
}

function Panel(): JSX.Element {
  const own = photograph.own.value, kept = photograph.kept.value;
  return (
    <FloatingPanel title={snap('title')} className="photos" testId="photos" onClose={() => { hands.panel.value = 'none'; }}>
      <ul>
        {own === null ? null : <One key={own.id} url={own.url} name={own.name} title={snap('own')} alt={snap('of', { size: `${own.width} × ${own.height}` })} testId="photo-own" />}
        {kept.map(({ id, file, title, atMs }) => (
          <One key={`kept ${id}`} url={`/files/${file}`} name={`${title === '' ? 'kapok' : title}.jpg`} title={title === '' ? snap('kept') : title}
            when={atMs} alt={title === '' ? snap('kept') : title} testId="photo-kept" />
        ))}
      </ul>
      <Upload />
    </FloatingPanel>
  );
}

function One({ url, name, title, when, alt, testId }: {
  readonly url: string; readonly name: string; readonly title: string; readonly when?: number; readonly alt: string; readonly testId: string;
}): JSX.Element {
  return (
    <li data-testid={testId}>
      <img class="photo-preview" src={url} alt={alt} loading="lazy" />
      <span><strong dir="auto">{title}</strong>{when === undefined ? null : <small>{new Date(when).toLocaleString()}</small>}</span>
      <a class="button small" href={url} download={name}>{snap('save')}</a>
    </li>
  );
}
