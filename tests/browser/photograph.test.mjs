// The group photograph as people see it: two are placed, the seconds run, the picture has its size and people in it, and the other page gets the event's.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import test, { after, before } from '../support/timed.mjs';
import { apart, enter, launch, me, newPerson, shot } from '../support/browser.mjs';
import { startVenue, until } from '../support/venue.mjs';

const ROOM = 'terrace', MINUTE = 60_000;
let venue, browser, olga, mei;

before(async () => {
  venue = await startVenue();
  browser = await launch();
  // A touch page draws the smaller picture: a processor needs seconds for the larger one.
  olga = await newPerson(browser, { width: 390, height: 700, phone: true, draws: true });
  mei = await newPerson(browser, { width: 640, height: 480, language: 'zh-CN' });
  await olga.goto(venue.organiserLink);
  await Promise.all([enter(olga, venue.url, 'Olga', { room: ROOM }), enter(mei, venue.url, '小梅', { room: ROOM })]);
}, { timeout: 300_000 });

after(async () => {
  await browser?.close();
  await venue?.stop();
});

async function step(seconds) {
  await olga.evaluate(async ({ room, action }) => {
    const { event } = await (await fetch('/api/v1/venue')).json();
    const answer = await fetch(`/api/v1/events/${event}/rooms/${room}/show/commands`, {
      method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ play: { actions: [action] } }),
    });
    if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`);
  }, { room: ROOM, action: { ceremony: seconds === null ? { end: true } : { kind: 'CEREMONY_KIND_PHOTOGRAPH', title: 'All of us', seconds } } });
}

test('a photograph that is called off is not taken', async () => {
  const before = await me(mei);
  await step(600);
  await mei.getByTestId('photo-left').waitFor();
  await until('one is put before the camera', async () => apart(await me(mei), before) > 0.2, MINUTE);
  await shot(mei, 'photograph-waits-zh');
  await step(null);
  await mei.getByTestId('photo-left').waitFor({ state: 'detached' });
  assert.equal(await mei.getByTestId('photos-open').count(), 0);
});

test('everyone is in the picture, whoever draws it saves it, and the others get the event\'s', async () => {
  await step(8); // the figures were seen above: a slow page may be too late for these
  await olga.getByTestId('photo-preview').waitFor();
  await until('the page that draws nothing says so', async () => (await mei.getByTestId('photo-state').innerText({ timeout: 5000 }).catch(() => '')).includes('没有拍摄'), MINUTE);
  const [saved] = await Promise.all([olga.waitForEvent('download'), olga.getByTestId('photo-save').tap()]);
  const bytes = await readFile(await saved.path());
  assert.deepEqual([bytes[0], bytes[1]], [0xff, 0xd8], 'a JPEG');
  assert.match(saved.suggestedFilename(), /^All-of-us-\d{4}-\d\d-\d\d\.jpg$/);
  const seen = await olga.getByTestId('photo-preview').evaluate(async (image) => {
    await image.decode();
    const canvas = document.createElement('canvas'), { naturalWidth: width, naturalHeight: height } = image, paint = canvas.getContext('2d');
    [canvas.width, canvas.height] = [width, height];
    paint.drawImage(image, 0, 0);
    const colours = new Set(), { data } = paint.getImageData(width / 3, height / 5, width / 3, (height * 3) / 5);
    for (let i = 0; i < data.length; i += 4) colours.add(((data[i] >> 4) << 8) | ((data[i + 1] >> 4) << 4) | (data[i + 2] >> 4));
    return { width, height, colours: colours.size };
  });
  assert.deepEqual([seen.width, seen.height], [1920, 1080]);
  assert.ok(seen.colours > 60, `${seen.colours} colours: people and a place have more than an empty picture`);
  await shot(olga, 'photograph-taken-phone-en');
  await mei.getByTestId('photos-open').click();
  await mei.getByTestId('photo-kept').waitFor();
  const kept = await mei.getByTestId('photo-kept').locator('a').getAttribute('href');
  const same = await mei.evaluate(async (address) => [...new Uint8Array(await (await fetch(address)).arrayBuffer())].length, kept);
  assert.equal(same, bytes.length, 'the picture that the stage manager\'s page drew');
  await shot(mei, 'photograph-kept-zh');
  await step(null);
  await mei.getByTestId('photo-kept').waitFor();
  assert.deepEqual([...olga.errors, ...mei.errors], []);
});
