// Thumbs on a phone, and a gamepad: everything that moves and looks without mouse and keyboard.
import assert from 'node:assert/strict';
import test, { after, before } from '../support/timed.mjs';
import { apart, camera, enter, launch, me, newPerson, seen, standsStill } from '../support/browser.mjs';
import { startVenue, until } from '../support/venue.mjs';

let venue, browser, phone, touch;

before(async () => {
  venue = await startVenue();
  browser = await launch();
  phone = await newPerson(browser, { width: 390, height: 844, phone: true });
  await enter(phone, venue.url, 'Thumb', { room: 'forum' });
  const cdp = await phone.context().newCDPSession(phone);
  // Playwright taps, but does not drag or pinch with fingers.
  touch = (type, ...points) => cdp.send('Input.dispatchTouchEvent', { type, touchPoints: points.map(([x, y], id) => ({ x, y, id })) });
}, { timeout: 300_000 });

after(async () => {
  await browser?.close();
  await venue?.stop();
});

const inTheAir = async (page, name) => (await seen(page, name)).form === 2;
const middle = (box) => [box.x + box.width / 2, box.y + box.height / 2];

test('the joystick walks as long as the thumb is on it', async () => {
  const from = await me(phone);
  const [x, y] = middle(await phone.getByTestId('joystick').boundingBox());
  await touch('touchStart', [x, y]);
  await touch('touchMove', [x, y - 50]);
  await until('walks', async () => apart(await me(phone), from) > 1);
  await touch('touchEnd');
  await standsStill(phone);
});

test('a drag looks around, two fingers zoom', async () => {
  const before = await camera(phone);
  await touch('touchStart', [200, 300]);
  for (let x = 190; x >= 90; x -= 20) await touch('touchMove', [x, 300]);
  await touch('touchEnd');
  await until('the view turned', async () => Math.abs((await camera(phone)).yaw - before.yaw) > 0.2);
  const apartAt = (half) => [[195 - half, 300], [195 + half, 300]];
  const far = (await camera(phone)).distance;
  await touch('touchStart', ...apartAt(30));
  for (let half = 40; half <= 170; half += 10) await touch('touchMove', ...apartAt(half));
  await touch('touchEnd');
  await until('nearer', async () => (await camera(phone)).distance < far * 0.6);
  await touch('touchStart', ...apartAt(170));
  for (let half = 160; half >= 30; half -= 10) await touch('touchMove', ...apartAt(half));
  await touch('touchEnd');
  await until('farther', async () => (await camera(phone)).distance > 1.5);
});

test('a tap on the floor walks there', async () => {
  await phone.evaluate(() => window.kapok.look(0, -0.35)); // down the hall, so that the floor fills the picture
  const standing = async () => (await me(phone)).seat < 0;
  const from = await me(phone);
  const spots = [[120, 420], [270, 420], [100, 500], [290, 500]];
  let taps = 0;
  await until('walks', async () => {
    await phone.touchscreen.tap(...spots[taps++ % spots.length]); // one of them may be a chair
    return until('a step', async () => apart(await me(phone), from) > 0.5, 8000).catch(() => false);
  }, 120_000);
  // Where the tap met a chair one sits down in the end; another tap stands up.
  await until('stands', async () => (await standing()) || (await phone.getByRole('button', { name: 'Stand up' }).tap(), false));
});

test('everything one needs all the time is within reach of the thumbs, and large enough', async () => {
  for (const control of [phone.getByTestId('joystick'), ...(await phone.locator('.touch-buttons button, .dock > .icon-button, .dock-toggle button').all())]) {
    const box = await control.boundingBox();
    assert.ok(box && box.width >= 44 && box.height >= 44, `too small: ${JSON.stringify(box)}`);
    assert.ok(box.y > 844 * 0.5 && box.x >= 0 && box.x + box.width <= 390, `out of reach: ${JSON.stringify(box)}`);
  }
});

test('the jump button jumps, the emote button opens the wheel', async () => {
  // Who sits on a chair meanwhile stands up by it.
  await until('in the air', async () => {
    await phone.getByRole('button', { name: 'Jump' }).tap();
    return until('the jump', () => inTheAir(phone, 'Thumb'), 1500).catch(() => false);
  }, 120_000);
  await phone.getByRole('button', { name: 'Emotes' }).tap();
  await phone.getByTestId('wheel').waitFor();
  await phone.getByTestId('wheel').getByRole('menuitem', { name: 'Clap' }).tap();
  await until('claps', async () => (await phone.evaluate(() => window.kapok.people().find((one) => one.name === 'Thumb').emote)) === 2);
  await phone.getByTestId('wheel').waitFor({ state: 'detached' });
});

test('what is seldom needed is under "more", and each of it can be tapped', async () => {
  for (const [button, panel] of [['dock-map', 'map-panel'], ['dock-settings', 'settings'], ['dock-controls', 'controls'], ['dock-look', 'look-panel']]) {
    if (!(await phone.getByTestId(button).isVisible())) await phone.getByRole('button', { name: 'More' }).tap();
    await phone.getByTestId(button).tap();
    await phone.getByTestId(panel).waitFor();
    const box = await phone.getByTestId(panel).boundingBox();
    assert.ok(box.x >= 0 && box.y >= 0 && box.x + box.width <= 390 && box.y + box.height <= 844, `${panel} is cut off: ${JSON.stringify(box)}`);
    await phone.getByTestId(panel).getByRole('button', { name: 'Close' }).tap();
    await phone.getByTestId(panel).waitFor({ state: 'detached' });
  }
  assert.deepEqual(phone.errors, []);
});

test('a gamepad moves, looks, jumps and acts', async () => {
  const gamer = await newPerson(browser, {});
  await gamer.addInitScript(() => {
    window.pad = { axes: [0, 0, 0, 0], buttons: Array.from({ length: 17 }, () => ({ pressed: false, value: 0 })), mapping: 'standard', connected: true, id: 'test',
      index: 0, timestamp: 0 };
    navigator.getGamepads = () => [window.pad];
  });
  const press = (index, pressed) => gamer.evaluate(([i, on]) => { window.pad.buttons[i] = { pressed: on, value: on ? 1 : 0 }; }, [index, pressed]);
  const axes = (...values) => gamer.evaluate((v) => { window.pad.axes = v; }, values);
  await enter(gamer, venue.url, 'Gamer', { room: 'forum' });
  const [from, before] = [await me(gamer), await camera(gamer)];
  await axes(0, -1, 0, 0);
  await until('walks', async () => apart(await me(gamer), from) > 1);
  await axes(0, 0, 0.8, 0);
  await until('looks', async () => Math.abs((await camera(gamer)).yaw - before.yaw) > 0.3);
  await axes(0.1, 0.1, 0.1, 0.1); // a stick at rest is never quite at zero
  await until('jumps', async () => {
    await press(0, true);
    return until('the jump', () => inTheAir(gamer, 'Gamer'), 1500).catch(() => press(0, false)).then((seen) => seen === true);
  }, 120_000);
  await press(0, false);
  await press(8, true);
  await gamer.getByTestId('map-panel').waitFor();
  await press(8, false);
  await press(1, true);
  await gamer.getByTestId('map-panel').waitFor({ state: 'detached' });
  assert.deepEqual(gamer.errors, []);
  await gamer.context().close();
});
