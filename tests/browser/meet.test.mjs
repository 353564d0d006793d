// Two people open a link in two real browsers: they see each other walk, talk, sit and wave, and change rooms.
import assert from 'node:assert/strict';
import test, { after, before } from '../support/timed.mjs';
import { apart, enter, isLive, launch, me, newPerson, people, relay, seen, standsStill, walkTo } from '../support/browser.mjs';
import { startVenue, until } from '../support/venue.mjs';

let venue, browser, mei, omar, line;

before(async () => {
  venue = await startVenue();
  line = await relay(venue.port);
  browser = await launch();
  [mei, omar] = [await newPerson(browser, {}), await newPerson(browser, {})];
  await enter(mei, venue.url, 'Mei');
  await enter(omar, line.url, 'Omar');
}, { timeout: 300_000 });

after(async () => {
  await browser?.close();
  await line?.close();
  await venue?.stop();
});

test('both see the other come in', async () => {
  await until('Mei sees Omar', () => seen(mei, 'Omar'));
  await until('Omar sees Mei', () => seen(omar, 'Mei'));
});

test('the room clocks of both are known within 20 ms, and agree', async () => {
  const clocks = await until('both know the clock within 20 ms', async () => {
    const answers = await Promise.all([mei, omar].map((page) => page.evaluate(() => (
      { offset: window.kapok.roomMs() - performance.timeOrigin - performance.now(), uncertainty: window.kapok.stats().clockUncertaintyMs }))));
    return answers.every((answer) => answer.uncertainty <= 20) && answers;
  });
  const [a, b] = clocks;
  // The interval is a bound: two that do not overlap would mean that one of them lies. One millisecond is what timeOrigin is rounded to.
  assert.ok(Math.abs(a.offset - b.offset) <= a.uncertainty + b.uncertainty + 1, JSON.stringify(clocks));
});

test('a walk is seen, and once both stand the places agree within 0.3 m', async () => {
  const from = await me(mei);
  await walkTo(mei, { x: from.x + 3, z: from.z - 2 });
  const there = await standsStill(mei);
  assert.ok(apart(there, from) > 2, `walked only ${apart(there, from).toFixed(2)} m`);
  await until('Omar sees her there', async () => apart(await seen(omar, 'Mei'), there) < 0.3);
});

test('keys walk as well', async () => {
  const from = await me(omar);
  await omar.keyboard.down('w');
  await until('Omar walks', async () => apart(await me(omar), from) > 0.8);
  await omar.keyboard.up('w');
  const there = await standsStill(omar);
  await until('Mei sees him there', async () => apart(await seen(mei, 'Omar'), there) < 0.3);
});

test('what one says the other reads', async () => {
  await mei.getByTestId('dock-chat').click();
  await mei.getByTestId('chat-field').fill('Hello, 大家好!');
  await mei.keyboard.press('Enter');
  await omar.getByTestId('dock-chat').click();
  await omar.getByTestId('chat').getByText('Hello, 大家好!').waitFor();
  await omar.getByTestId('dock-chat').click();
});

test('typing in the chat moves nobody', async () => {
  const before = await standsStill(mei);
  await mei.getByTestId('chat-field').pressSequentially('wwww');
  await mei.getByTestId('dock-chat').click();
  assert.ok(apart(await me(mei), before) < 0.05);
});

test('a wave is seen', async () => {
  await mei.keyboard.press('1');
  await until('Omar sees her wave', async () => (await seen(omar, 'Mei')).emote === 1);
});

test('after a lost connection one is back in the same place, and sees plainly what happens meanwhile', async () => {
  const before = await standsStill(omar);
  line.cut();
  await omar.getByTestId('lost').waitFor({ timeout: 60_000 });
  line.mend();
  await isLive(omar, 'Omar', 'arena');
  const after = await me(omar);
  assert.equal(after.id, before.id, 'is the same person');
  assert.ok(apart(after, before) < 0.3, `came back ${apart(after, before).toFixed(2)} m away`);
});

test('portals lead from room to room without a reload', async () => {
  await omar.evaluate(() => { window.sameTab = true; });
  for (const [from, to] of [['arena', 'forum'], ['forum', 'terrace']]) {
    const { portals } = await (await fetch(`${venue.url}/api/v1/rooms/${from}/places`)).json();
    await walkTo(omar, portals.find((portal) => portal.room === to).box);
    await omar.getByTestId('portal').click();
    await isLive(omar, 'Omar', to);
  }
  assert.equal(await omar.evaluate(() => window.sameTab), true, 'the page was loaded again');
});

test('one sits down on a seat, and the other sees it', async () => {
  const { seats } = await (await fetch(`${venue.url}/api/v1/rooms/forum/places`)).json();
  assert.ok(seats.length > 0);
  await enter(omar, line.url, 'Omar', { room: 'forum' });
  await enter(mei, venue.url, 'Mei', { room: 'forum' });
  const here = await me(mei);
  const nearest = seats.sort((a, b) => apart(a, here) - apart(b, here))[0];
  await walkTo(mei, nearest, 1.3);
  await until('Mei sits', async () => {
    await mei.keyboard.press('x');
    return until('the answer', async () => (await me(mei)).seat >= 0, 2000).catch(() => false);
  });
  await until('Omar sees her sit', async () => (await seen(omar, 'Mei'))?.form === 3);
});

test('who leaves is gone at once, and no ghost stays', async () => {
  await mei.getByTestId('dock-leave').click();
  await mei.getByTestId('ended').waitFor();
  await until('only Omar is left', async () => (await people(omar)).map((person) => person.name).join() === 'Omar');
});

test('no page had an error', () => assert.deepEqual([...mei.errors, ...omar.errors], []));
