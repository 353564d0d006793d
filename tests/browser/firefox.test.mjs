// Chromium and Firefox in one venue: the world works in both, and each hears the other from where they stand, by UDP and by TCP on the web port.
// Firefox offers no candidates on a loopback address, so all of it runs in a network of its own.
import assert from 'node:assert/strict';
import test, { after, before, describe } from '../support/timed.mjs';
import { apart, draw, enter, me, newPerson, seen, shot, standsStill, stats, walkTo } from '../support/browser.mjs';
import { launchFirefox } from '../support/firefox.mjs';
import { enterOwnNetwork } from '../support/network.mjs';
import {
  blocksAndUnblocks, blockUdp, changeNetwork, comesThroughWhole, enterTalking, faceBeside, fadesWithDistance, hears, hearsTone, idOf, isSilent, keepConnections, launchWithTone,
  newTalker, openCard, press, soundingSlot, speaksAfterHandRaised, switchOn, voiceOf,
} from '../support/voice.mjs';
import { startVenue, until } from '../support/venue.mjs';

const skip = await enterOwnNetwork();
const TONE_OF = { Chromium: 500, Firefox: 700 }; // hertz; neither is among the other's overtones
let venue, chromium, firefox;

before(async () => {
  if (skip) return;
  [venue, chromium, firefox] = await Promise.all([startVenue({ args: ['--host', '0.0.0.0'] }), launchWithTone({ hertz: TONE_OF.Chromium }),
    launchFirefox({ hertz: TONE_OF.Firefox })]);
}, { timeout: 180_000 });

after(async () => {
  await chromium?.close();
  await firefox?.close();
  await venue?.stop();
});

describe('the world in Firefox', { skip }, () => {
  let she, he; // at Chromium, at Firefox

  before(async () => {
    [she, he] = [await newPerson(chromium), await newPerson(firefox, { draws: true })];
    await enter(she, venue.url, 'Ana', { room: 'forum' });
    await enter(he, venue.url, 'Ugo', { room: 'forum' });
  }, { timeout: 180_000 });

  after(async () => {
    await she?.context().close();
    await he?.context().close();
  });

  test('the place and the avatar are drawn', async () => {
    const { calls, triangles } = await until('a picture', async () => { const now = await stats(he); return now.calls > 0 && now; });
    assert.ok(triangles > 10_000, `${triangles} triangles in ${calls} calls`);
    const { drawn } = await until('people in the picture', async () => { const crowd = await he.evaluate(() => window.kapok.crowd()); return crowd.visible > 0 && crowd; });
    assert.ok(drawn.some((count) => count > 0));
    await shot(he, 'firefox-forum');
    await draw(he, false);
  });

  test('each sees the other walk', async () => {
    const from = await me(he);
    await walkTo(he, { x: from.x + 2, z: from.z - 1 });
    const there = await standsStill(he);
    assert.ok(apart(there, from) > 1.5, `walked only ${apart(there, from).toFixed(2)} m`);
    await until('she sees him there', async () => { const his = await seen(she, 'Ugo'); return his && apart(his, there) < 0.3; });
    await until('he sees her', () => seen(he, 'Ana'));
  });

  test('text goes both ways', async () => {
    for (const [from, to, words] of [[she, he, 'Bonjour, 你好!'], [he, she, 'Salut Ana']]) {
      await from.getByTestId('dock-chat').click();
      await from.getByTestId('chat-field').fill(words);
      await from.keyboard.press('Enter');
      await from.getByTestId('dock-chat').click();
      await to.getByTestId('dock-chat').click();
      await to.getByTestId('chat').getByText(words).waitFor();
      await to.getByTestId('dock-chat').click();
    }
  });

  test('no page had an error', () => assert.deepEqual([...she.errors, ...he.errors], []));
});

