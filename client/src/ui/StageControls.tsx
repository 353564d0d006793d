import { useEffect, useState } from 'preact/hooks';
import type { JSX } from 'preact';
import { t, type TextKey } from '../i18n';
import { Icon, type IconName } from './icons';
import { titleOfStage } from './stage-title';
import { shown } from '../slices';
import type { StageChoice } from '../slices/stage';

const { door, settings, stage } = shown;

/** Sound, quality, captions, picture in picture and full screen. */
export function StageControls({ isFull, onFull }: { isFull: boolean; onFull: () => void }): JSX.Element {
  const { stageVolume } = settings.settings.value, isMute = stage.silenced.value || stageVolume === 0, behind = stage.behindSeconds.value;
  const toggleSound = (): void => {
    if (isMute && stageVolume === 0) settings.change({ stageVolume: 0.8 });
    stage.silenced.value = !isMute;
  };
  return (
    <div class="stage-controls" role="group" aria-label={t('stage.title')}>
      <Control icon={isMute ? 'muted' : 'speaker'} text={isMute ? 'stage.unmute' : 'stage.mute'} testId="stage-mute" pressed={isMute} onClick={toggleSound} isFirst />
      <input type="range" class="stage-volume" min={0} max={1} step={0.05} value={isMute ? 0 : stageVolume} aria-label={t('stage.volume')} data-testid="stage-volume"
        onInput={(event) => {
          stage.silenced.value = false;
          settings.change({ stageVolume: Number(event.currentTarget.value) });
        }} />
      <span class="stage-behind">{behind > 0 ? t('stage.behind', { seconds: behind.toFixed(1) }) : ''}</span>
      <Which />
      <Quality />
      <button type="button" class="icon-button small" aria-disabled="true" aria-label={t('stage.captions')} title={t('stage.captions')} data-testid="stage-captions"><Icon
        name="captions" size={20} /></button>
      <Pip />
      <Control icon={isFull ? 'shrink' : 'grow'} text={isFull ? 'stage.full.leave' : 'stage.full'} testId="stage-full" pressed={isFull} onClick={onFull} />
    </div>
  );
}

function Control({ icon, text, testId, pressed, onClick,
  isFirst }: { icon: IconName; text: TextKey; testId: string; pressed?: boolean; onClick: () => void; isFirst?: boolean }): JSX.Element {
  return (
    <button type="button" class="icon-button small" aria-label={t(text)} title={t(text)} data-pressed={pressed} data-testid={testId} data-first={isFirst}
      onClick={onClick}><Icon name={icon} size={20} /></button>
  );
}

/** Which of the event's stages, where several are on air. */
function Which(): JSX.Element | null {
  const all = stage.onAir.value, watched = stage.watched.value?.stage ?? '';
  if (all.length < 2) return null;
  return (
    <select class="stage-select" aria-label={t('stage.which')} value={watched} data-testid="stage-which"
      onChange={({ currentTarget: { value } }) => { stage.wanted.value = value === door.room.value?.id ? '' : value; }}>
      {all.map((one) => <option key={one.stage} value={one.stage}>{titleOfStage(one)}</option>)}
    </select>
  );
}

/** How it comes: by itself, or as one chose. */
function Quality(): JSX.Element {
  const ways = stage.watched.value?.ways ?? [], kinds = (['whep', 'llhls', 'flv'] as const).filter((kind) => ways.some((way) => way.kind === kind && way.height === 0));
  const choices: readonly StageChoice[] = ['auto', ...kinds, ...(ways.some(({ height }) => height > 0) ? ['small' as const] : [])];
  return (
    <select class="stage-select" aria-label={t('stage.quality')} title={t('stage.quality')} data-testid="stage-quality"
      value={choices.includes(stage.choice.value) ? stage.choice.value : 'auto'}
      onChange={(event) => { stage.choice.value = event.currentTarget.value as StageChoice; }}>
      {choices.map((choice) => <option key={choice} value={choice}>{nameOf(choice)}</option>)}
    </select>
  );
}

/** Automatic says what it has chosen. */
function nameOf(choice: StageChoice): string {
  const way = stage.way.value;
  if (choice !== 'auto' || stage.choice.value !== 'auto' || way === null) return t(`stage.choice.${choice}`);
  return `${t('stage.choice.auto')} · ${way.height > 0 ? `${way.height}p` : { whep: 'WebRTC', llhls: 'LL-HLS', flv: 'FLV' }[way.kind]}`;
}

/** A small window over all others, where the browser has one of its own for it. */
function Pip(): JSX.Element | null {
  const video = stage.video.value, [isOut, setOut] = useState(false);
  useEffect(() => {
    if (video === null) return;
    const look = (): void => setOut(document.pictureInPictureElement === video);
    look();
    video.addEventListener('enterpictureinpicture', look);
    video.addEventListener('leavepictureinpicture', look);
    return () => {
      video.removeEventListener('enterpictureinpicture', look);
      video.removeEventListener('leavepictureinpicture', look);
    };
  }, [video]);
  if (video === null || !document.pictureInPictureEnabled) return null;
  const toggle = (): void => void (isOut ? document.exitPictureInPicture() : video.requestPictureInPicture()).catch(() => undefined);
  return <Control icon="pip" text={isOut ? 'stage.pip.leave' : 'stage.pip'} testId="stage-pip" pressed={isOut} onClick={toggle} />;
}
