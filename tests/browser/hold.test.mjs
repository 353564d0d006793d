// Hands: whatever is held ends, keys mean what they print, the focus is always somewhere, and what was typed stays.
import assert from 'node:assert/strict';
import test, { after, before, describe } from '../support/timed.mjs';
import { apart, enter, frames, isLive, me, newPerson, openDoor, standsStill, walkTo } from '../support/browser.mjs';
import { isConnected, launchWithTone, newTalker, voiceOf } from '../support/voice.mjs';
import { startVenue, until } from '../support/venue.mjs';

const LIMIT = { timeout: 120_000 };
let venue, browser;

before(async () => {
  venue = await startVenue({ env: { Voice__TcpPort: '0' } });
  browser = await launchWithTone();
}, { timeout: 120_000 });

after(async () => {
  await browser?.close();
  await venue?.stop();
}, { timeout: 60_000 });

const microphone = async (page) => (await voiceOf(page))?.microphone;
const isMicrophone = (page, state, limit = 10_000) => until(`the microphone is ${state}`, async () => (await microphone(page)) === state, limit);
const active = (page) => page.evaluate(() =>
  ({ home: document.activeElement?.matches('[data-home]') ?? false, id: document.activeElement?.getAttribute('data-testid') ?? document.activeElement?.tagName }));
/** A key as a keyboard of another layout, or without NumLock, gives it. */
const key = async (page, code, print, type = 'press') => {
  const cdp = page.cdp ??= await page.context().newCDPSession(page);
  if (type !== 'up') await cdp.send('Input.dispatchKeyEvent', { type: 'keyDown', code, key: print });
  if (type !== 'down') await cdp.send('Input.dispatchKeyEvent', { type: 'keyUp', code, key: print });
};

