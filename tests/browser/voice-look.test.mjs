// What voices look like, in artifacts/screens, to be looked at: the settings of sound, people who talk, and the organiser's console while they do.
import assert from 'node:assert/strict';
import test, { after, before } from '../support/timed.mjs';
import { draw, enter, newPerson, picture, shot, unreachable, walkTo } from '../support/browser.mjs';
import { enterTalking, isConnected, launchWithTone, newTalker } from '../support/voice.mjs';
import { startVenue, until } from '../support/venue.mjs';

const places = { Mei: { x: 0, z: 28.2 }, Omar: { x: -1.1, z: 25.4 }, Inès: { x: 0.2, z: 24.4 }, Kofi: { x: 1.4, z: 25.8 } };
const pages = {};
let venue, browser, mei;

before(async () => {
  venue = await startVenue({ env: { Voice__TcpPort: '0' }, bots: 12, behaviour: 'walkers', room: 'forum' });
  browser = await launchWithTone({ left: 0.15, right: 0.15 }); // a voice of everyday: the meter shows it in the middle
}, { timeout: 300_000 });

after(async () => {
  await browser?.close();
  await venue?.stop();
});

const others = () => Object.keys(pages).filter((name) => name !== 'Mei');

test('the settings of sound, in both languages and on a phone', async () => {
  for (const [name, options] of Object.entries({ en: { width: 1024, height: 720 }, zh: { width: 1024, height: 720, language: 'zh-CN' },
    phone: { width: 390, height: 844, phone: true } })) {
    const page = await newTalker(browser, options);
    await enterTalking(page, venue.url, 'Mei');
    if (name === 'phone') await page.getByRole('button', { name: 'More' }).tap();
    await page.getByTestId('dock-settings').click();
    await page.getByTestId('tab-sound').click();
    await page.getByTestId('test-mic').click();
    await until('the meter moves', async () => Number(await page.getByTestId('meter').getAttribute('aria-valuenow')) > 0.3);
    await shot(page, `sound-${name}`);
    assert.deepEqual(await unreachable(page), []);
    await page.getByTestId('sound').locator('input[type=range]').last().scrollIntoViewIfNeeded();
    await shot(page, `sound-${name}-end`);
    assert.deepEqual(page.errors, []);
    await page.context().close();
  }
});

test('people who talk are seen to', async () => {
  mei = pages.Mei = await newTalker(browser, { width: 1100, height: 640, draws: true });
  await mei.goto(venue.organiserLink);
  for (const name of ['Omar', 'Inès', 'Kofi']) pages[name] = await newTalker(browser, { width: 400, height: 300 });
  await enter(mei, venue.url, 'Mei', { room: 'forum', quality: 'laptop' });
  await draw(mei, false); // with four pages, software has no time to draw all the while
  await isConnected(mei, 'Mei');
  for (const name of others()) await enterTalking(pages[name], venue.url, name);
  await Promise.all(Object.entries(pages).map(([name, page]) => walkTo(page, places[name])));
  for (const name of ['Omar', 'Inès']) await pages[name].keyboard.press('m');
  await mei.getByTestId('dock-roster').click();
  await until('both are marked', async () => (await mei.getByTestId('roster').getByRole('img', { name: 'speaking' }).count()) === 2);
  await picture(mei, 'talking', [0.1, 1.9, 30.4, 0.1, 1.25, 25, 50]);
  assert.equal(await mei.locator('.tag.speaking').count(), 2);
  await mei.keyboard.press('Escape');
  await picture(mei, 'talking-above', [0.1, 6, 31, 0.1, 0.6, 25, 44]);
});

test('a moderator sees the hands, and everyone who has the microphone', async () => {
  for (const name of ['Kofi', 'Omar']) {
    await pages[name].keyboard.press('h');
    await pages[name].getByTestId('sign-hand').waitFor();
  }
  await mei.getByTestId('dock-hands').click();
  await mei.getByTestId('hands').getByText('Omar', { exact: true }).waitFor();
  await picture(mei, 'hands-en', [0.1, 1.9, 30.4, 0.1, 1.25, 25, 50]);
  assert.deepEqual(await unreachable(mei), []);
  await mei.getByTestId('hands').getByRole('button', { name: 'Give microphone' }).first().click();
  await pages.Kofi.getByTestId('holder').waitFor();
  await pages.Kofi.keyboard.press('m');
  await mei.getByTestId('holder').getByText('Kofi has the microphone').waitFor();
  await picture(mei, 'holder-en');
  await shot(pages.Kofi, 'holder-own-en');
  await mei.keyboard.press('Escape');
});

test('the console shows who speaks, who waits, and who is silenced', async () => {
  const desk = await newPerson(browser, { width: 1280, height: 800 });
  await desk.goto(venue.organiserLink);
  await desk.waitForURL(/\/console/);
  await desk.goto(`${venue.url}/console/rooms/forum`);
  const voices = desk.locator('.voices'), row = (name) => desk.locator('.people .row').filter({ has: desk.getByText(name, { exact: true }) });
  await desk.locator('.people').getByRole('button', { name: 'Guests' }).click();
  await row('Inès').click();
  await desk.locator('.person').getByRole('button', { name: 'Silence', exact: true }).click();
  await desk.locator('.person .state').getByText('voice taken away').waitFor();
  await voices.locator('.hands').getByText('Omar').waitFor();
  await until('Omar and Kofi speak', async () => /(?=.*Omar)(?=.*Kofi)/.test(await voices.locator('.speaks').innerText()));
  await row('Kofi').click(); // the minute that he had may be over
  await desk.locator('.person').getByRole('button', { name: 'Give the microphone', exact: true }).click();
  await voices.getByRole('button', { name: 'Kofi' }).waitFor();
  await row('Inès').click();
  await shot(desk, 'console-voices-dark');
  assert.deepEqual(await unreachable(desk), []);
  await desk.getByRole('button', { name: 'Light colours' }).click();
  await desk.getByRole('button', { name: 'Dark colours' }).waitFor();
  await shot(desk, 'console-voices-light');
  assert.deepEqual(await unreachable(desk), []);
  assert.deepEqual(desk.errors, []);
  await desk.context().close();
});

test('no page had an error', () => assert.deepEqual(Object.values(pages).flatMap((page) => page.errors), []));
