// A stage as people see and hear it: on the LED wall and flat, by FLV, LL-HLS and WHEP, in step; a performer who is lost and comes back; going live from a page.
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test, { after, before } from '../support/timed.mjs';
import { draw, enter, launch, newPerson, shot, unreachable } from '../support/browser.mjs';
import { choose, keyOf, plays, publish, RATE, recognises, seenBy, shownBy, stageOf, watch } from '../support/stage.mjs';
import { asPerformer } from '../support/voice.mjs';
import { root, startVenue, until } from '../support/venue.mjs';

const FAKES = ['--allow-loopback-in-peer-connection', '--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'];
const WALL = [0, 7.5, -8, 0, 6.4, -40, 50];
const figures = {};
let venue, browser, desk, performer, byFlv, byHls;

before(async () => {
  [venue, browser] = await Promise.all([startVenue(), launch({ args: FAKES })]);
  desk = await keyOf(venue);
  performer = publish(desk);
  byFlv = await newPerson(browser, { width: 480, height: 270, draws: true });
  byHls = await newPerson(browser, { width: 640, height: 400 });
  await enter(byFlv, venue.url, 'Fay');
  await draw(byFlv, false);
  await enter(byHls, venue.url, 'Hal');
});

after(async () => {
  await performer?.kill();
  await browser?.close();
  await venue?.stop();
  mkdirSync(join(root, 'artifacts'), { recursive: true });
  writeFileSync(join(root, 'artifacts/stage-browser.json'), JSON.stringify(figures, null, 2));
});

/** Share of a screenshot's middle that is the card's blue. */
async function blueShare(page) {
  const png = (await page.screenshot()).toString('base64');
  return page.evaluate(async (data) => {
    const image = new Image();
    image.src = `data:image/png;base64,${data}`;
    await image.decode();
    const canvas = new OffscreenCanvas(96, 54), pen = canvas.getContext('2d');
    pen.drawImage(image, 0, 0, 96, 54);
    const { data: pixels } = pen.getImageData(28, 12, 40, 20);
    let blue = 0;
    for (let i = 0; i < pixels.length; i += 4) if (pixels[i + 2] > 110 && pixels[i + 2] > pixels[i] * 1.8 && pixels[i + 2] > pixels[i + 1] * 1.3) blue++;
    return blue / (pixels.length / 4);
  }, png);
}

test('a card that ffmpeg sends by RTMP is on the LED wall, by FLV, and its beeps are heard', async () => {
  await choose(byFlv, 'flv');
  await plays(byFlv, 'flv');
  await watch(byFlv);
  await recognises(byFlv);
  await byFlv.keyboard.press('Escape');
  await byFlv.evaluate((cam) => window.kapok.view(...cam), WALL);
  await draw(byFlv, true);
  const before = (await stageOf(byFlv)).uploads;
  await until('the wall shows the card', async () => (await stageOf(byFlv)).uploads > before && (await blueShare(byFlv)) > 0.2);
  await draw(byFlv, false);
  await shot(byFlv, 'stage-wall');
  await until('it is heard', async () => (await stageOf(byFlv)).isHeard);
});

test('by LL-HLS too, and both show what the clock of the room says', async () => {
  await choose(byHls, 'llhls');
  await plays(byHls, 'llhls');
  await watch(byHls);
  await recognises(byHls);
  await shot(byHls, 'stage-flat');
  assert.deepEqual(await unreachable(byHls), []);
  // Numbers of pictures know nothing of dates: what lies between the two is what the pages say they are late.
  figures.late = await until('the pictures are as late as the pages say', async () => {
    const [flv, hls, a, b] = await Promise.all([stageOf(byFlv), stageOf(byHls), shownBy(byFlv), shownBy(byHls)]);
    const told = hls.behindMs - flv.behindMs, seen = ((a - b) / RATE) * 1000;
    return flv.behindMs !== null && Math.abs(told - seen) < 200 
      && { flvMs: flv.behindMs, llhlsMs: hls.behindMs, flvTargetMs: flv.targetMs, llhlsTargetMs: hls.targetMs, seenMs: seen };
  });
});

