// The page for those who see it otherwise: translated by the browser, in forced colours, at zoom 400 %, with names as wide as they may be.
import assert from 'node:assert/strict';
import test, { after, before } from '../support/timed.mjs';
import { enter, isLive, launch, newPerson, openDoor, shot, unreachable } from '../support/browser.mjs';
import { startVenue, until } from '../support/venue.mjs';

const LIMIT = { timeout: 120_000 }, WIDE = 'W'.repeat(24);
let venue, browser;

before(async () => {
  venue = await startVenue({ env: { Voice__TcpPort: '0' } });
  browser = await launch();
}, { timeout: 120_000 });

after(async () => {
  await browser?.close();
  await venue?.stop();
}, { timeout: 60_000 });

async function say(page, text) {
  if (!(await page.getByTestId('chat').isVisible())) await page.getByTestId('dock-chat').click();
  await page.getByTestId('chat-field').fill(text);
  await page.getByTestId('chat-field').press('Enter');
}

/**
 * Does to a page what browsers' translators do: each text node is taken out, and what is said in another language put in its place within two `font`s; what
 * comes later likewise.
 */
const translate = (page) => page.evaluate(() => {
  const change = (root) => {
    if (root.nodeType === Node.ELEMENT_NODE && root.closest('font, [translate=no], svg, script, style')) return;
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT), found = root.nodeType === Node.TEXT_NODE ? [root] : [];
    while (walker.nextNode()) found.push(walker.currentNode);
    for (const text of found) {
      if (text.data.trim() === '' || !text.parentElement || text.parentElement.closest('font, [translate=no], svg, script, style, option')) continue;
      const outer = document.createElement('font'), inner = document.createElement('font');
      inner.textContent = `«${text.data}»`;
      outer.append(inner);
      text.replaceWith(outer);
    }
  };
  change(document.body);
  window.translator = new MutationObserver((records) => records.forEach((record) => record.addedNodes.forEach(change)));
  window.translator.observe(document.body, { childList: true, subtree: true });
});

test('a translated page goes on showing what is new, and nothing breaks', LIMIT, async () => {
  const [ann, ben] = [await newPerson(browser, {}), await newPerson(browser, {})];
  await openDoor(ann, venue.url, 'forum');
  await ann.getByTestId('enter').waitFor();
  await translate(ann);
  await ann.getByRole('button', { name: '中文' }).click();
  await ann.getByTestId('enter').getByText('«进入会场»').waitFor();
  await ann.getByRole('button', { name: 'English' }).click();
  await ann.getByTestId('enter').getByText('«Walk in»').waitFor();
  await ann.getByTestId('enter').click(); // without a name: another text comes in the place of the hint
  await ann.getByText('«Type a name first»').waitFor();
  await ann.getByTestId('name').fill('Ann');
  await ann.getByText('«No account needed. Your look stays on this device.»').waitFor();
  for (const tab of ['Face', 'Hair', 'Clothes', 'Extras', 'Body']) await ann.getByRole('tab', { name: tab }).click();
  await ann.getByTestId('enter').click();
  await isLive(ann, 'Ann', 'forum');
  await ann.getByTestId('people-count').getByText('«1 here»').waitFor();
  await enter(ben, venue.url, 'Ben', { room: 'forum' });
  await ann.getByTestId('people-count').getByText('«2 here»').waitFor();
  await say(ben, 'good evening');
  await ann.getByTestId('dock-chat').click();
  await ann.getByTestId('chat').getByText('«good evening»').waitFor();
  await say(ann, 'and to you');
  await ann.getByTestId('chat').getByText('«and to you»').waitFor();
  await ann.getByTestId('dock-roster').click();
  const roster = ann.getByTestId('roster');
  await roster.getByText('Ben', { exact: true }).waitFor(); // names are not translated
  await roster.getByText('Ben', { exact: true }).click();
  const card = ann.getByTestId('person-card');
  await card.getByText('«Block»').click();
  await card.getByText('«Unblock»').waitFor();
  await card.getByText('«Report»').click();
  await card.getByText('«Cancel»').click();
  await card.getByText('«Unblock»').click();
  await ann.keyboard.press('Escape');
  await ben.context().close();
  await until('the title and the panel count one',
    async () => /·\s«?1/.test(await roster.getByRole('heading').innerText().catch(() => '')) || /away/.test(await roster.innerText()), 60_000);
  for (const panel of ['settings', 'controls', 'stick', 'map']) {
    await ann.getByTestId(`dock-${panel}`).click();
    await ann.locator('[role=dialog]').waitFor();
  }
  await ann.getByTestId('dock-leave').click();
  await ann.getByTestId('ended').getByText('«Come back in»').waitFor();
  assert.deepEqual(ann.errors, []);
  await ann.context().close();
});

