// The signing wall as people use it: by pointer, by finger, by a typed name; seen by everyone, kept, exported, and one taken away by who keeps order.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import test, { after, before } from '../support/timed.mjs';
import { enter, launch, newPerson, shot } from '../support/browser.mjs';
import { startVenue, until } from '../support/venue.mjs';

const ROOM = 'terrace', MINUTE = 60_000;
let venue, browser, olga, mei;

before(async () => {
  venue = await startVenue();
  browser = await launch();
  olga = await newPerson(browser, { width: 1000, height: 720 });
  mei = await newPerson(browser, { width: 390, height: 760, language: 'zh-CN', phone: true });
  await olga.goto(venue.organiserLink);
  await Promise.all([enter(olga, venue.url, 'Olga', { room: ROOM }), enter(mei, venue.url, '小梅', { room: ROOM })]);
  await step({ kind: 'CEREMONY_KIND_SIGNING', title: 'Our names' });
}, { timeout: 300_000 });

after(async () => {
  await browser?.close();
  await venue?.stop();
});

async function step(ceremony) {
  await olga.evaluate(async ({ room, ceremony }) => {
    const { event } = await (await fetch('/api/v1/venue')).json();
    const answer = await fetch(`/api/v1/events/${event}/rooms/${room}/show/commands`, {
      method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ play: { actions: [{ ceremony }] } }),
    });
    if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`);
  }, { room: ROOM, ceremony });
}

/** How many strokes a page knows of, by the name of the picture of the wall. */
const count = async (page) => Number(/\d+/.exec(await page.getByTestId('sign-wall').getAttribute('aria-label', { timeout: 5000 }).catch(() => '')) ?? -1);
const both = (wanted) => until(`both know ${wanted} strokes`, async () => (await count(olga)) === wanted && (await count(mei)) === wanted, MINUTE);

/** Share of the wall that is drawn on, as a page shows it. */
const inked = (page) => page.getByTestId('sign-wall').evaluate((canvas) => {
  const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height), [r, g, b] = data;
  let other = 0;
  for (let i = 0; i < data.length; i += 4) if (Math.abs(data[i] - r) + Math.abs(data[i + 1] - g) + Math.abs(data[i + 2] - b) > 120) other++;
  return other / (data.length / 4);
});

test('an empty wall asks for the first signature, which is drawn by pointer and seen by all', async () => {
  for (const page of [olga, mei]) await page.getByTestId('sign-open').click();
  await olga.getByText('Be the first to sign').waitFor();
  const before = await inked(olga), { x, y, width, height } = await olga.getByTestId('sign-wall').boundingBox();
  await olga.mouse.move(x + width * 0.3, y + height * 0.4);
  await olga.mouse.down();
  for (let i = 1; i <= 16; i++) await olga.mouse.move(x + width * (0.3 + i * 0.02), y + height * (0.5 + 0.12 * Math.sin(i)));
  await olga.mouse.up();
  await both(1);
  await until('it is seen', async () => (await inked(olga)) > before, MINUTE);
});

test('a finger signs, and so does a name that is typed', async () => {
  const wall = mei.getByTestId('sign-wall'), { x, y, width, height } = await wall.boundingBox();
  const touch = await mei.context().newCDPSession(mei), at = (i) => [{ x: Math.round(x + width * (0.3 + i * 0.03)), y: Math.round(y + height * (0.5 + 0.1 * Math.cos(i))) }];
  await touch.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: at(0) });
  for (let i = 1; i <= 12; i++) await touch.send('Input.dispatchTouchEvent', { type: 'touchMove', touchPoints: at(i) });
  await touch.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
  await both(2);
  await mei.getByTestId('sign-name').fill('梅花');
  await mei.getByTestId('sign-write').click();
  await both(3);
  await shot(mei, 'signing-phone-zh');
  await olga.getByTestId('sign-closer').first().waitFor();
  await shot(olga, 'signing-en');
});

test('one takes back one\'s own, and who keeps order takes away what is another\'s', async () => {
  await mei.getByTestId('sign-undo').click();
  await both(2);
  await olga.getByTestId('sign-undo').click();
  await both(1);
  await mei.getByTestId('sign-name').fill('梅花');
  await mei.getByTestId('sign-write').click();
  await both(2);
});

test('the wall is kept over a kill, saved as a picture and as a drawing, and read when the step is over', async () => {
  await venue.kill();
  await venue.start();
  await until('both have the wall again', async () => (await count(olga)) === 2 && (await count(mei)) === 2, 2 * MINUTE);
  const [png] = await Promise.all([olga.waitForEvent('download'), olga.getByTestId('sign-png').click()]);
  const bytes = await readFile(await png.path());
  assert.equal(bytes.toString('latin1', 1, 4), 'PNG');
  assert.ok(bytes.readUInt32BE(16) >= 1000, `${bytes.readUInt32BE(16)} pixels across`);
  const svg = await olga.evaluate(async (address) => {
    const answer = await fetch(address);
    return { type: answer.headers.get('content-type'), text: await answer.text() };
  }, await olga.getByTestId('sign-svg').getAttribute('href'));
  assert.match(svg.type, /image\/svg\+xml/);
  assert.match(svg.text, /<title>小梅<\/title>/);
  assert.match(svg.text, /梅花/);
  await step({ end: true });
  await mei.getByTestId('sign-write').waitFor({ state: 'detached' });
  assert.equal(await count(mei), 2);
  assert.deepEqual([...olga.errors, ...mei.errors], []);
});