// Who only closes the page keeps their place for a while, so nobody has a name that somebody had before.
for (const [transport, hers, his] of [['udp', 'Mei', 'Luc'], ['tcp', 'Ada', 'Jean']]) {
  describe(`voices by ${transport.toUpperCase()}`, { skip }, () => {
    let she, he; // at Chromium, at Firefox

    before(async () => {
      [she, he] = [await newTalker(chromium, { width: 760 }), await newTalker(firefox)];
      for (const page of [she, he]) {
        await keepConnections(page);
        if (transport === 'tcp') await blockUdp(page);
      }
      await she.goto(venue.organiserLink);
      await enterTalking(she, venue.url, hers);
      await enterTalking(he, venue.url, his);
      await Promise.all([walkTo(she, { x: -1.5, z: 25.6 }), walkTo(he, { x: 1.5, z: 25.6 })]);
      await Promise.all([idOf(she, his), idOf(he, hers)]);
    }, { timeout: 180_000 });

    after(async () => {
      await she?.context().close();
      await he?.context().close();
    });

    test('each hears the other\'s tone', async () => {
      for (const page of [she, he]) await until('it is told by which way', async () => (await voiceOf(page)).transport === transport);
      await switchOn(she);
      await hears(he, hers);
      await switchOn(he); // he has listened before he speaks: Firefox reports from a dozen sources by then
      await hears(she, his);
      await Promise.all([hearsTone(she, TONE_OF.Firefox), hearsTone(he, TONE_OF.Chromium)]);
    });

    test('left is left and right is right', async () => {
      for (const [page, other] of [[he, hers], [she, his]]) {
        await faceBeside(page, other, 1);
        await until(`${other} at the left`, async () => { const now = await hears(page, other); return now.left > now.right * 1.3; });
        await faceBeside(page, other, -1);
        await until(`${other} at the right`, async () => { const now = await hears(page, other); return now.right > now.left * 1.3; });
      }
    });

    test('the tone comes through whole', async () => {
      for (const page of [he, she]) await comesThroughWhole(page);
    });

    test('who walks away fades, and near is louder than far', async () => {
      await fadesWithDistance([[he, she, hers], [she, he, his]], () => walkTo(she, { x: -13, z: 26 }));
    });

    test('a private table is silent outside', async () => {
      const { zones } = await (await fetch(`${venue.url}/api/v1/rooms/forum/places`)).json();
      const { box } = zones.find(({ title }) => title === 'Table 7');
      await Promise.all([walkTo(he, { x: box.x, z: box.z + box.halfZ + 1.4 }), walkTo(she, { x: box.x, z: box.z + 1.4 })]);
      await she.getByTestId('sign-private').getByText('Only this table hears you').waitFor();
      await Promise.all([isSilent(he, hers), isSilent(she, his)]);
      await walkTo(he, { x: box.x + 1.2, z: box.z + 1.2 });
      await he.getByTestId('sign-private').waitFor();
      await Promise.all([hears(he, hers), hears(she, his)]);
    });

    test('one mutes somebody for oneself', async () => {
      const card = await openCard(he, hers);
      await press(card, 'Mute for me');
      await isSilent(he, hers);
      await hears(she, his);
      await press(card, 'Hear again');
      await hears(he, hers);
      await he.keyboard.press('Escape');
      await he.keyboard.press('Escape');
    });

    test('a moderator takes a voice away, and gives it back', async () => {
      const card = await openCard(she, his);
      await press(card, 'Silence voice');
      await he.getByTestId('sign-silenced').waitFor();
      await isSilent(she, his);
      await hears(he, hers);
      await press(card, 'Give voice back');
      await he.getByTestId('sign-silenced').waitFor({ state: 'detached' });
      await hears(she, his);
      await she.keyboard.press('Escape');
      await she.keyboard.press('Escape');
    });

    test('who is blocked neither hears nor is heard', () => blocksAndUnblocks(he, his, she, hers));

    test('a change of network is survived, by each', async () => {
      for (const [page, name] of [[he, his], [she, hers]]) {
        await changeNetwork(page, name);
        await Promise.all([hears(he, hers), hears(she, his)]);
        assert.equal((await voiceOf(page)).transport, transport);
      }
    });

    test('who switches off is silent', async () => {
      await he.keyboard.press('m');
      await until('it is off', async () => (await voiceOf(he)).microphone === 'off');
      await isSilent(she, his);
    });

    test('hands are raised, and whoever gets the microphone is heard by all, through the wall of a private table', async () => {
      await switchOn(he);
      await walkTo(he, { x: -13, z: 26 });
      await speaksAfterHandRaised(he, his, she, { least: 0.02 }); // Firefox's microphone is a fifth as loud as the one that Chromium is given
    });

    test('no page had an error', () => assert.deepEqual([...she.errors, ...he.errors], []));
  });
}