test('a name is cut between letters, and one of twenty-four wide letters fits everywhere', LIMIT, async () => {
  const [wide, narrow] = [await newPerson(browser, {}), await newPerson(browser, { width: 320, height: 568 })];
  await openDoor(wide, venue.url, 'forum');
  const name = wide.getByTestId('name');
  await name.fill('👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦'); // 33 UTF-16 units, of which 24 pass
  await until('two families', async () => (await name.inputValue()) === '👨‍👩‍👧‍👦👨‍👩‍👧‍👦');
  await name.fill(`${WIDE}WW`);
  assert.equal(await name.inputValue(), WIDE);
  await wide.getByTestId('enter').click();
  await isLive(wide, WIDE, 'forum');
  await enter(narrow, venue.url, 'N', { room: 'forum' });
  await say(wide, WIDE.repeat(3));
  await narrow.getByTestId('dock-chat').click();
  await narrow.getByTestId('chat').getByTitle(WIDE).waitFor();
  await narrow.getByTestId('dock-roster').click();
  await narrow.getByTestId('roster').getByTitle(WIDE).waitFor();
  await until('nothing runs under an edge', () => narrow.evaluate(() => {
    const over = [];
    for (const element of document.querySelectorAll('.panel li *, .panel h2, .tag > span')) {
      const box = element.getBoundingClientRect(), panel = element.closest('.panel')?.getBoundingClientRect() ?? { left: -1000, right: 5000 };
      if (box.width > 0 && (box.right > panel.right + 1 || box.left < panel.left - 1)) over.push(element.className);
    }
    if (document.querySelector('.chat .lines').scrollWidth > document.querySelector('.chat .lines').clientWidth) over.push('lines');
    return over.length === 0;
  }));
  await shot(narrow, 'wide-names');
  assert.deepEqual(narrow.errors, []);
  for (const page of [wide, narrow]) await page.context().close();
});

for (const [width, height] of [[320, 256], [640, 360]]) {
  test(`at ${width} × ${height} the chat shows three lines and its field, and no panel is out of reach`, LIMIT, async () => {
    const zoomed = await newPerson(browser, { width, height });
    await openDoor(zoomed, venue.url, 'forum');
    await zoomed.getByTestId('name').fill('Zoe');
    await zoomed.getByTestId('enter').click();
    await isLive(zoomed, 'Zoe', 'forum');
    for (const text of ['one', 'two', 'three', 'four']) {
      await say(zoomed, text);
      await zoomed.getByTestId('chat').getByText(text, { exact: true }).waitFor();
    }
    const inside = (box, outer) => box && box.x >= outer.x - 1 && box.y >= outer.y - 1 && box.x + box.width <= outer.x + outer.width + 1
      && box.y + box.height <= outer.y + outer.height + 1;
    const page = { x: 0, y: 0, width, height }, lines = await zoomed.locator('.chat .lines').boundingBox();
    for (const text of ['two', 'three', 'four']) assert.ok(inside(await zoomed.getByTestId('chat').getByText(text, { exact: true }).boundingBox(), lines),
      `${text} is not in view`);
    assert.ok(inside(await zoomed.getByTestId('chat-field').boundingBox(), page), 'the field is not in view');
    await shot(zoomed, `zoom-chat-${width}`);
    await zoomed.keyboard.press('Escape');
    for (const panel of ['roster', 'settings', 'controls', 'stick', 'map', 'look']) {
      if (!(await zoomed.getByTestId(`dock-${panel}`).isVisible())) await zoomed.getByRole('button', { name: 'More' }).click();
      await zoomed.getByTestId(`dock-${panel}`).click();
      const dialog = zoomed.locator('[role=dialog]');
      await dialog.waitFor();
      assert.ok(inside(await dialog.boundingBox(), page), `${panel} is cut off`);
      // Everything in it can be scrolled to.
      for (const control of await dialog.locator('button, input, select').all()) {
        if (!(await control.isVisible())) continue;
        await control.scrollIntoViewIfNeeded();
        assert.ok(inside(await control.boundingBox(), { x: -24, y: -24, width: width + 48, height: height + 48 }),
          `${panel}: ${await control.getAttribute('aria-label') ?? await control.innerText()}`);
      }
      await dialog.locator('.panel-close').click();
      await dialog.waitFor({ state: 'detached' });
    }
    assert.deepEqual(zoomed.errors, []);
    await zoomed.context().close();
  });
}

