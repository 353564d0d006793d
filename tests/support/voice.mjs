// Voices in the browser tests: a microphone that gives a known tone, and what a page hears.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { enter, launch, me, newPerson, people } from './browser.mjs';
import { until } from './venue.mjs';

const RATE = 48_000;

/** Writes a WAV file of a steady tone of two seconds, stereo, 16 bits. @param left Amplitude at the left, 0 to 1; right likewise. */
export function writeTone(path, { hertz = 500, left = 0.5, right = 0.5 } = {}) {
  const samples = 2 * RATE, bytes = Buffer.alloc(44 + samples * 4);
  bytes.write('RIFF', 0);
  bytes.writeUInt32LE(36 + samples * 4, 4);
  bytes.write('WAVEfmt ', 8);
  for (const [at, value, size] of [[16, 16, 4], [20, 1, 2], [22, 2, 2], [24, RATE, 4], [28, RATE * 4, 4], [32, 4, 2], [34, 16, 2]]) bytes.writeUIntLE(value, at, size);
  bytes.write('data', 36);
  bytes.writeUInt32LE(samples * 4, 40);
  for (let i = 0; i < samples; i++) {
    const value = Math.sin((2 * Math.PI * hertz * i) / RATE) * 32767;
    bytes.writeInt16LE(Math.round(value * left), 44 + i * 4);
    bytes.writeInt16LE(Math.round(value * right), 46 + i * 4);
  }
  writeFileSync(path, bytes);
}

/** A browser whose microphone gives a tone, louder at the left where it is stereo. @param args Switches besides. */
export async function launchWithTone(tone = { left: 0.5, right: 0.25 }, args = []) {
  const folder = mkdtempSync(join(tmpdir(), 'kapok-tone-')), file = join(folder, 'tone.wav');
  writeTone(file, tone);
  const browser = await launch({ args: ['--allow-loopback-in-peer-connection', '--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream',
    `--use-file-for-fake-audio-capture=${file}`, ...args] });
  browser.on('disconnected', () => rmSync(folder, { recursive: true, force: true }));
  return browser;
}

/** A person whose microphone takes the tone for what it is, and not for noise. The picture is not drawn: these tests listen. */
export async function newTalker(browser, options = {}, settings = {}) {
  const page = await newPerson(browser, { width: 560, height: 480, ...options });
  await page.addInitScript((kept) => {
    if (origin === 'null') return; // the empty page before the first one, in Firefox
    if (localStorage.getItem('kapok.settings') === null) localStorage.setItem('kapok.settings', JSON.stringify(kept));
  }, { headphones: true, cleanVoice: false, volume: 1, voiceVolume: 1, stageVolume: 1, ...settings });
  return page;
}

/** Comes in as a performer, on the stage: only an organiser or the operator lets performers in. */
export async function asPerformer(page, venue) {
  const token = readFileSync(join(venue.data, 'operator.token'), 'utf8').trim();
  await page.route('**/join', (route) => route.continue({
    headers: { ...route.request().headers(), 'x-kapok-operator': token }, postData: JSON.stringify({ ...route.request().postDataJSON(), role: 'performer' }),
  }));
}

/** A network that lets no UDP through: none of the venue's UDP addresses is tried. Call before the page is opened. */
export const blockUdp = (page) => dropLines(page, '^a=candidate:.* udp ');

/** A network that lets voices through nowhere. */
export const blockVoice = (page) => dropLines(page, '^a=candidate:');

/**
 * A network that lets nothing through but the way to a relay. @param urls Which of the relay's addresses pass. Call before the page is opened, after what else
 * is to be done with its connections.
 */
export const relayOnly = (page, urls) => page.addInitScript((pattern) => {
  const passes = ({ iceServers = [], ...how }) =>
    ({ ...how, iceTransportPolicy: 'relay', iceServers: iceServers.map((server) => ({ ...server, urls: server.urls.filter((url) => new RegExp(pattern).test(url)) })) });
  // Connections within the page, by which sound goes round (client/src/audio/output.ts), name no server and stay as they are.
  window.RTCPeerConnection = class extends RTCPeerConnection {
    constructor(how = {}) {
      super(how.iceServers?.length > 0 ? passes(how) : how);
    }
  };
}, urls);

/** A client that does not ask for NACK, so that neither side asks for a lost packet again or sends one again. Call before the page is opened. */
export const withoutNack = (page) => page.route('**/app/talk-*.js', async (route) => {
  const response = await route.fetch(), script = await response.text();
  if (!script.includes(ASKS_FOR_NACK)) throw new Error('the client asks for NACK in another way');
  await route.fulfill({ response, body: script.replace(ASKS_FOR_NACK, ' transport-cc`') });
});
const ASKS_FOR_NACK = ' nack`'; // the end of a line of the offer (client/src/voice/sdp.ts)

