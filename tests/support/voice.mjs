// Voices in the browser tests: a microphone that gives a known tone, and what a page hears.
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

/** A browser whose microphone gives a tone, louder at the left where it is stereo. */
export async function launchWithTone(tone = { left: 0.5, right: 0.25 }) {
  const folder = mkdtempSync(join(tmpdir(), 'kapok-tone-')), file = join(folder, 'tone.wav');
  writeTone(file, tone);
  const browser = await launch({ args: ['--allow-loopback-in-peer-connection', '--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream', `--use-file-for-fake-audio-capture=${file}`] });
  browser.on('disconnected', () => rmSync(folder, { recursive: true, force: true }));
  return browser;
}

/** A person whose microphone takes the tone for what it is, and not for noise. The picture is not drawn: these tests listen. */
export async function newTalker(browser, options = {}, settings = {}) {
  const page = await newPerson(browser, { width: 560, height: 480, ...options });
  await page.addInitScript((kept) => {
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
export const blockUdp = (page) => dropCandidates(page, ' udp ');

/** A network that lets voices through nowhere. */
export const blockVoice = (page) => dropCandidates(page, ' typ ');

const dropCandidates = (page, kind) => page.addInitScript((dropped) => {
  const { prototype } = RTCPeerConnection, { setRemoteDescription } = prototype;
  prototype.setRemoteDescription = function dropSome({ type, sdp }) {
    const passes = (line) => !(line.startsWith('a=candidate:') && line.includes(dropped));
    return setRemoteDescription.call(this, { type, sdp: sdp.split('\r\n').filter(passes).join('\r\n') });
  };
}, kind);

/** Types a name and walks in, until voices are connected. */
export async function enterTalking(page, url, name, { room = 'forum', quality = 'low' } = {}) {
  await enter(page, url, name, { room, quality });
  await isConnected(page, name);
}

export const voiceOf = (page) => page.evaluate(() => window.kapok.voice());

export const isConnected = (page, name) => until(`the voices of ${name} are connected`, async () => (await voiceOf(page))?.link === 'connected', 30_000);

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
export async function hears(page, name, { least = 0.002, limit = 20_000, ...which } = {}) {
  let before = 0;
  return until(`${name} is heard`, async () => {
    const now = await heard(page, name, which), settled = now.both > least && Math.abs(now.both - before) < now.both * 0.08;
    before = now.both;
    return settled && now;
  }, limit);
}

/** Waits until nothing of somebody is heard any more. */
export const isSilent = (page, name, limit = 15_000) => until(`${name} is not heard`, async () => (await heard(page, name)).both < 0.0005, limit);

/** Turns a page's view so that somebody is at its left (1), right (−1), or ahead (0). */
export async function faceBeside(page, name, side) {
  const from = await me(page), at = (await people(page)).find((person) => person.name === name);
  await page.evaluate((yaw) => window.kapok.look(yaw, 0), Math.atan2(at.x - from.x, at.z - from.z) - (side * Math.PI) / 2);
}
