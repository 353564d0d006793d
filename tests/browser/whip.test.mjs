// A stage by WebRTC, without the client's own page: Chromium goes live by WHIP with its fake camera, another Chromium and Firefox watch by WHEP, all from a
// page of another origin. Firefox offers no candidates on a loopback address, so all of it runs in a network of its own.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { once } from 'node:events';
import { join } from 'node:path';
import test, { after, before, describe } from '../support/timed.mjs';
import { launch } from '../support/browser.mjs';
import { launchFirefox } from '../support/firefox.mjs';
import { enterOwnNetwork } from '../support/network.mjs';
import { startVenue, until } from '../support/venue.mjs';

const skip = await enterOwnNetwork();
let venue, pages, chromium, firefox, stage, camera, viewer, session;

before(async () => {
  if (skip) return;
  pages = createServer((_, response) => response.setHeader('content-type', 'text/html').end('<!doctype html><title>stage</title>')).listen(0, 'localhost');
  await once(pages, 'listening');
  [venue, chromium, firefox] = await Promise.all([startVenue({ args: ['--host', '0.0.0.0'] }),
    launch({ args: ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'] }),
    launchFirefox({ hertz: 500 })]);
  const { event } = await (await fetch(`${venue.url}/api/v1/venue`)).json();
  stage = `${venue.url}/api/v1/events/${event}/stages/arena`;
}, { timeout: 180_000 });

after(async () => {
  await chromium?.close();
  await firefox?.close();
  await venue?.stop();
  pages?.close();
});

/** The stage as whoever may publish sees it: with its key. */
const ask = async (address = stage) => (await fetch(address, { headers: { 'X-Kapok-Operator': readFileSync(join(venue.data, 'operator.token'), 'utf8').trim() } })).json();

async function open(browser) {
  const page = await (await browser.newContext()).newPage();
  await page.goto(`http://localhost:${pages.address().port}/`); // where a page may have a camera
  return page;
}

/** In the page: goes live with a camera and a microphone. @returns Status, and the session's address. */
async function publish({ address, key, codec }) {
  const connection = new RTCPeerConnection();
  window.connection = connection;
  const media = await navigator.mediaDevices.getUserMedia({ audio: true, video: { width: 320, height: 240, frameRate: 15 } });
  for (const track of media.getTracks()) {
    const transceiver = connection.addTransceiver(track, { direction: 'sendonly', streams: [media] });
    const wanted = RTCRtpSender.getCapabilities('video').codecs.filter(({ mimeType }) => mimeType === `video/${codec}`);
    if (track.kind === 'video') transceiver.setCodecPreferences(wanted);
  }
  await connection.setLocalDescription();
  const answer = await fetch(address, { method: 'POST', headers: { 'content-type': 'application/sdp', authorization: `Bearer ${key}` }, body: connection.localDescription.sdp });
  if (answer.status !== 201) return { status: answer.status, problem: await answer.json() };
  await connection.setRemoteDescription({ type: 'answer', sdp: await answer.text() });
  return { status: answer.status, session: new URL(answer.headers.get('location'), address).href };
}

/** In the page: asks to watch. @returns Status and code of a refusal. */
async function watch(address) {
  const connection = new RTCPeerConnection();
  window.connection?.close();
  window.connection = connection;
  for (const kind of ['audio', 'video']) connection.addTransceiver(kind, { direction: 'recvonly' });
  const player = document.createElement('video');
  [player.autoplay, player.muted] = [true, true];
  document.body.replaceChildren(player);
  connection.ontrack = ({ track }) => { if (track.kind === 'video') player.srcObject = new MediaStream([track]); };
  await connection.setLocalDescription();
  const answer = await fetch(address, { method: 'POST', headers: { 'content-type': 'application/sdp' }, body: connection.localDescription.sdp });
  if (answer.status !== 201) return { status: answer.status, code: (await answer.json()).code };
  await connection.setRemoteDescription({ type: 'answer', sdp: await answer.text() });
  return { status: answer.status };
}

/** In the page: what came of pictures and sound, and what the player shows. */
async function received() {
  const entries = [...(await window.connection.getStats()).values()], video = entries.find(({ type, kind }) => type === 'inbound-rtp' && kind === 'video');
  const sound = entries.find(({ type, kind }) => type === 'inbound-rtp' && kind === 'audio'), codec = entries.find(({ id }) => id === video?.codecId);
  const player = document.querySelector('video');
  return { state: window.connection.connectionState, frames: video?.framesDecoded ?? 0, codec: codec?.mimeType, width: player.videoWidth, packets: sound?.packetsReceived ?? 0 };
}

/** Waits until pictures of a codec come, more than came before. */
async function shows(page, codec) {
  const before = (await page.evaluate(received)).frames;
  const seen = await until(`pictures in ${codec}`, async () => {
    const now = await page.evaluate(received);
    return now.frames > before + 10 && now.width > 0 && now.packets > 0 && now.codec === `video/${codec}` && now;
  });
  assert.equal(seen.width, 320);
}

async function goesLive(codec) {
  const { key, whip } = await ask();
  const answer = await camera.evaluate(publish, { address: whip, key, codec });
  assert.equal(answer.status, 201, JSON.stringify(answer));
  ({ session } = answer);
  return until('the stage is on air', async () => { const { onAir } = await ask(); return onAir?.videoCodec && !onAir.interrupted && onAir; });
}

describe('a stage by WebRTC', { skip }, () => {
  before(async () => { [camera, viewer] = [await open(chromium), await open(chromium)]; });

  test('who goes live in H.264 is seen and heard in Chromium, and Firefox is told that it has no such codec', async () => {
    const { live, way, width } = await goesLive('H264');
    assert.deepEqual([way, width], ['whip', 320]);
    assert.equal((await viewer.evaluate(watch, `${venue.url}/live/${live}/whep`)).status, 201);
    await shows(viewer, 'H264');
    assert.equal((await ask()).onAir.viewers.whep, 1);
    const other = await open(firefox), hasCodec = await other.evaluate(() => RTCRtpReceiver.getCapabilities('video').codecs.some(({ mimeType }) => mimeType === 'video/H264'));
    const { status, code } = await other.evaluate(watch, `${venue.url}/live/${live}/whep`);
    assert.deepEqual([status, code], hasCodec ? [201, undefined] : [406, 'codec']); // some machines' Firefox has one
    await other.context().close();
  });

  test('a key that is not one, and somebody else while one is on air, are refused in words', async () => {
    const { key, whip } = await ask(), other = await open(chromium);
    const wrong = await other.evaluate(publish, { address: whip, key: 'wrong', codec: 'VP8' });
    assert.deepEqual([wrong.status, wrong.problem.code], [401, 'key']);
    const second = await other.evaluate(publish, { address: whip, key, codec: 'VP8' });
    assert.equal(second.status, 409);
    assert.match(second.problem.title, /on air/);
    await other.context().close();
  });

  test('the next one comes in VP8: whoever watched sees them without asking anew, and so does Firefox', async () => {
    assert.equal((await fetch(session, { method: 'DELETE' })).status, 200);
    await camera.evaluate(() => window.connection.close());
    await until('the stage is interrupted', async () => (await ask()).onAir.interrupted);
    const { live } = await goesLive('VP8');
    await shows(viewer, 'VP8');
    const other = await open(firefox);
    assert.equal((await other.evaluate(watch, `${venue.url}/live/${live}/whep`)).status, 201);
    await shows(other, 'VP8');
    assert.equal((await ask()).onAir.viewers.whep, 2);
    await other.evaluate(() => window.connection.close());
    await until('Firefox has gone', async () => (await ask()).onAir.viewers.whep === 1);
  });

  test('who goes live by RTMP is seen and heard by WebRTC as well: the picture as it is, the sound made anew', async () => {
    const other = stage.replace('/arena', '/forum'), { key, rtmp } = await ask(other);
    const encoder = spawn('ffmpeg', ['-v', 'error', '-re', '-f', 'lavfi', '-i', 'testsrc2=size=320x240:rate=30', '-f', 'lavfi', '-i', 'sine=440:r=48000', '-pix_fmt', 'yuv420p',
      '-c:v', 'libx264', '-preset', 'ultrafast', '-tune', 'zerolatency', '-g', '30', '-c:a', 'aac', '-f', 'flv', `${rtmp}/${key}`], { stdio: 'ignore' });
    try {
      const { live } = await until('the stage is on air', async () => (await ask(other)).onAir), page = await open(chromium);
      await until('a place', async () => (await page.evaluate(watch, `${venue.url}/live/${live}/whep`)).status === 201); // the sound takes a moment
      await shows(page, 'H264');
      await page.context().close();
    } finally {
      encoder.kill('SIGKILL');
    }
  });
});
