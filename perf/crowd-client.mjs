// What ten thousand people cost the page of one of them: node perf/crowd-client.mjs [--avatars 10000] [--seconds 60] [--preset laptop] [--draws]
// Script of the main thread for each frame and for each message, and the page's memory after a collection, every half minute. Plays a recording
// (kapok bench record), so that no server takes the processor. Its draw calls are swallowed, some forty a frame, all else that it tells WebGL is done:
// without a graphics card a processor needs seconds for each picture, and a page that runs once in so long is never compiled. --draws draws. The process
// that draws is kept on the first processor, the page on the others. Prints JSON.
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { enter, launch, newPerson } from '../tests/support/browser.mjs';
import { replayRecording } from '../tests/support/replay.mjs';
import { until } from '../tests/support/venue.mjs';
import { mean, percentile } from './figures.mjs';

const { values: options } = parseArgs({
  options: { avatars: { type: 'string', default: '10000' }, seconds: { type: 'string', default: '60' }, preset: { type: 'string', default: 'laptop' },
    draws: { type: 'boolean', default: false } },
});
const FRAMES_PER_SECOND = 60, MESSAGES_PER_SECOND = 10, SETTLE_SECONDS = 60, SAMPLE_SECONDS = 30;
const avatars = Number(options.avatars), seconds = Number(options.seconds);

/** Keeps processes of Chromium of one kind, all their threads, on some processors. */
function pin(kind, processors) {
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    let command;
    try { command = readFileSync(`/proc/${pid}/cmdline`, 'latin1'); } catch { continue; } // it has ended
    if (command.includes(`--type=${kind}`)) spawnSync('taskset', ['-apc', processors, pid]);
  }
}

/** Swallows, in the page, all calls that draw. */
function swallowDraws() {
  const ways = ['drawArrays', 'drawElements', 'drawArraysInstanced', 'drawElementsInstanced', 'drawRangeElements'], nothing = () => undefined;
  for (const way of ways) WebGL2RenderingContext.prototype[way] = nothing;
  const getExtension = WebGL2RenderingContext.prototype.getExtension;
  WebGL2RenderingContext.prototype.getExtension = function (name) {
    const extension = getExtension.call(this, name);
    if (extension && name === 'WEBGL_multi_draw') for (const way in extension) extension[way] = nothing;
    return extension;
  };
}

/** Collects, in the page, how long each frame and each message took. */
function collect() {
  window.taken = { 'kapok:frame': [], 'kapok:hear': [] };
  new PerformanceObserver((list) => {
    for (const { name, duration } of list.getEntries()) window.taken[name]?.push(duration);
    performance.clearMeasures();
  }).observe({ entryTypes: ['measure'] });
  window.kapok.measure(true);
}

function summary(values) {
  const at = (share) => percentile(values, share, 2);
  return { count: values.length, mean: mean(values, 2), p50: at(0.5), p95: at(0.95), max: at(1) };
}

const replay = await replayRecording({ avatars, seconds: SETTLE_SECONDS + seconds + 120 }), browser = await launch();
try {
  const page = await newPerson(browser, { width: 320, height: 180, phone: options.preset === 'phone', draws: true });
  if (!options.draws) await page.addInitScript(swallowDraws);
  if (cpus().length > 1) {
    pin('gpu-process', '0');
    pin('renderer', `1-${cpus().length - 1}`);
  }
  await enter(page, replay.url, 'Visitor', { room: 'arena', quality: options.preset });
  await until('everyone is seen', () => page.evaluate((count) => window.kapok.crowd().shown >= count, avatars), 240_000);
  await page.evaluate(() => window.kapok.view(-14, 9.6, 21, 3, 4.4, -30, 60));
  const settled = performance.now() + SETTLE_SECONDS * 1000;
  await until('it has settled', () => performance.now() > settled, SETTLE_SECONDS * 2000);
  await page.evaluate(collect);
  const cdp = await page.context().newCDPSession(page), memoryMiB = [], began = performance.now();
  for (let sample = 0; ; sample++) {
    await until('the next sample is due', () => performance.now() - began >= sample * SAMPLE_SECONDS * 1000, SAMPLE_SECONDS * 4000);
    await cdp.send('HeapProfiler.collectGarbage');
    const { usedSize } = await cdp.send('Runtime.getHeapUsage');
    memoryMiB.push(Number((usedSize / 2 ** 20).toFixed(1)));
    if (performance.now() - began >= seconds * 1000) break;
  }
  const taken = await page.evaluate(() => window.taken), { visible, drawn, shown } = await page.evaluate(() => window.kapok.crowd()),
    { calls, triangles } = await page.evaluate(() => window.kapok.stats());
  const frame = summary(taken['kapok:frame']), hear = summary(taken['kapok:hear']);
  console.log(JSON.stringify({
    avatars, preset: options.preset, shown, visible, drawn, calls, triangles, frameMs: frame, hearMs: hear,
    scriptMsPerFrameAt60: Number((frame.mean + (hear.mean * MESSAGES_PER_SECOND) / FRAMES_PER_SECOND).toFixed(2)), memoryMiB, errors: page.errors,
  }));
} finally {
  await browser.close();
  await replay.stop();
}
