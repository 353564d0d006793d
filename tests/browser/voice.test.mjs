// Two people talk: each is heard from where they stand, by UDP and by TCP on the web port; walls, moderators and one's own wishes hold.
import assert from 'node:assert/strict';
import test, { after, before, describe } from '../support/timed.mjs';
import { me, people, relay, walkTo } from '../support/browser.mjs';
import {
  asPerformer, blocksAndUnblocks, blockUdp, blockVoice, changeNetwork, comesThroughWhole, decibels, enterTalking, faceBeside, fadesWithDistance, heard, hears, idOf,
  isConnected, isSilent, launchWithTone, newTalker, openCard, press, soundingSlot, speaksAfterHandRaised, switchOn, voiceOf,
} from '../support/voice.mjs';
import { freePort, startVenue, until } from '../support/venue.mjs';

let browser;

before(async () => { browser = await launchWithTone(); }, { timeout: 120_000 });
after(async () => { await browser?.close(); });

describe('by UDP', () => {
  let venue, mei, omar;

  before(async () => {
    venue = await startVenue({ env: { Voice__TcpPort: '0' } });
    [mei, omar] = [await newTalker(browser, { width: 760 }), await newTalker(browser)];
    await mei.goto(venue.organiserLink);
    await enterTalking(mei, venue.url, 'Mei');
    await enterTalking(omar, venue.url, 'Omar');
    await Promise.all([walkTo(mei, { x: -1.5, z: 25.6 }), walkTo(omar, { x: 1.5, z: 25.6 })]);
    await Promise.all([idOf(mei, 'Omar'), idOf(omar, 'Mei')]);
  }, { timeout: 300_000 });

  after(async () => {
    await mei?.context().close();
    await omar?.context().close();
    await venue?.stop();
  });

  test('one listens without a microphone, and is heard after a press of M', async () => {
    await until('it is told by which way', async () => (await voiceOf(mei)).transport === 'udp');
    assert.deepEqual(await Promise.all([mei, omar].map(async (page) => (await voiceOf(page)).microphone)), ['off', 'off']);
    await mei.keyboard.press('m');
    await hears(omar, 'Mei');
    assert.equal(await mei.getByTestId('dock-mic').getAttribute('data-state'), 'open');
    assert.equal((await heard(mei, 'Omar')).both, 0, 'Omar is not heard, who said nothing');
  });

  test('left is left and right is right, and both hear each other', async () => {
    await switchOn(omar);
    for (const [page, other] of [[omar, 'Mei'], [mei, 'Omar']]) {
      const at = (side, isThere) => until(`${other} at one side`, async () => {
        await faceBeside(page, other, side);
        const now = await hears(page, other);
        return isThere(now) && now;
      });
      await until('turning the head makes nobody louder', async () => {
        const left = await at(1, (now) => now.left > now.right * 1.3), right = await at(-1, (now) => now.right > now.left * 1.3);
        return Math.abs(decibels(right.both / left.both)) < 3;
      });
    }
  });

  test('the tone comes through whole', async () => {
    await until('its level', async () => { const now = await soundingSlot(omar); return now && now.level > 0.15 && now.level < 0.5; });
    await comesThroughWhole(omar);
  });

  test('who speaks is seen to speak', async () => {
    await omar.getByTestId('dock-roster').click();
    await omar.getByTestId('roster').getByRole('img', { name: 'speaking' }).first().waitFor();
    await omar.getByTestId('dock-roster').click();
    await omar.locator('.tag.speaking').first().waitFor({ state: 'attached' });
  });

  test('who walks away fades, and near is louder than far', async () => {
    await fadesWithDistance([[omar, mei, 'Mei']], () => walkTo(mei, { x: -13, z: 26 }));
  });

  test('a private table is silent outside, and says so', async () => {
    const { zones } = await (await fetch(`${venue.url}/api/v1/rooms/forum/places`)).json();
    const { box } = zones.find(({ title }) => title === 'Table 7');
    await walkTo(omar, { x: box.x, z: box.z + box.halfZ + 1.4 });
    await walkTo(mei, { x: box.x, z: box.z + 1.4 });
    await mei.getByTestId('sign-private').getByText('Only this table hears you').waitFor();
    await isSilent(omar, 'Mei');
    await isSilent(mei, 'Omar');
    await faceBeside(omar, 'Mei', 0);
    await until('a lock over the table', () => omar.locator('.zone-lock:not([hidden])').count());
    await mei.getByTestId('dock-chat').click();
    assert.equal(await mei.getByTestId('chat-field').getAttribute('placeholder'), 'Say something to this table');
    await mei.getByTestId('dock-chat').click();
    await walkTo(omar, { x: box.x + 1.2, z: box.z + 1.2 });
    await omar.getByTestId('sign-private').waitFor();
    await hears(omar, 'Mei');
    await hears(mei, 'Omar');
  });

  test('one mutes somebody for oneself, and sets their volume', async () => {
    await faceBeside(omar, 'Mei', 0);
    const whole = await hears(omar, 'Mei');
    const card = await openCard(omar, 'Mei');
    await card.getByRole('slider', { name: 'Volume of Mei' }).fill('0.25');
    await until('Mei is softer', async () => { const now = await heard(omar, 'Mei'); return now.both > 0.001 && now.both < whole.both * 0.45; });
    await press(card, 'Mute for me');
    await isSilent(omar, 'Mei');
    await hears(mei, 'Omar');
    await press(card, 'Hear again');
    await card.getByRole('slider', { name: 'Volume of Mei' }).fill('1');
    await hears(omar, 'Mei');
  });

  test('who is blocked neither hears nor is heard', async () => {
    await omar.keyboard.press('Escape');
    await blocksAndUnblocks(omar, 'Omar', mei, 'Mei');
  });

  test('a moderator takes a voice away, and gives it back', async () => {
    const card = await openCard(mei, 'Omar');
    await press(card, 'Silence voice');
    await omar.getByTestId('sign-silenced').waitFor();
    assert.equal(await omar.getByTestId('dock-mic').getAttribute('data-state'), 'silenced');
    await isSilent(mei, 'Omar');
    await hears(omar, 'Mei');
    await press(card, 'Give voice back');
    await omar.getByTestId('sign-silenced').waitFor({ state: 'detached' });
    await hears(mei, 'Omar');
    await mei.keyboard.press('Escape');
    await mei.keyboard.press('Escape');
  });

  test('hands are raised in order, and whoever gets the microphone is heard by all, through the wall of a private table', async () => {
    await walkTo(omar, { x: -13, z: 26 });
    await speaksAfterHandRaised(omar, 'Omar', mei, { least: 0.1 });
  });

  test('who switches off is silent at once, and lets the device go', async () => {
    await omar.keyboard.press('m');
    await until('it is off', async () => (await voiceOf(omar)).microphone === 'off');
    await walkTo(omar, { x: (await me(mei)).x, z: (await me(mei)).z + 1.5 });
    assert.equal((await heard(mei, 'Omar')).both < 0.0005, true);
  });

  test('stage sound is heard by all, from a stage out of earshot, in stereo', async () => {
    const sun = await newTalker(browser, { width: 760 });
    await asPerformer(sun, venue);
    await enterTalking(sun, venue.url, 'Sun', { room: 'arena' });
    await enterTalking(omar, venue.url, 'Omar', { room: 'arena' });
    await idOf(omar, 'Sun');
    const [there, here] = [await me(sun), await me(omar)];
    assert.ok(Math.hypot(there.x - here.x, there.z - here.z) > 40);
    await sun.getByTestId('dock-settings').click();
    await sun.getByTestId('tab-sound').click();
    await sun.getByTestId('stage-input').click();
    await until('the tone, twice as loud at the left', async () => { const music = await hears(omar, 'Sun', { music: true }); return music.left > music.right * 1.5; });
    await sun.getByTestId('sign-playing').getByText('Everyone hears what you play').waitFor();
    await sun.getByTestId('stage-stop').click();
    await until('the music ends', async () => (await heard(omar, 'Sun', { music: true })).both < 0.001);
    assert.deepEqual(sun.errors, []);
    await sun.context().close();
  });

  test('no page had an error', () => assert.deepEqual([...mei.errors, ...omar.errors], []));
});

