// A performer for the browser tests: ffmpeg sends a test card that a page can read, with a beep each second.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { frames } from './browser.mjs';
import { run, until } from './venue.mjs';

export const RATE = 30; // pictures a second
const BITS = 12, WIDTH = 384, HEIGHT = 216, BAR = WIDTH / BITS;

/** A blue card; across its upper half the number of the picture in twelve bars, white for one, the lowest bit at the left. */
const CARD = [`color=c=0x0048ff:s=${WIDTH}x${HEIGHT}:r=${RATE}`, `drawbox=x=0:y=0:w=${WIDTH}:h=${HEIGHT / 2}:color=black:t=fill`,
  ...Array.from({ length: BITS }, (_, bit) =>
    `drawbox=x=${bit * BAR}:y=0:w=${BAR}:h=${HEIGHT / 2}:color=white:t=fill:enable='gte(mod(n\\,${2 ** (bit + 1)})\\,${2 ** bit})'`)].join(',');
const BEEPS = "aevalsrc='if(lt(mod(t\\,1)\\,0.12)\\,0.5*sin(2*PI*1000*t)\\,0)':s=44100";

/** Address and key of a stage, as the venue tells whoever may go live. */
export async function keyOf(venue, stage = 'arena') {
  const { event } = await (await fetch(`${venue.url}/api/v1/venue`)).json(), token = readFileSync(join(venue.data, 'operator.token'), 'utf8').trim();
  const answer = await fetch(`${venue.url}/api/v1/events/${event}/stages/${stage}`, { headers: { 'x-kapok-operator': token } });
  assert.equal(answer.status, 200, 'the venue tells the key');
  return answer.json();
}

/**
 * Writes a film of the card with its beeps: H.264 and AAC as MP4, VP8 or VP9 and Opus as WebM. @param seconds Of the film: long enough for a slow
 * machine, and less than the 136 s after which the number of its pictures begins anew. Small, so that it is made soon.
 */
export async function makeFilm(path, video, seconds = 120) {
  const codecs = path.endsWith('.webm') ? ['-c:v', video, '-deadline', 'realtime', '-cpu-used', '8', '-b:v', '300k', '-c:a', 'libopus']
    : ['-c:v', video, '-preset', 'ultrafast', '-pix_fmt', 'yuv420p', '-b:v', '300k', '-c:a', 'aac', '-movflags', '+faststart'];
  const made = await run('ffmpeg', ['-v', 'error', '-nostdin', '-y', '-f', 'lavfi', '-i', CARD, '-f', 'lavfi', '-i', BEEPS, '-t', String(seconds), '-vf',
    'scale=192:108', ...codecs, '-g', String(RATE), path]);
  assert.equal(made.code, 0, made.all);
}

/** Sends the card by RTMP until it is killed. @param keyframes Seconds between whole pictures. @param lines Of the picture; the card's own without. */
export function publish({ rtmp, key }, { keyframes = 1, lines = HEIGHT } = {}) {
  const child = spawn('ffmpeg', ['-v', 'error', '-nostdin', '-re', '-f', 'lavfi', '-i', CARD, '-re', '-f', 'lavfi', '-i', BEEPS,
    ...(lines === HEIGHT ? [] : ['-vf', `scale=-2:${lines}`]), '-c:v', 'libx264', '-preset', 'ultrafast', '-tune',
    'zerolatency', '-profile:v', 'baseline', '-pix_fmt', 'yuv420p', '-g', String(RATE * keyframes), '-b:v', '400k', '-threads', '1', '-c:a', 'aac', '-b:a',
    '96k', '-f', 'flv', `${rtmp}/${key}`],
  { stdio: ['ignore', 'ignore', 'pipe'] });
  let words = '';
  child.stderr.on('data', (data) => { words = `${words}${data}`.slice(-2_000); });
  const end = () => child.kill('SIGKILL');
  process.once('exit', end);
  child.once('exit', () => process.removeListener('exit', end));
  return {
    get words() { return words; },
    async kill() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGKILL');
      await once(child, 'exit');
    },
  };
}

