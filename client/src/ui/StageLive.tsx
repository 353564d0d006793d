import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { JSX } from 'preact';
import { t } from '../i18n';
import { goLive } from '../i18n/golive';
import { DeviceChoice } from './DeviceChoice';
import { Icon } from './icons';
import { Chips, FloatingPanel } from './parts';
import { StageHealthView } from './StageHealth';
import { shown } from '../slices';
import { StageAddresses } from './StageAddresses';
import { isLive } from './stage-rights';

const { hands, settings, stage, voice } = shown;

/** Going live: from this browser, or by an address and a key from another program; and how it goes. */
export function StageLive(): JSX.Element {
  const [from, setFrom] = useState<'here' | 'program'>('here');
  return (
    <FloatingPanel title={t('golive.title')} className="settings golive" testId="golive" onClose={() => { hands.panel.value = 'none'; }}>
      <Chips label={goLive('golive.from')} value={from} onChange={setFrom}
        choices={[{ value: 'here', text: goLive('golive.from.here') }, { value: 'program', text: goLive('golive.from.program') }]} />
      {from === 'here' ? <FromHere /> : <StageAddresses />}
      <StageHealthView />
    </FloatingPanel>
  );
}

function FromHere(): JSX.Element {
  const [camera, setCamera] = useState(''), [microphone, setMicrophone] = useState('');
  const { live, preview, cameras } = stage, isOn = isLive(), isCamera = stage.previewKind.value === 'camera';
  const take = (picture: 'camera' | 'screen', of = camera, by = microphone): void => stage.ask.take(picture, of, by);
  return (
    <>
      {preview.value === null ? <p class="hint">{goLive('golive.hint')}</p> : <Preview stream={preview.value} isMirrored={isCamera} isLive={isOn} />}
      <p class={`live-state ${live.value}`} role="status" data-testid="golive-state" data-state={live.value}>
        {isOn ? <span class="live-sign">{t('stage.live')}</span> : null}
        <span>{live.value === 'live' ? t('golive.live') : goLive(`golive.${live.value}`)}</span>
        {live.value === 'live' && stage.liveKilobits.value > 0 ? <small>{goLive('golive.kilobits', { kilobits: stage.liveKilobits.value })}</small> : null}
      </p>
      <Trouble />
      <div class="golive-buttons">
        {preview.value !== null && !isOn ? <button type="button" class="button primary" data-testid="golive-start"
          onClick={stage.ask.goLive}>{goLive('golive.start')}</button> : null}
        {preview.value === null ? null : <button type="button" class={`button${isOn ? ' primary' : ''}`} data-testid="golive-end"
          onClick={stage.ask.end}>{goLive(isOn ? 'golive.end' : 'golive.cancel')}</button>}
        <button type="button" class="button" data-testid="golive-camera" onClick={() => take('camera')}><Icon name="camera" size={18} />{goLive('golive.camera')}</button>
        {settings.touch.value && !voice.canShare.value ? null : <button type="button" class="button" data-testid="golive-screen" onClick={() => take('screen')}><Icon
          name="screen" size={18} />{goLive('golive.screen')}</button>}
      </div>
      {preview.value !== null && isCamera && cameras.value.length > 1 ? <DeviceChoice label={goLive('golive.which.camera')} value={camera} devices={cameras.value}
        onChange={(id) => { setCamera(id); take('camera', id); }} /> : null}
      {preview.value !== null && voice.inputs.value.length > 1 ? <DeviceChoice label={goLive('golive.which.microphone')} value={microphone} devices={voice.inputs.value}
        onChange={(id) => { setMicrophone(id); if (isCamera) take('camera', camera, id); }} /> : null}
      {isOn ? <p class="hint">{goLive('golive.muted')}</p> : null}
    </>
  );
}

function Trouble(): JSX.Element | null {
  const trouble = stage.liveTrouble.value;
  return trouble === null ? null : <p class="hint error" role="alert" data-testid="golive-trouble">
    {goLive(`golive.trouble.${trouble}`, { reason: stage.liveReason.value || '?' })}</p>;
}

function Preview({ stream, isMirrored, isLive }: { stream: MediaStream; isMirrored: boolean; isLive: boolean }): JSX.Element {
  const frame = useRef<HTMLVideoElement>(null), level = stage.liveLevel.value;
  useLayoutEffect(() => { if (frame.current) frame.current.srcObject = stream; }, [stream]);
  return (
    <figure class="golive-preview">
      <video ref={frame} class={isMirrored ? 'mirrored' : ''} autoplay muted playsInline aria-label={goLive(isLive ? 'golive.preview.live' : 'golive.preview')} />
      {stream.getAudioTracks().length === 0 ? <figcaption class="hint warning">{goLive('golive.no-sound')}</figcaption>
        : <div class="meter" role="meter" aria-label={goLive('golive.level')} aria-valuemin={0} aria-valuemax={1} aria-valuenow={Math.round(level * 20) / 20}
          data-testid="golive-level"><span style={{ transform: `scaleX(${level.toFixed(2)})` }} /></div>}
    </figure>
  );
}
