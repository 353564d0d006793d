import type { JSX } from 'preact';
import { t } from '../i18n';
import type { DeviceEntry } from '../slices/voice';

/** A microphone, loudspeaker or camera of one's own, or the system's usual one. */
export function DeviceChoice({ label, value, devices, onChange }: {
  label: string; value: string; devices: readonly DeviceEntry[]; onChange: (device: string) => void;
}): JSX.Element {
  return (
    <label class="text-field">
      <span>{label}</span>
      <select value={devices.some(({ id }) => id === value) ? value : ''} onChange={(event) => onChange(event.currentTarget.value)}>
        <option value="">{t('sound.default')}</option>
        {devices.filter(({ id }) => id !== 'default').map(({ id, name }, i) => <option key={id} value={id}>{name || t('sound.unnamed', { number: i + 1 })}</option>)}
      </select>
    </label>
  );
}
