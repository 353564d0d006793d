import type { Photograph } from '../net/generated/kapok_pb';
import { CeremonyKind, type CeremonyNow } from '../net/generated/show_pb';

const SHOWN_MS = 500; // after a step begins, before one that is not there means that it was called off
const LATE_MS = 15_000; // a slow page draws it so much later at most: people have walked on by then

/** What is to be done about a photograph now. */
export type PhotographTurn = { readonly kind: 'none' | 'off' | 'shoot' | 'missed' } | { readonly kind: 'wait'; readonly left: number };

/**
 * What is to be done about a photograph that the room has told of.
 * @param now The step of a ceremony that is on. @param isDone It was drawn here, or missed.
 */
export function photographTurn(told: Photograph | null, now: CeremonyNow | undefined, roomMs: number, isDone: boolean): PhotographTurn {
  if (told === null || isDone) return { kind: 'none' };
  const isOn = now?.step?.kind === CeremonyKind.PHOTOGRAPH;
  if (!isOn && roomMs > told.startMs + SHOWN_MS && roomMs < told.shutterMs) return { kind: 'off' };
  if (roomMs < told.shutterMs) return { kind: 'wait', left: Math.ceil((told.shutterMs - roomMs) / 1000) };
  return { kind: roomMs < told.shutterMs + LATE_MS ? 'shoot' : 'missed' };
}

/** Size of a photograph: a phone's is smaller. */
export function photographSize(isPhone: boolean): { readonly width: number; readonly height: number } {
  return isPhone ? { width: 1920, height: 1080 } : { width: 3840, height: 2160 };
}

/** Name of a photograph's file. @param at When, local time. */
export function photographName(title: string, at: Date): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  const day = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`, words = title.replace(/[^\p{L}\p{N}]+/gu, '-').replace(/^-|-$/g, '').slice(0, 40);
  return `${words === '' ? 'kapok' : words}-${day}.jpg`;
}
