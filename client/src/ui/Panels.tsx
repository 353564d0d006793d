import type { JSX } from 'preact';
import { DEFAULT_LOOK } from '../avatar/look';
import { LANGUAGES, setLanguage, t } from '../i18n';
import { hasPad } from '../input/gamepad';
import { Editor } from './Editor';
import { keyName, walkKeyNames } from './key-names';
import { Chips, FloatingPanel, Slider, Swatches, Toggle } from './parts';
import { SettingsTabs } from './Sound';
import { shown } from '../slices';

const { hands, picture, self, settings } = shown;
const { change } = settings;

const close = (): void => { hands.panel.value = 'none'; };
const STICKS = [0x36c5ff, 0xff4fa3, 0x6dff7a, 0xffb42e, 0x9a6bff, 0xfff2e0];

export function SettingsPanel(): JSX.Element {
  const set = settings.settings.value;
  return (
    <FloatingPanel title={t('hud.settings')} className="settings" testId="settings" onClose={close}>
      <SettingsTabs />
      <Chips label={t('settings.quality')} value={set.quality} onChange={(quality) => change({ quality })}
        choices={(['auto', 'low', 'phone', 'laptop', 'high'] as const).map((value) => ({ value, text: t(`settings.quality.${value}`) }))} />
      <Toggle label={t('settings.motion')} hint={t('settings.motion.hint')} checked={set.reducedMotion} onChange={(reducedMotion) => change({ reducedMotion })} />
      <Toggle label={t('settings.space')} hint={t('settings.space.hint')} checked={set.personalSpace} onChange={(personalSpace) => change({ personalSpace })} />
      <Toggle label={t('settings.names')} checked={set.names} onChange={(names) => change({ names })} />
      <Slider label={t('settings.mouse')} value={set.mouseSpeed} min={0.3} max={3} step={0.1} onChange={(mouseSpeed) => change({ mouseSpeed })} />
      <Slider label={t('settings.volume')} value={set.volume} min={0} max={1} step={0.05} onChange={(volume) => change({ volume })} />
      <Chips label={t('settings.language')} value={set.language} choices={LANGUAGES}
        onChange={(language) => { void setLanguage(language); change({ language }); }} />
      <button type="button" class="button small" onClick={() => { hands.panel.value = 'certificate'; }} data-testid="settings-certificates">{t('settings.certificates')}</button>
      <p class="hint">{t('settings.fps', { fps: Math.round(picture.fps.value) })}</p>
    </FloatingPanel>
  );
}

export function ControlsCard(): JSX.Element {
  const keyboard: readonly [string, string][] = [
    [t('controls.key.arrows', { keys: walkKeyNames() }), t('controls.walk')], [t('controls.key.shift'), t('controls.run')], [t('controls.key.space'), t('controls.jump')],
    [t('controls.key.drag'), t('controls.look')], [t('controls.key.wheel'), t('controls.zoom')], [t('controls.key.click'), t('controls.click')],
    [keyName('x'), t('controls.sit')], [keyName('b'), t('controls.wheel')], ['1 – 8', t('controls.emotes')], [keyName('g'), t('controls.stick')],
    [keyName('t'), t('controls.chat')], [keyName('p'), t('controls.roster')], [keyName('m'), t('controls.microphone')], [keyName('v'), t('controls.talk')],
      [keyName('h'), t('controls.hand')], [keyName('f'), t('stage.key')], [keyName('k'), t('controls.strike')], [keyName('n'), t('controls.map')], ['Esc', t('controls.close')],
  ];
  const touch: readonly [string, string][] = [
    [t('controls.touch.left'), t('controls.walk')], [t('controls.touch.right'), t('controls.look')], [t('controls.touch.pinch'), t('controls.zoom')],
    [t('controls.touch.tap'), t('controls.click')], [t('controls.touch.buttons'), `${t('hud.jump')}, ${t('hud.sit')}, ${t('hud.emotes')}`],
  ];
  const pad: readonly [string, string][] = [
    [t('controls.pad.left'), t('controls.walk')], [t('controls.pad.right'), t('controls.look')], [t('controls.pad.run'), t('controls.run')],
    [t('controls.pad.talk'), t('controls.talk')], [t('controls.pad.a'), t('controls.jump')],
    ['B / ○', t('controls.pad.back')], ['X / □', t('controls.stick')], ['Y / △', t('controls.chat')], ['LB · RB', `${t('emote.1')} · ${t('emote.3')}`],
    ['◀ · ▶', `${t('controls.map')} · ${t('controls.roster')}`],
  ];
  const rows = (list: readonly [string, string][]): JSX.Element[] => list.map(([key, what]) => <div key={key}><dt><kbd>{key}</kbd></dt><dd>{what}</dd></div>);
  return (
    <FloatingPanel title={settings.touch.value ? t('controls.touch') : t('controls.keyboard')} className="controls" testId="controls" onClose={close}>
      <dl tabIndex={0}>
        {rows(settings.touch.value ? touch : keyboard)}
        {hasPad() ? <div class="controls-part"><dt>{t('controls.gamepad')}</dt><dd /></div> : null}
        {hasPad() ? rows(pad) : null}
      </dl>
    </FloatingPanel>
  );
}

export function StickPanel(): JSX.Element {
  return (
    <FloatingPanel title={t('hud.stick')} className="stick-panel" testId="stick-panel" onClose={close}>
      <Swatches label={t('stick.colour')} value={self.look.value?.stick ?? STICKS[0]} colours={STICKS} onChange={self.ask.setStickColour} />
      <button type="button" class="button primary" onClick={self.ask.toggleStick}>{self.stickOn.value ? t('stick.off') : t('stick.on')}</button>
    </FloatingPanel>
  );
}

export function LookPanel(): JSX.Element {
  return (
    <FloatingPanel title={t('editor.title')} className="look-panel" testId="look-panel" onClose={close}>
      <Editor look={self.look.value ?? DEFAULT_LOOK} onChange={self.ask.setLook} />
      <div class="panel-foot"><button type="button" class="button primary" onClick={close}>{t('editor.done')}</button></div>
    </FloatingPanel>
  );
}
