// What people see: budgets as counts, accessibility, and pictures of everything in artifacts/screens, to be looked at.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import test, { after, before } from 'node:test';
import { axePath, enter, isLive, launch, newPerson, shot, stats } from '../support/browser.mjs';
import { root, startVenue, until } from '../support/venue.mjs';

const budgets = JSON.parse(readFileSync(join(root, 'perf/budgets.json'), 'utf8'));
const axe = readFileSync(axePath, 'utf8');
let venue, browser, page;

before(async () => {
  venue = await startVenue();
  browser = await launch();
}, { timeout: 300_000 });

after(async () => {
  await browser?.close();
  await venue?.stop();
});

/** Serious findings of axe-core on a page. */
async function unreachable(view) {
  await view.evaluate(axe);
  const { violations } = await view.evaluate(() => window.axe.run(document, { resultTypes: ['violations'] }));
  return violations.filter((v) => ['serious', 'critical'].includes(v.impact)).map((v) => `${v.id}: ${v.nodes.map((n) => n.target.join(' ')).slice(0, 3).join(', ')}`);
}

/** Holds the camera, waits for frames to be drawn from it, and takes the picture. */
async function picture(view, name, camera) {
  if (camera) await view.evaluate((cam) => window.kapok.view(...cam), camera);
  for (let i = 0; i < 4; i++) await view.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => resolve(null))));
  await shot(view, name);
}

/** Everyone has come and gone to their places: the picture is of an evening under way. */
async function full(view, count) {
  await until('everyone is there', async () => (await stats(view)).people >= count, 240_000);
  await until('most stand or sit', () => view.evaluate(() => window.kapok.people().filter((person) => person.form === 1).length < window.kapok.people().length / 5), 180_000);
}

/** Changes a setting as a person does, and closes the panel again. */
async function set(view, label, role) {
  await view.getByTestId('dock-settings').click();
  await view.getByTestId('settings').getByRole(role, { name: label }).click();
  await view.keyboard.press('Escape');
  await view.getByTestId('settings').waitFor({ state: 'detached' });
}

test('the first view is small, and its editor can be used by everyone', async () => {
  page = await newPerson(browser, { width: 1024, height: 640 });
  await page.goto(`${venue.url}/r/arena?quality=laptop`);
  await page.locator('canvas.preview[data-ready]').waitFor({ timeout: 120_000 });
  await page.getByTestId('surprise').click();
  await picture(page, 'editor-en');
  await page.getByRole('tab', { name: 'Face' }).click();
  await page.waitForTimeout(1500);
  await picture(page, 'editor-face-en');
  assert.deepEqual(await unreachable(page), []);
});

test('the arena with 300 people is within its budget of draw calls, triangles and script', async () => {
  await page.getByTestId('name').fill('Picture');
  await page.getByTestId('enter').click();
  await isLive(page, 'Picture', 'arena');
  await picture(page, 'arena-arrival-few');
  venue.startBots(297, 'audience', 'arena', 3);
  await full(page, 301);
  const views = {
    'arena-arrival-full': null, 'arena-hero-full': [0, 7.5, 22, 0, 6.2, -40, 58], 'arena-close': [4.2, 1.9, -1.2, -2.5, 1.2, -4.5, 50],
    'arena-from-stage': [1.6, 4, -44.2, -0.6, 4.2, 10, 62], 'arena-plaza': [0, 2.4, 8.6, 0, 3, 28, 62],
  };
  for (const [name, camera] of Object.entries(views)) {
    await picture(page, name, camera);
    const { calls, triangles } = await stats(page);
    assert.ok(calls > 0 && calls <= budgets.arena300.drawCalls, `${name}: ${calls} draw calls`);
    assert.ok(triangles > 0 && triangles <= budgets.arena300.triangles, `${name}: ${triangles} triangles`);
  }
  await page.evaluate(() => window.kapok.view());
  const script = await page.evaluate(() => performance.getEntriesByType('resource').filter((r) => /\.js(\?|$)/.test(r.name)).reduce((sum, r) => sum + r.encodedBodySize, 0));
  assert.ok(script > 50_000 && script <= budgets.firstView.scriptBrotliBytes, `${script} bytes of script`);
});

