import { useRef } from 'preact/hooks';
import type { JSX } from 'preact';
import { t, type TextKey } from '../i18n';
import { useFocusReturn } from './focus-return';
import { EMOTE_ICONS, Icon } from './icons';
import { shown } from '../slices';

const { hands, self } = shown;

/**
 * Eight emotes in a ring around the middle of the view; picked by a click, a tap, the arrow keys, or by letting go over one, of the mouse or of the key. A
 * click that a pointer made came as its release already.
 */
export function Wheel(): JSX.Element {
  const ring = useRef<HTMLDivElement>(null);
  useFocusReturn(ring, 'button');
  const choose = (kind: number): void => { hands.wheelOpen.value = false; self.ask.emote(kind); };
  const key = (event: KeyboardEvent): void => {
    const buttons = [...(ring.current?.querySelectorAll('button') ?? [])];
    const step = event.key === 'ArrowRight' || event.key === 'ArrowDown' ? 1 : event.key === 'ArrowLeft' || event.key === 'ArrowUp' ? -1 : 0;
    if (step !== 0) buttons[(buttons.indexOf(document.activeElement as HTMLButtonElement) + step + 8) % 8]?.focus();
  };
  return (
    <div class="wheel" ref={ring} role="menu" aria-label={t('hud.emotes')} onKeyDown={key} data-testid="wheel">
      {EMOTE_ICONS.map((icon, i) => {
        const angle = (i / 8) * 2 * Math.PI - Math.PI / 2;
        return (
          <button key={icon} type="button" role="menuitem" style={{ left: `${50 + 38 * Math.cos(angle)}%`, top: `${50 + 38 * Math.sin(angle)}%` }}
            onPointerEnter={() => { hands.wheelOver.value = i + 1; }} onPointerLeave={() => { hands.wheelOver.value = 0; }}
            onClick={(event) => { if (event.detail === 0) choose(i + 1); }} onPointerUp={() => choose(i + 1)}>
            <Icon name={icon} size={26} />
            <span>{t(`emote.${i + 1}` as TextKey)}</span>
            <kbd>{i + 1}</kbd>
          </button>
        );
      })}
    </div>
  );
}
