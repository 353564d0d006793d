// How whole speech stays where packets are lost and late: node perf/voice-loss.mjs [--loss 0.05] [--delay 100] [--seconds 30] [--seed 1] [--path "way up"]
// [--wav FILE] [--json FILE]
// Two Chromium pages speak a steady tone to each other, or what is in a WAV file, through a venue by UDP, across a path that loses and delays (perf/lossy-udp.mjs), with NACK and
// without: what the browsers' own statistics say of it. Needs what ./run.sh builds and Debian's Chromium; runs in a network of its own.
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { walkTo } from '../tests/support/browser.mjs';
import { ADDRESS, enterOwnNetwork } from '../tests/support/network.mjs';
import { enterTalking, heard, keepConnections, launchWithTone, newTalker, switchOn, voiceOf, withoutNack } from '../tests/support/voice.mjs';
import { freePort, root, startVenue, until } from '../tests/support/venue.mjs';
import { startLossyUdp } from './lossy-udp.mjs';

const { values: options } = parseArgs({
  options: { loss: { type: 'string', default: '0.05' }, delay: { type: 'string', default: '100' }, seconds: { type: 'string', default: '30' },
    seed: { type: 'string', default: '1' }, path: { type: 'string', default: '' }, wav: { type: 'string' }, json: { type: 'string' } },
});
const SETTLING_SECONDS = 10; // the jitter buffer learns first how late packets come
const bad = { loss: Number(options.loss), delayMs: Number(options.delay) }, late = { loss: 0, delayMs: bad.delayMs }, good = { loss: 0, delayMs: 0 };
const PATHS = {
  'neither lost nor late': { up: good, down: good }, 'late both ways': { up: late, down: late },
  'lost and late on the way down': { up: good, down: bad }, 'lost and late on the way up': { up: bad, down: good }, 'lost and late both ways': { up: bad, down: bad },
};

const refused = await enterOwnNetwork();
if (refused) { console.error(refused); process.exit(2); }

/** Totals since a page's connection began: of the slot in which it hears, and of what it says. */
const totalsOf = (page) => page.evaluate(async () => {
  const entries = [...(await window.connections.at(-1).getStats()).values()];
  const heard = entries.filter(({ type }) => type === 'inbound-rtp').sort((a, b) => b.packetsReceived - a.packetsReceived)[0],
    said = entries.find(({ type, packetsSent }) => type === 'outbound-rtp' && packetsSent > 0);
  return {
    samples: heard.totalSamplesReceived, concealed: heard.concealedSamples - heard.silentConcealedSamples, events: heard.concealmentEvents, came: heard.packetsReceived,
    lost: heard.packetsLost,
    asked: heard.nackCount ?? 0, restored: heard.fecPacketsReceived ?? 0, buffered: heard.jitterBufferDelay, emitted: heard.jitterBufferEmittedCount,
    wasAsked: said.nackCount ?? 0, sentAgain: said.retransmittedPacketsSent ?? 0,
  };
});

const both = (a, b, how) => Object.fromEntries(Object.keys(a).map((name) => [name, how(a[name], b[name])]));
const seconds = (count) => new Promise((resolve) => setTimeout(resolve, count * 1000));

/** @param run Its number: who only closes the page keeps their place for a while, so each run has other names. */
async function measure(venue, browser, nack, run) {
  const names = [`Mei ${run}`, `Omar ${run}`], pages = [await newTalker(browser), await newTalker(browser)];
  try {
    for (const page of pages) {
      await keepConnections(page);
      if (!nack) await withoutNack(page);
    }
    await Promise.all(pages.map((page, i) => enterTalking(page, venue.url, names[i])));
    await Promise.all(pages.map((page, i) => walkTo(page, { x: 3 * i - 1.5, z: 25.6 })));
    for (const page of pages) await switchOn(page);
    await Promise.all(pages.map((page, i) => until(`${names[1 - i]} is heard`, async () => (await heard(page, names[1 - i])).both > 0.002)));
    await until('by UDP', async () => (await Promise.all(pages.map(voiceOf))).every(({ transport }) => transport === 'udp'));
    await seconds(SETTLING_SECONDS);
    const before = await Promise.all(pages.map(totalsOf));
    await seconds(Number(options.seconds));
    const after = await Promise.all(pages.map(totalsOf));
    const [mei, omar] = after.map((now, i) => both(now, before[i], (a, b) => a - b)), sum = both(mei, omar, (a, b) => a + b);
    return { concealedShare: sum.concealed / sum.samples, ...sum, bufferMs: (1000 * sum.buffered) / sum.emitted };
  } finally {
    for (const page of pages) await page.context().close();
  }
}

const path = { ...PATHS['neither lost nor late'] }, port = await freePort();
const venue = await startVenue({ port, env: { Voice__Host: '127.0.0.1', Voice__Advertised: ADDRESS, Voice__TcpPort: '0' } });
const line = await startLossyUdp({ from: ADDRESS, to: '127.0.0.1', port, path, seed: Number(options.seed) });
const browser = await launchWithTone(undefined, options.wav ? [`--use-file-for-fake-audio-capture=${resolve(options.wav)}`] : []); // the last one counts
const runs = [];
try {
  console.log('| path | NACK | made up | lost for good | asked again | sent again by speakers | mended by FEC | buffer |\n|---|---|---|---|---|---|---|---|');
  for (const [name, ways] of Object.entries(PATHS).filter(([name]) => name.includes(options.path))) {
    Object.assign(path, ways);
    for (const nack of [true, false]) {
      const run = { path: name, nack, ...await measure(venue, browser, nack, runs.length) };
      runs.push(run);
      console.log(`| ${name} | ${nack ? 'yes' : 'no'} | ${percent(run.concealedShare)} | ${percent(run.lost / (run.came + run.lost))} | ${run.asked} | ${run.sentAgain} | ${run.restored} | ${run.bufferMs.toFixed(0)} ms |`);
    }
  }
} finally {
  await browser.close();
  await line.stop();
  await venue.stop();
}
console.log(`${percent(bad.loss)} lost and ${bad.delayMs} ms late each way named; ${options.seconds} s a row, two listeners; relay: ${JSON.stringify(line.passed)}`);
if (options.json) {
  writeFileSync(options.json, JSON.stringify({ ...bad, seconds: Number(options.seconds), seed: Number(options.seed), relayed: line.passed,
    machine: `${cpus().length} × ${cpus()[0].model}`, load: loadavg(),
    commit: execFileSync('git', ['rev-parse', '--short', 'HEAD'], { cwd: root }).toString().trim(), runs }, null, 2));
}

function percent(share) {
  return `${(100 * share).toFixed(1)} %`;
}
