// The run of show in the organiser's console: written from an example, imported, edited by two at once, rehearsed; and what a stage manager sees of the console.
import assert from 'node:assert/strict';
import test, { after, before } from '../support/timed.mjs';
import { enter, launch, newPerson, shot, unreachable } from '../support/browser.mjs';
import { startVenue, until } from '../support/venue.mjs';

const MINUTE = 60_000, ROOM = 'terrace';
let venue, browser, olga, stella, api;

before(async () => {
  venue = await startVenue();
  browser = await launch();
  olga = await newPerson(browser, { width: 1280, height: 800 });
  stella = await newPerson(browser, { width: 900, height: 640 });
  await olga.goto(venue.organiserLink);
  await olga.waitForURL(/\/console/);
  const { event } = await (await fetch(`${venue.url}/api/v1/venue`)).json();
  api = `${venue.url}/api/v1/events/${event}/rooms/${ROOM}/show`;
}, { timeout: 300_000 });

after(async () => {
  await browser?.close();
  await venue?.stop();
});

async function show(page, path) {
  await page.goto(`${venue.url}/console${path}`);
  await page.locator('main h1, main h2').first().waitFor();
}

const rows = (page) => page.locator('.cues tbody tr').count();
const told = (page, text) => page.locator('.mud-snackbar').getByText(text).first().waitFor({ timeout: MINUTE });

/** Takes back Olga's last change, as the button in the line that tells of it does: the line is gone after a while, and this machine may be slow. */
const undo = async () => assert.equal((await ask(olga, 'POST', `${api}/commands`, { undo: {} })).status, 204);

/** Makes a link of a role on the page of links. */
async function link(role) {
  await show(olga, '/links');
  await olga.getByRole('button', { name: 'New link' }).click();
  const dialog = olga.getByRole('dialog');
  await dialog.getByLabel('For whom').fill(`${role} link`);
  await dialog.getByRole('radio', { name: new RegExp(`^${role}`) }).click();
  await dialog.getByRole('button', { name: 'Make the link' }).click();
  const address = (await dialog.locator('.address code').innerText()).trim();
  await dialog.getByRole('button', { name: 'Done' }).click();
  await dialog.waitFor({ state: 'detached' });
  return address;
}

/** Asks the venue as the person of a page. */
const ask = (page, method, address, body) => page.evaluate(async ({ method, address, body }) => {
  const answer = await fetch(address, { method, body: body && JSON.stringify(body), headers: { 'Content-Type': 'application/json' } });
  return { status: answer.status, body: await answer.json().catch(() => null) };
}, { method, address, body });

test('an empty run of show starts from an example, which can be taken back', async () => {
  await show(olga, `/rooms/${ROOM}/show`);
  await olga.locator('.examples').getByRole('button', { name: 'Talk', exact: true }).click();
  await until('the talk is there', async () => (await rows(olga)) === 6, MINUTE);
  await undo();
  await olga.locator('.examples').getByRole('button', { name: 'Ceremony', exact: true }).click();
  await until('the ceremony is there', async () => (await rows(olga)) === 8, MINUTE);
  for (const name of ['Countdown', 'The gong', 'Signing wall', 'Certificates']) await olga.locator('.cues').getByText(name, { exact: true }).first().waitFor();
  await shot(olga, 'console-show-en');
});

test('a broken table tells its line, and changes nothing', async () => {
  const file = olga.locator('input[type=file]');
  await file.setInputFiles({ name: 'show.csv', mimeType: 'text/csv', buffer: Buffer.from('number,name,actions\n1,Doors,[]\n2,Dark,oops\n') });
  await told(olga, /Line 3 cannot be read: look at the column actions/);
  assert.equal(await rows(olga), 8);
  await file.setInputFiles({ name: 'show.csv', mimeType: 'text/csv', buffer: Buffer.from('number,name,actions\n1,Doors,[]\n2,Dark,"[{""light"":{}}]"\n') });
  await until('two cues are there', async () => (await rows(olga)) === 2, MINUTE);
  await undo();
  await until('it is undone', async () => (await rows(olga)) === 8, MINUTE);
});

test('a stage manager has stages and shows, and nothing else', async () => {
  await stella.goto(await link('Stage manager'));
  await show(stella, '/stages');
  assert.equal(await stella.locator('nav a[href="/console/settings"], nav a[href="/console/links"]').count(), 0);
  await show(stella, '/settings');
  await stella.getByText('You run the shows').waitFor();
  await show(stella, '/stages');
  await stella.locator(`a[href="/console/rooms/${ROOM}/show"]`).click();
  await until('the show is there', async () => (await rows(stella)) === 8, MINUTE);
});

test('two who edit see each other, and nobody overwrites the other', async () => {
  await enter(stella, venue.url, 'Stella', { room: ROOM });
  await stella.getByTestId('desk-open').click();
  await show(olga, `/rooms/${ROOM}/show`);
  await olga.getByRole('button', { name: 'Edit cue 1', exact: true }).click();
  const dialog = olga.getByRole('dialog');
  await until('Stella sees who has the cue open', async () => /has 1 open/.test(await stella.getByTestId('desk-hands').textContent({ timeout: 5000 }).catch(() => '')), MINUTE);
  const [cue] = (await ask(stella, 'GET', api)).body.cues;
  assert.equal((await ask(stella, 'POST', `${api}/commands`, { put: { cue: { ...cue, name: 'Guests arrive' }, expected: cue.version } })).status, 204);
  await dialog.getByLabel('Name').fill('Everyone comes');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await told(olga, /has changed this cue meanwhile/);
  await olga.locator('.cues').getByText('Guests arrive', { exact: true }).waitFor();
  await until('the desk has the new name', () => stella.getByTestId('desk-cues').getByText('Guests arrive').isVisible(), MINUTE);
  // What Stella plays in the room, the console follows.
  await stella.getByTestId('desk-go').click();
  await olga.locator('.cues tr.current').filter({ hasText: 'Guests arrive' }).waitFor();
});

test('the console opens a rehearsal and leads there', async () => {
  await olga.getByRole('button', { name: 'Rehearse', exact: true }).click();
  await olga.waitForURL(/\/r\/rehearsal-/);
  await olga.goto(`${olga.url()}?quality=low&draw=off`);
  await olga.getByTestId('name').fill('Olga');
  await olga.getByTestId('enter').click();
  await olga.getByTestId('rehearsal').waitFor();
  await until('nothing is played there yet', async () => (await olga.getByTestId('desk-start').count()) === 1, MINUTE);
});

test('the pages are read in both languages, by day and night, and on a phone', async () => {
  const phone = await newPerson(browser, { width: 390, height: 760, phone: true, language: 'zh-CN' });
  await phone.goto(venue.organiserLink);
  await phone.waitForURL(/\/console/);
  for (const [page, name] of [[olga, 'day'], [phone, 'phone-zh']]) {
    for (const [path, what] of [[`/rooms/${ROOM}/show`, 'show'], ['/stages', 'stages']]) {
      await show(page, path);
      if (what === 'show') await until('the list is there', async () => (await rows(page)) === 8, MINUTE);
      if (name === 'day' && what === 'show') await page.getByRole('button', { name: 'Light colours' }).first().click();
      await shot(page, `console-${what}-${name}`);
      assert.deepEqual(await unreachable(page), []);
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${what} fits into the width`);
    }
  }
  assert.deepEqual([olga, stella, phone].flatMap((page) => page.errors), []);
});
