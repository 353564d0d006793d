// The organiser's console in a real browser: who is where, announcements, links with roles, and the tools of safety with what they reach.
import assert from 'node:assert/strict';
import test, { after, before } from '../support/timed.mjs';
import { enter, isLive, launch, newPerson, seen } from '../support/browser.mjs';
import { startVenue, until } from '../support/venue.mjs';

const roles = [['Attendee', 'Two hours'], ['Speaker', 'One day'], ['Performer', 'One week'], ['Moderator', '30 days'], ['Organiser', 'No end']];
let venue, browser, desk, mei, rowdy;
const links = {};

before(async () => {
  venue = await startVenue({ bots: 12, behaviour: 'walkers', room: 'forum' });
  browser = await launch();
  desk = await newPerson(browser, { width: 1280, height: 800 });
  [mei, rowdy] = [await newPerson(browser, { width: 400, height: 260 }), await newPerson(browser, { width: 400, height: 260 })];
}, { timeout: 300_000 });

after(async () => {
  await browser?.close();
  await venue?.stop();
});

/** Opens a page of the console and waits until it is alive. */
async function show(path, page = desk) {
  await page.goto(`${venue.url}/console${path}`);
  await page.locator('main h1').first().waitFor();
}

/** The row of somebody in the list of a room's people. */
const row = (name) => desk.locator('.people .row').filter({ has: desk.getByText(name, { exact: true }) });

/** Chooses somebody in the list, and presses what can be done about them. */
async function measure(name, button) {
  await row(name).click();
  await desk.locator('.person h2').getByText(name, { exact: true }).waitFor();
  await desk.locator('.person').getByRole('button', { name: button, exact: true }).click();
}

/** Gives a reason in the dialog and goes through with it. */
async function because(reason, button) {
  const dialog = desk.getByRole('dialog');
  const go = dialog.getByRole('button', { name: button, exact: true });
  assert.ok(await go.isDisabled(), 'nothing is done without a reason');
  await dialog.getByRole('button', { name: reason, exact: true }).click();
  await go.click();
  await dialog.waitFor({ state: 'detached' });
}

const told = (text) => desk.locator('.mud-snackbar').getByText(text).first().waitFor();

/** A colour sum of the map: differs as soon as a head has moved. */
const mapOfHeads = () => desk.locator('.map canvas').evaluate((canvas) => {
  const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
  let sum = 0;
  for (let i = 0; i < data.length; i += 4) sum = (sum * 31 + data[i] + data[i + 1] * 3 + data[i + 3]) % 1e9;
  return sum;
});

async function say(page, text) {
  if (!(await page.getByTestId('chat-field').isVisible())) await page.getByTestId('dock-chat').click();
  await page.getByTestId('chat-field').fill(text);
  await page.getByTestId('chat-field').press('Enter');
}

/** What somebody has read in their chat panel. */
async function hasRead(page, text) {
  if (!(await page.getByTestId('chat').isVisible())) await page.getByTestId('dock-chat').click();
  return (await page.getByTestId('chat').getByText(text, { exact: true }).count()) > 0;
}

test('the link that the server prints opens the console, which shows every room', async () => {
  await desk.goto(venue.organiserLink);
  await desk.waitForURL(/\/console/);
  for (const room of ['Arena', 'Forum', 'Jade Terrace']) await desk.locator('.rooms .room').filter({ hasText: room }).waitFor();
  await until('the bots are counted', async () => (await desk.locator('.rooms .room').filter({ hasText: 'Forum' }).locator('.count').innerText()).startsWith('12 '));
});

test('a room shows who is in it, and the map of heads follows them', async () => {
  await enter(mei, venue.url, 'Visitor', { room: 'forum' });
  await show('/rooms/forum');
  await row('Visitor').waitFor();
  await desk.locator('.map canvas[aria-label="Map of the room with 13 people"]').waitFor();
  const before = await until('the map is drawn', mapOfHeads);
  await until('heads move', async () => (await mapOfHeads()) !== before);
  await desk.getByLabel('Search a name').fill('zzz');
  await row('Visitor').waitFor({ state: 'detached' });
  await desk.getByLabel('Search a name').fill('');
  await row('Visitor').waitFor();
});

