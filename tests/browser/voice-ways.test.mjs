// Ways that sound takes besides the usual one: round through the page where the echo canceller must hear it, and from what a performer shares to everyone.
import assert from 'node:assert/strict';
import test, { after, before } from '../support/timed.mjs';
import { walkTo } from '../support/browser.mjs';
import { asPerformer, enterTalking, faceBeside, heard, hears, idOf, launchWithTone, newTalker, voiceOf } from '../support/voice.mjs';
import { startVenue, until } from '../support/venue.mjs';

let venue, browser, mei, omar;

before(async () => {
  venue = await startVenue({ env: { Voice__TcpPort: '0' } });
  browser = await launchWithTone();
  [mei, omar] = [await newTalker(browser), await newTalker(browser, { width: 760 }, { headphones: false })];
  await omar.addInitScript(keepPlayers);
  await enterTalking(mei, venue.url, 'Mei');
  await enterTalking(omar, venue.url, 'Omar');
}, { timeout: 300_000 });

after(async () => {
  await browser?.close();
  await venue?.stop();
});

/** In the page: keeps what plays aloud. Such elements are in no document. */
function keepPlayers() {
  const { play } = HTMLMediaElement.prototype;
  window.players = new Set();
  HTMLMediaElement.prototype.play = function kept() {
    if (!this.muted) window.players.add(this);
    return play.call(this);
  };
}

/** In the page: loudness of both sides of what an element plays aloud; null where none does. */
async function playedAloud() {
  const player = [...window.players].find(({ srcObject, paused }) => srcObject !== null && !paused);
  if (!player) return null;
  const context = new AudioContext(), splitter = new ChannelSplitterNode(context, { numberOfOutputs: 2 }), sides = [0, 1].map(() => new AnalyserNode(context, { fftSize: 8192 }));
  new MediaStreamAudioSourceNode(context, { mediaStream: player.srcObject }).connect(splitter);
  sides.forEach((side, index) => splitter.connect(side, index));
  while (context.currentTime < 0.4) await new Promise((resolve) => requestAnimationFrame(resolve));
  const samples = new Float32Array(8192), [left, right] = sides.map((side) => {
    side.getFloatTimeDomainData(samples);
    return Math.hypot(...samples) / Math.sqrt(samples.length);
  });
  await context.close();
  return { left, right };
}

test('without headphones the whole goes round through an audio element, in stereo', async () => {
  await Promise.all([walkTo(mei, { x: -1.5, z: 25.6 }), walkTo(omar, { x: 1.5, z: 25.6 })]);
  await idOf(omar, 'Mei');
  await mei.keyboard.press('m');
  await hears(omar, 'Mei');
  assert.equal((await voiceOf(omar)).isLooped, false, 'who only listens has no echo to fear, and hears sooner');
  await omar.keyboard.press('m');
  await until('it goes round', async () => (await voiceOf(omar)).isLooped);
  await until('Mei is at the left of what is played', async () => {
    await faceBeside(omar, 'Mei', 1); // again where one of them was still on the way
    const now = await omar.evaluate(playedAloud);
    return now !== null && now.left > 0.01 && now.left > now.right * 1.3;
  });
});

test('with headphones it takes the short way again', async () => {
  await omar.getByTestId('dock-settings').click();
  await omar.getByTestId('tab-sound').click();
  await omar.getByTestId('sound').getByRole('switch', { name: 'I use headphones' }).click();
  await until('it goes straight', async () => !(await voiceOf(omar)).isLooped);
  assert.equal(await omar.evaluate(playedAloud), null);
  await hears(omar, 'Mei');
  await omar.keyboard.press('Escape');
});

// Where the microphone is made up, Chromium gives its tone for what is shared too: the way is tried here, not a tab's own sound.
test('what a performer shares is heard by everyone in the room', async () => {
  const sun = await newTalker(browser, { width: 760 });
  await asPerformer(sun, venue);
  await enterTalking(sun, venue.url, 'Sun', { room: 'arena' });
  await enterTalking(omar, venue.url, 'Omar', { room: 'arena' });
  await idOf(omar, 'Sun');
  await sun.getByTestId('dock-settings').click();
  await sun.getByTestId('tab-sound').click();
  await sun.getByRole('button', { name: 'Share a tab’s or the system’s sound' }).click();
  await until('the tone, twice as loud at the left', async () => { const all = await hears(omar, 'Sun', { music: true }); return all.left > all.right * 1.5; });
  await sun.getByTestId('stage-stop').click();
  await until('it ends', async () => (await heard(omar, 'Sun', { music: true })).both < 0.001);
  assert.deepEqual(sun.errors, []);
});

test('no page had an error', () => assert.deepEqual([...mei.errors, ...omar.errors], []));
