// What people see: budgets as counts, accessibility, and pictures of everything in artifacts/screens, to be looked at.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import test, { after, before } from '../support/timed.mjs';
import { draw, frames, isLive, launch, newPerson, openDoor, picture, shot, stats, unreachable } from '../support/browser.mjs';
import { root, startVenue, until } from '../support/venue.mjs';

const budgets = JSON.parse(readFileSync(join(root, 'perf/budgets.json'), 'utf8'));
let venue, browser, arena, forum, terrace;

before(async () => {
  venue = await startVenue();
  browser = await launch();
}, { timeout: 300_000 });

after(async () => {
  await browser?.close();
  await venue?.stop();
});

/** Walks in, and draws no more than pictures from now on. */
async function enterFrom(view, name, room) {
  await view.getByTestId('name').fill(name);
  await view.getByTestId('enter').click();
  await isLive(view, name, room);
  await draw(view, false);
}

/** Opens a room's door, with the avatar in front of it. */
async function openEditor(options, room, quality) {
  const view = await newPerson(browser, { draws: true, ...options });
  await openDoor(view, venue.url, room, quality);
  await view.locator('canvas.preview[data-ready]').waitFor();
  return view;
}

/** Everyone has come and gone to their places: the picture is of an evening under way. */
async function full(view, count) {
  await until('everyone is there', async () => (await stats(view)).people >= count, 240_000);
  await until('most stand or sit', () => view.evaluate(() => window.kapok.people().filter((person) => person.form === 1).length < window.kapok.people().length / 5), 180_000);
}

/** Opens a panel, takes the picture, and closes it again. */
async function panel(view, button, testId, name) {
  await view.getByTestId(button).click();
  await view.getByTestId(testId).waitFor();
  await shot(view, name);
  await view.keyboard.press('Escape');
  await view.getByTestId(testId).waitFor({ state: 'detached' });
}

test('the first view is small, and its editor can be used by everyone', async () => {
  arena = await openEditor({ width: 1024, height: 640 }, 'arena', 'laptop');
  await arena.getByTestId('surprise').click();
  await frames(arena, 20);
  await shot(arena, 'editor-en');
  await arena.getByRole('tab', { name: 'Face' }).click();
  await frames(arena, 150); // the camera comes near
  await shot(arena, 'editor-face-en');
  assert.deepEqual(await unreachable(arena), []);
  await enterFrom(arena, 'Picture', 'arena');
  await picture(arena, 'arena-arrival-few');
  const script = await arena.evaluate(() => performance.getEntriesByType('resource').filter((r) => /\.js(\?|$)/.test(r.name)).reduce((sum, r) => sum + r.encodedBodySize, 0));
  assert.ok(script > 50_000 && script <= budgets.firstView.scriptBrotliBytes, `${script} bytes of script`);
});

// The crowds come while the other places are looked at.
test('the forum with few people, in Chinese', async () => {
  venue.startBots(297, 'audience', 'arena', 3);
  forum = await openEditor({ width: 960, height: 540, language: 'zh-CN' }, 'forum', 'laptop');
  await frames(forum, 20);
  await shot(forum, 'editor-zh');
  await enterFrom(forum, '小雨', 'forum');
  await picture(forum, 'forum-few-zh');
});

test('the terrace with few people, at the best and the lowest preset', async () => {
  venue.startBots(120, 'audience', 'forum');
  terrace = await newPerson(browser, { width: 960, height: 540, draws: true });
  await openDoor(terrace, venue.url, 'terrace', 'laptop');
  await enterFrom(terrace, 'Visitor', 'terrace');
  await picture(terrace, 'terrace-few');
  for (const [preset, label] of [['high', 'Best'], ['low', 'Lowest'], ['laptop', 'Laptop']]) {
    await terrace.getByTestId('dock-settings').click();
    await terrace.getByTestId('settings').getByRole('radio', { name: label }).click();
    if (preset === 'laptop') await terrace.getByTestId('settings').getByRole('switch', { name: 'Reduced motion' }).click();
    await terrace.keyboard.press('Escape');
    await terrace.getByTestId('settings').waitFor({ state: 'detached' });
    if (preset !== 'laptop') await picture(terrace, `terrace-few-${preset}`);
    assert.equal((await stats(terrace)).quality, preset);
  }
});