test('an announcement is read in the room, and kept', async () => {
  await desk.getByRole('link', { name: 'Announce here' }).click();
  await desk.waitForURL(/announcements\?room=forum/);
  await desk.getByLabel('What to say').fill('The talk begins in five minutes.');
  await desk.getByRole('button', { name: 'Announce', exact: true }).click();
  await mei.getByTestId('announcement').getByText('The talk begins in five minutes.').waitFor();
  await told('Announced to 13 people.');
  await desk.locator('.past').getByText('The talk begins in five minutes.').waitFor();
});

test('links are made for each role and each lifetime', async () => {
  await show('/links');
  for (const [role, lifetime] of roles) {
    await desk.getByRole('button', { name: 'New link' }).click();
    const dialog = desk.getByRole('dialog');
    assert.ok(await dialog.getByRole('button', { name: 'Make the link' }).isDisabled(), 'a link has a label');
    await dialog.getByLabel('For whom').fill(`${role} link`);
    await dialog.getByRole('radio', { name: new RegExp(`^${role}`) }).click();
    await dialog.getByLabel('Works for').click();
    await desk.locator('.mud-list-item').getByText(lifetime, { exact: true }).click();
    await dialog.getByRole('button', { name: 'Make the link' }).click();
    links[role] = (await dialog.locator('.address code').innerText()).trim();
    assert.match(links[role], new RegExp(`^${venue.url}/link/[A-Za-z0-9_-]{20,}$`));
    await dialog.getByRole('button', { name: 'Done' }).click();
    await dialog.waitFor({ state: 'detached' });
    await desk.locator('tr').filter({ hasText: `${role} link` }).getByText(lifetime === 'No end' ? /^works$/ : /^works, ends in /).waitFor();
  }
});

test('who opens a link comes in with its role, and the console sees it', async () => {
  const performer = await newPerson(browser, { width: 400, height: 260 });
  await performer.goto(links.Performer);
  await enter(performer, venue.url, 'Singer', { room: 'forum' });
  await show('/rooms/forum');
  await row('Singer').getByText('Performer', { exact: true }).waitFor();
  await show('/links');
  await desk.locator('tr').filter({ hasText: 'Performer link' }).locator('td.number').getByText(/^1/).waitFor();
  assert.deepEqual(performer.errors, []);
  await performer.context().close();
});

test('a revoked link opens nothing any more, and ends the console of whoever came by it', async () => {
  const helper = await newPerson(browser, { width: 800, height: 600 });
  await helper.goto(links.Moderator);
  await helper.waitForURL(/\/console/);
  await helper.locator('.rooms .room').first().waitFor();
  await desk.locator('tr').filter({ hasText: 'Moderator link' }).getByRole('button', { name: 'Revoke' }).click();
  await desk.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
  await desk.locator('tr').filter({ hasText: 'Moderator link' }).getByText(/^works/).waitFor();
  await desk.locator('tr').filter({ hasText: 'Moderator link' }).getByRole('button', { name: 'Revoke' }).click();
  await desk.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click();
  await desk.locator('tr').filter({ hasText: 'Moderator link' }).getByText(/^revoked/).waitFor();
  await helper.getByRole('heading', { name: 'This is the organisers\' door' }).waitFor();
  const again = await helper.goto(links.Moderator);
  assert.equal(again.status(), 404);
  await helper.getByRole('heading', { name: 'This link does not work' }).waitFor();
  await helper.context().close();
});

// Two worlds at most are drawn at a time: software draws them.
test('who is muted is not read by others, until it is undone', async () => {
  await enter(rowdy, venue.url, 'Rowdy', { room: 'forum' });
  await show('/rooms/forum');
  await measure('Rowdy', 'Mute');
  await told('Rowdy is muted in chat.');
  await desk.getByRole('button', { name: /^Muted\s*1$/ }).waitFor();
  await say(rowdy, 'Buy my coins!');
  await desk.locator('.mud-snackbar').getByRole('button', { name: 'Undo' }).click();
  await told('Rowdy may chat again.');
  await desk.getByRole('button', { name: /^Muted\s*0$/ }).waitFor();
  await until('Rowdy is read again', async () =>
    { await say(rowdy, 'Sorry about that'); return until('the answer', () => hasRead(mei, 'Sorry about that'), 3000).catch(() => false); });
  assert.equal(await hasRead(mei, 'Buy my coins!'), false);
  await desk.locator('.chat .lines').getByText('Sorry about that').first().waitFor();
});

