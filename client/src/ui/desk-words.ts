import { language } from '../i18n';
import { desk as d } from '../i18n/desk';
import type { Cue, ShowDesk } from '../net/generated/show_pb';
import { clockTime } from '../slides/turning';

/** Milliseconds as minutes and seconds. */
export const clock = clockTime;

/** A cue by its name, or by its number where it has none. */
export const nameOf = (cue: Cue): string => cue.name || d('unnamed', { number: cue.number });

/** What makes a cue play; empty for Go alone. */
export function triggerOf({ trigger }: Cue): string {
  const body = trigger?.body;
  switch (body?.case) {
    case 'after': return d('trigger.after', { time: clock(body.value.delayMs) });
    case 'with': return d('trigger.with');
    case 'at': return d('trigger.at', { time: new Date(body.value.utcMs).toLocaleTimeString(language.value) });
    case 'track': return d('trigger.track', { time: clock(body.value.positionMs) });
    default: return '';
  }
}

/** Who has a cue open. */
export const editorOf = ({ hands }: ShowDesk, cue: string): string => hands.filter(({ editing }) => editing === cue).map(({ name }) => name).join(', ');
