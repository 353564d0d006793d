import { CeremonyKind, type CeremonyNow } from '../net/generated/show_pb';

const USUAL_COUNTDOWN = 10, USUAL_COVERED = 2; // seconds, where a step does not say

/** Room time at which a countdown is over, milliseconds. */
export function countdownEnd({ step, startMs }: CeremonyNow): number {
  return startMs + (step?.seconds || USUAL_COUNTDOWN) * 1000;
}

/** Room time at which the cloth falls, milliseconds. */
export function unveilingMs({ step, startMs }: CeremonyNow): number {
  return startMs + (step?.seconds || USUAL_COVERED) * 1000;
}

/** What of a ceremony's time is shown as text, and how long that holds. */
export interface CeremonyClock {
  /** Seconds that are left of a countdown, rounded up; null while none runs. */
  readonly left: number | null;
  readonly isUnveiled: boolean;
  /** Room time at which one of them changes next; infinite where none does. */
  readonly untilMs: number;
}

export function ceremonyClock(now: CeremonyNow | undefined, roomMs: number): CeremonyClock {
  const kind = now?.step?.kind;
  if (now && kind === CeremonyKind.COUNTDOWN) {
    const end = countdownEnd(now), left = Math.max(0, Math.ceil((end - roomMs) / 1000));
    return { left, isUnveiled: false, untilMs: left > 0 ? end - (left - 1) * 1000 : Infinity };
  }
  if (now && kind === CeremonyKind.UNVEILING) {
    const atMs = unveilingMs(now), isUnveiled = roomMs >= atMs;
    return { left: null, isUnveiled, untilMs: isUnveiled ? Infinity : atMs };
  }
  return { left: null, isUnveiled: false, untilMs: Infinity };
}