describe('by TCP on the web port', () => {
  let venue, line, mei, omar;

  before(async () => {
    const port = await freePort();
    line = await relay(port);
    venue = await startVenue({ port, env: { Voice__TcpPort: new URL(line.url).port } });
    [mei, omar] = [await newTalker(browser), await newTalker(browser, {}, { pushToTalk: true })];
    await Promise.all([mei, omar].map((page) => blockUdp(page)));
    await enterTalking(mei, venue.url, 'Mei');
    await enterTalking(omar, venue.url, 'Omar');
    await Promise.all([idOf(mei, 'Omar'), idOf(omar, 'Mei')]);
  }, { timeout: 300_000 });

  after(async () => {
    await mei?.context().close();
    await omar?.context().close();
    await line?.close();
    await venue?.stop();
  });

  test('voices come through it', async () => {
    for (const page of [mei, omar]) await until('it is told by which way', async () => (await voiceOf(page)).transport === 'tcp');
    await switchOn(mei);
    await hears(omar, 'Mei');
  });

  test('push-to-talk is heard while the key is held', async () => {
    await omar.keyboard.down('v');
    await hears(mei, 'Omar');
    await omar.keyboard.up('v');
    await until('the key is up', async () => (await voiceOf(omar)).microphone === 'waiting');
    await until('nothing more is heard', async () => (await heard(mei, 'Omar')).level < 0.001);
  });

  test('a path that is cut is found again', async () => {
    line.cut();
    await until('the loss is noticed', async () => (await voiceOf(omar)).link !== 'connected');
    line.mend();
    await isConnected(omar, 'Omar');
    await hears(omar, 'Mei', { limit: 60_000 });
  });

  test('another network is taken at once', async () => {
    await changeNetwork(omar, 'Omar');
    await hears(omar, 'Mei', { limit: 60_000 });
  });

  test('where neither UDP nor TCP passes, one sentence says so, and text works', async () => {
    const ines = await newTalker(browser);
    await blockVoice(ines);
    await ines.goto(`${venue.url}/r/forum?quality=low&draw=off`);
    await ines.getByTestId('name').fill('Inès');
    await ines.getByTestId('enter').click();
    await ines.getByTestId('sign-blocked').getByText('Your network blocks voice. Text goes on working.').waitFor({ timeout: 60_000 });
    assert.equal(await ines.getByTestId('dock-mic').getAttribute('data-state'), 'blocked');
    await ines.getByTestId('dock-chat').click();
    await ines.getByTestId('chat-field').fill('I cannot hear you');
    await ines.keyboard.press('Enter');
    await omar.getByTestId('dock-chat').click();
    await omar.getByTestId('chat').getByText('I cannot hear you').waitFor();
    await ines.context().close();
  });

  test('a lost world socket interrupts no voice', async () => {
    const before = (await people(omar)).length;
    await omar.evaluate(() => window.kapok.dropConnection());
    await until('Omar is back', async () => (await me(omar)).state === 'live' && (await people(omar)).length === before);
    await hears(omar, 'Mei');
  });

  test('no page had an error', () => assert.deepEqual([...mei.errors, ...omar.errors], []));
});
