import { useState } from 'preact/hooks';
import type { JSX } from 'preact';
import { goLive } from '../i18n/golive';
import { Icon } from './icons';
import { shown } from '../slices';

const { notices, stage } = shown;

/** Address and key for OBS and other programs. */
export function StageAddresses(): JSX.Element {
  const desk = stage.desk.value, [isKeyShown, showKey] = useState(false);
  if (desk === null) return <p class="hint error" role="alert">{goLive('golive.trouble.keys')}</p>;
  return (
    <div class="golive-addresses" data-testid="golive-addresses">
      <p class="hint">{goLive('golive.program.hint')}</p>
      {desk.whip === '' ? null : <Address label={goLive('golive.whip')} value={desk.whip} testId="golive-whip" />}
      {desk.rtmp === '' ? null : <Address label={goLive('golive.rtmp')} value={desk.rtmp} testId="golive-rtmp" />}
      <Address label={goLive('golive.key')} value={desk.key} isSecret={!isKeyShown} testId="golive-key" />
      <div class="golive-key">
        <button type="button" class="button small" aria-pressed={isKeyShown} onClick={() => showKey(!isKeyShown)}>{goLive(isKeyShown ? 'golive.hide' : 'golive.show')}</button>
        <small>{goLive('golive.key.hint')}</small>
      </div>
    </div>
  );
}

function Address({ label, value, isSecret = false, testId }: { label: string; value: string; isSecret?: boolean; testId: string }): JSX.Element {
  const copy = (): void => {
    const copied = navigator.clipboard?.writeText(value) ?? Promise.reject(new Error('no clipboard'));
    copied.then(() => notices.toast(goLive('golive.copied')), () => notices.toast(goLive('golive.copy.failed')));
  };
  return (
    <div class="golive-address">
      <label class="text-field"><span>{label}</span><input class={isSecret ? 'secret' : ''} type="text" readOnly value={value} autocomplete="off" spellcheck={false}
        data-testid={testId} onFocus={(event) => event.currentTarget.select()} /></label>
      <button type="button" class="icon-button small" aria-label={goLive('golive.copy', { what: label })} title={goLive('golive.copy', { what: label })} onClick={copy}><Icon
        name="copy" size={20} /></button>
    </div>
  );
}
