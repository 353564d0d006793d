import type { JSX } from 'preact';
import { useEffect, useMemo, useState } from 'preact/hooks';
import type { Mark } from '../ceremony/signing/board';
import { Desk } from '../ceremony/signing/desk';
import { INKS, inkOf } from '../ceremony/signing/paint';
import { sharedBoard } from '../ceremony/signing/shared';
import { ACROSS, DOWN, LONGEST_NAME } from '../ceremony/signing/stroke';
import { titleOf } from '../i18n';
import { sign } from '../i18n/signing';
import { FloatingPanel } from './parts';
import { radioKeys, radioTab } from './radio';
import { SigningNames } from './SigningNames';
import { SigningWall, type WallView } from './SigningWall';
import { shown } from '../slices';

const { door, hands, self, signing } = shown;

const WIDTHS = [7, 13, 26] as const; // units of the wall
const SMALL_PIXELS = 560, CLOSE = 3; // on a small page one signs close to the wall
const NAME_SIZE = 32; // 128 units of the wall

/** Whether one keeps order: takes away what others drew. */
export const keepsOrder = (): boolean => self.role.value === 'moderator' || self.role.value === 'organiser';

/** The signing wall: to sign while the ceremony asks for it, and to read ever after. */
export function SigningPanel(): JSX.Element {
  const { board, canvas } = sharedBoard(), desk = useMemo(() => new Desk(board), []);
  const [view, setView] = useState<WallView>(() => ({ ...board.freePlace(), closer: innerWidth < SMALL_PIXELS ? CLOSE : 1 }));
  const [colour, setColour] = useState<number>(INKS[0]), [width, setWidth] = useState<number>(WIDTHS[1]), [looks, setLooks] = useState(false);
  const [picked, setPicked] = useState<Mark | null>(null), [name, setName] = useState(self.name.value), [taken, setTaken] = useState<number | null>(null);
  const isOpen = signing.isOpen.value, count = signing.count.value, draws = isOpen && !looks, there = picked !== null && board.marks.has(picked.number) ? picked : null;
  useEffect(() => { if (!isOpen) desk.leave(); }, [isOpen]);
  const remove = (number: number, all: boolean): void => {
    signing.ask.sign({ remove: number, all }, (isDone) => { if (isDone) setTaken(all ? null : number); });
    setPicked(null);
  };
  return (
    <FloatingPanel title={sign('title')} className="signing" testId="signing" onClose={() => { hands.panel.value = 'none'; }}>
      <div class="sign-view">
        <SigningWall desk={desk} view={view} pen={draws ? { colour, width } : null} picked={there} onPick={setPicked} />
        {count === 0 ? <p class="sign-first">{sign(isOpen ? 'first' : 'none')}</p> : null}
      </div>
      <div class="sign-tools">
        {isOpen ? (
          <>
            <Choice label={sign('ink')} texts={sign('inks').split(',')} values={INKS} value={colour} onChange={setColour}
              show={(one) => <i style={{ background: inkOf(one) }} />} />
            <Choice label={sign('width')} texts={sign('widths').split(',')} values={WIDTHS} value={width} onChange={setWidth}
              show={(one) => <b style={{ width: `${6 + one / 2}px`, height: `${6 + one / 2}px` }} />} />
            <button type="button" class="button small" data-testid="sign-undo" onClick={() => desk.undo()}>{sign('undo')}</button>
            <button type="button" class="button small" aria-pressed={looks} data-testid="sign-look" onClick={() => setLooks(!looks)}>{sign(looks ? 'draw' : 'look')}</button>
          </>
        ) : null}
        <button type="button" class="button small" aria-pressed={view.closer > 1} data-testid="sign-closer"
          onClick={() => setView({ ...(view.closer > 1 ? { x: ACROSS / 2, y: DOWN / 2 } : board.freePlace()), closer: view.closer > 1 ? 1 : CLOSE })}>
          {sign(view.closer > 1 ? 'whole' : 'closer')}</button>
      </div>
      {there === null ? null : (
        <p class="sign-picked" role="status" data-testid="sign-picked">
          <span dir="auto">{sign('by', { name: there.name })}</span>
          {keepsOrder() || board.own.has(there.number) ? <button type="button" class="button small danger" data-testid="sign-remove"
            onClick={() => remove(there.number, false)}>{sign('remove')}</button> : null}
          {keepsOrder() ? <button type="button" class="button small danger" onClick={() => remove(there.number, true)}>{sign('remove.all')}</button> : null}
        </p>
      )}
      {taken !== null && keepsOrder() ? (
        <p class="sign-picked" role="status"><span>{sign('removed')}</span>
          <button type="button" class="button small" data-testid="sign-restore" onClick={() => {
            signing.ask.sign({ restore: taken });
            setTaken(null);
          }}>{sign('restore')}</button></p>
      ) : null}
      {isOpen ? (
        <form class="sign-name" onSubmit={(event) => {
          event.preventDefault();
          if (name.trim() !== '') desk.write(name.trim().slice(0, LONGEST_NAME), colour, NAME_SIZE);
        }}>
          <input type="text" value={name} maxLength={LONGEST_NAME} dir="auto" aria-label={sign('name')} placeholder={sign('name')} data-testid="sign-name"
            onInput={(event) => setName(event.currentTarget.value)} />
          <button type="submit" class="button primary" disabled={name.trim() === ''} data-testid="sign-write">{sign('write')}</button>
        </form>
      ) : null}
      <div class="sign-foot">
        <SigningNames key={count} onRemove={keepsOrder() ? (number) => remove(number, true) : null} />
        <button type="button" class="button small" disabled={count === 0} data-testid="sign-png" onClick={() => void savePicture(canvas)}>{sign('png')}</button>
        <a class="button small" download href={`/api/v1/events/${door.eventId.value}/rooms/${door.room.value?.id ?? ''}/wall.svg`} data-testid="sign-svg">{sign('svg')}</a>
      </div>
    </FloatingPanel>
  );
}

function Choice({ label, texts, values, value, onChange, show }: {
  label: string; texts: readonly string[]; values: readonly number[]; value: number; onChange: (value: number) => void; show: (value: number) => JSX.Element;
}): JSX.Element {
  return (
    <div class="sign-choice" role="radiogroup" aria-label={label} onKeyDown={radioKeys}>
      {values.map((one, at) => (
        <button key={one} type="button" role="radio" aria-checked={one === value} tabIndex={radioTab(values, value, one)} aria-label={texts[at]} title={texts[at]}
          onClick={() => onChange(one)}>{show(one)}</button>
      ))}
    </div>
  );
}

async function savePicture(canvas: HTMLCanvasElement): Promise<void> {
  const { board } = sharedBoard();
  // What has come is painted a part at a time.
  for (let before = -1; before !== board.painted;) {
    before = board.painted;
    board.refresh();
  }
  const file = await new Promise<Blob | null>((made) => canvas.toBlob(made, 'image/png'));
  if (file === null) return;
  const link = document.createElement('a'), room = door.room.value;
  link.href = URL.createObjectURL(file);
  link.download = `${room ? titleOf(room.id, room.title) : 'wall'}.png`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
