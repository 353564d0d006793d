// How long it takes from a link to standing in the arena among 300 people: node perf/first-frame.mjs [--runs 5] [--bots 300] [--room arena] [--hasty] [--gpu]
// Prints JSON. Needs what ./run.sh builds and Debian's Chromium. Without --gpu the browser draws in software, as in the tests.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { launch, newPerson } from '../tests/support/browser.mjs';
import { root, startVenue, until } from '../tests/support/venue.mjs';
import { median } from './figures.mjs';

const { values: options } = parseArgs({
  options: {
    runs: { type: 'string', default: '5' }, bots: { type: 'string', default: '300' }, room: { type: 'string', default: 'arena' },
    hasty: { type: 'boolean', default: false }, gpu: { type: 'boolean', default: false }, quality: { type: 'string', default: '' },
  },
});
const NAME = 'Visitor';
const KEY_PAUSE_MS = 250; // somebody who types at ease; --hasty has the name there at once

/** Notes, in the page, when the name can be typed, and when the avatar first answers to a key in a drawn frame. */
function watch() {
  const times = { entryMs: null, previewMs: null, clickMs: null, liveMs: null, answerMs: null };
  window.firstFrame = times;
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
  const look = async () => {
    const field = document.querySelector('[data-testid=name]');
    if (times.entryMs === null && field && document.body.dataset.shown === 'entry') { await frame(); times.entryMs = performance.now(); }
    if (times.previewMs === null && document.querySelector('canvas.preview[data-ready]')) times.previewMs = performance.now();
    if (times.liveMs === null && window.kapok?.me().state === 'live') {
      times.liveMs = performance.now();
      const { x, z } = window.kapok.me();
      window.dispatchEvent(new KeyboardEvent('keydown', { code: 'KeyW', key: 'w', bubbles: true }));
      const moved = () => Math.hypot(window.kapok.me().x - x, window.kapok.me().z - z) > 0.02 && window.kapok.stats().calls > 0;
      while (!moved()) await frame();
      // A frame is on the screen once the one after it begins.
      await frame();
      times.answerMs = performance.now();
      window.dispatchEvent(new KeyboardEvent('keyup', { code: 'KeyW', key: 'w', bubbles: true }));
      return;
    }
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
  addEventListener('click', (event) => { if (event.target.closest?.('[data-testid=enter]')) times.clickMs ??= performance.now(); }, true);
}

async function visit(browser, url) {
  const page = await newPerson(browser, { width: 1280, height: 720, draws: true });
  await page.addInitScript(watch);
  await page.goto(`${url}/r/${options.room}${options.quality ? `?quality=${options.quality}` : ''}`);
  const field = page.getByTestId('name');
  if (options.hasty) await field.fill(NAME);
  else await field.pressSequentially(NAME, { delay: KEY_PAUSE_MS });
  await field.press('Tab');
  await page.evaluate(() => document.querySelector('[data-testid=enter]').click());
  await until('the avatar answers', () => page.evaluate(() => window.firstFrame.answerMs), 240_000);
  const seen = await page.evaluate(() => {
    const gl = document.createElement('canvas').getContext('webgl2'), info = gl.getExtension('WEBGL_debug_renderer_info');
    const loaded = performance.getEntriesByType('resource'), bytes = (pattern) => loaded.filter((r) => pattern.test(r.name)).reduce((sum, r) => sum + r.encodedBodySize, 0);
    return {
      ...window.firstFrame, marks: Object.fromEntries(performance.getEntriesByType('mark').map((mark) => [mark.name, Math.round(mark.startTime)])),
      scriptBytes: bytes(/\.js(\?|$)/), assetBytes: bytes(/\/assets\//), quality: window.kapok.stats().quality, people: window.kapok.stats().people,
      renderer: gl.getParameter(info ? info.UNMASKED_RENDERER_WEBGL : gl.RENDERER),
    };
  });
  await page.context().close();
  return seen;
}

const venue = await startVenue();
const browser = await launch({ software: !options.gpu });
try {
  // The audience comes first, as at a real event; its own arrival is not what is measured.
  venue.startBots(Number(options.bots), 'audience', options.room);
  await until('the audience is there', async () => (await venue.people(options.room)) >= Number(options.bots), 120_000);
  const runs = [];
  for (let n = 0; n < Number(options.runs); n++) {
    const seen = await visit(browser, venue.url);
    runs.push({ entryMs: Math.round(seen.entryMs), previewMs: seen.previewMs && Math.round(seen.previewMs), typedForMs: Math.round(seen.clickMs - seen.entryMs),
      enterToLiveMs: Math.round(seen.liveMs - seen.clickMs), enterToFirstFrameMs: Math.round(seen.answerMs - seen.clickMs), ...pick(seen) });
  }
  const budget = JSON.parse(readFileSync(join(root, 'perf/budgets.json'), 'utf8')).firstFrame;
  console.log(JSON.stringify({
    entryMs: median(runs.map((run) => run.entryMs)), enterToFirstFrameMs: median(runs.map((run) => run.enterToFirstFrameMs)), budget,
    scriptBytes: runs.at(-1).scriptBytes, renderer: runs.at(-1).renderer, machine: `${cpus().length} × ${cpus()[0].model}`, load: loadavg().map((one) => Number(one.toFixed(1))),
    commit: execFileSync('git', ['rev-parse', '--short', 'HEAD'], { cwd: root }).toString().trim(), hasty: options.hasty, bots: Number(options.bots), room: options.room, runs,
  }, null, 2));
} finally {
  await browser.close();
  await venue.stop();
}

function pick({ scriptBytes, assetBytes, quality, people, renderer, marks }) {
  return { scriptBytes, assetBytes, quality, people, renderer, marks };
}
