// What voices cost two browsers in time: node perf/voice-browsers.mjs [--bursts 60] [--connections 30]. Part of ./kapok bench voice, which reads the one line of JSON it prints.
// Starts a venue on a free port and two pages of headless Chromium without 3D. Needs what ./run.sh builds and Debian's Chromium; says in one line what is
// missing, and exits with 2.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { percentile } from './figures.mjs';

const root = join(import.meta.dirname, '..'), chromium = process.env.CHROMIUM ?? '/usr/bin/chromium';
const NEEDS = {
  [chromium]: 'Chromium is missing: install the Debian package chromium.',
  [join(root, 'client/node_modules/playwright-core')]: 'The packages of the client are missing: run ./run.sh once.',
  [join(root, 'client/dist/index.html')]: 'The client is not built: run ./run.sh once.',
  [join(root, 'artifacts/server/Kapok.Server.dll')]: 'The server is not built: run ./run.sh once.',
  [join(root, 'artifacts/assets/scenes')]: 'The places are not built: run ./run.sh once.',
};
for (const [path, line] of Object.entries(NEEDS)) {
  if (existsSync(path)) continue;
  console.error(line);
  process.exit(2);
}
const { launch, walkTo } = await import('../tests/support/browser.mjs');
const { enterTalking, newTalker } = await import('../tests/support/voice.mjs');
const { startVenue, until } = await import('../tests/support/venue.mjs');

const { values: options } = parseArgs({ options: { bursts: { type: 'string', default: '60' }, connections: { type: 'string', default: '30' } } });
const worklets = readFileSync(join(import.meta.dirname, 'voice-worklets.js'), 'utf8');
const BURST_MS = 800; // what is not heard before the next burst may come counts as this long
const WARM_UP = 3; // bursts: the first has no slot yet, and the jitter buffer learns

/** In the page: a microphone that is made here, when each connection began and stood, and the last node before the loudspeaker. */
function instrument(source) {
  const worklets = URL.createObjectURL(new Blob([source], { type: 'text/javascript' }));
  const bench = (window.bench = { worklets, said: [], heard: [], connected: [], outputs: [] });
  navigator.mediaDevices.getUserMedia = async () => {
    const context = new AudioContext(), to = new MediaStreamAudioDestinationNode(context, { channelCount: 1 });
    await context.audioWorklet.addModule(worklets);
    const mouth = new AudioWorkletNode(context, 'mouth', { numberOfInputs: 0, outputChannelCount: [1] });
    mouth.port.onmessage = ({ data }) => bench.said.push(data);
    mouth.connect(to);
    return to.stream;
  };
  const { connect } = AudioNode.prototype;
  AudioNode.prototype.connect = function noted(to, ...rest) {
    if (to instanceof AudioDestinationNode) bench.outputs.push(this);
    return connect.call(this, to, ...rest);
  };
  window.RTCPeerConnection = class extends RTCPeerConnection {
    constructor(...args) {
      const began = performance.now();
      super(...args);
      bench.connection = this;
      this.addEventListener('connectionstatechange',
        () => { if (this.connectionState === 'connected') bench.connected.push({ answeredMs: this.answered - began, connectedMs: performance.now() - began }); });
    }

    setRemoteDescription(answer) {
      this.answered = performance.now();
      return super.setRemoteDescription(answer);
    }
  };
}

/** In the page: listens to what it plays, and says when that is at the loudspeaker, as the browser estimates it. */
async function listen() {
  for (const output of window.bench.outputs) {
    const { context } = output;
    await context.audioWorklet.addModule(window.bench.worklets);
    const ear = new AudioWorkletNode(context, 'ear', { numberOfOutputs: 0 });
    ear.port.onmessage = ({ data }) => {
      const { contextTime, performanceTime } = context.getOutputTimestamp();
      window.bench.heard.push(performance.timeOrigin + performanceTime + (data - contextTime) * 1000);
    };
    output.connect(ear);
  }
}