describe('at a keyboard', () => {
  let kim;
  before(async () => {
    kim = await newTalker(browser, { width: 960, height: 540 }, { pushToTalk: true });
    await enter(kim, venue.url, 'Kim', { room: 'forum' });
    await isConnected(kim, 'Kim');
    await kim.keyboard.press('v'); // opens the microphone, and lets go
    await isMicrophone(kim, 'waiting');
  }, { timeout: 240_000 });
  after(() => kim?.context().close());

  const ways = {
    'the chat by its key': [() => kim.keyboard.press('t'), async () => { await kim.keyboard.press('Escape'); }],
    'the chat by a click': [() => kim.getByTestId('dock-chat').click(), () => kim.getByTestId('dock-chat').click()],
    'another window': [() => kim.evaluate(() => window.dispatchEvent(new Event('blur'))), () => undefined],
    'a panel with a field': [() => kim.getByTestId('dock-roster').click(), () => kim.keyboard.press('Escape')],
  };
  for (const [name, [take, back]] of Object.entries(ways)) {
    test(`push-to-talk ends where ${name} takes the keys, and stays so`, LIMIT, async () => {
      await kim.keyboard.down('v');
      await isMicrophone(kim, 'open');
      await take();
      await isMicrophone(kim, 'waiting');
      await kim.keyboard.down('v'); // the key repeats, held still
      await kim.keyboard.up('v');
      await isMicrophone(kim, 'waiting');
      await back();
      assert.equal(await kim.getByTestId('chat-field').count(), 0);
    });
  }

  test('push-to-talk by key ends where the chat had the focus as it came up', LIMIT, async () => {
    await kim.keyboard.down('v');
    await isMicrophone(kim, 'open');
    await kim.evaluate(() => window.dispatchEvent(new KeyboardEvent('keyup', { code: 'KeyV', key: 'v' }))); // as an element that keeps keys for itself would see it
    await isMicrophone(kim, 'waiting');
    await kim.keyboard.up('v');
  });

  test('W held with Command walks no further', LIMIT, async () => {
    const from = await me(kim);
    await kim.keyboard.down('w');
    await until('walks', async () => apart(await me(kim), from) > 0.5);
    await kim.keyboard.down('Meta'); // whatever comes up now, macOS does not tell
    await standsStill(kim);
    await kim.keyboard.up('Meta');
    await standsStill(kim);
    await kim.keyboard.up('w');
  });

  test('two keys for one way walk until both are up', LIMIT, async () => {
    const walks = async () => { const from = await me(kim); await until('walks', async () => apart(await me(kim), from) > 0.3); };
    await kim.keyboard.down('s');
    await kim.keyboard.down('ArrowDown');
    await walks();
    await kim.keyboard.up('s');
    await walks();
    await kim.keyboard.up('ArrowDown');
    await standsStill(kim);
  });

  test('commands go by the letter printed, and the help names them', LIMIT, async () => {
    await key(kim, 'Semicolon', 'm'); // AZERTY: closes the microphone
    await isMicrophone(kim, 'off');
    await key(kim, 'KeyM', ',');
    await frames(kim, 3);
    assert.equal(await microphone(kim), 'off');
    await key(kim, 'KeyK', 't'); // Dvorak
    await kim.getByTestId('chat').waitFor();
    await kim.keyboard.press('Escape');
    await key(kim, 'KeyT', 'е'); // Cyrillic: by place
    await kim.getByTestId('chat').waitFor();
    await kim.keyboard.press('Escape');
    await kim.evaluate(() => { navigator.keyboard.getLayoutMap = async () =>
      new Map([['KeyW', 'z'], ['KeyA', 'q'], ['KeyS', 's'], ['KeyD', 'd']]); window.dispatchEvent(new Event('focus')); });
    await kim.getByTestId('dock-controls').click();
    await kim.getByTestId('controls').getByText('Z Q S D, arrows').waitFor();
    await kim.keyboard.press('Escape');
  });

  test('the number pad walks without NumLock', LIMIT, async () => {
    const from = await me(kim);
    await key(kim, 'Numpad2', 'ArrowDown', 'down');
    await until('walks', async () => apart(await me(kim), from) > 0.3);
    await key(kim, 'Numpad2', 'ArrowDown', 'up');
    await standsStill(kim);
  });

  test('Escape while an input method composes leaves the chat open, and a draft outlives its closing', LIMIT, async () => {
    await kim.keyboard.press('t');
    const field = kim.getByTestId('chat-field');
    await field.pressSequentially('half a thought');
    const cdp = kim.cdp ??= await kim.context().newCDPSession(kim);
    await cdp.send('Input.imeSetComposition', { text: 'ni', selectionStart: 2, selectionEnd: 2 });
    await kim.keyboard.press('Escape');
    await kim.keyboard.press('Enter');
    await frames(kim, 3);
    assert.equal(await field.count(), 1, 'the chat was closed');
    await cdp.send('Input.insertText', { text: '你' });
    const typed = await field.inputValue();
    assert.match(typed, /^half a thought.*你$/);
    assert.equal(await kim.getByTestId('chat').getByRole('listitem').filter({ hasText: 'thought' }).count(), 0, 'it was sent');
    await kim.keyboard.press('Escape');
    await field.waitFor({ state: 'detached' });
    await kim.keyboard.press('t');
    assert.equal(await field.inputValue(), typed);
    await field.fill('');
    await kim.keyboard.press('Escape');
  });

  test('after the chat and every panel the focus is where it was, or on the place', LIMIT, async () => {
    await kim.keyboard.press('t');
    await kim.getByTestId('chat-field').waitFor();
    await kim.keyboard.press('Escape');
    await until('the place has it', async () => (await active(kim)).home);
    await kim.getByTestId('dock-chat').focus();
    await kim.keyboard.press('Enter');
    await kim.getByTestId('chat-field').waitFor();
    await kim.keyboard.press('Escape');
    await until('the button has it', async () => (await active(kim)).id === 'dock-chat');
    for (const panel of ['roster', 'map', 'look', 'settings', 'controls', 'stick']) {
      await kim.getByTestId(`dock-${panel}`).click(); // by the mouse: Space is the avatar's afterwards
      await kim.locator('[role="dialog"]').waitFor();
      await kim.getByRole('dialog').getByRole('button', { name: 'Close' }).click();
      await until(`${panel}: the place has it`, async () => (await active(kim)).home || (await active(kim)).id);
      assert.notEqual((await active(kim)).id, 'BODY', panel);
      await kim.getByTestId(`dock-${panel}`).focus();
      await kim.keyboard.press('Enter');
      await kim.locator('[role="dialog"]').waitFor();
      await kim.keyboard.press('Escape');
      await kim.locator('[role="dialog"]').waitFor({ state: 'detached' });
      assert.equal((await active(kim)).id, `dock-${panel}`);
    }
    await kim.mouse.click(480, 200);
    await until('the place has it after a click', async () => (await active(kim)).home);
    await kim.keyboard.press('b');
    await kim.getByTestId('wheel').waitFor();
    await kim.keyboard.press('Escape');
    await kim.getByTestId('wheel').waitFor({ state: 'detached' });
    assert.ok((await active(kim)).home);
  });

  test('no page had an error', () => assert.deepEqual(kim.errors, []));
});

