// What the measurements of a stage share: a venue, a performer whose pictures bear their number, when each of them came to the server, and which a page shows when.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..'), chromium = process.env.CHROMIUM ?? '/usr/bin/chromium';
const WIDTH = 1280, HEIGHT = 720, RATE = 30, SECONDS = 10, BITS = 9, BAR = 142, BAR_HEIGHT = 96;
/** Pictures until their numbers begin again. */
const PICTURES = RATE * SECONDS;

/** Ends the process with one line where something is missing. @param browses Whether Chromium is needed. */
export function demand({ browses }) {
  const needs = {
    [join(root, 'client/node_modules/vite')]: 'The packages of the client are missing: run ./run.sh once.',
    [join(root, 'client/dist/index.html')]: 'The client is not built: run ./run.sh once.',
    [join(root, 'artifacts/server/Kapok.Server.dll')]: 'The server is not built: run ./run.sh once.',
    [join(root, 'artifacts/assets/scenes')]: 'The places are not built: run ./run.sh once.',
    ...(browses ? { [chromium]: 'Chromium is missing: install the Debian package chromium.' } : {}),
  };
  for (const [path, line] of Object.entries(needs)) {
    if (existsSync(path)) continue;
    console.error(line);
    process.exit(2);
  }
}

/** Milliseconds since 1970 by a clock that is never set. */
export const nowMs = () => performance.timeOrigin + performance.now();

