// How soon whoever comes late is in step: node perf/stage-join.mjs [--people 20]. Part of ./kapok bench stage, which reads the one line of JSON it prints.
// A performer sends numbered pictures by RTMP and the room plays music. One after another people with an empty cache press "enter" in a page of their own, half of
// them where WebRTC is not to be had, so that LL-HLS brings the stage. In step is who shows each picture within 100 ms of the delay that they keep, which is to be that
// of their way, and hears the music within 50 ms of where it is, for a whole second from that moment on.
import { readFileSync, rmSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { aheadOf, ask, delaysOf, demand, encodeNumbered, encodeTrack, notePictures, publishNumbered, shares } from './stage-trial.mjs';

demand({ browses: true });
const { isLive, launch, newPerson, openDoor } = await import('../tests/support/browser.mjs');
const { keyOf, plays, stageOf } = await import('../tests/support/stage.mjs');
const { startVenue, temporaryFolder, until } = await import('../tests/support/venue.mjs');

const { values: options } = parseArgs({ options: { people: { type: 'string', default: '20' } } });
const PICTURE_MS = 100, TRACK_MS = 50, SCREEN_MS = 150, HELD_MS = 1_000, KEPT = 60, WATCHED_MS = 4_000, MOST_MS = 20_000, TRACK_SECONDS = 600;

/** In the page, before it loads: notes when one pressed "enter", and where the music is. */
function noteMusic() {
  window.music = [];
  window.addEventListener('click', ({ target }) => { if (target.closest?.('[data-testid=enter]')) window.entered ??= performance.now(); }, { capture: true });
  setInterval(() => {
    const now = window.kapok?.media?.(), at = performance.now();
    if (now && !now.paused && now.atMs > 0) window.music.push({ at, ms: now.atMs - window.kapok.roomMs() });
  }, 20);
}

/** The first moment from which on all values of a second are right; NaN where there is none. */
function rightFrom(values, isRight) {
  let from = NaN;
  for (const value of values) {
    if (!isRight(value)) from = NaN;
    else if (Number.isNaN(from)) from = value.at;
    else if (value.at - from >= HELD_MS) return from;
  }
  return NaN;
}

const middle = (values) => values.map(({ ms }) => ms).toSorted((a, b) => a - b)[values.length >> 1];

/** Somebody comes late. @param trackMs Where the music is at room time 0, as the first one keeps it; null makes this the first one. */
async function come(browser, venue, performer, { way, trackMs }) {
  const page = await newPerson(browser, { width: 480, height: 270, bypassCSP: true });
  try {
    await page.addInitScript(notePictures, notePictures.argument);
    await page.addInitScript(noteMusic);
    if (way === 'llhls') await page.addInitScript(() => { RTCRtpReceiver.getCapabilities = () => ({ codecs: [], headerExtensions: [] }); });
    await openDoor(page, venue.url);
    await page.getByTestId('name').fill('Lee');
    await page.waitForLoadState('networkidle');
    await page.getByTestId('enter').click();
    await isLive(page, 'Lee', 'arena');
    await plays(page, way);
    const noted = () => page.evaluate(() => ({ entered: window.entered, pictures: window.pictures, music: window.music, now: performance.now() }));
    await until('they have been there for a while', async () => { const { entered, now } = await noted(); return now - entered > WATCHED_MS; }, 3 * WATCHED_MS);
    const ahead = await aheadOf(page), { entered, pictures, music } = await noted(), told = await stageOf(page);
    const delays = delaysOf(pictures, performer, ahead).filter(({ ms }) => !Number.isNaN(ms)), kept = middle(delays.slice(-KEPT)), place = trackMs ?? middle(music.slice(-KEPT));
    const isKept = way === 'whep' || Math.abs(kept - told.targetMs) < SCREEN_MS;
    const pictureMs = isKept ? rightFrom(delays, ({ ms }) => Math.abs(ms - kept) <= PICTURE_MS) - entered : NaN;
    const musicMs = rightFrom(music, ({ ms }) => Math.abs(ms - place) <= TRACK_MS) - entered, late = Math.max(pictureMs, musicMs);
    if (page.errors.length > 0) throw new Error(page.errors[0]);
    return { way, pictureMs, musicMs, ms: Number.isNaN(late) ? MOST_MS : late, isIn: !Number.isNaN(late), firstMs: delays[0].at - entered, trackMs: place };
  } finally {
    await page.context().close();
  }
}

const folder = temporaryFolder(), [clip, music] = [await encodeNumbered(folder), await encodeTrack(folder, TRACK_SECONDS)];
const venue = await startVenue({ env: { Voice__TcpPort: '0' } });
let browser, performer;
try {
  browser = await launch({ args: ['--allow-loopback-in-peer-connection'] });
  performer = await publishNumbered(await keyOf(venue), clip);
  const { file } = await ask(venue, '/files?name=trial', { method: 'POST', body: readFileSync(music), type: 'audio/ogg' });
  const play = { playback: { deed: 'PLAYBACK_DEED_PLAY', file, durationMs: TRACK_SECONDS * 1000, volume: 0.5 } };
  await ask(venue, '/rooms/arena/show/commands', { method: 'POST', body: JSON.stringify({ play: { actions: [play] } }) });
  const { trackMs } = await come(browser, venue, performer, { way: 'whep', trackMs: null }), came = [];
  for (let i = 0; i < Number(options.people); i++) {
    const one = await come(browser, venue, performer, { way: i % 2 === 0 ? 'whep' : 'llhls', trackMs });
    came.push(one);
  }
  const of = (way, field) => shares(came.filter((one) => one.way === way).map((one) => one[field]), [0.5, 0.95]);
  const figuresOf = (way) => ({ all: of(way, 'ms'), picture: of(way, 'pictureMs'), music: of(way, 'musicMs'), firstPicture: of(way, 'firstMs') });
  const ways = Object.fromEntries(['whep', 'llhls'].map((way) => [way, figuresOf(way)]));
  console.log(JSON.stringify({ lateJoinInStepMs: { ...shares(came.map(({ ms }) => ms), [0.5, 0.95]), of: came.length, never: came.filter(({ isIn }) => !isIn).length, ways } }));
} finally {
  await performer?.stop();
  await browser?.close();
  await venue.stop();
  rmSync(folder, { recursive: true, force: true });
}
