import type { ComponentChildren, JSX } from 'preact';
import { useRef } from 'preact/hooks';
import { t } from '../i18n';
import { isComposed } from '../input/typing';
import { useFocusReturn } from './focus-return';
import { Icon, type IconName } from './icons';
import { radioKeys, radioTab } from './radio';

interface IconButtonProps { icon: IconName; label: string; onClick: () => void; pressed?: boolean; badge?: number; testId?: string; hint?: string }

/** A count as a small badge shows it, and as the label beside it must say it. */
export const shortCount = (count: number): string => (count > 99 ? '99+' : String(count));

/** A round button with an icon; its label is read aloud and shown as a hint, with the key that does the same. */
export function IconButton({ icon, label, onClick, pressed, badge, testId, hint }: IconButtonProps): JSX.Element {
  return (
    <button type="button" class={`icon-button${pressed ? ' pressed' : ''}`} aria-label={label} aria-pressed={pressed} title={hint ? `${label} (${hint})` : label}
      data-testid={testId} onClick={onClick}>
      <Icon name={icon} />
      {badge ? <span class="badge">{shortCount(badge)}</span> : null}
    </button>
  );
}

/** A floating panel with a title and a close button; Escape closes it and the focus returns to where it was. */
export function FloatingPanel({ title, isName = false, onClose, children, className = '', testId }: {
  title: string; isName?: boolean; onClose: () => void; children: ComponentChildren; className?: string; testId?: string;
}): JSX.Element {
  const box = useRef<HTMLElement>(null);
  useFocusReturn(box, 'input, button:not(.panel-close), [tabindex="0"]');
  const onKey = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || isComposed(event)) return;
    event.stopPropagation();
    onClose();
  };
  return (
    <section ref={box} class={`panel ${className}`} role="dialog" aria-label={title} onKeyDown={onKey} data-testid={testId}>
      <header>
        <h2 title={title} dir="auto" translate={!isName}>{title}</h2>
        <button type="button" class="panel-close" aria-label={t('hud.close')} onClick={onClose}><Icon name="close" size={18} /></button>
      </header>
      {children}
    </section>
  );
}

export function hex(colour: number): string {
  return `#${colour.toString(16).padStart(6, '0')}`;
}

/** A row of colour swatches with a field for one's own colour. */
export function Swatches({ label, value, colours, onChange }: { label: string; value: number; colours: readonly number[]; onChange: (colour: number) => void }): JSX.Element {
  const own = !colours.includes(value);
  return (
    <div class="field" role="radiogroup" aria-label={label} onKeyDown={radioKeys}>
      <span class="field-label">{label}</span>
      <div class="swatches">
        {colours.map((colour) => (
          <button key={colour} type="button" role="radio" aria-checked={colour === value} tabIndex={radioTab(colours, value, colour)} aria-label={hex(colour)}
            class="swatch" style={{ background: hex(colour) }} onClick={() => onChange(colour)} />
        ))}
        <label class={`swatch own${own ? ' checked' : ''}`} title={t('editor.own')} style={own ? { background: hex(value) } : undefined}>
          <input type="color" value={hex(value)} aria-label={`${label}: ${t('editor.own')}`} onInput={(event) => onChange(parseInt(event.currentTarget.value.slice(1), 16))} />
        </label>
      </div>
    </div>
  );
}

/** One of a few choices, as chips. */
export function Chips<T extends string | number>({ label, value, choices, onChange }: {
  label: string; value: T; choices: readonly { value: T; text: string }[]; onChange: (value: T) => void;
}): JSX.Element {
  return (
    <div class="field" role="radiogroup" aria-label={label} onKeyDown={radioKeys}>
      <span class="field-label">{label}</span>
      <div class="chips">
        {choices.map((choice) => (
          <button key={choice.value} type="button" role="radio" aria-checked={choice.value === value}
            tabIndex={radioTab(choices.map((one) => one.value), value, choice.value)} class="chip" onClick={() => onChange(choice.value)}>{choice.text}</button>
        ))}
      </div>
    </div>
  );
}

export function Toggle({ label, hint, checked, onChange }: { label: string; hint?: string; checked: boolean; onChange: (on: boolean) => void }): JSX.Element {
  return (
    <label class="toggle">
      <span><span class="toggle-label">{label}</span>{hint ? <small>{hint}</small> : null}</span>
      <input type="checkbox" role="switch" checked={checked} onChange={(event) => onChange(event.currentTarget.checked)} />
    </label>
  );
}

export function Slider({ label, value, min, max, step, onChange }: {
  label: string; value: number; min: number; max: number; step: number; onChange: (value: number) => void;
}): JSX.Element {
  return (
    <label class="slider">
      <span class="field-label">{label}</span>
      <input type="range" min={min} max={max} step={step} value={value} onInput={(event) => onChange(Number(event.currentTarget.value))} />
    </label>
  );
}
