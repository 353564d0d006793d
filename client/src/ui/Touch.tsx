import { useEffect, useRef } from 'preact/hooks';
import type { JSX } from 'preact';
import { t } from '../i18n';
import { holds } from '../input/holds';
import { Icon } from './icons';
import { TalkButton } from './Microphone';
import { shown } from '../slices';

const { hands, self } = shown;

const RADIUS = 56;

/** Joystick for the left thumb and buttons for the right one. */
export function TouchControls(): JSX.Element {
  const knob = useRef<HTMLDivElement>(null);
  const base = useRef<{ id: number; x: number; y: number } | null>(null);
  const move = (event: PointerEvent): void => {
    if (base.current?.id !== event.pointerId) return;
    let x = event.clientX - base.current.x, y = event.clientY - base.current.y;
    const length = Math.hypot(x, y);
    if (length > RADIUS) { x *= RADIUS / length; y *= RADIUS / length; }
    if (knob.current) knob.current.style.transform = `translate(${x}px, ${y}px)`;
    hands.ask.joystick(x / RADIUS, -y / RADIUS);
  };
  const down = (event: PointerEvent): void => {
    const target = event.currentTarget as HTMLElement, box = target.getBoundingClientRect();
    if (event.button > 0 || !holds.begin('joystick', `pointer ${event.pointerId}`, rest, target)) return;
    target.setPointerCapture(event.pointerId);
    base.current = { id: event.pointerId, x: box.left + box.width / 2, y: box.top + box.height / 2 };
    move(event);
  };
  const rest = (): void => {
    base.current = null;
    if (knob.current) knob.current.style.transform = '';
    hands.ask.joystick(0, 0);
  };
  useEffect(() => () => holds.letGoOf('joystick'), []);
  return (
    <div class="touch">
      <div class="joystick" role="application" aria-label={t('hud.move')} onPointerDown={down} onPointerMove={move} data-testid="joystick">
        <div class="knob" ref={knob} />
      </div>
      <div class="touch-buttons">
        <TalkButton />
        <button type="button" aria-label={self.seated.value ? t('hud.stand') : t('hud.sit')} onClick={self.ask.toggleSeat}
          class={self.seatNear.value || self.seated.value ? 'ready' : ''}><Icon name="sit" /></button>
        <button type="button" aria-label={t('hud.emotes')} onClick={() => { hands.wheelOpen.value = !hands.wheelOpen.value; }}><Icon name="laugh" /></button>
        <button type="button" class="jump" aria-label={t('hud.jump')} onClick={hands.ask.jump}><Icon name="jump" /></button>
      </div>
    </div>
  );
}
