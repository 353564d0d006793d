import { CeremonyKind, type CeremonyNow, type ScreenNow } from '../net/generated/show_pb';
import type { PictureWish } from '../scene/sources/wish';

const LINE = 34, MOST_LINES = 5; // characters and lines of names, so that they are read from the last row
const GOLD = 0xffd884, NIGHT = 0x3a0b10;

/**
 * What a step of a ceremony shows on a place's main screen: a countdown, and who struck the gong in the same moment. What a cue shows there later has it instead.
 * @param screen What a cue shows there. @returns Null for nothing.
 */
export function ceremonyPicture(now: CeremonyNow | undefined, screen: ScreenNow | undefined): { readonly picture: PictureWish; readonly since: number } | null {
  if (!now?.step || (screen && screen.startMs > now.startMs)) return null;
  const { step: { kind, title, seconds }, startMs, strokes } = now;
  if (kind === CeremonyKind.COUNTDOWN) return { picture: { kind: 'countdown', untilMs: startMs + (seconds || 10) * 1000, title }, since: startMs / 1000 };
  if (kind !== CeremonyKind.GONG || strokes.length === 0) return null;
  const names = nameLines(strokes.filter(({ inTime }) => inTime).map(({ name }) => name));
  return { picture: { kind: 'text', lines: title === '' ? names : [title, ...names], colour: GOLD, ground: NIGHT }, since: strokes[0].atMs / 1000 };
}

/** Names in few lines; what does not fit is counted. */
export function nameLines(names: readonly string[]): string[] {
  const lines: string[] = [];
  let used = 0;
  for (const name of names) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + name.length + 3 <= LINE) lines[lines.length - 1] = `${last} · ${name}`;
    else if (lines.length < MOST_LINES) lines.push(name);
    else break;
    used++;
  }
  if (used < names.length) lines[lines.length - 1] += ` +${names.length - used}`;
  return lines;
}
