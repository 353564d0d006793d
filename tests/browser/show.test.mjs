// A show as people see it: twelve cues, one of each action, in two browsers at once; whoever comes late; two at the desk; the server killed; a rehearsal; the sample event's own.
import assert from 'node:assert/strict';
import test, { after, before } from '../support/timed.mjs';
import { enter, isLive, launch, newPerson, shot } from '../support/browser.mjs';
import { startVenue, until } from '../support/venue.mjs';

const ROOM = 'arena', MINUTE = 60_000;
let venue, browser, olga, mei, api, cues;

before(async () => {
  venue = await startVenue();
  browser = await launch();
  olga = await newPerson(browser, { width: 1000, height: 720 });
  await olga.goto(venue.organiserLink);
  mei = await newPerson(browser, { width: 390, height: 700, language: 'zh-CN', phone: true });
  await Promise.all([enter(olga, venue.url, 'Olga', { room: ROOM }), enter(mei, venue.url, 'Mei', { room: ROOM })]);
  const { event } = await (await fetch(`${venue.url}/api/v1/venue`)).json();
  api = `/api/v1/events/${event}`;
  const sent = await olga.context().request.post(`${venue.url}${api}/files?name=Night.wav`, { data: quiet(600), headers: { 'Content-Type': 'application/octet-stream' } });
  const { file: track } = await sent.json();
  const { deck } = await ask(olga, 'POST', `${api}/decks`, JSON.stringify({ title: 'One page', pages: 1 }));
  cues = cuesOf(track, deck);
  await ask(olga, 'PUT', `${api}/rooms/${ROOM}/show`, JSON.stringify({ title: 'Twelve', cues }));
  await olga.getByTestId('desk-open').click();
  await until('the list is at the desk', async () => (await olga.getByTestId('desk-cues').locator('li').count({ timeout: 1000 }).catch(() => 0)) === cues.length, MINUTE);
}, { timeout: 300_000 });

after(async () => {
  await browser?.close();
  await venue?.stop();
});

/** One of each action. Each waits for Go. */
function cuesOf(track, deck) {
  const actions = [
    { light: { primary: 0xff3010, secondary: 0x2244ff, intensity: 1.1, move: 'LIGHT_MOVE_FAN', speed: 1 } },
    { screen: { content: { text: { lines: ['Twelve cues'], colour: 0xffffff } } } },
    { effect: { kind: 'EFFECT_KIND_FOG' } },
    { sticks: { sector: 3, colour: 0x33aaff, pattern: 'STICK_PATTERN_WAVE' } },
    { announce: { text: 'Please be seated' } },
    { playback: { deed: 'PLAYBACK_DEED_PLAY', file: track, volume: 0.4 } },
    { doors: { open: false } },
    { lift: { up: true, overMs: 2000 } },
    { applause: { on: true, text: 'Bravo' } },
    { camera: { kind: 'SHOT_KIND_CROWD' } },
    { ceremony: { kind: 'CEREMONY_KIND_UNVEILING', title: 'Twelve' } },
    { slide: { deck, page: 0 } },
  ];
  return actions.map((action, index) => ({ id: `cue-${index + 1}`, number: String(index + 1), name: Object.keys(action)[0], trigger: { manual: {} }, actions: [action] }));
}

/** A WAV of silence, 8 kHz, so many seconds: it outlasts the test on any machine, since a track that is over is left out of what is shown. */
function quiet(seconds) {
  const rate = 8000, wav = Buffer.alloc(44 + rate * seconds, 128);
  wav.write('RIFF');
  wav.writeUInt32LE(36 + rate * seconds, 4);
  wav.write('WAVEfmt ', 8);
  for (const [value, at] of [[16, 16], [rate, 24], [rate, 28], [rate * seconds, 40]]) wav.writeUInt32LE(value, at);
  for (const [value, at] of [[1, 20], [1, 22], [1, 32], [8, 34]]) wav.writeUInt16LE(value, at);
  wav.write('data', 36);
  return wav;
}

/** Asks the venue as the person of a page. */
function ask(page, method, path, body) {
  return page.evaluate(async ({ method, path, body }) => {
    const answer = await fetch(path, { method, body, headers: { 'Content-Type': 'application/json' } });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
    return text === '' ? null : JSON.parse(text);
  }, { method, path, body });
}

/** What a page shows of the show, without what only tells how it came to be so. */
async function facts(page) {
  const state = await page.evaluate(() => window.kapok.show());
  return state === null ? '' : JSON.stringify({
    lights: state.lights.map(({ look }) => look).filter(({ own }) => !own), // what is the place's own again is left out by and by
    screens: state.screens.map(({ content }) => content).filter(({ content }) => (content?.body.case ?? 'own') !== 'own'),
    effects: state.effects.map(({ effect, startMs, seed }) => [effect, startMs, seed]),
    sticks: state.sticks, track: state.track && [state.track.file, state.track.startMs, state.track.paused, state.track.ends],
    doors: state.doorsClosed, lift: state.lift?.up ?? false,
    applause: state.applause?.on ? state.applause.text : null, shot: state.shot?.shot, ceremony: state.ceremony?.step, slides: state.slides,
  }, (name, value) => (name.startsWith('$') ? undefined : value));
}

