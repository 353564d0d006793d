// Everything one can do in a room with mouse and keyboard, used as a person would, and seen from the other page.
import assert from 'node:assert/strict';
import test, { after, before } from '../support/timed.mjs';
import { apart, camera, enter, isLive, launch, me, newPerson, openDoor, people, screenOf, seen, shot, standsStill, unreachable } from '../support/browser.mjs';
import { startVenue, until } from '../support/venue.mjs';

let venue, browser, mei, omar;

before(async () => {
  venue = await startVenue();
  browser = await launch();
  [mei, omar] = [await newPerson(browser, {}), await newPerson(browser, {})];
  await enter(mei, venue.url, 'Mei', { room: 'forum' });
  await enter(omar, venue.url, 'Omar', { room: 'forum' });
  await until('Mei sees Omar', () => seen(mei, 'Omar'));
  await until('Omar sees Mei', () => seen(omar, 'Mei'));
}, { timeout: 300_000 });

after(async () => {
  await browser?.close();
  await venue?.stop();
});

async function say(page, text) {
  if (!(await page.getByTestId('chat').isVisible())) await page.getByTestId('dock-chat').click();
  await page.getByTestId('chat-field').fill(text);
  await page.getByTestId('chat-field').press('Enter');
}

async function openCard(page, name) {
  if (!(await page.getByTestId('roster').isVisible())) await page.getByTestId('dock-roster').click();
  await page.getByTestId('roster').getByText(name, { exact: true }).click();
  return page.getByTestId('person-card');
}

const onCard = (page, button) => page.getByTestId('person-card').getByRole('button', { name: button, exact: true }).click();

test('a click on somebody in the view opens their card', async () => {
  await omar.evaluate(() => window.kapok.look(0, 0));
  await openCard(mei, 'Omar');
  await onCard(mei, 'Go to them');
  await until('Mei is beside Omar', async () => apart(await me(mei), await seen(mei, 'Omar')) < 3);
  // Looks at him from in front, well aside of oneself.
  const at = await seen(mei, 'Omar');
  await mei.evaluate(({ x, y, z, yaw }) => window.kapok.view(x + 3 * Math.sin(yaw), y + 1.6, z + 3 * Math.cos(yaw), x, y + 1, z), at);
  await until('the card of Omar', async () => {
    const spot = await screenOf(mei, 'Omar');
    await mei.mouse.click(spot.x, spot.y);
    return mei.getByTestId('person-card').getByText('Omar').waitFor({ timeout: 15_000 }).then(() => true, () => false);
  }, 120_000);
  await mei.keyboard.press('Escape');
  await mei.evaluate(() => window.kapok.view());
});

test('who is blocked is neither read nor seen, until unblocked', async () => {
  await say(omar, 'first words');
  await mei.getByTestId('dock-chat').click();
  await mei.getByTestId('chat').getByText('first words').waitFor();
  await openCard(mei, 'Omar');
  await onCard(mei, 'Block');
  await until('Omar is out of sight', async () => (await seen(mei, 'Omar')).opacity === 0);
  await mei.getByTestId('chat').getByText('first words').waitFor({ state: 'detached' });
  // Everyone reads in the order in which the room heard it: whoever reads a later line was passed over with those before.
  await say(omar, 'unwanted words');
  await omar.getByTestId('chat').getByText('unwanted words').waitFor();
  await say(mei, 'nor do you read this');
  await mei.getByTestId('chat').getByText('nor do you read this').waitFor();
  await say(omar, 'anybody here?');
  await omar.getByTestId('chat').getByText('anybody here?').waitFor();
  await onCard(mei, 'Unblock');
  await say(mei, 'now you read me');
  await omar.getByTestId('chat').getByText('now you read me').waitFor();
  await say(omar, 'welcome words');
  await mei.getByTestId('chat').getByText('welcome words').waitFor();
  assert.equal(await mei.getByTestId('chat').getByText('unwanted words').count(), 0);
  assert.equal(await omar.getByTestId('chat').getByText('nor do you read this').count(), 0);
  await until('Omar is in sight again', async () => (await seen(mei, 'Omar')).opacity > 0);
  await onCard(mei, 'Close');
});

