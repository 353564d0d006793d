import { useEffect, useState } from 'preact/hooks';
import type { JSX } from 'preact';
import { t } from '../i18n';
import { DeviceChoice } from './DeviceChoice';
import { Icon } from './icons';
import { keyName } from './key-names';
import { FloatingPanel, Slider, Toggle } from './parts';
import { shown } from '../slices';

const { hands, settings, voice } = shown;

const { change } = settings;

/** The two pages of the settings. */
export function SettingsTabs(): JSX.Element {
  const page = hands.panel.value;
  return (
    <div class="languages settings-tabs" role="group" aria-label={t('hud.settings')}>
      {(['settings', 'sound'] as const).map((name) => (
        <button key={name} type="button" aria-pressed={page === name} data-testid={`tab-${name}`}
          onClick={() => { hands.panel.value = name; }}>{t(name === 'sound' ? 'sound.title' : 'sound.general')}</button>
      ))}
    </div>
  );
}

/** Everything about sound; the same before one enters and inside. @param tabs Whether the general page is beside it. */
export function SoundPanel({ tabs }: { tabs: boolean }): JSX.Element {
  useEffect(() => {
    voice.ask.lookForDevices();
    return () => voice.ask.testMicrophone(false);
  }, []);
  const set = settings.settings.value;
  return (
    <FloatingPanel title={t(tabs ? 'hud.settings' : 'sound.title')} className="settings sound" testId="sound" onClose={() => { hands.panel.value = 'none'; }}>
      {tabs ? <SettingsTabs /> : null}
      <MicrophoneCheck />
      <SpeakerCheck />
      <Toggle label={t('sound.headphones')} hint={t('sound.headphones.hint')} checked={set.headphones} onChange={(headphones) => change({ headphones })} />
      <Toggle label={t('sound.push')} hint={t(settings.touch.value ? 'sound.push.hint.touch' : 'sound.push.hint', { key: keyName('v') })}
        checked={set.pushToTalk} onChange={(pushToTalk) => change({ pushToTalk })} />
      <Toggle label={t('sound.clean')} hint={t('sound.clean.hint')} checked={set.cleanVoice} onChange={(cleanVoice) => change({ cleanVoice })} />
      <Toggle label={t('sound.mono')} hint={t('sound.mono.hint')} checked={set.mono} onChange={(mono) => change({ mono })} />
      <Slider label={t('sound.volume')} value={set.volume} min={0} max={1} step={0.05} onChange={(volume) => change({ volume })} />
      <Slider label={t('sound.volume.voices')} value={set.voiceVolume} min={0} max={1} step={0.05} onChange={(voiceVolume) => change({ voiceVolume })} />
      <Slider label={t('sound.volume.stage')} value={set.stageVolume} min={0} max={1} step={0.05} onChange={(stageVolume) => change({ stageVolume })} />
      {tabs && voice.mayPlay.value ? <StageSound /> : null}
    </FloatingPanel>
  );
}

function MicrophoneCheck(): JSX.Element {
  const testing = voice.testing.value, trouble = voice.trouble.value;
  return (
    <div class="device">
      <DeviceChoice label={t('sound.microphone')} value={settings.settings.value.microphone} devices={voice.inputs.value} onChange={(microphone) => change({ microphone })} />
      <button type="button" class={`button${testing ? ' primary' : ''}`} aria-pressed={testing} data-testid="test-mic" onClick={() => voice.ask.testMicrophone(!testing)}>
        <Icon name="mic" size={18} />{t(testing ? 'sound.test.stop' : 'sound.test.microphone')}
      </button>
      {testing ? <Meter level={voice.level.value} label={t('sound.level')} /> : null}
      {testing ? <p class="hint">{t('sound.test.hint')}</p> : null}
      {trouble === null ? null : <p class="hint error" role="alert" data-testid="mic-trouble">{t(`trouble.${trouble}`, { key: keyName('m') })}</p>}
    </div>
  );
}

function SpeakerCheck(): JSX.Element {
  return (
    <div class="device">
      {voice.canChooseOutput.value && voice.outputs.value.length > 0
        ? <DeviceChoice label={t('sound.speaker')} value={settings.settings.value.speaker} devices={voice.outputs.value} onChange={(speaker) => change({ speaker })} />
        : <span class="field-label">{t('sound.speaker')}</span>}
      <button type="button" class="button" data-testid="test-speaker" onClick={voice.ask.testSpeaker}><Icon name="speaker" size={18} />{t('sound.test.speaker')}</button>
    </div>
  );
}

function Meter({ level, label }: { level: number; label: string }): JSX.Element {
  return <div class="meter" role="meter" aria-label={label} aria-valuemin={0} aria-valuemax={1} aria-valuenow={Math.round(level * 20) / 20}
    data-testid="meter"><span style={{ transform: `scaleX(${level.toFixed(2)})` }} /></div>;
}

/** For performers: music for all. */
function StageSound(): JSX.Element {
  const [device, setDevice] = useState('');
  const playing = voice.playing.value, trouble = voice.playTrouble.value;
  return (
    <fieldset class="stage-sound" data-testid="stage-sound">
      <legend><Icon name="music" size={18} /> {t('sound.stage')}</legend>
      <p class="hint">{t('sound.stage.hint')}</p>
      {playing === 'off' ? (
        <>
          {voice.canShare.value ? <button type="button" class="button" onClick={() => voice.ask.play({ kind: 'shared' })}>{t('sound.stage.share')}</button> : null}
          <DeviceChoice label={t('sound.stage.device')} value={device} devices={voice.inputs.value} onChange={setDevice} />
          <button type="button" class="button" data-testid="stage-input" onClick={() => voice.ask.play({ kind: 'input', device })}>{t('sound.stage.input')}</button>
        </>
      ) : (
        <>
          <Meter level={voice.playLevel.value} label={t('sound.stage')} />
          <button type="button" class="button primary" data-testid="stage-stop" onClick={() => voice.ask.play(null)}>{t('sound.stage.stop')}</button>
        </>
      )}
      {trouble === null ? null : <p class="hint error"
        role="alert">{t(trouble === 'denied' ? 'sound.stage.denied' : trouble === 'missing' ? 'sound.stage.missing' : 'trouble.unknown')}</p>}
    </fieldset>
  );
}