describe('with thumbs', () => {
  let phone, touch;
  before(async () => {
    phone = await newTalker(browser, { width: 390, height: 844, phone: true }, { pushToTalk: true });
    await enter(phone, venue.url, 'Thumb', { room: 'forum' });
    await isConnected(phone, 'Thumb');
    const cdp = await phone.context().newCDPSession(phone);
    touch = (type, ...points) => cdp.send('Input.dispatchTouchEvent', { type, touchPoints: points.map(([x, y], id) => ({ x, y, id })) });
  }, { timeout: 240_000 });
  after(() => phone?.context().close());
  const middle = async (testId) => { const box = await phone.getByTestId(testId).boundingBox(); return [box.x + box.width / 2, box.y + box.height / 2]; };

  test('what thumbs hold ends with the room', { timeout: 240_000 }, async () => {
    const { portals } = await (await fetch(`${venue.url}/api/v1/rooms/forum/places`)).json();
    await walkTo(phone, portals[0].box);
    await phone.getByTestId('portal').waitFor();
    const [talk, stick] = [await middle('talk'), await middle('joystick')];
    await touch('touchStart', talk);
    await isMicrophone(phone, 'open');
    await touch('touchStart', talk, [stick[0], stick[1] - 40]);
    await phone.getByTestId('portal').evaluate((button) => button.click());
    await isLive(phone, 'Thumb', portals[0].room);
    await isConnected(phone, 'Thumb');
    await standsStill(phone);
    assert.notEqual(await microphone(phone), 'open');
    await touch('touchEnd');
    await standsStill(phone);
    assert.notEqual(await microphone(phone), 'open');
  });

  test('a thumb that the system takes away lets go', LIMIT, async () => {
    await touch('touchStart', await middle('talk'));
    await isMicrophone(phone, 'open');
    await touch('touchCancel');
    await isMicrophone(phone, 'waiting');
    const [x, y] = await middle('joystick'), from = await me(phone);
    await touch('touchStart', [x, y]);
    await touch('touchMove', [x, y + 50]);
    await until('walks', async () => apart(await me(phone), from) > 0.5);
    await phone.evaluate(() => window.kapok.dropConnection());
    await isLive(phone, 'Thumb', (await me(phone)).room);
    await standsStill(phone);
    await touch('touchEnd');
  });

  test('no page had an error', () => assert.deepEqual(phone.errors, []));
});

test('whoever comes in by Enter or by a click has the focus on the place', LIMIT, async () => {
  const guest = await newPerson(browser);
  await openDoor(guest, venue.url, 'forum');
  await guest.getByTestId('name').fill('Guest');
  await guest.keyboard.press('Enter');
  await isLive(guest, 'Guest', 'forum');
  await until('the place has it', async () => (await active(guest)).home);
  await guest.getByTestId('dock-leave').click();
  await guest.getByTestId('ended').waitFor();
  await until('the page has it', async () => (await active(guest)).home);
  await guest.context().close();
});