/** Leaves lines out of the venue's answers. */
const dropLines = (page, pattern) => page.addInitScript((dropped) => {
  const { prototype } = RTCPeerConnection, { setRemoteDescription } = prototype;
  prototype.setRemoteDescription = function dropSome({ type, sdp }) {
    return setRemoteDescription.call(this, { type, sdp: sdp.split('\r\n').filter((line) => !new RegExp(dropped).test(line)).join('\r\n') });
  };
}, pattern);

/** Types a name and walks in, until voices are connected. */
export async function enterTalking(page, url, name, { room = 'forum', quality = 'low' } = {}) {
  await enter(page, url, name, { room, quality });
  await isConnected(page, name);
}

export const voiceOf = (page) => page.evaluate(() => window.kapok.voice());

export const isConnected = (page, name) => until(`the voices of ${name} are connected`, async () => (await voiceOf(page))?.link === 'connected', 60_000);

export async function idOf(page, name) {
  return (await until(`${name} is known`, async () => (await people(page)).find((person) => person.name === name))).id;
}

/** What a page hears of somebody's voice now: root mean square by ear; nothing where no slot carries it. */
export async function heard(page, name, { music = false } = {}) {
  const id = (await people(page)).find((person) => person.name === name)?.id;
  const slot = (await voiceOf(page)).slots.find(({ person, isMusic }) => person === id && isMusic === music);
  return slot ? { left: slot.left, right: slot.right, both: Math.hypot(slot.left, slot.right), level: slot.level } : { left: 0, right: 0, both: 0, level: 0 };
}

/** Waits until a page hears somebody at a loudness that stays, and tells it. @param least Root mean square of both ears. */
export async function hears(page, name, { least = 0.002, limit = 60_000, ...which } = {}) {
  let before = 0;
  return until(`${name} is heard`, async () => {
    const now = await heard(page, name, which), settled = now.both > least && Math.abs(now.both - before) < now.both * 0.08;
    before = now.both;
    return settled && now;
  }, limit);
}

/** Waits until nothing of somebody is heard any more. */
export const isSilent = (page, name, limit = 60_000) => until(`${name} is not heard`, async () => (await heard(page, name)).both < 0.0005, limit);

/** Turns a page's view so that somebody is at its left (1), right (−1), or ahead (0). */
export async function faceBeside(page, name, side) {
  const from = await me(page), at = (await people(page)).find((person) => person.name === name);
  await page.evaluate((yaw) => window.kapok.look(yaw, 0), Math.atan2(at.x - from.x, at.z - from.z) - (side * Math.PI) / 2);
}

export const decibels = (ratio) => 20 * Math.log10(ratio);

/**
 * Somebody walks away: listeners hear others softer by as much as the distance says (1/r, in decibels, give or take 4). Both faces and ways are measured again until
 * it is so, since one of them may still be on the way. @param listeners Pairs of a page, another, and the other's name. @param walk Takes them apart.
 */
export async function fadesWithDistance(listeners, walk) {
  const measure = (page, other, name, least) => async () => {
    await faceBeside(page, name, 0);
    const from = await apartOf(page, other), { both } = await hears(page, name, { least }), metres = await apartOf(page, other);
    return Math.abs(from - metres) < 0.1 && { both, metres }; // nobody walked meanwhile
  };
  const near = [];
  for (const [page, other, name] of listeners) near.push(await until(`${name} is heard near by`, measure(page, other, name, 0.002), 60_000));
  await walk();
  for (const [at, [page, other, name]] of listeners.entries()) {
    let said = '';
    await until(`${name} fades`, async () => {
      const far = await measure(page, other, name, 0.0005)();
      if (!far) return false;
      const fell = decibels(near[at].both / far.both), wanted = decibels(far.metres / near[at].metres);
      said = `${near[at].metres.toFixed(1)} m to ${far.metres.toFixed(1)} m: ${fell.toFixed(1)} dB softer instead of ${wanted.toFixed(1)}`;
      return wanted > 6 && Math.abs(fell - wanted) < 4;
    }, 60_000).catch((error) => { throw new Error(`${error.message}; ${said}`); });
  }
}

const apartOf = async (page, other) => {
  const [one, another] = [await me(page), await me(other)];
  return Math.hypot(one.x - another.x, one.z - another.z);
};

/** Opens the microphone. */
export const switchOn = async (page) => {
  await page.getByTestId('dock-mic').click();
  await until('the microphone is open', async () => (await voiceOf(page)).microphone === 'open');
};

/** Opens somebody's card from the roster. */
export async function openCard(page, name) {
  if (!(await page.getByTestId('roster').isVisible())) await page.getByTestId('dock-roster').click();
  await page.getByTestId('roster').getByText(name, { exact: true }).click();
  const card = page.getByTestId('person-card');
  await card.waitFor();
  return card;
}