export const stageOf = (page) => page.evaluate(() => window.kapok.stage());

/** Waits until a page plays the stage, by a way where one is named. */
export const plays = (page, way) => until(`the stage plays${way ? ` by ${way}` : ''}`, async () => {
  const now = await stageOf(page);
  return now.sign === 'playing' && (way === undefined || now.way === way) && now;
});

/** Takes the stage flat and chooses how it comes. */
export async function choose(page, way) {
  if (!(await page.getByTestId('stage-close').isVisible())) await page.getByTestId('dock-stage').click();
  await until(`${way} is offered`, () => page.getByTestId('stage-quality').evaluate((select, value) => [...select.options].some((one) => one.value === value), way));
  await page.getByTestId('stage-quality').selectOption(way);
  await frames(page, 2);
}

/** In the page: notes the number of each picture that is shown, and when it began to beep. Again after another way shows it. */
export const watch = (page) => page.evaluate(([bits, stillMs]) => {
  const canvas = new OffscreenCanvas(bits, 2), pen = canvas.getContext('2d', { willReadFrequently: true });
  const seen = window.seen = { pictures: [], beeps: [], blue: 0 };
  let before = null, wasLoud = false, quietSince = performance.now();
  const look = () => {
    const video = document.querySelector('.stage-frame video');
    if (video === before) return;
    before = video;
    const read = (now, { presentedFrames }) => {
      if (document.querySelector('.stage-frame video') !== video) return;
      pen.drawImage(video, 0, 0, bits, 2);
      const upper = pen.getImageData(0, 0, bits, 1).data, lower = pen.getImageData(0, 1, bits, 1).data;
      let number = 0;
      for (let bit = 0; bit < bits; bit++) if (upper[bit * 4] > 128) number += 2 ** bit;
      seen.blue = lower[2] - lower[0];
      seen.pictures = [...seen.pictures.slice(-599), { number, at: now, presentedFrames }];
      video.requestVideoFrameCallback(read);
    };
    video?.requestVideoFrameCallback(read);
  };
  clearInterval(window.seenTimer);
  window.seenTimer = setInterval(() => {
    look();
    const now = performance.now(), isLoud = window.kapok.stage().level > 0.05;
    if (isLoud && !wasLoud && now - quietSince > stillMs) seen.beeps = [...seen.beeps.slice(-59), { at: now, number: seen.pictures.at(-1)?.number ?? -1 }];
    if (isLoud || wasLoud) quietSince = now;
    wasLoud = isLoud;
  }, 10);
}, [BITS, 400]);

export const seenBy = (page) => page.evaluate(() => window.seen);

/** Waits until a page has shown so many pictures in their order, and heard beeps a second apart. */
export async function recognises(page, { pictures = 30, beeps = 3 } = {}) {
  return until('pictures and beeps are recognised', async () => {
    const seen = await seenBy(page), numbers = seen.pictures.slice(-pictures).map(({ number }) => number), steps = numbers.slice(1).map((number, i) => number - numbers[i]);
    const gaps = seen.beeps.slice(-beeps).map(({ at }) => at).slice(1).map((at, i) => at - seen.beeps.slice(-beeps)[i].at);
    const inOrder = numbers.length === pictures && steps.every((step) => step > 0 && step < RATE);
    const inTime = gaps.length === beeps - 1 && gaps.every((gap) => Math.abs(gap - 1_000) < 250);
    return inOrder && inTime && seen.blue > 100 && seen;
  });
}

/** The number of the picture that a page shows now, by its clock: carried on from the last one. */
export const shownBy = (page) => page.evaluate((rate) => {
  const last = window.seen.pictures.at(-1);
  return last.number + ((performance.now() - last.at) * rate) / 1000;
}, RATE);
