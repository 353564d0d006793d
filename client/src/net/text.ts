// Names and lines are limited by their length in UTF-16 units (docs/protocol.md, section 8), and cut between what a reader takes for letters.

/** Most UTF-16 units of a name. */
export const MAX_NAME = 24;

/** Most UTF-16 units of a line of chat. */
export const MAX_CHAT = 400;

/** Most UTF-16 units of the reason of a report. */
export const MAX_REASON = 500;

let letters: Intl.Segmenter | null = null;

/** The beginning of a text, never cut within a family of emojis or between a letter and its marks (UAX #29): at most so many UTF-16 units. */
export function cutText(text: string, most: number): string {
  if (text.length <= most) return text;
  letters ??= new Intl.Segmenter(undefined, { granularity: 'grapheme' });
  let end = 0;
  for (const { segment } of letters.segment(text)) {
    if (end + segment.length > most) break;
    end += segment.length;
  }
  return text.slice(0, end);
}

/** What is left of a text with something put in before the caret, where too much was put in: the rest after the caret stays whole. */
export function fitText(text: string, caret: number, most: number): { readonly text: string; readonly caret: number } {
  if (text.length <= most) return { text, caret };
  const tail = text.slice(caret), head = cutText(text.slice(0, caret), Math.max(0, most - tail.length));
  return { text: cutText(head + tail, most), caret: head.length };
}
