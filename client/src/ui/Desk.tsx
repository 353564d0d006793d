import { useEffect, useRef } from 'preact/hooks';
import type { JSX } from 'preact';
import { create } from '@bufbuild/protobuf';
import { desk as d, faultText } from '../i18n/desk';
import { isComposed } from '../input/typing';
import { ShowCommand_BackSchema, ShowCommand_GoSchema, ShowCommand_HoldSchema, ShowCommand_PanicSchema, ShowCommand_StandbySchema, ShowCommand_WatchSchema,
  type Cue, type ShowDesk } from '../net/generated/show_pb';
import { shown } from '../slices';
import { DeskCues } from './DeskCues';
import { clock, nameOf } from './desk-words';
import { Icon } from './icons';
import { IconButton } from './parts';
import { Rehearsal, RehearseButton } from './DeskRehearsal';
import { isRehearsal, runsShow } from './stage-rights';
import './styles/desk.css';

const { desk, door, show } = shown;
const { order } = desk.ask;

const go = (cue: string): void => order({ case: 'go', value: create(ShowCommand_GoSchema, { cue }) });
const standby = (cue: string): void => order({ case: 'standby', value: create(ShowCommand_StandbySchema, { cue }) });
const back = (): void => order({ case: 'back', value: create(ShowCommand_BackSchema) });
const hold = (on: boolean): void => order({ case: 'hold', value: create(ShowCommand_HoldSchema, { on }) });
const panic = (): void => order({ case: 'panic', value: create(ShowCommand_PanicSchema) });

const cueOf = ({ run }: ShowDesk, id: string): Cue | undefined => (id === '' ? undefined : run?.cues.find((cue) => cue.id === id));

/** Running the show from within the room; and for everyone in a rehearsal, that it is one. */
export function Desk(): JSX.Element {
  const told = show.desk.value, runs = runsShow(), isInside = door.phase.value === 'live';
  // A room that greets one anew has forgotten who watches.
  useEffect(() => { if (runs && isInside && told === null) order({ case: 'watch', value: create(ShowCommand_WatchSchema, { on: true }) }); }, [runs, isInside, told === null]);
  return (
    <div class="desk-place">
      {isRehearsal() ? <Rehearsal /> : null}
      {!runs || told === null ? null : desk.open.value ? <Open told={told} /> : <Folded told={told} />}
    </div>
  );
}

/** One line: where the show is. A show that has not begun, and waits for somebody, is begun by its button. */
function Folded({ told }: { told: ShowDesk }): JSX.Element {
  const now = cueOf(told, told.current), next = cueOf(told, told.standby), first = told.run?.cues[0];
  const begins = told.current === '' && told.dueMs === 0 && told.run?.autoplay === false ? first : undefined;
  return (
    <div class="desk-line">
      <button type="button" class="desk-open" aria-expanded={false} data-testid="desk-open" onClick={() => { desk.open.value = true; }}>
        <Icon name="slides" size={18} /><b>{told.run?.title || d('title')}</b>
        {now === undefined ? null : <span><i>{now.number}</i> {now.name}</span>}
        {now === undefined || next === undefined ? null : <span class="soft">→ <i>{next.number}</i></span>}
      </button>
      {begins === undefined ? null : <button type="button" class="button primary small" data-testid="desk-start" onClick={() => {
        if (told.standby !== begins.id) standby(begins.id);
        go(begins.id);
      }}><Icon name="play" size={16} />{d('start')}</button>}
    </div>
  );
}

function Open({ told }: { told: ShowDesk }): JSX.Element {
  const box = useRef<HTMLElement>(null), { cues } = told.run ?? { cues: [] };
  useEffect(() => { box.current?.focus({ preventScroll: true }); }, []);
  const step = (by: number): void => {
    const at = cues.findIndex((cue) => cue.id === told.standby), to = at < 0 ? (by > 0 ? 0 : cues.length - 1) : at + by;
    if (to >= 0 && to < cues.length) standby(cues[to].id);
  };
  const onKey = (event: KeyboardEvent): void => {
    if (isComposed(event) || event.ctrlKey || event.altKey || event.metaKey) return;
    // A control that the keyboard has gone to keeps its own keys.
    const presses = event.target !== box.current && (event.key === 'Enter' || event.key === ' ');
    const act = presses ? undefined : keyAct(event.key, told, step);
    if (presses || act !== undefined) event.stopPropagation();
    if (act === undefined) return;
    event.preventDefault();
    if (!event.repeat || event.key.startsWith('Arrow')) act();
  };
  // What the mouse pressed keeps nothing: the next Enter is Go.
  const onClick = (event: MouseEvent): void => { if (event.detail > 0 && !(event.target as Element).closest('a')) box.current?.focus({ preventScroll: true }); };
  return (
    <section ref={box} class={`desk${told.held ? ' held' : ''}`} role="group" aria-label={d('title')} tabIndex={0} title={d('keys')} data-testid="desk"
      onKeyDown={onKey} onClick={onClick}>
      <header>
        <h2 dir="auto">{told.run?.title || d('title')}</h2>
        {told.unkept && !isRehearsal() ? <small title={d('unkept')}>{d('keeping')}</small> : null}
        <IconButton icon="up" label={d('fold')} testId="desk-fold" onClick={() => { desk.open.value = false; }} />
      </header>
      {cues.length === 0 ? null : <><Clocks told={told} /><Buttons told={told} /></>}
      <Words told={told} />
      {cues.length === 0 ? <p class="empty">{d('empty')}</p> : <DeskCues told={told} choose={standby} />}
      <footer>
        {isRehearsal() ? null : <RehearseButton />}
        {isRehearsal() ? null : <a class="button small" target="_blank" rel="noopener" href={`/console/rooms/${door.room.value?.id ?? ''}/show`}>{d('console')}</a>}
      </footer>
    </section>
  );
}

