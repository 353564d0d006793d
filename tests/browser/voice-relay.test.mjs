// Where only a relay leads to the venue: coturn with deploy/turnserver.conf, told to Kapok by its options; each hears the other through it, by UDP, TCP and TLS.
import assert from 'node:assert/strict';
import test, { after, before } from '../support/timed.mjs';
import { ADDRESS, enterOwnNetwork } from '../support/network.mjs';
import { startRelay } from '../support/relay.mjs';
import { changeNetwork, enterTalking, hears, hearsTone, idOf, keepConnections, launchWithTone, newTalker, relayOnly, switchOn, voiceOf } from '../support/voice.mjs';
import { run, startVenue, until } from '../support/venue.mjs';

const skip = await enterOwnNetwork();
const HERTZ = 500;
let relay, venue, browser, mei;

before(async () => {
  if (skip) return;
  relay = await startRelay({ address: ADDRESS, peer: ADDRESS });
  venue = await startVenue({ args: ['--host', '0.0.0.0'], env: { VOICE__RELAYURLS: relay.urls.join(','), VOICE__RELAYSECRET: relay.secret } });
  browser = await launchWithTone({ hertz: HERTZ }, ['--ignore-certificate-errors']); // of the relay: nobody signs one for a test
  mei = await talkerBy('turn:', 'udp');
  await enterTalking(mei, venue.url, 'Mei');
  await switchOn(mei);
}, { timeout: 180_000 });

after(async () => {
  await browser?.close();
  await venue?.stop();
  await relay?.stop();
});

/** Somebody whose network lets through nothing but one way to the relay. */
async function talkerBy(scheme, transport) {
  const page = await newTalker(browser);
  await keepConnections(page);
  await relayOnly(page, `^${scheme}.*transport=${transport}$`);
  return page;
}

const isThroughRelay = (page, transport) => until(`a relay by ${transport}`, async () => { const now = await voiceOf(page); return now.isRelayed && now.transport === transport; });

for (const [way, scheme, transport, name] of [['UDP', 'turn:', 'udp', 'Uma'], ['TCP', 'turn:', 'tcp', 'Tom'], ['TLS on port 443', 'turns:', 'tcp', 'Tess']]) {
  test(`each hears the other through the relay, by ${way}`, { skip }, async () => {
    const page = await talkerBy(scheme, transport);
    await enterTalking(page, venue.url, name);
    await Promise.all([isThroughRelay(mei, 'udp'), isThroughRelay(page, transport), idOf(mei, name), idOf(page, 'Mei')]);
    await hears(page, 'Mei');
    await hearsTone(page, HERTZ);
    await switchOn(page);
    await hears(mei, name);
    assert.deepEqual(page.errors, []);
    await page.context().close();
  });
}

test('another network is taken, as often as it changes, with the same credentials', { skip }, async () => {
  for (let change = 0; change < 6; change++) {
    await changeNetwork(mei, 'Mei');
    await isThroughRelay(mei, 'udp');
  }
});

test('it leads to the venue and nowhere else, also for who left allocations behind', { skip }, async () => {
  // Of one user; each call leaves its allocations as a lost network would.
  const ask = (peer) => run('turnutils_uclient', ['-u', 'anyone', '-W', relay.secret, '-e', peer, '-n', '1', '-m', '1', '-c', ADDRESS], { limit: 20_000 });
  for (const peer of ['10.123.0.2', '10.123.0.254', '192.168.0.1', '169.254.169.254', '8.8.8.8']) {
    const { all } = await ask(peer);
    assert.match(all, /403 \(Forbidden IP\)/, `${peer}: ${all}`);
  }
  const { all } = await ask(ADDRESS);
  assert.match(all, /success|Total connect time/i, all);
  // A port that an allocation left behind still has: the client takes another by itself, as RFC 8656, 7.4 asks.
  assert.doesNotMatch(all.replaceAll(/.*error 437 .*/g, ''), /error/i, all);
});

test('no page had an error', { skip }, () => assert.deepEqual(mei.errors, []));