/** One blocks another, of whom one has sound: neither hears the other until it is lifted. Both are talking. */
export async function blocksAndUnblocks(page, name, other, otherName) {
  const card = await openCard(page, otherName);
  await press(card, 'Block');
  await Promise.all([isSilent(page, otherName), isSilent(other, name)]);
  await press(card, 'Unblock');
  await Promise.all([hears(page, otherName), hears(other, name)]);
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
}

/**
 * Somebody out of a moderator's hearing raises a hand, gets the microphone, is heard by all, and is not heard again when it is taken back. @param least
 * Loudness at the moderator, root mean square.
 */
export async function speaksAfterHandRaised(page, name, moderator, { least }) {
  await isSilent(moderator, name);
  await page.keyboard.press('h');
  await page.getByTestId('sign-hand').waitFor();
  await moderator.getByTestId('dock-hands').click();
  const panel = moderator.getByTestId('hands'), [his, theirs] = [page, moderator].map((one) => one.getByTestId('holder'));
  await panel.getByText(name, { exact: true }).waitFor();
  await press(panel, 'Give microphone');
  await his.getByText('You have the microphone').waitFor();
  assert.match(await his.innerText(), /[1-6]?\d s left/);
  await theirs.getByText(`${name} has the microphone`).waitFor();
  const all = await hears(moderator, name);
  assert.ok(all.both > least, `heard wherever one is: ${all.both}`);
  await theirs.getByRole('button', { name: 'Take it back' }).click();
  await theirs.waitFor({ state: 'detached' });
  await isSilent(moderator, name);
  await moderator.getByTestId('dock-hands').click();
}

/** The device says that its network is another one; waits for the connection that is made upon it. */
export async function changeNetwork(page, name) {
  assert.notEqual(await page.evaluate(() => {
    window.dispatchEvent(new Event('online'));
    return window.kapok.voice().then(({ link }) => link);
  }), 'connected', 'the old connection is left at once');
  await isConnected(page, name);
}

/** A slot in which a page hears somebody; undefined where it hears nobody. */
export const soundingSlot = async (page) => (await voiceOf(page)).slots.find(({ person, level }) => person >= 0 && level > 0);

/** Waits for a second in which less than a fifth of what a page hears was made up by its browser. A machine that draws and listens with one processor stutters by itself. */
export async function comesThroughWhole(page) {
  let share;
  await until('a second that comes through whole', async () => {
    share = await concealedSince(page, await until('a slot', () => soundingSlot(page)));
    return share < 0.2;
  }, 60_000).catch((error) => { throw new Error(`${error.message}; ${(share * 100).toFixed(1)} % was made up`); });
}

// Share of what a page hears that its browser made up, over a second or more from when a slot looked like this.
async function concealedSince(page, first) {
  const last = await until('a second of it', async () => { const now = await soundingSlot(page); return now && now.samples - first.samples > 48_000 && now; });
  return (last.concealedSamples - first.concealedSamples) / (last.samples - first.samples);
}

export const press = (card, button) => card.getByRole('button', { name: button, exact: true }).click();

/** Keeps a page's connections, so that what they receive can be looked at as it was decoded. Call before the page is opened. */
export const keepConnections = (page) => page.addInitScript(() => {
  window.connections = [];
  window.RTCPeerConnection = class extends RTCPeerConnection {
    constructor(...how) {
      super(...how);
      window.connections.push(this);
    }
  };
});

/** Frequency of the loudest sound that a page receives, hertz, to the nearest 6; 0 in silence. */
export const pitchOf = (page) => page.evaluate(async () => {
  const ears = window.ears ??= { context: new AudioContext({ sampleRate: 48_000 }), analysers: new Map() }, { context, analysers } = ears;
  await context.resume();
  const receivers = window.connections.filter(({ connectionState }) => connectionState === 'connected').flatMap((connection) => connection.getReceivers());
  const bins = new Float32Array(4096);
  let [loudest, pitch] = [-70, 0];
  for (const { track } of receivers) {
    if (!analysers.has(track.id)) {
      const analyser = new AnalyserNode(context, { fftSize: 2 * bins.length });
      new MediaStreamAudioSourceNode(context, { mediaStream: new MediaStream([track]) }).connect(analyser);
      analysers.set(track.id, analyser);
    }
    analysers.get(track.id).getFloatFrequencyData(bins);
    bins.forEach((level, bin) => { if (level > loudest) [loudest, pitch] = [level, (bin * context.sampleRate) / (2 * bins.length)]; });
  }
  return pitch;
});

/** Waits until the loudest sound that a page receives is a tone of this frequency. */
export const hearsTone = (page, hertz) => until(`a tone of ${hertz} Hz`, async () => Math.abs((await pitchOf(page)) - hertz) < 10, 60_000);