function keyAct(key: string, told: ShowDesk, step: (by: number) => void): (() => void) | undefined {
  switch (key) {
    case 'Enter': case ' ': return () => { if (told.standby !== '') go(told.standby); };
    case 'b': case 'B': return back;
    case 'h': case 'H': return () => hold(!told.held);
    case 'p': case 'P': return panic;
    case 'ArrowDown': return () => step(1);
    case 'ArrowUp': return () => step(-1);
    case 'Escape': return () => { desk.open.value = false; };
    default: return undefined;
  }
}

const Named = ({ cue }: { cue: Cue }): JSX.Element => <><b>{cue.number}</b> <span dir="auto">{nameOf(cue)}</span></>;

/** What plays and for how long, what is next and when. */
function Clocks({ told }: { told: ShowDesk }): JSX.Element {
  const nowMs = desk.roomMs.value, current = cueOf(told, told.current), next = cueOf(told, told.standby);
  const ranMs = Math.max(0, (told.held ? told.heldMs : nowMs) - told.currentMs), lastsMs = current?.durationMs ?? 0;
  return (
    <dl>
      <div><dt>{d('now')}</dt>
        <dd data-testid="desk-now" data-cue={told.current}>{current === undefined ? <i>{d('nothing')}</i> : <Named cue={current} />}</dd>
        <dd class="time">{current === undefined ? '' : clock(ranMs)}{lastsMs > 0 ? ` / ${clock(lastsMs)}` : ''}</dd>
        {lastsMs > 0 ? <progress max={lastsMs} value={Math.min(lastsMs, ranMs)} aria-label={d('now')} /> : null}</div>
      <div><dt>{d('next')}</dt>
        <dd data-testid="desk-next" data-cue={told.standby}>{next === undefined ? <i>{d('end')}</i> : <Named cue={next} />}</dd>
        <dd class="time">{next === undefined ? '' : told.held ? d('held') : told.dueMs > 0 ? d('due', { time: clock(Math.max(0, told.dueMs - nowMs)) }) : d('waits')}</dd></div>
    </dl>
  );
}

function Buttons({ told }: { told: ShowDesk }): JSX.Element {
  const first = told.run?.cues[0]?.id ?? '', isOver = told.standby === '' && first !== '';
  return (
    <div class="desk-buttons">
      <button type="button" class="button" data-testid="desk-back" onClick={back}>{d('back')}</button>
      <button type="button" class="button hold" aria-pressed={told.held} data-testid="desk-hold" onClick={() => hold(!told.held)}>{d(told.held ? 'on' : 'hold')}</button>
      <button type="button" class="button panic" data-testid="desk-panic" onClick={panic}>{d('panic')}</button>
      {isOver ? <button type="button" class="button go again" data-testid="desk-again" onClick={() => standby(first)}>{d('again')}</button>
        : <button type="button" class="button go" disabled={told.standby === ''} data-testid="desk-go" onClick={() => go(told.standby)}>{d('go')}</button>}
    </div>
  );
}

/** What went wrong, and who else is there. */
function Words({ told }: { told: ShowDesk }): JSX.Element {
  return (
    <>
      {told.fault === '' ? null : <p class="fault" role="alert" data-testid="desk-fault">{faultText(told.fault)}</p>}
      {told.hands.length === 0 ? null : <p class="hint" data-testid="desk-hands">{d('hands')} {told.hands.map(({ name, editing }) => {
        const cue = cueOf(told, editing);
        return cue === undefined ? name : d('edits', { name, number: cue.number });
      }).join(', ')}</p>}
    </>
  );
}