const bench = (page) => page.evaluate(() => { const { said, heard, connected } = window.bench; return { said, heard, connected }; });
const p50And95 = (values) => ({ p50: percentile(values, 0.5), p95: percentile(values, 0.95) });

/** In the page: of the way from mouth to ear, what the browser says of its jitter buffer and of its loudspeaker. */
async function parts() {
  let delay = 0, samples = 0;
  for (const entry of (await window.bench.connection.getStats()).values()) {
    if (entry.type !== 'inbound-rtp' || !entry.jitterBufferEmittedCount) continue;
    delay += entry.jitterBufferDelay;
    samples += entry.jitterBufferEmittedCount;
  }
  return { jitterBufferMs: Math.round((delay / samples) * 1000), loudspeakerMs: Math.round(window.bench.outputs.at(0).context.outputLatency * 1000) };
}

/** Lets one talk and the other listen. @returns Milliseconds from mouth to ear by burst, how many were not heard, and parts of the way. */
async function talk(speaker, listener) {
  await listener.evaluate(listen);
  await speaker.keyboard.press('m');
  // The burst after the last one that counts has begun: what is not heard by then is not heard.
  const last = WARM_UP + Number(options.bursts),
    said = await until('the bursts are said', async () => { const all = (await bench(speaker)).said; return all.length > last && all.slice(WARM_UP, last); }, 2000 * last);
  const { heard } = await bench(listener), delays = said.map((at) => heard.find((ear) => ear > at && ear < at + BURST_MS) - at);
  const unheard = delays.filter(Number.isNaN).length;
  if (unheard > delays.length / 10) throw new Error(`${unheard} of ${delays.length} bursts were not heard.`);
  return { delays: delays.map((delay) => (Number.isNaN(delay) ? BURST_MS : delay)), unheard, ofThat: await listener.evaluate(parts) };
}

/**
 * Makes both connect again and again, as when a device changes its network. @returns Milliseconds until the venue's answer and until it stands, of each
 * connection, the first ones with them.
 */
async function reconnect(pages) {
  const countOf = async (page) => (await bench(page)).connected.length;
  for (let i = pages.length; i < Number(options.connections); i++) {
    const page = pages[i % pages.length], before = await countOf(page);
    await page.evaluate(() => window.dispatchEvent(new Event('online')));
    await until('a new connection', async () => (await countOf(page)) > before);
  }
  return (await Promise.all(pages.map(bench))).flatMap(({ connected }) => connected);
}

const venue = await startVenue({ env: { Voice__TcpPort: '0' } }); // on a loopback address Chromium takes TCP where it can, elsewhere UDP
let browser;
try {
  browser = await launch({ args: ['--allow-loopback-in-peer-connection', '--use-fake-device-for-media-stream'] }); // without a device to play to, sound stands still
  const pages = [await newTalker(browser, { bypassCSP: true }), await newTalker(browser, { bypassCSP: true })], [mei, omar] = pages;
  for (const page of pages) await page.addInitScript(instrument, worklets);
  await enterTalking(mei, venue.url, 'Mei');
  await enterTalking(omar, venue.url, 'Omar');
  await Promise.all([walkTo(mei, { x: -0.8, z: 25.6 }), walkTo(omar, { x: 0.8, z: 25.6 })]);
  const { delays, unheard, ofThat } = await talk(mei, omar), connected = await reconnect(pages), errors = pages.flatMap((page) => page.errors);
  if (errors.length > 0) throw new Error(errors[0]);
  console.log(JSON.stringify({
    mouthToEarMs: p50And95(delays), bursts: { said: delays.length, unheard, ...ofThat },
    connectMs: p50And95(connected.map(({ connectedMs }) => connectedMs)),
    connections: { made: connected.length, answeredMs: percentile(connected.map(({ answeredMs }) => answeredMs), 0.5) },
  }));
} finally {
  await browser?.close();
  await venue.stop();
}
