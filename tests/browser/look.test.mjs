// What people see: budgets as counts, accessibility, and pictures of everything in artifacts/screens, to be looked at.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import test, { after, before } from 'node:test';
import { axePath, enter, launch, newPerson, shot, stats } from '../support/browser.mjs';
import { root, startVenue, until } from '../support/venue.mjs';

const budgets = JSON.parse(readFileSync(join(root, 'perf/budgets.json'), 'utf8'));
const axe = readFileSync(axePath, 'utf8');
let venue, browser, page;

before(async () => {
  venue = await startVenue({ bots: 300 });
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
  await until('everyone is there', async () => (await page.evaluate(() => window.kapok?.me()?.state)) === 'live' && (await stats(page)).people >= 301, 180_000);
  // The audience walks to its places first; the picture is of an evening under way.
  await until('most stand or sit', () => page.evaluate(() => window.kapok.people().filter((person) => person.form === 1).length < 60), 120_000);
  await picture(page, 'arena-arrival-full');
  const views = { 'arena-arrival-full': null, 'arena-hero-full': [0, 7.5, 22, 0, 6.2, -40, 58], 'arena-close': [6, 1.9, -20, 0, 1.3, -26, 50] };
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

for (const [room, cameras] of Object.entries({
  forum: { arrival: null },
  terrace: { arrival: null },
})) {
  test(`the ${room} with few people and full`, async () => {
    const visitor = await newPerson(browser, { width: 960, height: 540 });
    await enter(visitor, venue.url, 'Visitor', { room, quality: 'laptop' });
    await picture(visitor, `${room}-few`, cameras.arrival);
    venue.startBots(120, 'mixed', room);
    await until('the bots are there', async () => (await stats(visitor)).people >= 121, 180_000);
    await visitor.waitForTimeout(12_000);
    await picture(visitor, `${room}-full`, cameras.arrival);
    assert.deepEqual(visitor.errors, []);
    await visitor.context().close();
  });
}

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
