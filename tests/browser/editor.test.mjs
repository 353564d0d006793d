// The avatar editor: every choice has a word and a little picture of oneself, by mouse and by keyboard.
import assert from 'node:assert/strict';
import test, { after, before } from '../support/timed.mjs';
import { launch, newPerson, openDoor, shot, unreachable } from '../support/browser.mjs';
import { startVenue, until } from '../support/venue.mjs';

const TABS = ['Body', 'Face', 'Hair', 'Clothes', 'Extras'], LIMIT = { timeout: 240_000 };
let venue, browser;

before(async () => {
  venue = await startVenue({ env: { Voice__Enabled: 'false' } });
  browser = await launch();
}, { timeout: 120_000 });

after(async () => {
  await browser?.close();
  await venue?.stop();
}, { timeout: 60_000 });

/** The little pictures of the page that is open, each as a sum of what is on it; null while one is not drawn. */
const picturesOf = (page) => page.evaluate(() => {
  const all = [...document.querySelectorAll('.picture-choice canvas')];
  if (all.length === 0 || all.some((canvas) => !canvas.dataset.drawn)) return null;
  return all.map((canvas) => canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data.reduce((sum, value, i) => (sum * 31 + value * (i % 7 + 1)) % 1e9, 0));
});

test('each choice is a little picture of its own, drawn anew for another skin', LIMIT, async () => {
  const ada = await newPerson(browser, { width: 1280, height: 800, draws: true });
  await openDoor(ada, venue.url, 'forum');
  await ada.locator('canvas.preview[data-ready]').waitFor();
  for (const tab of TABS) {
    await ada.getByRole('tab', { name: tab }).click();
    const pictures = await until(`the pictures of ${tab}`, () => picturesOf(ada));
    assert.equal(new Set(pictures).size, pictures.length, `${tab}: two pictures are the same`);
    assert.ok(!pictures.includes(0), `${tab}: an empty picture`);
    await shot(ada, `editor-${tab.toLowerCase()}`);
  }
  await ada.getByRole('tab', { name: 'Face' }).click();
  const before = await until('the faces', () => picturesOf(ada));
  await ada.getByRole('radio', { name: 'Grin' }).click();
  await ada.getByRole('tab', { name: 'Body' }).click();
  await ada.getByRole('radiogroup', { name: 'Skin' }).getByRole('radio', { checked: false }).first().click();
  await ada.getByRole('tab', { name: 'Face' }).click();
  await until('other faces', async () => { const now = await picturesOf(ada); return now !== null && now.every((sum, i) => sum !== before[i]); });
  assert.deepEqual(ada.errors, []);
  await ada.context().close();
});

test('every choice has a word, is reached and chosen by keys, and works without pictures', LIMIT, async () => {
  const bo = await newPerson(browser, { width: 960, height: 600 });
  await openDoor(bo, venue.url, 'forum');
  await bo.getByTestId('enter').waitFor();
  for (const tab of TABS) {
    await bo.getByRole('tab', { name: tab }).click();
    for (const choice of await bo.locator('.picture-choice').all()) assert.match(await choice.innerText(), /\p{L}{2}/u, `${tab}: a choice without a word`);
    assert.deepEqual(await unreachable(bo), [], tab);
  }
  await bo.getByRole('tab', { name: 'Hair' }).click();
  const styles = bo.getByRole('radiogroup', { name: 'Style' }), chosen = () => styles.getByRole('radio', { checked: true }).innerText();
  await styles.getByRole('radio', { name: 'Bob' }).click();
  await bo.keyboard.press('ArrowRight');
  assert.equal(await chosen(), 'Long');
  assert.equal(await bo.evaluate(() => document.activeElement.innerText), 'Long');
  await bo.keyboard.press('ArrowUp');
  await bo.keyboard.press('ArrowLeft');
  assert.equal(await chosen(), 'Undercut');
  assert.equal(await styles.locator('[tabindex="0"]').count(), 1, 'one of a group is in the row of Tab');
  await bo.getByTestId('surprise').click();
  await bo.getByRole('button', { name: 'Undo' }).click();
  await until('the hair one had', async () => (await chosen()) === 'Undercut');
  assert.deepEqual(bo.errors, []);
  await bo.context().close();
});