test('a report arrives with what the server heard, and is closed after a second look', async () => {
  await mei.getByTestId('chat').locator('.panel-close').click(); // on a page as low as this a panel takes all of it
  await mei.getByTestId('dock-roster').click();
  await mei.getByTestId('roster').getByText('Rowdy', { exact: true }).click();
  const card = mei.getByTestId('person-card');
  await card.getByRole('button', { name: 'Report', exact: true }).click();
  await card.locator('textarea').fill('Sells coins to everyone');
  await card.locator('.button.primary').last().click();
  await show('/safety');
  const report = desk.locator('.report').filter({ hasText: 'Sells coins to everyone' });
  await report.getByRole('heading', { name: 'Rowdy' }).waitFor();
  await report.locator('.subject').getByText('Sorry about that').first().waitFor();
  await report.getByRole('button', { name: 'Close without a measure' }).click();
  await told('The report about Rowdy is closed.');
  await desk.getByRole('tab', { name: /^Closed reports/ }).click();
  await report.getByText('no measure').waitFor();
  await report.getByRole('button', { name: 'Open it again' }).click();
  await desk.getByRole('tab', { name: /^Open reports/ }).click();
  await report.getByRole('button', { name: 'Close without a measure' }).waitFor();
});

test('who is banned stays out of every room across a restart, until the ban is lifted', async () => {
  await show('/rooms/forum');
  await measure('Rowdy', 'Ban');
  await because('Scam', 'Ban');
  await told('Rowdy is banned.');
  await rowdy.getByTestId('ended').waitFor();
  const joins = async () => (await rowdy.context().request.post(`${venue.url}/api/v1/rooms/arena/join`, { data: { name: 'Rowdy' } })).status();
  assert.equal(await joins(), 403);
  await venue.kill();
  await venue.start();
  assert.equal(await joins(), 403);
  await isLive(mei, 'Visitor', 'forum');
  await until('the visitor is back by herself', () => seen(mei, 'Visitor').then(() => true, () => false));
  await show('/safety');
  await desk.getByRole('tab', { name: /^Bans/ }).click();
  const ban = desk.locator('tr').filter({ hasText: 'Rowdy' });
  await ban.getByText('Scam').waitFor();
  await ban.getByRole('button', { name: 'Lift' }).click();
  await desk.getByRole('dialog').getByRole('button', { name: 'Lift' }).click();
  await told('The ban of Rowdy is lifted.');
  await ban.getByText(/^lifted/).waitFor();
  assert.equal(await joins(), 200);
});

test('who is kicked leaves and cannot come back for a while', async () => {
  await enter(rowdy, venue.url, 'Noisy', { room: 'forum' });
  await show('/rooms/forum');
  await measure('Noisy', 'Kick');
  await because('Disrupts the event', 'Kick');
  await told('Noisy was put out.');
  await rowdy.getByTestId('ended').getByText(/moderator asked you to leave/i).waitFor();
  await row('Noisy').waitFor({ state: 'detached' });
  const back = await rowdy.context().request.post(`${venue.url}/api/v1/rooms/forum/join`, { data: { name: 'Noisy' } });
  assert.equal(back.status(), 403);
});

test('an address with nothing at it is answered to a person by a page, to a program by problem details', async () => {
  const lost = await newPerson(browser, { width: 390, height: 700, language: 'zh-CN' });
  assert.equal((await lost.goto(`${venue.url}/no/such/page`)).status(), 404);
  await lost.getByRole('heading', { name: '这个地址没有内容' }).waitFor();
  await lost.getByRole('heading', { name: 'There is nothing at this address' }).waitFor();
  const part = await fetch(`${venue.url}/assets/none.glb`);
  assert.equal(part.status, 404);
  assert.match(part.headers.get('content-type'), /problem\+json/);
  await lost.context().close();
});

test('no page had an error', () => assert.deepEqual([desk, mei, rowdy].flatMap((page) => page.errors), []));