const alike = (what, a, b) => until(what, async () => {
  const [one, other] = await Promise.all([facts(a), facts(b)]);
  return one !== '' && one === other && one;
}, MINUTE);

const cueAt = (page, testId) => page.getByTestId(testId).getAttribute('data-cue', { timeout: 5000 }).catch(() => null);
const isAt = (page, now, next) => until(
  `${now} plays and ${next} is next`, async () => (await cueAt(page, 'desk-now')) === now && (await cueAt(page, 'desk-next')) === next, MINUTE);
/** What whoever runs the show is told, by the venue. */
const told = (page) => ask(page, 'GET', `${api}/rooms/${ROOM}/show/desk`);

test('twelve cues, one of each action, are the same in two browsers', async () => {
  let last = '';
  for (const [index, cue] of cues.entries()) {
    await olga.getByTestId('desk-go').click();
    await isAt(olga, cue.id, cues[index + 1]?.id ?? '');
    assert.equal(await olga.getByTestId('desk-fault').count(), 0, `cue ${cue.number} (${cue.name}) could be played`);
    if (cue.name === 'announce') {
      for (const page of [olga, mei]) await page.getByText('Please be seated').first().waitFor();
      continue; // it leaves nothing behind
    }
    // A cue is played a quarter of a second after it was heard of.
    await until(`cue ${cue.number} (${cue.name}) has changed what is shown`, async () => (await facts(olga)) !== last, MINUTE);
    last = await alike(`both show cue ${cue.number} (${cue.name})`, olga, mei);
  }
  for (const page of [olga, mei]) assert.match(await page.getByTestId('applause').innerText(), /Bravo/);
  await shot(olga, 'desk-en');
});

test('whoever comes late sees the same', async () => {
  const late = await newPerson(browser, { width: 900, height: 640, language: 'zh-CN' });
  await late.goto(venue.organiserLink); // the doors are closed for those without a role
  await enter(late, venue.url, 'Li', { room: ROOM });
  await alike('Li sees what Mei sees', late, mei);
  await late.getByTestId('desk-open').click();
  await isAt(late, 'cue-12', '');
  await until('each sees who else is at the desk', async () => /Olga/.test(await late.getByTestId('desk-hands').textContent({ timeout: 5000 }).catch(() => ''))
    && /Li/.test(await olga.getByTestId('desk-hands').textContent({ timeout: 5000 }).catch(() => '')), MINUTE);
  await shot(late, 'desk-zh');
  // Two who press at once meant the same cue, and play it once: each says which it was that was next.
  await late.getByTestId('desk-cues').locator('[data-cue="cue-1"]').click();
  await isAt(late, 'cue-12', 'cue-1');
  await isAt(olga, 'cue-12', 'cue-1');
  await Promise.all([olga, late].map((page) => ask(page, 'POST', `${api}/rooms/${ROOM}/show/commands`, JSON.stringify({ go: { cue: 'cue-1' } }))));
  await isAt(olga, 'cue-1', 'cue-2');
  await isAt(late, 'cue-1', 'cue-2');
  assert.deepEqual(late.errors, []);
  await late.context().close();
});

test('Back, Hold and Panic by keys, and what they leave', async () => {
  await olga.getByTestId('desk').focus();
  await olga.keyboard.press('b');
  await isAt(olga, 'cue-12', 'cue-1');
  await olga.keyboard.press('ArrowDown');
  await isAt(olga, 'cue-12', 'cue-2');
  await olga.keyboard.press('ArrowUp');
  await isAt(olga, 'cue-12', 'cue-1');
  const { x, z } = await olga.evaluate(() => window.kapok.me());
  await olga.keyboard.press('h');
  await until('it is held', async () => (await olga.getByTestId('desk-hold').getAttribute('aria-pressed')) === 'true' && (await told(olga)).held === true, MINUTE);
  await olga.keyboard.press('h');
  await until('it goes on', async () => (await olga.getByTestId('desk-hold').getAttribute('aria-pressed')) === 'false', MINUTE);
  await olga.keyboard.press('p');
  await until('the music is off and all screens are their own', async () => {
    const { track, screens } = JSON.parse(await facts(mei));
    return (track === undefined || track[3]) && screens.length === 0;
  }, MINUTE);
  await alike('both are calm', olga, mei);
  const { x: atX, z: atZ } = await olga.evaluate(() => window.kapok.me());
  assert.ok(Math.hypot(atX - x, atZ - z) < 0.01, 'the desk’s keys move nobody');
  await olga.keyboard.press('b');
  await until('back where it was', async () => JSON.parse(await facts(mei)).track?.[3] === false, MINUTE);
  await alike('both are back', olga, mei);
});