test('a report reaches the console with what was said', async () => {
  await openCard(mei, 'Omar');
  await onCard(mei, 'Report');
  await mei.getByTestId('person-card').locator('textarea').fill('He asked me for money.');
  await onCard(mei, 'Send report');
  await mei.getByText('The moderators have your report.').waitFor();
  const organiser = await newPerson(browser, { width: 1280, height: 800 });
  await organiser.goto(venue.organiserLink);
  await organiser.waitForURL(/\/console/);
  await organiser.goto(`${venue.url}/console/safety`);
  await organiser.getByText('He asked me for money.').first().waitFor();
  await organiser.getByText('unwanted words').first().waitFor();
  await shot(organiser, 'console-report-en');
  await organiser.context().close();
  await mei.keyboard.press('Escape');
});

test('"go to" in the roster puts one beside the other', async () => {
  const start = await me(omar);
  const ways = [[6, -1], [-6, -1], [4, -5], [-4, -5]]; // one of them may end in a table
  for (const [x, z] of ways) {
    await omar.evaluate((to) => window.kapok.walkTo(to.x, to.z), { x: start.x + x, z: start.z + z });
    if (await until('Omar is away', async () => apart(await me(omar), await me(mei)) > 4, 20_000).catch(() => false)) break;
  }
  assert.ok(apart(await me(omar), await me(mei)) > 4, 'Omar could not walk away');
  await mei.getByTestId('dock-roster').click();
  await mei.getByTestId('roster').locator('li', { hasText: 'Omar' }).getByRole('button', { name: 'Go to', exact: true }).click();
  await until('Mei is beside Omar', async () => apart(await me(mei), await seen(mei, 'Omar')) < 3);
});

test('who steps into the personal space is faded, and only while the setting says so', async () => {
  await until('Omar steps onto Mei', async () => {
    const at = await me(mei);
    await omar.evaluate(({ x, z }) => window.kapok.walkTo(x, z), at);
    return until('close', async () => apart(await seen(mei, 'Omar'), at) < 0.45, 8000).catch(() => false);
  });
  await until('Omar is faded', async () => (await seen(mei, 'Omar')).opacity < 0.6);
  await mei.getByTestId('dock-settings').click();
  await mei.getByTestId('settings').getByText('Personal space').click();
  await until('Omar is solid', async () => (await seen(mei, 'Omar')).opacity === 1);
  await mei.getByTestId('settings').getByText('Personal space').click();
  await mei.keyboard.press('Escape');
});

test('a jump is seen', async () => {
  await until('Mei is in the air', async () => {
    await mei.keyboard.press('Space');
    return until('the jump', async () => (await seen(omar, 'Mei')).form === 2, 2500).catch(() => false);
  }, 120_000);
  await until('and down again', async () => (await seen(omar, 'Mei')).form === 0);
});

test('another look is seen by the others', async () => {
  const before = (await seen(omar, 'Mei')).outfit;
  await mei.getByTestId('dock-look').click();
  const panel = mei.getByTestId('look-panel');
  await panel.locator('canvas.preview[data-ready]').waitFor({ timeout: 120_000 });
  await panel.getByRole('tab', { name: 'Clothes' }).click();
  await panel.getByRole('radio', { name: before === 5 ? 'Suit' : 'Qipao' }).click();
  await panel.getByRole('button', { name: 'Done' }).click();
  await until('Omar sees it', async () => (await seen(omar, 'Mei')).outfit === (before === 5 ? 3 : 5));
});

test('the glow stick has the colour one chose', async () => {
  await mei.getByTestId('dock-stick').click();
  await mei.getByTestId('stick-panel').getByRole('radio', { name: '#6dff7a' }).click();
  await until('it glows green', async () => { const m = await seen(omar, 'Mei'); return m.stickOn && m.stickColour === 0x6dff7a; });
  await mei.getByTestId('stick-panel').getByRole('button', { name: 'Switch off' }).click();
  await until('it is dark', async () => !(await seen(omar, 'Mei')).stickOn);
  await mei.keyboard.press('Escape');
  await mei.keyboard.press('g');
  await until('the key lights it', async () => (await seen(omar, 'Mei')).stickOn);
});

test('the keys 1 to 8 are the eight emotes', async () => {
  for (let kind = 1; kind <= 8; kind++) {
    await mei.keyboard.press(String(kind));
    await until(`emote ${kind}`, async () => (await seen(omar, 'Mei')).emote === kind);
  }
});

