import type { JSX } from 'preact';
import { rite } from '../i18n/ceremony';
import { shown } from '../slices';

const { ceremony, settings } = shown;

/** What is read aloud of a countdown: each minute, the half one, ten seconds, and the last three. */
export const isSaid = (left: number): boolean => left > 0 && (left % 60 === 0 || left === 30 || left === 10 || left <= 3);

/** A countdown in large figures, by the room's clock. */
export function CeremonyCountdown(): JSX.Element {
  const left = ceremony.left.value ?? 0, minutes = Math.floor(left / 60), text = minutes > 0 ? `${minutes}:${String(left % 60).padStart(2, '0')}` : `${left}`;
  const isCalm = settings.settings.value.reducedMotion;
  return (
    <>
      <p class={`count-figure${left <= 10 ? ' last' : ''}`} aria-hidden="true" data-testid="countdown">
        <span key={isCalm ? 0 : left}>{left > 0 ? text : rite('now')}</span></p>
      <p class="unseen" role="timer" aria-live="assertive">{left === 0 ? rite('now') : isSaid(left) ? rite('left', { time: text }) : null}</p>
    </>
  );
}

/** Until the cloth falls there is nothing to do but to look. */
export function CeremonyUnveiling(): JSX.Element {
  return <p role="status" aria-live="polite">{rite(ceremony.isUnveiled.value ? 'unveiled' : 'veiled')}</p>;
}
