// A full room: whoever comes then stands in line before it and walks in by themselves; who has a part in the evening goes straight in.
import assert from 'node:assert/strict';
import test, { after, before } from '../support/timed.mjs';
import { enter, isLive, launch, newPerson, openDoor, shot } from '../support/browser.mjs';
import { startVenue, until } from '../support/venue.mjs';

let venue, browser, mei, omar, yu, organiser;

before(async () => {
  venue = await startVenue({ env: { KAPOK__CAPACITY: '1' } });
  browser = await launch();
  mei = await newPerson(browser);
  omar = await newPerson(browser, { width: 960, height: 540 });
  yu = await newPerson(browser, { width: 390, height: 700, language: 'zh-CN' });
  organiser = await newPerson(browser, { width: 1280, height: 800 });
  await enter(mei, venue.url, 'Mei', { room: 'forum' });
}, { timeout: 300_000 });

after(async () => {
  await browser?.close();
  await venue?.stop();
});

/** Asks to come in, and is put in line. */
async function lineUp(page, name, says) {
  await openDoor(page, venue.url, 'forum');
  await page.getByTestId('name').fill(name);
  await page.getByTestId('enter').click();
  await page.getByTestId('waiting').getByText(says).waitFor();
}

/** Comes by a link in a browser of its own, and leaves again. */
async function passesBy(link, name) {
  const page = await newPerson(browser);
  await page.goto(link);
  await enter(page, venue.url, name, { room: 'forum' });
  assert.equal(await omar.getByTestId('waiting').getByText('You are next.').count(), 1, 'Omar came in although the room is full');
  await page.getByTestId('dock-leave').click();
  await page.getByTestId('ended').waitFor();
  await page.context().close();
}

test('the second waits and is next, the third is told their place in line', async () => {
  await lineUp(omar, 'Omar', 'You are next.');
  await shot(omar, 'waiting-en');
  await lineUp(yu, '小雨', '您排在第 2 位。');
  await shot(yu, 'waiting-zh');
});

test('organisers and speakers go straight in', async () => {
  await organiser.goto(venue.organiserLink);
  await organiser.waitForURL(/\/console/);
  await organiser.goto(`${venue.url}/console/links`);
  const dialog = organiser.getByRole('dialog');
  // The page is drawn before its connection stands; a click before that goes nowhere.
  await until('the dialog opens', async () =>
    { await organiser.getByRole('button', { name: 'New link' }).click(); return dialog.waitFor({ timeout: 2000 }).then(() => true, () => false); });
  await dialog.getByLabel('For whom').fill('Keynote');
  await dialog.getByRole('radio', { name: /^Speaker/ }).click();
  await dialog.getByRole('button', { name: 'Make the link' }).click();
  const link = (await dialog.locator('.address code').innerText()).trim();
  await passesBy(link, 'Speaker');
  await passesBy(venue.organiserLink, 'Organiser');
});

test('as soon as somebody leaves the first in line walks in by themselves, and the next moves up', async () => {
  await mei.getByTestId('dock-leave').click();
  await isLive(omar, 'Omar', 'forum');
  assert.equal(await omar.getByTestId('waiting').count(), 0);
  await yu.getByTestId('waiting').getByText('下一个就是您。').waitFor();
});

test('who leaves the line is back at the door, and may line up again', async () => {
  await yu.getByTestId('give-up').click();
  await yu.getByTestId('waiting').waitFor({ state: 'detached' });
  await lineUp(yu, '小雨', '下一个就是您。');
  await omar.getByTestId('dock-leave').click();
  await isLive(yu, '小雨', 'forum');
});

test('no page had an error', () => assert.deepEqual([mei, omar, yu].flatMap((page) => page.errors), []));
