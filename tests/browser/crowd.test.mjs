// Finding people in a crowd: the roster lists those near, a search asks the server for anybody, and whom one follows is seen exactly from afar.
import assert from 'node:assert/strict';
import test, { after, before } from '../support/timed.mjs';
import { apart, enter, launch, me, newPerson, people, seen, standsStill, walkTo } from '../support/browser.mjs';
import { startVenue, until } from '../support/venue.mjs';

const ROWS = 200; // of the roster
const BOTS = 280;
const FAR = 'Bartholomew'; // the bots have the usual names
let venue, browser, mei, omar, roster;

before(async () => {
  venue = await startVenue();
  venue.startBots(BOTS, 'audience', 'arena');
  browser = await launch();
  [mei, omar] = [await newPerson(browser), await newPerson(browser)];
  await enter(omar, venue.url, FAR);
  await enter(mei, venue.url, 'Mei');
  roster = mei.getByTestId('roster');
}, { timeout: 300_000 });

after(async () => {
  await browser?.close();
  await venue?.stop();
});

const row = (name) => roster.locator('li').filter({ has: mei.locator('.name').getByText(name, { exact: true }) });

test('the roster lists the nearest, and says how many more there are', async () => {
  const { portals } = await (await fetch(`${venue.url}/api/v1/rooms/arena/places`)).json();
  await walkTo(omar, portals.find((portal) => portal.room === 'forum').box);
  await until('everyone is there', async () => (await people(mei)).length === BOTS + 2);
  // Into the thick of the crowd, where most of it is nearer to Mei than he is.
  const middle = { x: 0, z: -18 }, onFloor = (await people(mei)).filter((one) => one.form === 0 && Math.abs(one.y) < 0.3);
  await walkTo(mei, onFloor.reduce((best, one) => (apart(one, middle) < apart(best, middle) ? one : best)), 1.5);
  await mei.getByTestId('dock-roster').click();
  await roster.getByRole('heading', { name: `People · ${BOTS + 2}` }).waitFor();
  await until('the nearest are listed', async () => (await roster.locator('li').count()) === ROWS);
  await roster.getByText(`and ${BOTS + 2 - ROWS} more; search to find them`).waitFor();
  const names = await roster.locator('li .name').allInnerTexts();
  assert.equal(names[0], 'Mei', 'oneself comes first');
  assert.ok(!names.includes(FAR), 'Omar is far');
  const metres = (await roster.locator('li .metres').allInnerTexts()).map((text) => parseInt(text, 10));
  assert.ok(metres.length === ROWS - 1 && metres.every((value, i) => i === 0 || value >= metres[i - 1]), 'the nearest come first');
});

test('a search finds whoever is far away', async () => {
  await roster.getByRole('searchbox').fill('bartho');
  await row(FAR).waitFor();
  await roster.getByRole('searchbox').fill('nobody of this name');
  await roster.locator('.empty').waitFor();
  assert.equal(await roster.locator('li').count(), 0);
});

test('whom one follows is seen exactly however far away, until one follows no more', async () => {
  await roster.getByRole('searchbox').fill('BARTHOLOMEW');
  await row(FAR).locator('.roster-name').click();
  const card = mei.getByTestId('person-card');
  await card.getByRole('button', { name: 'Follow', exact: true }).click();
  await card.getByText('On your map wherever they go.').waitFor();
  const from = await me(omar);
  await walkTo(omar, { x: from.x + 4, z: from.z - 4 });
  const there = await standsStill(omar);
  await until('Mei sees him there', async () => apart(await seen(mei, FAR), there) < 0.3);
  assert.ok(apart(await me(mei), there) > 15, 'Omar is not far away');
  await card.getByRole('button', { name: 'Do not follow' }).click();
  await card.getByText('On your map wherever they go.').waitFor({ state: 'detached' });
});

test('"go to" brings one to whoever was found', async () => {
  await mei.getByTestId('person-card').getByRole('button', { name: 'Go to them' }).click();
  await until('Mei is beside Omar', async () => apart(await me(mei), await me(omar)) < 3);
});

test('no page had an error', () => assert.deepEqual([...mei.errors, ...omar.errors], []));
