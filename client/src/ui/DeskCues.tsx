import { useEffect, useRef } from 'preact/hooks';
import type { JSX } from 'preact';
import { desk as d } from '../i18n/desk';
import type { ShowDesk } from '../net/generated/show_pb';
import { editorOf, nameOf, triggerOf } from './desk-words';
import { Icon } from './icons';

/** The list of cues: a press makes one the next. */
export function DeskCues({ told, choose }: { told: ShowDesk; choose: (cue: string) => void }): JSX.Element {
  const list = useRef<HTMLOListElement>(null), { cues } = told.run ?? { cues: [] };
  // What is next stays in sight; the page itself is not scrolled for it.
  useEffect(() => {
    const box = list.current, row = box?.querySelector<HTMLElement>('.standby, [aria-current]');
    if (box && row) box.scrollTop = Math.max(0, row.offsetTop - box.clientHeight / 3);
  }, [told.standby, cues.length]);
  return (
    <ol ref={list} class="desk-cues" aria-label={d('list')} data-testid="desk-cues">
      {cues.map((cue) => {
        const who = editorOf(told, cue.id);
        return (
          <li key={cue.id} class={cue.id === told.standby ? 'standby' : ''} aria-current={cue.id === told.current ? 'true' : undefined}>
            <button type="button" title={d('choose', { number: cue.number })} data-cue={cue.id} onClick={() => choose(cue.id)}>
              <b>{cue.number}</b>
              <span><span dir="auto">{nameOf(cue)}</span>{cue.note === '' ? null : <small dir="auto">{cue.note}</small>}
                {who === '' ? null : <small><Icon name="pen" size={12} /> {who}</small>}</span>
              <small>{told.dueWith.includes(cue.id) ? d('with') : triggerOf(cue)}</small>
            </button>
          </li>
        );
      })}
    </ol>
  );
}