test('in the room everything can be reached by everyone', async () => {
  await page.getByTestId('dock-roster').click();
  await page.getByTestId('roster').waitFor();
  await picture(page, 'roster-en');
  assert.deepEqual(await unreachable(page), []);
  await page.keyboard.press('Escape');
  await page.getByTestId('dock-controls').click();
  await picture(page, 'controls-en');
  assert.deepEqual(page.errors, []);
  await page.context().close();
});

test('the phone has a layout for thumbs', async () => {
  const phone = await newPerson(browser, { width: 390, height: 844, phone: true, language: 'zh-CN' });
  await phone.goto(`${venue.url}/r/terrace?quality=phone`);
  await phone.locator('canvas.preview[data-ready]').waitFor({ timeout: 120_000 });
  await phone.waitForTimeout(800);
  await shot(phone, 'phone-entry-zh');
  await enter(phone, venue.url, '小雨', { room: 'terrace', quality: 'phone' });
  await phone.getByTestId('joystick').waitFor();
  await picture(phone, 'phone-terrace-zh');
  await phone.getByTestId('dock-chat').click();
  await picture(phone, 'phone-chat-zh');
  assert.deepEqual(phone.errors, []);
  await phone.context().close();
});

test('the forum with few people and full, in Chinese', async () => {
  const visitor = await newPerson(browser, { width: 960, height: 540, language: 'zh-CN' });
  await visitor.goto(`${venue.url}/r/forum?quality=laptop`);
  await visitor.locator('canvas.preview[data-ready]').waitFor({ timeout: 120_000 });
  await picture(visitor, 'editor-zh');
  await visitor.getByTestId('name').fill('小雨');
  await visitor.getByTestId('enter').click();
  await isLive(visitor, '小雨', 'forum');
  await picture(visitor, 'forum-few-zh');
  venue.startBots(120, 'audience', 'forum');
  await full(visitor, 121);
  await picture(visitor, 'forum-full-zh');
  await picture(visitor, 'forum-hall-full-zh', [-7.4, 5.05, -5.5, 2.3, 2.85, -20, 58]);
  assert.deepEqual(visitor.errors, []);
  await visitor.context().close();
});

test('the terrace with few people and full, at every preset and with reduced motion', async () => {
  const visitor = await newPerson(browser, { width: 960, height: 540 });
  await enter(visitor, venue.url, 'Visitor', { room: 'terrace', quality: 'laptop' });
  await picture(visitor, 'terrace-few');
  for (const [preset, label] of [['high', 'Best'], ['phone', 'Phone'], ['low', 'Lowest']]) {
    await set(visitor, label, 'radio');
    await picture(visitor, `terrace-few-${preset}`);
    assert.equal((await stats(visitor)).quality, preset);
  }
  await set(visitor, 'Laptop', 'radio');
  await set(visitor, 'Reduced motion', 'switch');
  venue.startBots(120, 'audience', 'terrace');
  await full(visitor, 121);
  await picture(visitor, 'terrace-full-calm');
  await picture(visitor, 'terrace-close-calm', [1.8, 1.7, -6, 4, 1.1, -10, 50]);
  assert.deepEqual(visitor.errors, []);
  await visitor.context().close();
});

test('the console in both languages', async () => {
  for (const [language, tag] of [['en-US', 'en'], ['zh-CN', 'zh']]) {
    const console_ = await newPerson(browser, { width: 1280, height: 800, language });
    await console_.goto(venue.organiserLink);
    await console_.waitForURL(/\/console/);
    for (const path of ['', '/rooms/arena', '/announcements', '/links', '/safety']) {
      await console_.goto(`${venue.url}/console${path}`);
      await console_.waitForLoadState('networkidle');
      await console_.waitForTimeout(1500);
      await shot(console_, `console${path.replaceAll('/', '-')}-${tag}`);
    }
    await console_.context().close();
  }
});
