import { effect } from '@preact/signals';
import { titleOf } from './i18n';
import { fetchVenue } from './net/join';
import { isMissingPart } from './net/parts';
import { shown } from './slices';
import { mountUi } from './ui/mount';
import { restore } from './visit/saved';
import { eventName } from './ui/event-name';

const { door, picture, settings } = shown;

/**
 * Tells what the page cannot go on without. A part that did not come may be there for a page that is loaded anew; a browser without WebGL 2 would only come
 * back to the same page.
 */
function refuse(error: unknown): void {
  console.error(error);
  const isPart = isMissingPart(error);
  door.reason.value = isPart ? 'part-missing' : 'webgl';
  door.mayReturn.value = false;
  door.mustReload.value = isPart;
  door.phase.value = 'ended';
}

/** The code of places, people and movement comes after the door is shown, while a name is typed. */
async function openVisit(): Promise<void> {
  const [{ Session }, { installHooks }] = await Promise.all([import('./page/session'), import('./page/hooks')]);
  installHooks(new Session(document.body));
}

async function showVenue(): Promise<void> {
  const venue = await fetchVenue();
  door.eventId.value = venue.event;
  door.eventTitle.value = venue.title;
  door.organisation.value = venue.subtitle;
  door.build.value = venue.build;
  door.rooms.value = venue.rooms;
  const wanted = /^\/r\/([a-z0-9-]+)\/?$/.exec(location.pathname)?.[1] ?? new URLSearchParams(location.search).get('room') ?? '';
  const listed = venue.rooms.find((room) => room.id === wanted) ?? venue.rooms[0] ?? null;
  // A rehearsal is in no list: who has its address comes in, if they have a part in the show.
  door.room.value = wanted.startsWith('rehearsal-') ? { id: wanted, title: '', capacity: 0, people: 0 } : listed;
}

const isSpoken = restore(shown);
picture.draws.value = new URLSearchParams(location.search).get('draw') !== 'off';
settings.touch.value = matchMedia('(pointer: coarse)').matches;
settings.plainHttp.value = !window.isSecureContext;
effect(() => {
  const room = door.room.value;
  const place = door.phase.value === 'live' && room ? `${titleOf(room.id, room.title)} · ` : '';
  document.title = `${place}${eventName()}`;
});
const isMounted = isSpoken.then(() => mountUi(document.getElementById('app') ?? document.body));

openVisit().catch(refuse);

void showVenue().catch(() => {
  door.reason.value = 'unreachable';
}).then(() => isMounted).finally(() => {
  if (door.phase.value === 'loading') door.phase.value = 'entry';
  document.body.dataset.shown = 'entry';
});