test('in forced colours one can tell what is pressed, chosen and in focus', LIMIT, async () => {
  const page = await newPerson(browser, { width: 960, height: 540 });
  await page.emulateMedia({ forcedColors: 'active' });
  await openDoor(page, venue.url, 'forum');
  const look = (locator) => locator.evaluate((element) => {
    const { backgroundColor, borderColor, boxShadow, outlineStyle } = getComputedStyle(element), mark = getComputedStyle(element, '::after').content;
    return { backgroundColor, borderColor, boxShadow, outlineStyle, mark };
  });
  const [chosen, other] = await Promise.all([page.getByRole('radio', { checked: true }).first(), page.getByRole('radio', { checked: false }).first()].map(look));
  assert.notEqual(chosen.backgroundColor, other.backgroundColor, 'a chosen chip');
  const skins = page.getByRole('radiogroup', { name: 'Skin' });
  await skins.getByRole('radio').nth(2).click();
  const colours = await skins.getByRole('radio').evaluateAll((all) => all.map((one) => getComputedStyle(one).backgroundColor));
  assert.equal(new Set(colours).size, colours.length, 'swatches keep their colours');
  const [swatch, beside] = await Promise.all([2, 3].map((i) => look(skins.getByRole('radio').nth(i))));
  assert.match(swatch.mark, /✓/);
  assert.notEqual(swatch.boxShadow, beside.boxShadow);
  await page.getByRole('tab', { name: 'Face' }).click();
  const [on, off] = await Promise.all([look(page.getByRole('tab', { name: 'Face' })), look(page.getByRole('tab', { name: 'Hair' }))]);
  assert.notEqual(on.backgroundColor, off.backgroundColor, 'a chosen tab');
  const freckles = page.getByRole('switch', { name: 'Freckles' });
  await freckles.uncheck();
  const without = await look(freckles);
  await freckles.check();
  await until('a switch', async () => (await look(freckles)).backgroundColor !== without.backgroundColor);
  await page.keyboard.press('Tab');
  assert.equal((await look(page.locator(':focus'))).outlineStyle, 'solid', 'the focus');
  await page.getByTestId('name').fill('Force');
  await page.getByTestId('enter').click();
  await isLive(page, 'Force', 'forum');
  const before = await look(page.getByTestId('dock-roster'));
  await page.getByTestId('dock-roster').click();
  await page.getByTestId('roster').waitFor();
  assert.notEqual((await look(page.getByTestId('dock-roster'))).backgroundColor, before.backgroundColor, 'a pressed button');
  await shot(page, 'forced-colours');
  assert.deepEqual(await unreachable(page), []);
  assert.deepEqual(page.errors, []);
  await page.context().close();
});

test('where sound waits for a touch, the page says so, and the end of a touch brings it', LIMIT, async () => {
  const phone = await newPerson(browser, { width: 390, height: 844, phone: true });
  await phone.addInitScript(() => {
    // As WebKit on a phone: the beginning of a touch is no activation, and at first not even its end, as while a telephone call lasts.
    const { resume } = AudioContext.prototype;
    window.calls = true;
    AudioContext.prototype.resume = function wait() {
      return !window.calls && window.event?.type === 'touchend' ? resume.call(this) : Promise.reject(new Error('no activation'));
    };
    window.AudioContext = class extends AudioContext { constructor(how) { super(how); void this.suspend(); } };
  });
  await enter(phone, venue.url, 'Pho', { room: 'forum' });
  const wake = phone.getByTestId('wake');
  await wake.getByText('Tap for sound').waitFor();
  await shot(phone, 'tap-for-sound');
  await wake.tap();
  await wake.waitFor();
  await phone.evaluate(() => { window.calls = false; });
  await wake.tap();
  await wake.waitFor({ state: 'detached' });
  await until('sound runs', () => phone.evaluate(() => window.kapok.sound().running));
  assert.deepEqual(phone.errors, []);
  await phone.context().close();
});

test('a reader of Traditional Chinese gets English where that is listed, sees which languages there are, and keeps a choice', LIMIT, async () => {
  const context = await browser.newContext({ locale: 'zh-TW', viewport: { width: 640, height: 360 } }), page = await context.newPage();
  await page.addInitScript(() => Object.defineProperty(navigator, 'languages', { get: () => ['zh-TW', 'zh', 'en-US', 'en'] }));
  await page.goto(`${venue.url}/r/forum?draw=off`);
  await page.getByTestId('enter').getByText('Walk in').waitFor();
  await page.getByRole('button', { name: '简体中文' }).click();
  await page.getByTestId('enter').getByText('进入会场').waitFor();
  await page.reload();
  await page.getByTestId('enter').getByText('进入会场').waitFor();
  await context.close();
});

test('motion is calm while the system asks for it, and as somebody chose from then on', LIMIT, async () => {
  const page = await newPerson(browser);
  await enter(page, venue.url, 'Calm', { room: 'forum' });
  const isCalm = (on) => page.locator('.ui.calm').waitFor({ state: on ? 'attached' : 'detached', timeout: 10_000 });
  await isCalm(false);
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await isCalm(true);
  await page.emulateMedia({ reducedMotion: 'no-preference' });
  await isCalm(false);
  await page.getByTestId('dock-settings').click();
  await page.getByTestId('settings').getByText('Reduced motion').click();
  await isCalm(true);
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.emulateMedia({ reducedMotion: 'no-preference' });
  await page.locator('.ui.calm').waitFor({ state: 'attached', timeout: 1000 });
  await page.context().close();
});
