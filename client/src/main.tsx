import { effect } from '@preact/signals';
import { restore } from './visit/saved';
import { titleOf } from './i18n';
import { fetchVenue } from './net/join';
import { actions, eventName, model } from './ui/model';
import { mountUi } from './ui/mount';
import { voiceActions } from './ui/voice-model';

/** Who is asked to come back to a page without WebGL 2 would only come back to the same page. */
function refuse(error: unknown): void {
  console.error(error);
  model.reason.value = 'webgl';
  model.mayReturn.value = false;
  model.phase.value = 'ended';
}

/** The code of places, people and movement comes after the door is shown, while a name is typed. */
async function openVisit(): Promise<void> {
  const [{ Session }, { installHooks }] = await Promise.all([import('./page/session'), import('./page/hooks')]);
  installHooks(new Session(document.body));
}

async function showVenue(): Promise<void> {
  const venue = await fetchVenue();
  model.eventId.value = venue.event;
  model.eventTitle.value = venue.title;
  model.organisation.value = venue.subtitle;
  model.rooms.value = venue.rooms;
  const wanted = /^\/r\/([a-z0-9-]+)$/.exec(location.pathname)?.[1] ?? new URLSearchParams(location.search).get('room');
  model.room.value = venue.rooms.find((room) => room.id === wanted) ?? venue.rooms[0] ?? null;
}

restore();
model.touch.value = matchMedia('(pointer: coarse)').matches;
model.plainHttp.value = !window.isSecureContext;
model.chatOpen.value = false;
effect(() => {
  const room = model.room.value;
  const place = model.phase.value === 'live' && room ? `${titleOf(room.id, room.title)} · ` : '';
  document.title = `${place}${eventName()}`;
});
mountUi(document.getElementById('app') ?? document.body);

const visit = openVisit();
visit.catch(refuse);
// One who is quicker than the code enters as soon as it has come.
actions.enter = (name, look) => {
  model.phase.value = 'joining';
  void visit.then(() => actions.enter(name, look));
};

voiceActions.testMicrophone = (on) => void visit.then(() => voiceActions.testMicrophone(on));
voiceActions.testSpeaker = () => void visit.then(() => voiceActions.testSpeaker());

showVenue().catch(() => {
  model.reason.value = 'unreachable';
}).finally(() => {
  if (model.phase.value === 'loading') model.phase.value = 'entry';
  document.body.dataset.shown = 'entry';
});
