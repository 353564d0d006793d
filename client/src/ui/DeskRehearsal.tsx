import type { JSX } from 'preact';
import { desk as d } from '../i18n/desk';
import { openRehearsal } from '../net/rehearsal';
import { shown } from '../slices';
import { rehearsedRoom } from '../slices/desk';
import { Icon } from './icons';

const { door, notices } = shown;

async function rehearse(): Promise<void> {
  const opened = await openRehearsal(door.eventId.value, door.room.value?.id ?? '', new URLSearchParams(location.search).get('link'));
  if ('room' in opened) door.ask.changeRoom(opened.room);
  else notices.toast(d(`rehearse.${opened.fault}`));
}

/** Opens a rehearsal and leads there. */
export function RehearseButton(): JSX.Element {
  return <button type="button" class="button small" title={d('rehearse.hint')} data-testid="desk-rehearse" onClick={() => void rehearse()}>{d('rehearse')}</button>;
}

/** Says that one is in a rehearsal, and leads back to the room itself. */
export function Rehearsal(): JSX.Element {
  const end = (): void => {
    const room = rehearsedRoom(door.room.value?.id ?? '') ?? '', { value: rooms } = door.rooms;
    door.ask.changeRoom(rooms.some(({ id }) => id === room) ? room : rooms[0]?.id ?? 'arena');
  };
  return (
    <div class="rehearsal" role="status" data-testid="rehearsal">
      <Icon name="lock" size={18} />
      <p><b>{d('rehearsal')}</b> <small>{d('rehearsal.what')}</small></p>
      <button type="button" class="button small" data-testid="rehearsal-end" onClick={end}>{d('rehearsal.end')}</button>
    </div>
  );
}