test('holding B shows the wheel; letting go over an emote takes it, letting go elsewhere does not', async () => {
  const wheel = mei.getByTestId('wheel');
  if (await mei.getByTestId('chat').isVisible()) await mei.getByTestId('dock-chat').click();
  await mei.keyboard.down('b');
  await wheel.waitFor();
  await wheel.getByRole('menuitem', { name: 'Heart' }).hover();
  await mei.keyboard.up('b');
  await wheel.waitFor({ state: 'detached' });
  await until('a heart', async () => (await seen(omar, 'Mei')).emote === 5);
  await mei.keyboard.down('b');
  await wheel.getByRole('menuitem', { name: 'Bow' }).hover();
  await mei.mouse.down();
  await mei.mouse.up();
  await wheel.waitFor({ state: 'detached' });
  await mei.keyboard.up('b');
  await until('a bow', async () => (await seen(omar, 'Mei')).emote === 7);
  assert.equal(await wheel.count(), 0);
});

test('the wheel zooms to first person, where one does not see oneself, and back', async () => {
  await mei.mouse.move(480, 200);
  const opacity = async () => (await people(mei)).find((person) => person.name === 'Mei').opacity;
  await until('first person', async () => { await mei.mouse.wheel(0, -400); return (await camera(mei)).firstPerson && (await opacity()) === 0; });
  await until('third person', async () => { await mei.mouse.wheel(0, 300); return !(await camera(mei)).firstPerson && (await opacity()) === 1; });
});

test('a click on the map walks there, and the map shows where one looks', async () => {
  const before = await me(mei);
  await mei.keyboard.press('n');
  await mei.getByTestId('map-large').waitFor();
  const box = await mei.getByTestId('map-large').boundingBox();
  await mei.mouse.click(box.x + box.width / 2, box.y + box.height * 0.62);
  await until('Mei walks', async () => apart(await me(mei), before) > 1.5);
  await mei.keyboard.press('n');
  await mei.getByTestId('map-large').waitFor({ state: 'detached' });
  assert.equal(await mei.getByTestId('dock-map').getAttribute('aria-pressed'), 'false');
});

test('settings have their effects and survive a reload', async () => {
  const panel = mei.getByTestId('settings');
  const turned = async () => {
    const from = (await camera(mei)).yaw;
    await mei.mouse.move(300, 150);
    await mei.mouse.down();
    await mei.mouse.move(280, 150);
    await mei.mouse.move(200, 150);
    await mei.mouse.up();
    return Math.abs((await camera(mei)).yaw - from);
  };
  await standsStill(mei); // a walk still under way would turn the view as well
  const usual = await turned();
  await mei.getByTestId('dock-settings').click();
  await panel.getByRole('slider', { name: 'Mouse speed' }).fill('3');
  await panel.getByRole('slider', { name: 'Volume' }).fill('0.25');
  await panel.getByText('Reduced motion').click();
  await panel.getByText('Names over heads').click();
  await panel.getByRole('radio', { name: 'Phone' }).click();
  await until('the picture is a phone\'s', async () => (await mei.evaluate(() => window.kapok.stats().quality)) === 'phone');
  await mei.locator('.ui.calm').waitFor();
  await mei.locator('.tags:not([data-testid=locks])').waitFor({ state: 'detached' });
  await mei.keyboard.press('Escape');
  const fast = await turned();
  assert.ok(usual > 0.1 && fast > usual * 2.5, `turned ${usual.toFixed(2)} and ${fast.toFixed(2)} rad`);
  await mei.reload();
  await mei.getByTestId('enter').click();
  await isLive(mei, 'Mei', 'forum');
  assert.equal(await mei.evaluate(() => window.kapok.stats().quality), 'phone');
  await mei.getByTestId('dock-settings').click();
  assert.equal(await panel.getByRole('slider', { name: 'Mouse speed' }).inputValue(), '3');
  assert.equal(await panel.getByRole('slider', { name: 'Volume' }).inputValue(), '0.25');
  assert.equal(await panel.getByRole('switch', { name: 'Reduced motion' }).isChecked(), true);
  assert.equal(await panel.getByRole('switch', { name: 'Names over heads' }).isChecked(), false);
  await panel.getByText('Names over heads').click();
  await panel.getByText('Reduced motion').click();
  await panel.getByRole('radio', { name: 'Lowest' }).click();
  await mei.keyboard.press('Escape');
});