test('the phone has a layout for thumbs', async () => {
  const phone = await openEditor({ width: 390, height: 844, phone: true, language: 'zh-CN' }, 'terrace', 'phone');
  await frames(phone, 20);
  await shot(phone, 'phone-entry-zh');
  await enterFrom(phone, '小舟', 'terrace');
  venue.startBots(120, 'audience', 'terrace');
  await phone.getByTestId('joystick').waitFor();
  await picture(phone, 'phone-terrace-zh');
  await phone.getByTestId('dock-chat').click();
  await shot(phone, 'phone-chat-zh');
  await phone.getByTestId('dock-chat').click();
  await phone.getByRole('button', { name: '更多' }).tap();
  await shot(phone, 'phone-more-zh');
  await phone.getByTestId('dock-settings').tap();
  await phone.getByTestId('settings').waitFor();
  await shot(phone, 'phone-settings-zh');
  assert.deepEqual(phone.errors, []);
  await phone.context().close();
});

test('the arena with 300 people is within its budget of draw calls and triangles', async () => {
  await full(arena, 301);
  const views = {
    'arena-hero-full': [0, 7.5, 22, 0, 6.2, -40, 58], 'arena-close': [4.2, 1.9, -1.2, -2.5, 1.2, -4.5, 50],
    'arena-from-stage': [1.6, 4, -44.2, -0.6, 4.2, 10, 62], 'arena-plaza': [0, 2.4, 8.6, 0, 3, 28, 62],
  };
  for (const [name, camera] of Object.entries(views)) {
    await picture(arena, name, camera);
    const { calls, triangles } = await stats(arena);
    assert.ok(calls > 0 && calls <= budgets.arena300.drawCalls, `${name}: ${calls} draw calls`);
    assert.ok(triangles > 0 && triangles <= budgets.arena300.triangles, `${name}: ${triangles} triangles`);
  }
});

test('in the room everything can be reached by everyone', async () => {
  await arena.evaluate(() => window.kapok.view());
  await picture(arena, 'arena-arrival-full');
  await arena.getByTestId('dock-roster').click();
  await arena.getByTestId('roster').waitFor();
  await shot(arena, 'roster-en');
  assert.deepEqual(await unreachable(arena), []);
  await arena.getByTestId('roster').locator('.roster-name').nth(4).click();
  await arena.getByTestId('person-card').waitFor();
  await shot(arena, 'card-en');
  await arena.keyboard.press('Escape');
  await arena.keyboard.press('Escape');
  for (const name of ['settings', 'controls']) await panel(arena, `dock-${name}`, name, `${name}-en`);
  await panel(arena, 'dock-map', 'map-panel', 'map-en');
  await panel(arena, 'dock-stick', 'stick-panel', 'stick-en');
  await panel(arena, 'dock-emotes', 'wheel', 'wheel-en');
  await arena.getByTestId('dock-look').click();
  await arena.getByTestId('look-panel').locator('canvas.preview[data-ready]').waitFor();
  await picture(arena, 'look-in-room-en');
  assert.deepEqual(arena.errors, []);
  await arena.context().close();
});

test('the forum full of people', async () => {
  await full(forum, 121);
  await picture(forum, 'forum-full-zh');
  await picture(forum, 'forum-hall-full-zh', [-7.4, 5.05, -5.5, 2.3, 2.85, -20, 58]);
  assert.deepEqual(forum.errors, []);
  await forum.context().close();
});

test('the terrace full of people, with reduced motion', async () => {
  await full(terrace, 121);
  await picture(terrace, 'terrace-full-calm');
  await picture(terrace, 'terrace-close-calm', [1.8, 1.7, -6, 4, 1.1, -10, 50]);
  assert.deepEqual(terrace.errors, []);
  await terrace.context().close();
});

test('the console in both languages', async () => {
  for (const [language, tag] of [['en-US', 'en'], ['zh-CN', 'zh']]) {
    const desk = await newPerson(browser, { width: 1280, height: 800, language });
    await desk.goto(venue.organiserLink);
    await desk.waitForURL(/\/console/);
    for (const path of ['', '/rooms/arena', '/announcements', '/links', '/safety']) {
      await desk.goto(`${venue.url}/console${path}`);
      await desk.locator('main h1').first().waitFor();
      await desk.waitForLoadState('networkidle');
      await shot(desk, `console${path.replaceAll('/', '-')}-${tag}`);
    }
    await desk.context().close();
  }
});
