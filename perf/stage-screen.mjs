// How late a stage is on a screen: node perf/stage-screen.mjs [--seconds 12] [--only whep]. Part of ./kapok bench stage, which reads the one line of JSON it prints.
// A performer sends 720p30 by RTMP on loopback; its pictures bear their number. A page of Chromium takes it by each way in turn, and each picture it shows is late by
// the time since its last byte went to the server. By LL-HLS parts are half a second long.
import { rmSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { aheadOf, delaysOf, demand, encodeNumbered, notePictures, publishNumbered, shares } from './stage-trial.mjs';

demand({ browses: true });
const { enter, launch, newPerson } = await import('../tests/support/browser.mjs');
const { choose, keyOf, plays, stageOf } = await import('../tests/support/stage.mjs');
const { startVenue, temporaryFolder, until } = await import('../tests/support/venue.mjs');

const WAYS = ['whep', 'flv', 'llhls'], SETTLE_SECONDS = 4;
const { values: options } = parseArgs({ options: { seconds: { type: 'string', default: '12' }, only: { type: 'string' } } });

/** Lets a page of its own take the stage by a way, and measures. */
async function measure(browser, venue, performer, way) {
  const page = await newPerson(browser, { width: 640, height: 400, bypassCSP: true });
  await page.addInitScript(notePictures, notePictures.argument);
  await enter(page, venue.url, 'Vic');
  await choose(page, way);
  await plays(page, way);
  const passed = (seconds, since = performance.now()) => until(`${seconds} s have passed`, () => performance.now() - since > seconds * 1000, seconds * 2000);
  await passed(SETTLE_SECONDS);
  const before = await page.evaluate(() => window.pictures.splice(0).length), ahead = await aheadOf(page);
  await passed(Number(options.seconds));
  const pictures = await page.evaluate(() => window.pictures), told = await stageOf(page);
  await page.context().close();
  if (page.errors.length > 0) throw new Error(page.errors[0]);
  if (before === 0 || told.way !== way) throw new Error(`The page did not stay with ${way}: ${told.fault ?? told.sign}`);
  const delays = delaysOf(pictures, performer, ahead).map(({ ms }) => ms), unknown = delays.filter(Number.isNaN).length;
  if (delays.length < Number(options.seconds) * 10 || unknown > delays.length / 20)
    throw new Error(`By ${way} ${delays.length} pictures were shown, and ${unknown} of them not known.`);
  return { ...shares(delays.filter((ms) => !Number.isNaN(ms))), pictures: delays.length, heldMs: told.targetMs, toldMs: told.behindMs === null ? null : Math.round(told.behindMs) };
}

const folder = temporaryFolder(), clip = await encodeNumbered(folder), venue = await startVenue({ env: { Voice__TcpPort: '0' } });
let browser, performer;
try {
  browser = await launch({ args: ['--allow-loopback-in-peer-connection'] });
  performer = await publishNumbered(await keyOf(venue), clip);
  const figures = {};
  for (const way of WAYS.filter((one) => options.only === undefined || options.only === one)) figures[way] = await measure(browser, venue, performer, way);
  console.log(JSON.stringify({ serverToScreenMs: figures }));
} finally {
  await performer?.stop();
  await browser?.close();
  await venue.stop();
  rmSync(folder, { recursive: true, force: true });
}