/** Numbers from 0 to 1 that are the same in each run (mulberry32). */
export function random(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Shares of all values, rounded to a tenth. */
export function shares(values, wanted = [0.5, 0.95, 0.99]) {
  const sorted = values.toSorted((a, b) => a - b);
  return Object.fromEntries(wanted.map((share) => [`p${share * 100}`, Number((sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? NaN).toFixed(1))]));
}

async function ffmpeg(args) {
  const child = spawn('ffmpeg', ['-v', 'error', '-nostdin', ...args], { stdio: ['ignore', 'ignore', 'pipe'] });
  let words = '';
  child.stderr.on('data', (data) => { words = `${words}${data}`.slice(-2_000); });
  child.once('error', () => { words = 'ffmpeg is missing: install the Debian package ffmpeg.'; });
  const [code] = await Promise.race([once(child, 'close'), once(child, 'error').then(() => [1])]);
  if (code !== 0) throw new Error(`ffmpeg: ${words.trim()}`);
}

/**
 * Ten seconds of 720p30 at 1.5 Mbit/s with a tone, each picture with its number in bars along its upper edge. Encoded once before, so that whoever publishes it takes
 * next to nothing of the processors.
 */
export async function encodeNumbered(folder) {
  const clip = join(folder, 'numbered.flv');
  const bars = Array.from({ length: BITS }, (_, bit) =>
    `drawbox=x=${bit * BAR}:y=0:w=${BAR}:h=${BAR_HEIGHT}:color=white:t=fill:enable='gte(mod(n\\,${2 ** (bit + 1)})\\,${2 ** bit})'`);
  const picture = [`testsrc2=size=${WIDTH}x${HEIGHT}:rate=${RATE}`, 'noise=alls=20:allf=t', `drawbox=x=0:y=0:w=${WIDTH}:h=${BAR_HEIGHT}:color=black:t=fill`, ...bars].join(',');
  await ffmpeg(['-y', '-f', 'lavfi', '-i', picture, '-f', 'lavfi', '-i', 'sine=frequency=440:sample_rate=48000', '-t', String(SECONDS),
    '-c:v', 'libx264', '-preset', 'superfast', '-tune', 'zerolatency', '-g', String(RATE), '-keyint_min', String(RATE), '-sc_threshold', '0',
    '-b:v', '1372k', '-minrate', '1372k', '-maxrate', '1372k', '-bufsize', '1372k', '-pix_fmt', 'yuv420p', '-c:a', 'aac', '-b:a', '128k', '-ac', '2', '-f', 'flv', clip]);
  return clip;
}

/** Music of a length, as a file that can be uploaded. */
export async function encodeTrack(folder, seconds) {
  const track = join(folder, 'track.ogg');
  await ffmpeg(['-y', '-f', 'lavfi', '-i', 'sine=frequency=330:sample_rate=48000', '-t', String(seconds), '-c:a', 'libopus', '-b:a', '96k', track]);
  return track;
}

/** Finds the pictures in what an encoder sends by RTMP (RTMP 1.0, section 5.3; FLV 10.1, annex E.4.3). */
class PictureFinder {
  #rest = Buffer.alloc(0);
  #handshake = 1 + 2 * 1536; // C0, C1, C2
  #chunkBytes = 128;
  #streams = new Map();

  /** Takes what came. @returns How many pictures became whole by it. */
  take(bytes) {
    let all = this.#rest.length > 0 ? Buffer.concat([this.#rest, bytes]) : bytes, pictures = 0;
    const skipped = Math.min(this.#handshake, all.length);
    this.#handshake -= skipped;
    all = all.subarray(skipped);
    for (;;) {
      const chunk = this.#header(all);
      if (chunk === null) break;
      const { stream, at } = chunk, size = Math.min(this.#chunkBytes, stream.length - stream.body.length);
      if (all.length < at + size) break;
      Object.assign(stream, chunk.fields);
      stream.body = Buffer.concat([stream.body, all.subarray(at, at + size)]);
      all = all.subarray(at + size);
      if (stream.body.length < stream.length) continue;
      if (stream.type === 1) this.#chunkBytes = stream.body.readUInt32BE(0);
      // The second byte of a picture of H.264 is 0 for what sets up the decoder, and 1 for the picture.
      if (stream.type === 9 && stream.body[1] === 1) pictures++;
      stream.body = Buffer.alloc(0);
    }
    this.#rest = Buffer.from(all);
    return pictures;
  }

  #header(all) {
    if (all.length === 0) return null;
    const format = all[0] >> 6, id = all[0] & 63, before = this.#streams.get(id) ?? { body: Buffer.alloc(0), length: 0, type: 0, isLong: false };
    let at = 1;
    const size = [11, 7, 3, 0][format];
    if (id < 2) throw new Error('An encoder with more than 64 chunk streams is not known here.');
    if (all.length < at + size) return null;
    const fields = {};
    if (format < 3) fields.isLong = all.readUIntBE(at, 3) === 0xffffff;
    if (format < 2) Object.assign(fields, { length: all.readUIntBE(at + 3, 3), type: all[at + 6] });
    at += size;
    if (fields.isLong ?? before.isLong) at += 4;
    if (all.length < at) return null;
    Object.assign(before, fields);
    this.#streams.set(id, before);
    return { stream: before, fields, at };
  }
}

/**
 * Publishes a numbered clip by RTMP through a relay that notes when each picture went on to the server.
 * @param desk Address and key. @returns When the server got the picture of a number that was on a screen at a moment, milliseconds since 1970.
 */
export async function publishNumbered({ rtmp, key }, clip) {
  const { hostname, port } = new URL(rtmp.replace(/^rtmp/, 'http')), came = Array.from({ length: PICTURES }, () => []);
  let pictures = 0;
  const relay = createServer((encoder) => {
    const server = connect({ host: hostname, port: Number(port), noDelay: true }), finder = new PictureFinder();
    encoder.on('data', (bytes) => {
      server.write(bytes);
      for (let left = finder.take(bytes); left > 0; left--) {
        const moments = came[pictures++ % PICTURES];
        moments.push(nowMs());
        if (moments.length > 3) moments.shift();
      }
    });
    server.pipe(encoder);
    for (const [one, other] of [[encoder, server], [server, encoder]]) one.on('error', () => other.destroy()).on('close', () => other.destroy());
  }).listen(0, '127.0.0.1');
  await once(relay, 'listening');
  const address = `rtmp://127.0.0.1:${relay.address().port}/live/${key}`;
  const child = spawn('ffmpeg', ['-v', 'error', '-nostdin', '-re', '-stream_loop', '-1', '-i', clip, '-c', 'copy', '-f', 'flv', address],
    { stdio: ['ignore', 'ignore', 'inherit'] });
  const end = () => child.kill('SIGKILL');
  process.once('exit', end);
  return {
    get pictures() { return pictures; },
    receivedAt: (number, shownMs) => came[number]?.findLast((at) => at <= shownMs) ?? NaN,
    async stop() {
      process.removeListener('exit', end);
      child.kill('SIGKILL');
      relay.close();
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    },
  };
}

/**
 * For a page, before it loads: notes the number of each picture of the stage that comes to the screen and when, in `window.pictures`. When is what the browser
 * expects, and not before the moment in which the picture was read.
 */
export function notePictures([bits, bar, height]) {
  const canvas = new OffscreenCanvas(bits, 1), pen = canvas.getContext('2d', { willReadFrequently: true }), seen = (window.pictures = []);
  const create = document.createElement.bind(document);
  document.createElement = (name, ...rest) => {
    const element = create(name, ...rest);
    if (name !== 'video') return element;
    const read = (now, { expectedDisplayTime, width, height: lines }) => {
      element.requestVideoFrameCallback(read);
      if (lines === 0) return;
      pen.drawImage(element, 0, 0, (bits * bar * width) / 1280, (height * lines) / 720, 0, 0, bits, 1);
      const { data } = pen.getImageData(0, 0, bits, 1);
      let number = 0;
      for (let bit = 0; bit < bits; bit++) if (data[bit * 4] > 128) number += 2 ** bit;
      seen.push({ number, at: Math.max(expectedDisplayTime, performance.now()) });
      if (seen.length > 9_000) seen.shift();
    };
    element.requestVideoFrameCallback(read);
    return element;
  };
}
notePictures.argument = [BITS, BAR, BAR_HEIGHT];

/** By how much this process's clock is ahead of a page's `performance.now()`, milliseconds: of many exchanges the quickest counts. */
export async function aheadOf(page) {
  let best = { took: Infinity, ahead: 0 };
  for (let i = 0; i < 30; i++) {
    const asked = nowMs(), local = await page.evaluate(() => performance.now()), answered = nowMs();
    if (answered - asked < best.took) best = { took: answered - asked, ahead: (asked + answered) / 2 - local };
  }
  return best.ahead;
}

/** How late each picture was on a page's screen, milliseconds since the server had it. @param pictures What {@link notePictures} noted. */
export const delaysOf = (pictures, performer, ahead) => pictures.map(({ number, at }) => ({ at, ms: at + ahead - performer.receivedAt(number, at + ahead) }));

/** An organiser's token: what the venue printed at its first start. */
export const tokenOf = (venue) => venue.organiserLink.split('/').at(-1);

/** Asks the venue for something of its event as an organiser. @returns Its answer, null where it has none. */
export async function ask(venue, path, { method = 'GET', body, type = 'application/json' } = {}) {
  const { event } = await (await fetch(`${venue.url}/api/v1/venue`)).json();
  const answer = await fetch(`${venue.url}/api/v1/events/${event}${path}`, { method, headers: { 'x-kapok-link': tokenOf(venue), 'content-type': type }, body });
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
  const text = await answer.text();
  return text === '' ? null : JSON.parse(text);
}