test('whoever comes late is in step', async () => {
  const late = await newPerson(browser, { width: 480, height: 270 });
  await enter(late, venue.url, 'Lee');
  await choose(late, 'llhls');
  await plays(late, 'llhls');
  const began = performance.now();
  await watch(late);
  const inStep = await until('in step with the other', async () => {
    if ((await seenBy(late)).pictures.length === 0) return false;
    const [one, other, a, b] = await Promise.all([stageOf(byHls), stageOf(late), shownBy(byHls), shownBy(late)]);
    // A machine that is too busy keeps a page a little later; each says so.
    return Math.abs((a - b) / RATE * 1000 - (other.targetMs - one.targetMs)) < 250 && { late: other.behindMs, other: one.behindMs };
  });
  figures.lateJoin = { ...inStep, afterPlayingMs: performance.now() - began };
  await late.context().close();
});

test('a performer who is lost and comes back within half a minute keeps the audience', async () => {
  const live = await byHls.evaluate(() => document.querySelector('.stage-frame video') !== null);
  assert.ok(live);
  await performer.kill();
  await until('everyone is told', async () => (await stageOf(byFlv)).sign === 'away' && (await stageOf(byHls)).sign === 'away');
  assert.match(await byHls.getByTestId('stage-message').innerText(), /away, back in a moment/);
  await shot(byHls, 'stage-away');
  performer = publish(desk);
  await until('it goes on', async () => (await stageOf(byFlv)).sign === 'playing' && (await stageOf(byHls)).sign === 'playing');
  for (const page of [byFlv, byHls]) await watch(page);
  for (const page of [byFlv, byHls]) await recognises(page, { beeps: 2 });
});

test('a page goes live with its camera, and another one sees it at once by WHEP', async () => {
  await performer.kill();
  const page = await newPerson(browser, { width: 700, height: 620 });
  await asPerformer(page, venue);
  await page.route('**/api/v1/events/*/stages/*', (route) => route.fulfill({ json: desk })); // in place of a link as performer
  await enter(page, venue.url, 'Pia', { room: 'forum' });
  desk = await keyOf(venue, 'forum');
  await page.getByTestId('dock-live').click();
  await page.getByTestId('golive-camera').click();
  await until('the camera is seen before it goes out', () => page.evaluate(() => document.querySelector('.golive-preview video')?.videoWidth > 0));
  await until('one may begin', async () => (await page.getByTestId('golive-state').getAttribute('data-state')) === 'ready');
  await page.getByTestId('golive-start').click();
  await until('it is live', async () => (await page.getByTestId('golive-state').getAttribute('data-state')) === 'live');
  await shot(page, 'stage-go-live');
  await page.getByTestId('own-live').waitFor();
  assert.deepEqual(await unreachable(page), []);
  const viewer = await newPerson(browser, { width: 480, height: 270 });
  await enter(viewer, venue.url, 'Vic', { room: 'forum' });
  await viewer.mouse.click(240, 100);
  const seen = await plays(viewer, 'whep');
  figures.whepMs = (await until('how late it is', async () => (await stageOf(viewer)).behindMs !== null && stageOf(viewer))).behindMs;
  assert.ok(seen.height > 0);
  await until('its pictures move', () => viewer.evaluate(() => document.querySelector('.stage-frame video').getVideoPlaybackQuality().totalVideoFrames > 20));
  assert.ok(!(await stageOf(page)).isHeard, 'whoever is live does not hear themselves');
  await page.getByTestId('golive-end').click();
  await until('the audience is told', async () => ['away', 'none'].includes((await stageOf(viewer)).sign));
  await until('it is off', async () => (await page.getByTestId('golive-state').getAttribute('data-state')) === 'off');
  for (const one of [page, viewer]) {
    assert.deepEqual(one.errors, []);
    await one.context().close();
  }
});
