// Pictures between browsers through the RTC server alone, which knows neither rooms nor people: VP8, H.264, VP9 and AV1 of Chromium's own camera.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { createInterface } from 'node:readline';
import test, { after, before } from '../support/timed.mjs';
import { launch } from '../support/browser.mjs';
import { toolDll, until } from '../support/venue.mjs';

let browser, host, lines, pages;

before(async () => {
  host = spawn('dotnet', [toolDll, 'bench', 'video-host'], { stdio: ['pipe', 'pipe', 'inherit'] });
  lines = createInterface({ input: host.stdout })[Symbol.asyncIterator]();
  pages = createServer((_, response) => response.setHeader('content-type', 'text/html').end('<title>camera</title>')).listen(0, 'localhost');
  await once(pages, 'listening');
  browser = await launch({ args: ['--allow-loopback-in-peer-connection', '--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'] });
});

after(async () => {
  await browser?.close();
  host?.stdin.end('quit\n');
  pages?.close();
});

async function ask(line) {
  host.stdin.write(`${line}\n`);
  return (await lines.next()).value;
}

const state = async () => JSON.parse(await ask('state'));

/** In the page: makes an offer to send a camera and a microphone, or to receive both. */
async function offer(sends) {
  const connection = new RTCPeerConnection();
  window.connection = connection;
  if (sends) {
    const stream = await navigator.mediaDevices.getUserMedia({ audio: true, video: { width: 320, height: 240, frameRate: 15 } });
    for (const track of stream.getTracks()) connection.addTransceiver(track, { direction: 'sendonly', streams: [stream] });
  } else {
    for (const kind of ['audio', 'video']) connection.addTransceiver(kind, { direction: 'recvonly' });
    const player = document.createElement('video');
    [player.autoplay, player.muted] = [true, true];
    document.body.append(player);
    connection.ontrack = ({ track }) => { if (track.kind === 'video') player.srcObject = new MediaStream([track]); };
  }
  await connection.setLocalDescription();
  return btoa(connection.localDescription.sdp);
}

/** In the page: what came of pictures and sound. */
async function received() {
  const entries = [...(await window.connection.getStats()).values()], video = entries.find(({ type, kind }) => type === 'inbound-rtp' && kind === 'video');
  const sound = entries.find(({ type, kind }) => type === 'inbound-rtp' && kind === 'audio'), codec = entries.find(({ id }) => id === video?.codecId);
  return { frames: video?.framesDecoded ?? 0, keyFrames: video?.keyFramesDecoded ?? 0, width: video?.frameWidth ?? 0, dropped: video?.framesDropped ?? 0,
    codec: codec?.mimeType, packets: sound?.packetsReceived ?? 0 };
}

/** A page that sends or watches, connected. */
async function open(sends, command) {
  const page = await (await browser.newContext({ permissions: ['camera', 'microphone'] })).newPage();
  await page.goto(`http://localhost:${pages.address().port}/`); // where a page may have a camera
  const answer = await ask(`${command} ${await page.evaluate(offer, sends)}`);
  assert.ok(!answer.startsWith('!'), answer);
  await page.evaluate((sdp) => window.connection.setRemoteDescription({ type: 'answer', sdp: atob(sdp) }), answer);
  await until('a connection', async () => (await page.evaluate(() => window.connection.connectionState)) === 'connected');
  return page;
}

for (const codec of ['VP8', 'H264', 'VP9', 'AV1']) {
  test(`${codec} of a camera reaches one who watches and one who comes later, with sound`, async () => {
    const camera = await open(true, `publish ${codec}`), early = await open(false, 'watch');
    await until('the first picture', async () => (await early.evaluate(received)).frames > 10);
    const late = await open(false, 'watch');
    await until('pictures for one who came later', async () => (await late.evaluate(received)).frames > 10);
    const seen = await late.evaluate(received);
    assert.equal(seen.codec, `video/${codec}`);
    assert.equal(seen.width, 320);
    assert.ok(seen.keyFrames >= 1 && seen.packets > 0, JSON.stringify(seen));
    const { counters, keyframes, estimates } = await state();
    assert.equal(counters.faults, 0);
    assert.ok(keyframes[0].sent >= 1, JSON.stringify(keyframes));
    assert.equal(estimates.length, 2);
    for (const page of [camera, early, late]) {
      await page.evaluate(() => window.connection.close()); // says goodbye; a page that is only closed does not
      await page.context().close();
    }
    await until('all are gone', async () => (await state()).counters.sessions === 0);
  });
}
