// Pictures of a real browser among ten thousand: node perf/ten-thousand.mjs [--bots 10000] [--out docs/images] [--replay] [--all] [--preset laptop] [--width
// 1120 --height 630] [--gpu]
// Starts a venue and bots on free ports with temporary data, waits until everyone stands or sits, walks in, and takes ten-thousand.jpg from a raised view
// of the hall. --replay plays a recording instead of starting bots; --all takes every view. Needs what ./run.sh builds, Debian's Chromium and ImageMagick.
// Until everyone is seen nothing is drawn: a processor draws so slowly at this size that the page would fall behind. A picture without everyone is an error.
import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { draw, enter, launch, newPerson, stats } from '../tests/support/browser.mjs';
import { replayRecording } from '../tests/support/replay.mjs';
import { root, startVenue, until } from '../tests/support/venue.mjs';

const { values: options } = parseArgs({
  options: {
    bots: { type: 'string', default: '10000' }, out: { type: 'string', default: join(root, 'docs/images') }, replay: { type: 'boolean', default: false },
    all: { type: 'boolean', default: false },
    preset: { type: 'string', default: 'laptop' }, width: { type: 'string', default: '1120' }, height: { type: 'string', default: '630' },
    gpu: { type: 'boolean', default: false }, views: { type: 'string', default: '' },
  },
});
/** Eye, what it looks at, and the angle of view. */
export const VIEWS = {
  'ten-thousand': [-14, 9.6, 21, 3, 4.4, -30, 60], hero: [0, 7.5, 22, 0, 6.2, -40, 58], floor: [6, 2.3, 2, -2, 6, -40, 62], close: [4.2, 1.9, -1.2, -2.5, 1.2, -4.5, 50],
  stage: [1.6, 4, -44.2, -0.6, 4.2, 10, 62], balcony: [-24, 14.6, 25, 4, 3, -34, 62], promenade: [33, 6.5, 8, 0, 3, -30, 62], above: [27, 17, 12, 0, 2, -26, 60],
  plaza: [0, 2.4, 8.6, 0, 3, 28, 62],
};
const DRAWN_FRAMES = 2; // whoever comes into view appears without a fade
const SETTLED_SHARE = 0.25; // an audience of bots always has some who stroll
const wanted = options.views ? options.views.split(',') : options.all ? Object.keys(VIEWS) : ['ten-thousand'];
const bots = Number(options.bots);

async function arrive() {
  if (options.replay) return replayRecording({ avatars: bots, seconds: 30 });
  const venue = await startVenue({ env: { Kapok__Capacity: String(bots + 100) } });
  venue.startBots(bots - 5, 'audience', 'arena', 5);
  await until('the audience is there', async () => (await venue.people('arena')) >= bots, 3_600_000);
  return venue;
}

const place = await arrive();
const browser = await launch({ software: !options.gpu });
try {
  const page = await newPerson(browser, { width: Number(options.width), height: Number(options.height), phone: options.preset === 'phone' });
  page.setDefaultTimeout(900_000);
  await enter(page, place.url, 'Visitor', { room: 'arena', quality: options.preset });
  const drawn = async () => (await stats(page)).frames;
  const everyone = () => until('everyone is seen', () => page.evaluate((count) => window.kapok.crowd().shown >= count, bots), 600_000);
  await everyone();
  await until('most stand or sit', () => page.evaluate((share) =>
    { const all = window.kapok.people(); return all.filter((person) => person.form === 1).length < all.length * share; }, SETTLED_SHARE), 1_800_000);
  mkdirSync(options.out, { recursive: true });
  for (const name of wanted) {
    await everyone();
    await draw(page, true);
    await until('the place is drawn', async () => (await stats(page)).calls > 0, 600_000);
    await page.evaluate((camera) => window.kapok.view(...camera), VIEWS[name]);
    const from = await drawn();
    await until('it is drawn from there', async () => (await drawn()) >= from + DRAWN_FRAMES, 600_000);
    await draw(page, false);
    const crowd = await page.evaluate(() => window.kapok.crowd());
    if (crowd.shown < bots) throw new Error(`${name}: only ${crowd.shown} of ${bots} were shown`);
    const { calls, triangles } = await stats(page);
    const file = join(options.out, `${name}${options.preset === 'laptop' ? '' : `-${options.preset}`}`);
    writeFileSync(`${file}.png`, await page.screenshot({ timeout: 900_000 }));
    if (spawnSync('convert', [`${file}.png`, '-quality', '88', `${file}.jpg`]).status === 0) rmSync(`${file}.png`);
    else console.error(`${file}.png was left as it is: ImageMagick's convert is missing or failed.`);
    console.log(JSON.stringify({ name, preset: options.preset, calls, triangles, ...crowd }));
  }
} finally {
  await browser.close();
  await place.stop();
}