test('the crowd is heard under one\'s volume, and at 0 nothing is', async () => {
  const sound = () => mei.evaluate(() => window.kapok.sound());
  await until('sound runs', async () => (await sound()).running);
  await until('cheering is heard', async () => { await mei.keyboard.press('3'); return (await sound()).loudness > 0.0005; });
  await mei.getByTestId('dock-settings').click();
  await mei.getByTestId('settings').getByRole('slider', { name: 'Volume' }).fill('0');
  await until('silence', async () => { const now = await sound(); return !now.running && now.loudness === 0; });
  await mei.keyboard.press('Escape');
  const stranger = await newPerson(browser, {});
  await openDoor(stranger, venue.url, 'forum');
  await until('the code has come', () => stranger.evaluate(() => window.kapok !== undefined));
  assert.equal((await stranger.evaluate(() => window.kapok.sound())).running, false, 'sound before a gesture');
  await stranger.context().close();
});

test('a lost graphics context comes back with the room; without another context one is told what to do', async () => {
  const unlucky = await newPerson(browser, { draws: true });
  await enter(unlucky, venue.url, 'Unlucky', { room: 'forum' });
  await unlucky.evaluate(() => {
    const canvas = document.querySelector('canvas.place-view');
    canvas.dataset.lost = 'yes';
    canvas.getContext('webgl2').getExtension('WEBGL_lose_context').loseContext();
  });
  await until('a new picture', () => unlucky.evaluate(() => document.querySelector('canvas.place-view')?.dataset.lost === undefined && window.kapok.stats()
    .triangles > 1000), 120_000);
  await unlucky.getByTestId('picture-lost').waitFor({ state: 'detached' });
  const before = await me(unlucky);
  await unlucky.keyboard.down('s');
  await until('keys still walk', async () => apart(await me(unlucky), before) > 0.3);
  await unlucky.keyboard.up('s');
  await unlucky.evaluate(() => {
    const extension = document.querySelector('canvas.place-view').getContext('webgl2').getExtension('WEBGL_lose_context');
    HTMLCanvasElement.prototype.getContext = () => null; // as a browser that has had enough
    extension.loseContext();
  });
  const told = unlucky.getByTestId('picture-lost');
  await told.getByText('Reload the page').waitFor();
  await shot(unlucky, 'context-gone');
  await told.getByRole('button', { name: 'Reload' }).click();
  await unlucky.getByTestId('enter').waitFor();
  await unlucky.context().close();
});

test('by keyboard alone: in, talking, looking up people, out; with the focus in sight', async () => {
  const kit = await newPerson(browser, { width: 960, height: 540 });
  await openDoor(kit, venue.url, 'forum');
  await kit.getByTestId('name').waitFor();
  assert.deepEqual(await unreachable(kit), []);
  /** Presses Tab until a control has the focus, which must be seen. */
  const tabTo = async (testId) => {
    for (let i = 0; i < 60; i++) {
      await kit.keyboard.press('Tab');
      const at = await kit.evaluate(() => {
        const element = document.activeElement, style = element && getComputedStyle(element);
        return { id: element?.getAttribute('data-testid'), seen: element === document.body || (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0) };
      });
      assert.ok(at.seen, `the focus on ${at.id} cannot be seen`);
      if (at.id === testId) return;
    }
    assert.fail(`${testId} is not reached by Tab`);
  };
  await kit.evaluate(() => document.activeElement?.blur());
  await tabTo('name');
  await kit.keyboard.type('Kit');
  await tabTo('enter');
  await kit.keyboard.press('Enter');
  await isLive(kit, 'Kit', 'forum');
  await tabTo('dock-chat');
  await kit.keyboard.press('Enter');
  await kit.getByTestId('chat').waitFor();
  await until('one can type', () => kit.evaluate(() => document.activeElement?.matches('[data-testid=chat] input, [data-testid=chat] textarea')));
  await kit.keyboard.type('by keyboard');
  await kit.keyboard.press('Enter');
  await kit.getByTestId('chat').getByText('by keyboard').waitFor();
  assert.deepEqual(await unreachable(kit), []);
  await kit.keyboard.press('Escape');
  for (const panel of ['roster', 'map', 'look', 'settings', 'controls']) {
    await tabTo(`dock-${panel}`);
    await kit.keyboard.press('Enter');
    await kit.locator('[role="dialog"]').waitFor();
    assert.deepEqual(await unreachable(kit), [], panel);
    await kit.keyboard.press('Escape');
    await kit.locator('[role="dialog"]').waitFor({ state: 'detached' });
  }
  await tabTo('dock-leave');
  await kit.keyboard.press('Enter');
  await kit.getByTestId('ended').waitFor();
  await kit.context().close();
});

test('no page had an error', () => assert.deepEqual([...mei.errors, ...omar.errors], []));
