import type { ComponentChildren, JSX } from 'preact';
import { awake } from '../audio/awake';
import { t } from '../i18n';
import { Icon, type IconName } from './icons';
import { keyName } from './key-names';
import { isModerator } from './microphone-state';
import { shown } from '../slices';

const { door, hands, settings, voice } = shown;

/** What one must know about one's own voice, over the dock: who hears one, and what is in the way. */
export function VoiceSigns(): JSX.Element | null {
  const isMute = awake.asleep.value && settings.settings.value.volume > 0;
  if (!voice.offered.value && !isMute) return null;
  return (
    <div class="voice-signs" data-testid="voice-signs">
      {isMute ? <button type="button" class="voice-sign wake" data-testid="wake"><Icon name="speaker"
        size={17} />{t(settings.touch.value ? 'sound.tap' : 'sound.click')}</button> : null}
      {voice.offered.value ? <OwnSigns /> : null}
    </div>
  );
}

function OwnSigns(): JSX.Element {
  const speaks = voice.microphone.value !== 'off', { link, trouble } = voice;
  return (
    <>
      {link.value === 'blocked' ? <Sign name="blocked" icon="signal" tone="warn" canGo>{t('sign.blocked')}</Sign> : null}
      {link.value === 'returning' ? <Sign name="returning" icon="signal">{t('sign.returning')}</Sign> : null}
      {trouble.value === null ? null : <Sign name={`trouble-${trouble.value}`} icon="micOff" tone="warn" canGo
        settings>{t(`trouble.${trouble.value}`, { key: keyName('m') })}</Sign>}
      {voice.silenced.value && speaks ? <Sign name="silenced" icon="muted" tone="warn">{t('sign.silenced')}</Sign> : null}
      {voice.quiet.value && !voice.silenced.value ? <Sign name="quiet" icon="micOff" tone="warn" settings>{t('sign.quiet')}</Sign> : null}
      {voice.poor.value ? <Sign name="poor" icon="signal">{t('sign.poor')}</Sign> : null}
      {voice.onStage.value && speaks && !voice.silenced.value && voice.holder.value?.person !== door.me.value ? <Sign name="stage" icon="megaphone">{t('sign.stage')}</Sign> : null}
      {voice.privately.value ? <Sign name="private" icon="lock">{t('sign.private')}</Sign> : null}
      {voice.playing.value === 'on' ? <Sign name="playing" icon="music"
        tone={voice.onStage.value ? '' : 'warn'}>{t(voice.onStage.value ? 'sound.stage.on' : 'sound.stage.off-stage')}</Sign> : null}
      <OwnHand />
    </>
  );
}

function Sign({ name, icon, tone = '', canGo, settings,
  children }: { name: string; icon: IconName; tone?: string; canGo?: boolean; settings?: boolean; children: ComponentChildren }): JSX.Element | null {
  if (canGo && voice.dismissed.value.has(name)) return null;
  return (
    <div class={`voice-sign ${tone}`} role="status" data-testid={`sign-${name}`}>
      <Icon name={icon} size={17} />
      <p>{children}</p>
      {settings ? <button type="button" class="button small" onClick={() => { hands.panel.value = 'sound'; }}>{t('sound.title')}</button> : null}
      {canGo ? <button type="button" class="panel-close" aria-label={t('hud.close')}
        onClick={() => { voice.dismissed.value = new Set([...voice.dismissed.value, name]); }}><Icon name="close" size={15} /></button> : null}
    </div>
  );
}

/** Who has the microphone that all hear, and for how long: at the top, where no panel covers it. */
export function Holder(): JSX.Element | null {
  const holder = voice.holder.value;
  if (holder === null) return null;
  const own = holder.person === door.me.value, name = voice.names.value.get(holder.person);
  return (
    <div class={`voice-sign holder${own ? ' own' : ''}`} data-testid="holder">
      <Icon name="mic" size={20} />
      <p>
        <strong role="status">{own ? t('holder.own') : name === undefined ? t('holder.somebody') : t('holder.other', { name })}</strong>
        <small class="left">{t('holder.left', { seconds: voice.holderSeconds.value })}</small>
      </p>
      {own && voice.microphone.value === 'off' ? <button type="button" class="button small primary" onClick={voice.ask.toggleMicrophone}>{t('holder.return')}</button> : null}
      {isModerator() ? <button type="button" class="button small" onClick={voice.ask.takeMicrophone}>{t('holder.take')}</button> : null}
    </div>
  );
}

function OwnHand(): JSX.Element | null {
  const place = voice.hands.value.indexOf(door.me.value);
  if (place < 0) return null;
  return (
    <div class="voice-sign" role="status" title={t('hand.hint')} data-testid="sign-hand">
      <Icon name="palm" size={17} />
      <p>{place === 0 ? t('hand.next') : t('hand.position', { position: place + 1 })}</p>
      <button type="button" class="button small" onClick={() => voice.ask.raiseHand(false)}>{t('hand.lower')}</button>
    </div>
  );
}
