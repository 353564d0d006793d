// A moderator's tools: whoever is kicked or banned is told why and cannot come back, a banned one not after a restart either.
import assert from 'node:assert/strict';
import test, { after, before } from '../support/timed.mjs';
import { enter, launch, newPerson, openDoor, seen } from '../support/browser.mjs';
import { startVenue, until } from '../support/venue.mjs';

let venue, browser, organiser, world, guest;

before(async () => {
  venue = await startVenue();
  browser = await launch();
  organiser = await newPerson(browser, { width: 1280, height: 720 });
  await organiser.goto(venue.organiserLink);
  await organiser.waitForURL(/\/console/);
}, { timeout: 300_000 });

after(async () => {
  await browser?.close();
  await venue?.stop();
});

/** Tries to come in again; the reason that the page shows. */
async function refusedWith(page, name) {
  await openDoor(page, venue.url, 'forum');
  await page.getByTestId('name').fill(name);
  await page.getByTestId('enter').click();
  const shown = page.getByTestId('reason').first();
  await shown.waitFor({ timeout: 60_000 });
  return shown.innerText();
}

/** Takes a measure from the card of somebody in the organiser's roster. */
async function measure(name, button) {
  if (!(await world.getByTestId('roster').isVisible())) await world.getByTestId('dock-roster').click();
  await world.getByTestId('roster').getByText(name, { exact: true }).click();
  const card = world.getByTestId('person-card');
  await card.getByRole('button', { name: button, exact: true }).click();
  await card.locator('textarea').fill('Please keep to the house rules.');
  await card.getByRole('button', { name: button, exact: true }).last().click();
}

test('the organiser walks in with the role of the link', async () => {
  world = await organiser.context().newPage();
  world.setDefaultTimeout(60_000);
  await world.setViewportSize({ width: 640, height: 480 });
  await enter(world, venue.url, 'Organiser', { room: 'forum' });
});

test('a kicked guest is told why and cannot come back', async () => {
  guest = await newPerson(browser, { width: 400, height: 240 });
  await enter(guest, venue.url, 'Rowdy', { room: 'forum' });
  await until('the organiser sees the guest', () => seen(world, 'Rowdy'));
  await measure('Rowdy', 'Kick');
  await guest.getByTestId('ended').waitFor();
  assert.match(await guest.getByTestId('ended').innerText(), /moderator asked you to leave/i);
  assert.match(await refusedWith(guest, 'Somebody else'), /moderator asked you to leave/i);
  await guest.context().close();
});

test('a banned guest cannot come back, not even after a power cut', async () => {
  const banned = await newPerson(browser, { width: 400, height: 240 });
  await enter(banned, venue.url, 'Scammer', { room: 'forum' });
  await until('the organiser sees the guest', () => seen(world, 'Scammer'));
  await measure('Scammer', 'Ban');
  await banned.getByTestId('ended').waitFor();
  assert.match(await banned.getByTestId('ended').innerText(), /banned/i);
  assert.match(await refusedWith(banned, 'Somebody else'), /banned/i);
  await venue.kill();
  await venue.start();
  assert.match(await refusedWith(banned, 'Somebody else'), /banned/i);
});

test('the console shows who is banned, and why', async () => {
  await organiser.goto(`${venue.url}/console/safety`);
  const tab = organiser.getByRole('tab', { name: /Bans/ });
  // The page is drawn before its connection stands; a click before that goes nowhere.
  await until('the bans are shown', async () => { await tab.click(); return await tab.getAttribute('aria-selected') === 'true'; });
  const row = organiser.getByRole('row').filter({ hasText: 'Scammer' });
  await row.waitFor();
  assert.match(await row.innerText(), /house rules/);
});

test('without a role the console is closed', async () => {
  const stranger = await newPerson(browser, { width: 800, height: 500 });
  const answer = await stranger.context().request.get(`${venue.url}/console/safety`);
  assert.ok(!(await answer.text()).includes('Rowdy'));
});
