// How soon whoever comes late is in step: node perf/stage-join.mjs [--people 20]. Part of ./kapok bench stage, which reads the one line of JSON it prints.
// A performer sends numbered pictures by RTMP and the room plays music. One after another people with an empty cache press "enter" in a page of their own, half of
// them where WebRTC is not to be had, so that LL-HLS brings the stage. In step is who shows each picture within 100 ms of the delay that most keep who
// take the same way, and hears the music within 50 ms of where most hear it, for a whole second from that moment on.
import { readFileSync, rmSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { aheadOf, ask, delaysOf, demand, encodeNumbered, encodeTrack, notePictures, publishNumbered, shares } from './stage-trial.mjs';

demand({ browses: true });
const { isLive, launch, newPerson, openDoor } = await import('../tests/support/browser.mjs');
const { keyOf, plays } = await import('../tests/support/stage.mjs');
const { startVenue, temporaryFolder, until } = await import('../tests/support/venue.mjs');

const { values: options } = parseArgs({ options: { people: { type: 'string', default: '20' }, tells: { type: 'boolean', default: false } } });
const WAYS = ['whep', 'llhls'], PICTURE_MS = 100, TRACK_MS = 50, HELD_MS = 1_000, REST_MS = 500, KEPT = 30, WATCHED_MS = 3_500, NEVER_MS = 20_000, TRACK_SECONDS = 600;

/** In the page, before it loads: notes when it was busy last, when one pressed "enter", and where the music is. */
function noteMusic() {
  Object.assign(window, { music: [], busyUntil: 0 });
  new PerformanceObserver((list) => { for (const { startTime, duration } of list.getEntries()) window.busyUntil = startTime + duration; })
    .observe({ type: 'longtask', buffered: true });
  window.addEventListener('click', ({ target }) => { if (target.closest?.('[data-testid=enter]')) window.entered ??= performance.now(); }, { capture: true });
  setInterval(() => {
    const now = window.kapok?.media?.(), at = performance.now();
    if (now && !now.paused && now.atMs > 0) window.music.push({ at, ms: now.atMs - window.kapok.roomMs() });
  }, 20);
}

/** Whoever types a name leaves the page time to make the place ready behind the entry: waits until it is fetched, and the page has been at rest for a while. */
const isPrepared = (page) => until('the place is ready', () => page.evaluate((restMs) => {
  const fetched = performance.getEntriesByType('resource').filter(({ name }) => name.includes('/scenes/')).map(({ responseEnd }) => responseEnd);
  return fetched.length > 0 && performance.now() - Math.max(...fetched, window.busyUntil) > restMs;
}, REST_MS));

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

const median = (values) => values.toSorted((a, b) => a - b)[values.length >> 1];
/** Of the newest values. */
const middle = (values) => median(values.slice(-KEPT).map(({ ms }) => ms));

/** Somebody comes late. @returns When they pressed "enter", the delay of each picture and the place of the music: the latter as where it would be at room time 0. */
async function come(browser, venue, performer, way) {
  const page = await newPerson(browser, { width: 480, height: 270, bypassCSP: true });
  try {
    await page.addInitScript(notePictures, notePictures.argument);
    await page.addInitScript(noteMusic);
    if (way === 'llhls') await page.addInitScript(() => { RTCRtpReceiver.getCapabilities = () => ({ codecs: [], headerExtensions: [] }); });
    await openDoor(page, venue.url);
    await page.getByTestId('name').fill('Lee');
    await isPrepared(page);
    await page.getByTestId('enter').click();
    await isLive(page, 'Lee', 'arena');
    await plays(page, way);
    const noted = () => page.evaluate(() => ({ entered: window.entered, pictures: window.pictures, music: window.music, now: performance.now() }));
    await until('they have been there for a while', async () => { const { entered, now } = await noted(); return now - entered > WATCHED_MS; }, 3 * WATCHED_MS);
    const ahead = await aheadOf(page), { entered, pictures, music } = await noted();
    if (page.errors.length > 0) throw new Error(page.errors[0]);
    return { way, entered, music, delays: delaysOf(pictures, performer, ahead).filter(({ ms }) => !Number.isNaN(ms)) };
  } finally {
    await page.context().close();
  }
}

/** When each was in step with all, milliseconds after "enter": what most of them see by their way, and hear, is right. */
function judge(came) {
  const heard = median(came.map(({ music }) => middle(music)));
  return came.map(({ way, entered, music, delays }) => {
    const seen = median(came.filter((one) => one.way === way).map((one) => middle(one.delays)));
    const pictureMs = rightFrom(delays, ({ ms }) => Math.abs(ms - seen) <= PICTURE_MS) - entered;
    const musicMs = rightFrom(music, ({ ms }) => Math.abs(ms - heard) <= TRACK_MS) - entered;
    const [picture, sound] = [pictureMs, musicMs].map((ms) => (Number.isNaN(ms) ? NEVER_MS : ms));
    const behindMs = middle(delays); // the server, at the end
    return { way, ms: Math.max(picture, sound), pictureMs: picture, musicMs: sound, firstPictureMs: delays[0].at - entered, behindMs };
  });
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
  await come(browser, venue, performer, 'whep'); // the server's code is compiled as it is used
  const came = [];
  for (let i = 0; i < Number(options.people); i++) came.push(await come(browser, venue, performer, WAYS[i % WAYS.length]));
  const judged = judge(came), of = (way, field) => shares(judged.filter((one) => one.way === way).map((one) => one[field]), [0.5, 0.95]);
  const figuresOf = (way) => ({ all: of(way, 'ms'), picture: of(way, 'pictureMs'), music: of(way, 'musicMs'), firstPicture: of(way, 'firstPictureMs'),
    behind: of(way, 'behindMs') });
  const never = judged.filter(({ ms }) => ms === NEVER_MS).length, ways = Object.fromEntries(WAYS.map((way) => [way, figuresOf(way)]));
  if (options.tells) console.error(judged);
  console.log(JSON.stringify({ lateJoinInStepMs: { ...shares(judged.map(({ ms }) => ms), [0.5, 0.95]), of: came.length, never, ways } }));
} finally {
  await performer?.stop();
  await browser?.close();
  await venue.stop();
  rmSync(folder, { recursive: true, force: true });
}
