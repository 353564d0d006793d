import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { t } from '../i18n';
import { fileAddress, type StoredFile } from '../net/files';
import { clockTime } from '../slides/turning';
import { faultText, sizeText } from './files-text';
import { Icon } from './icons';
import { Small } from './SmallButton';
import { shown } from '../slices';
import type { NowPlaying, Upload } from '../slices/tracks';

const { tracks } = shown;

/** Files of the event: uploading, playing, naming and deleting them. */
export function PlaylistFiles({ now }: { now: NowPlaying | null }): JSX.Element {
  const [over, setOver] = useState(false), list = tracks.list.value, files = list?.files ?? [], fault = tracks.fault.value;
  const bring = (some: FileList | null | undefined): void => { if (some && some.length > 0) tracks.ask.upload([...some]); };
  const playable = files.filter(({ kind }) => kind === 'track');
  return (
    <section class={`files${over ? ' over' : ''}`} onDragOver={(event) => {
      if (event.dataTransfer?.types.includes('Files') !== true) return;
      event.preventDefault();
      setOver(true);
    }} onDragLeave={() => setOver(false)} onDrop={(event) => {
      if (event.dataTransfer?.types.includes('Files') !== true) return;
      event.preventDefault();
      setOver(false);
      bring(event.dataTransfer.files);
    }}>
      <h3>{t('tracks.files')}</h3>
      <div class="files-top">
        <label class="button primary file-button"><Icon name="upload" size={20} />{t('tracks.upload')}<input type="file" multiple data-testid="files-input"
          accept="audio/*,video/*,image/png,image/jpeg,image/webp,.opus,.ogg,.mp3,.m4a,.aac,.flac,.wav,.mp4,.webm" onChange={({ currentTarget }) => {
            bring(currentTarget.files);
            currentTarget.value = '';
          }} /></label>
        {playable.length > 1 ? <button type="button" class="button" onClick={() => tracks.ask.play(playable[0], playable.slice(1))}>{t('tracks.all')}</button> : null}
      </div>
      {fault === null ? null : <p class="fault" role="alert">{faultText(fault)}</p>}
      <ul class="rows uploads">{tracks.uploads.value.map((upload) => <Uploading key={upload.key} upload={upload} />)}</ul>
      {list !== null && files.length === 0 ? <p class="hint">{t('tracks.empty')} {t('tracks.drop')}</p> : null}
      <ul class="rows" data-testid="files">{files.map((file) => <FileRow key={file.file} file={file} now={now} />)}</ul>
      {list === null ? null : <p class="hint">{t('tracks.used', { used: sizeText(list.usedBytes), quota: sizeText(list.quotaBytes) })}</p>}
    </section>
  );
}

function Uploading({ upload: { key, name, share, fault } }: { upload: Upload }): JSX.Element {
  return (
    <li class={fault === null ? '' : 'failed'} data-testid="upload">
      <span class="row-name"><b dir="auto">{name}</b>
        {fault === null ? <progress max={1} value={share} aria-label={t('tracks.uploading', { name, percent: Math.round(share * 100) })} />
        : <small class="fault" role="alert">{faultText(fault)}</small>}</span>
      <Small icon="close" label={t('tracks.dismiss')} onClick={() => tracks.ask.dismiss(key)} />
    </li>
  );
}

function FileRow({ file, now }: { file: StoredFile; now: NowPlaying | null }): JSX.Element {
  const [doing, setDoing] = useState<'none' | 'remove' | 'rename'>('none'), { name: title } = file, plays = file.kind !== 'picture';
  const done = (): void => setDoing('none');
  if (doing === 'rename') {
    return (
      <li>
        <form class="row-form" onSubmit={(event) => {
        event.preventDefault();
        const field = event.currentTarget.elements.namedItem('name');
        if (field instanceof HTMLInputElement && field.value.trim() !== '') tracks.ask.rename(file.file, field.value);
        done();
      }}><input name="name" defaultValue={title} maxLength={120} aria-label={t('tracks.rename', { title })} dir="auto" ref={(field) => field?.focus()} onBlur={done} /></form>
      </li>
    );
  }
  return (
    <li class={now?.file === file.file ? 'playing' : ''} data-testid="file">
      {file.kind === 'picture' ? <img class="file-picture" src={fileAddress(file.file) ?? ''} alt="" loading="lazy" />
        : <Icon name={file.kind === 'film' ? 'film' : 'music'} size={20} />}
      <span class="row-name"><b dir="auto">{title}</b>
        <small>{t(`tracks.kind.${file.kind}`)} · {plays ? clockTime(file.durationMs) : `${file.width} × ${file.height}`} · {sizeText(file.bytes)}</small></span>
      {plays ? <Small icon="play" testId="file-play" label={t('tracks.play', { title })} onClick={() => tracks.ask.play(file, [])} /> : null}
      {plays && now !== null ? <Small icon="plus" testId="file-add" label={t('tracks.add', { title })}
        onClick={() => tracks.ask.queue([...now.queue, { file: file.file, title, durationMs: file.durationMs }])} /> : null}
      <Small icon="pen" label={t('tracks.rename', { title })} onClick={() => setDoing('rename')} />
      {doing === 'remove' ? <button type="button" class="button danger" onBlur={done} onClick={() => tracks.ask.remove(file.file)}>{t('tracks.remove.sure')}</button>
        : <Small icon="bin" label={t('tracks.remove', { title })} onClick={() => setDoing('remove')} />}
    </li>
  );
}