test('the server is killed in mid-show: the page comes back, and so does the show', async () => {
  await olga.getByTestId('desk-cues').locator('[data-cue="cue-3"]').click();
  await until('cue 3 is next', async () => (await cueAt(olga, 'desk-next')) === 'cue-3', MINUTE);
  // Closed doors stay closed after a restart, and keep out whoever has no role.
  await ask(olga, 'POST', `${api}/rooms/${ROOM}/show/commands`, JSON.stringify({ play: { actions: [{ doors: { open: true } }] } }));
  await until('the doors are open', async () => !JSON.parse(await facts(mei)).doors, MINUTE);
  const where = await cueAt(olga, 'desk-now'), before = await alike('both are where they were', olga, mei);
  await until('it is on disk', async () => (await told(olga)).unkept !== true, MINUTE);
  await venue.kill();
  await olga.getByTestId('lost').waitFor();
  await venue.start();
  await isLive(olga, 'Olga', ROOM);
  await isLive(mei, 'Mei', ROOM);
  await isAt(olga, where, 'cue-3');
  const after = JSON.parse(await alike('both see it again', olga, mei)), { lights, screens, sticks, lift, shot: camera, ceremony, slides } = JSON.parse(before);
  for (const [name, value] of Object.entries({ lights, screens, sticks, lift, shot: camera, ceremony, slides })) assert.deepEqual(after[name], value, `${name} are what they were`);
});

test('a rehearsal is a room of its own: nothing of it is seen outside, and one is led back', async () => {
  const outside = await facts(mei);
  await olga.getByTestId('desk-rehearse').click();
  await olga.getByTestId('rehearsal').waitFor();
  await until('Olga is in the rehearsal', () => olga.evaluate(() => window.kapok.me().state === 'live' && window.kapok.me().room.startsWith('rehearsal-')), 2 * MINUTE);
  await isAt(olga, '', 'cue-1');
  await olga.getByTestId('desk-go').click();
  await isAt(olga, 'cue-1', 'cue-2');
  await shot(olga, 'desk-rehearsal');
  assert.equal(await facts(mei), outside);
  await olga.getByTestId('rehearsal-end').click();
  await isLive(olga, 'Olga', ROOM);
  assert.equal(await olga.getByTestId('rehearsal').count(), 0);
  assert.deepEqual([...olga.errors, ...mei.errors], []);
});

test('in a fresh venue the arena plays a show by itself, a guest tries the ceremony, and one button begins the talk in the forum', async () => {
  const fresh = await startVenue({ env: { KAPOK__SAMPLESHOW: 'true' } });
  try {
    const ann = await newPerson(browser, { width: 640, height: 400 }), host = await newPerson(browser, { width: 800, height: 600 });
    await enter(ann, fresh.url, 'Ann', { room: 'arena' });
    await until('lights and music are the show’s', async () => {
      const { lights, track, screens } = JSON.parse(await facts(ann) || '{"lights":[]}');
      return lights.length > 0 && track !== undefined && screens.length > 0;
    }, MINUTE);
    await until('the track plays', () => ann.evaluate(() => { const now = window.kapok.media(); return now !== null && !now.paused && now.atMs > 0; }), MINUTE);
    await host.goto(fresh.organiserLink);
    await enter(host, fresh.url, 'Host', { room: 'forum' });
    await host.getByTestId('desk-start').click();
    await until('the first page is on the screen', async () => {
      const { screens, slides } = JSON.parse(await facts(host) || '{"screens":[],"slides":[]}');
      return screens[0]?.content.body.case === 'slides' && slides[0]?.page === 0;
    }, MINUTE);
    await host.getByTestId('dock-slides').click();
    await until('its picture is there', () => host.locator('.slide-page img').first().evaluate((picture) => picture.complete && picture.naturalWidth > 600), MINUTE);
    const bo = await newPerson(browser, { width: 390, height: 760, language: 'zh-CN', phone: true }), dee = await newPerson(browser, { width: 800, height: 600 });
    await Promise.all([enter(bo, fresh.url, '小波', { room: 'terrace' }), enter(dee, fresh.url, 'Dee', { room: 'terrace' })]);
    await dee.getByTestId('try-show').waitFor({ timeout: MINUTE });
    await shot(dee, 'try-ceremony-en');
    await bo.getByTestId('try-show').waitFor({ timeout: MINUTE });
    await shot(bo, 'try-ceremony-phone-zh');
    await bo.getByTestId('try-show').tap();
    await dee.getByText('小波 has started it').waitFor({ timeout: MINUTE });
    await until('the ceremony is on the boards', async () => JSON.parse(await facts(dee) || '{"screens":[]}').screens.length > 0, MINUTE);
    assert.equal(await dee.getByTestId('try-show').count(), 0, 'one at a time');
    assert.deepEqual([...ann.errors, ...host.errors, ...bo.errors, ...dee.errors], []);
  } finally {
    await fresh.stop();
  }
});
