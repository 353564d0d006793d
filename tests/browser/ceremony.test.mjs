// A ceremony as people see it: the gong struck by two, a countdown, what is unveiled; each in the place, in the panel and on the screen.
import assert from 'node:assert/strict';
import test, { after, before } from '../support/timed.mjs';
import { enter, launch, newPerson, shot } from '../support/browser.mjs';
import { startVenue, until } from '../support/venue.mjs';

const ROOM = 'terrace', MINUTE = 60_000;
let venue, browser, olga, mei, nobody;

before(async () => {
  venue = await startVenue();
  browser = await launch();
  olga = await newPerson(browser, { width: 720, height: 480, draws: true });
  mei = await newPerson(browser, { width: 390, height: 700, language: 'zh-CN', phone: true });
  nobody = await newPerson(browser, { width: 480, height: 360 });
  for (const page of [olga, mei]) await page.goto(venue.organiserLink);
  await Promise.all([enter(olga, venue.url, 'Olga', { room: ROOM }), enter(mei, venue.url, 'Mei', { room: ROOM })]);
  await enter(nobody, venue.url, 'Noor', { room: ROOM });
}, { timeout: 300_000 });

after(async () => {
  await browser?.close();
  await venue?.stop();
});

async function step(kind, title, seconds = 0) {
  await olga.evaluate(async ({ room, action }) => {
    const { event } = await (await fetch('/api/v1/venue')).json();
    const answer = await fetch(`/api/v1/events/${event}/rooms/${room}/show/commands`, {
      method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ play: { actions: [action] } }),
    });
    if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`);
  }, { room: ROOM, action: { ceremony: kind === null ? { end: true } : { kind: `CEREMONY_KIND_${kind}`, title, seconds } } });
}

const text = (page, testId) => page.getByTestId(testId).innerText({ timeout: 5000 }).catch(() => '');

test('two strike the gong, and everyone reads who they were', async () => {
  await step('GONG', 'Dawn', 600); // whoever is slow is in time too
  for (const page of [olga, mei]) await page.getByTestId('strike').waitFor();
  assert.equal(await nobody.getByTestId('strike').count(), 0, 'a guest who stands far away cannot strike it');
  await until('a guest is told how they can', async () => /nearer|four metres/i.test(await text(nobody, 'ceremony')), MINUTE);
  await olga.keyboard.press('k');
  await mei.getByTestId('strike').tap();
  for (const page of [olga, mei, nobody]) {
    await until('both are named', async () => /Olga.*Mei|Mei.*Olga/s.test(await text(page, 'gong-names')), MINUTE);
  }
  for (const page of [olga, mei]) assert.equal(await page.getByTestId('strike').count(), 0, 'each strikes once');
  const strokes = (page) => page.evaluate(() => window.kapok.show().ceremony.strokes.map(({ name, atMs, inTime }) => `${name} ${atMs} ${inTime}`).join());
  const [first, second] = await Promise.all([strokes(olga), strokes(nobody)]);
  assert.equal(first, second, 'the same strokes at the same moments');
  await shot(olga, 'ceremony-gong-en');
  await shot(mei, 'ceremony-gong-zh');
});

test('a countdown runs by the room\'s clock and ends in a word', async () => {
  await step('COUNTDOWN', 'Doors', 8);
  await until('figures are seen', async () => /^\d$/.test((await text(nobody, 'countdown')).trim()), MINUTE);
  await shot(olga, 'ceremony-countdown-en');
  for (const page of [olga, mei]) await until('it is over', async () => !/\d/.test(await text(page, 'countdown')) && (await text(page, 'countdown')) !== '', MINUTE);
});

test('what is unveiled is not told before the cloth has fallen', async () => {
  await step('UNVEILING', 'Kapok Hall', 3);
  await until('the cloth has fallen', async () => (await text(mei, 'ceremony')).includes('Kapok Hall'), MINUTE);
  await until('for all', async () => (await text(olga, 'ceremony')).includes('Kapok Hall'), MINUTE);
  await shot(olga, 'ceremony-unveiling-en');
  await step(null);
  for (const page of [olga, mei]) await page.getByTestId('ceremony').waitFor({ state: 'detached' });
  for (const page of [olga, mei, nobody]) assert.deepEqual(page.errors ?? [], []);
});
