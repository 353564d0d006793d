// The page when something is missing: its line, a part of it, or sense in what was stored. What a person did is kept; what is wrong is told as what it is.
import assert from 'node:assert/strict';
import test, { after, before } from '../support/timed.mjs';
import { enter, isLive, launch, newPerson, openDoor, relay, seen } from '../support/browser.mjs';
import { startVenue, until } from '../support/venue.mjs';

let venue, browser, line, mei, omar;

before(async () => {
  venue = await startVenue();
  line = await relay(venue.port);
  browser = await launch();
  [mei, omar] = [await newPerson(browser), await newPerson(browser)];
  await enter(mei, venue.url, 'Mei', { room: 'forum' });
  await enter(omar, line.url, 'Omar', { room: 'forum' });
  await until('Omar sees Mei', () => seen(omar, 'Mei'));
}, { timeout: 300_000 });

after(async () => {
  await browser?.close();
  await line?.close();
  await venue?.stop();
});

const lines = (page) => page.getByTestId('chat').locator('li p').allInnerTexts();

test('what was said and whom one blocked while the line was lost reaches the room after the return, once', async () => {
  await mei.getByTestId('dock-chat').click();
  await omar.getByTestId('dock-chat').click();
  line.cut();
  await omar.getByTestId('lost').waitFor();
  await omar.getByTestId('chat-field').fill('written in a tunnel');
  await omar.keyboard.press('Enter');
  await omar.getByTestId('chat').getByText('Not sent yet').waitFor();
  await omar.getByTestId('dock-roster').click();
  await omar.getByTestId('roster').getByText('Mei', { exact: true }).click();
  await omar.getByTestId('person-card').getByRole('button', { name: 'Block', exact: true }).click();
  await omar.getByText('Kept, and done as soon as the connection is back.').waitFor();
  assert.deepEqual(await lines(mei), []);
  line.mend();
  await isLive(omar, 'Omar', 'forum');
  await until('the line is said', async () => (await lines(omar)).length === 1 && await omar.getByText('Not sent yet').count() === 0);
  // The block hides what Omar says too, so whether Mei reads the line depends on which was heard first: the venue's word is that it is kept.
  await omar.getByText('Blocked.', { exact: true }).waitFor();
  await mei.getByTestId('chat-field').fill('unwanted');
  await mei.keyboard.press('Enter');
  await until('Mei has said it', async () => (await lines(mei)).includes('unwanted'));
  assert.deepEqual(await lines(omar), ['written in a tunnel']);
});

test('a part of the page that did not come is told as that, and the page can be loaded anew', async () => {
  const page = await newPerson(browser);
  await page.route(/\/app\/session-/, (route) => route.fulfill({ status: 404, body: '' }));
  await openDoor(page, venue.url, 'forum');
  await page.getByTestId('ended').waitFor();
  assert.match(await page.getByTestId('reason').innerText(), /part of this page could not be loaded/i);
  await page.unroute(/\/app\/session-/);
  await page.getByTestId('reload').click();
  await page.getByTestId('name').waitFor();
  await enter(page, venue.url, 'Ann', { room: 'forum' });
  await page.context().close();
});

test('a part that makes sound and did not come is told', async () => {
  const page = await newPerson(browser);
  await page.route(/\/app\/talk-/, (route) => route.fulfill({ status: 404, body: '' }));
  await enter(page, venue.url, 'Bo', { room: 'forum' });
  await page.getByTestId('sign-trouble-part').waitFor();
  await page.context().close();
});

test('stored things that make no sense keep nobody out', async () => {
  const page = await newPerson(browser);
  await page.addInitScript(() => {
    localStorage.setItem('kapok.settings', '{"quality":"ultra","volume":"loud","language":7}');
    localStorage.setItem('kapok.look', '{}');
    localStorage.setItem('kapok.name', '[1]');
  });
  await page.goto(`${venue.url}/r/forum?draw=off`);
  await page.getByTestId('name').fill('Cy');
  await page.getByTestId('enter').click();
  await isLive(page, 'Cy', 'forum');
  assert.deepEqual(page.errors, []);
  await page.context().close();
});

test('one who is turned away at the door waits there, is told how long, and walks in', async () => {
  const page = await newPerson(browser);
  let asked = 0;
  await page.route(/\/join$/, (route) => (asked++ === 0
    ? route.fulfill({ status: 429, headers: { 'Retry-After': '3' }, contentType: 'application/problem+json',
      body: JSON.stringify({ code: 'too-fast', retryAfterSeconds: 3, position: 1 }) })
    : route.continue()));
  await openDoor(page, venue.url, 'forum');
  await page.getByTestId('name').fill('Di');
  await page.getByTestId('enter').click();
  await page.getByTestId('waiting').getByText(/Your turn in \d s/).waitFor();
  await isLive(page, 'Di', 'forum');
  assert.equal(asked, 2);
  await page.context().close();
});

test('a page that comes back to a newer server says so and goes on', async () => {
  await omar.route(/\/api\/v1\/venue$/, async (route) => {
    const answer = await route.fetch();
    await route.fulfill({ response: answer, json: { ...(await answer.json()), build: 'another' } });
  });
  await omar.evaluate(() => window.kapok.dropConnection());
  await omar.getByTestId('newer').waitFor();
  await isLive(omar, 'Omar', 'forum');
});

test('no page had an error', () => {
  for (const page of [mei, omar]) assert.deepEqual(page.errors, []);
});
