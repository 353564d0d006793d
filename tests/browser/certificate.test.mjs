// The certificate of attendance as people have it: a cue gives it, it is seen, saved as a PDF whose code leads to a page that says it is real; a forged one is refused.
import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import test, { after, before } from '../support/timed.mjs';
import { enter, launch, newPerson, screens, shot } from '../support/browser.mjs';
import { startVenue, until } from '../support/venue.mjs';

const jsQR = createRequire(join(import.meta.dirname, '../../client/package.json'))('jsqr');
const ROOM = 'terrace', MINUTE = 60_000, LONG_NAME = 'Wilhelmina van der Wolke';
let venue, browser, olga, mei, page;

before(async () => {
  venue = await startVenue();
  browser = await launch();
  olga = await newPerson(browser, { width: 900, height: 720 });
  mei = await newPerson(browser, { width: 390, height: 760, language: 'zh-CN', phone: true });
  await olga.goto(venue.organiserLink);
  await Promise.all([enter(olga, venue.url, LONG_NAME, { room: ROOM }), enter(mei, venue.url, '欧阳小梅', { room: ROOM })]);
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

/** How many colours a canvas has drawn: an empty one has one. */
const colours = (canvas) => canvas.evaluate((one) => {
  if (one.width < 2) return 0;
  const { data } = one.getContext('2d').getImageData(0, 0, one.width, one.height), seen = new Set();
  for (let i = 0; i < data.length; i += 4) seen.add((data[i] >> 4 << 8) | (data[i + 1] >> 4 << 4) | (data[i + 2] >> 4));
  return seen.size;
});

test('a cue gives everyone a certificate, and they can look at it during the step and after it', async () => {
  await step({ kind: 'CEREMONY_KIND_CERTIFICATE', title: 'Ceremony at dawn' });
  await olga.getByTestId('certificate-show').click();
  await mei.getByTestId('certificate-show').waitFor();
  await shot(mei, 'certificate-step-zh');
  await until('it is drawn', async () => (await colours(olga.getByTestId('certificate-paper'))) > 30, MINUTE);
  assert.match(await olga.getByTestId('certificate-paper').getAttribute('aria-label'), /Wilhelmina.*Opening Night.*Ceremony at dawn/);
  await shot(olga, 'certificate-panel-en');
  await step({ end: true });
  await mei.getByTestId('certificate-call').tap();
  await until('it is drawn', async () => (await colours(mei.getByTestId('certificate-paper'))) > 30, MINUTE);
  assert.match(await mei.getByTestId('certificate-paper').getAttribute('aria-label'), /出席证书.*欧阳小梅/);
  await shot(mei, 'certificate-panel-zh');
});

test('it is saved as a PDF with its words, whose code is that of its page', async () => {
  for (const [person, name] of [[olga, LONG_NAME], [mei, '欧阳小梅']]) {
    const [download] = await Promise.all([person.waitForEvent('download'), person.getByTestId('certificate-save').click()]);
    const bytes = await readFile(await download.path()), address = await person.getByTestId('certificate-page').getAttribute('href');
    assert.match(download.suggestedFilename(), /^kapok-certificate-[0-9a-f]{8}\.pdf$/);
    assert.equal(bytes.toString('latin1', 0, 5), '%PDF-');
    assert.match(bytes.toString('latin1'), new RegExp(`/URI \\(${venue.url.replace(/\/$/, '')}${address}\\)`));
    const { code, whole, width, height } = await pictureOf(person, bytes);
    assert.deepEqual([width, height], [3508, 2480], 'A4 at 300 to the inch');
    assert.equal(jsQR(code.data, code.width, code.height)?.data, new URL(address, venue.url).href, `${name}'s code`);
    await writeFile(join(screens, `certificate-paper-${person === mei ? 'zh' : 'en'}.png`), whole);
    page ??= address;
  }
});

test('its page says that it is real without any script, and a forged one is refused', async () => {
  const stranger = await browser.newContext({ javaScriptEnabled: false, viewport: { width: 900, height: 1000 }, locale: 'en-GB' }), reader = await stranger.newPage();
  assert.equal((await reader.goto(new URL(page, venue.url).href)).status(), 200);
  await reader.getByText('Valid certificate of attendance').waitFor();
  await reader.getByText('有效的出席证书').waitFor();
  assert.equal(await reader.getByRole('heading', { level: 1 }).first().innerText(), LONG_NAME);
  await still(reader, 'certificate-page-en');
  await reader.emulateMedia({ colorScheme: 'dark' });
  await reader.setViewportSize({ width: 390, height: 844 });
  await still(reader, 'certificate-page-dark-phone');
  const wide = await reader.evaluate(() => document.documentElement.scrollWidth > innerWidth);
  assert.equal(wide, false, 'nothing is wider than the phone');
  const forged = `${page.slice(0, -1)}${page.endsWith('0') ? '1' : '0'}`;
  assert.equal((await reader.goto(new URL(forged, venue.url).href)).status(), 404);
  await reader.getByText('This venue has issued no certificate with this number.').waitFor();
  await still(reader, 'certificate-forged-dark-phone');
  await stranger.close();
  assert.deepEqual([...olga.errors, ...mei.errors], []);
});

/** A picture of a page that may run no script, so none that waits for frames. */
const still = (reader, name) => reader.screenshot({ path: join(screens, `${name}.png`), fullPage: true, timeout: MINUTE });

/** The picture in a PDF as the browser reads it: its lower right part as pixels, all of it as a smaller PNG. */
async function pictureOf(person, bytes) {
  const at = bytes.indexOf('/DCTDecode'), begin = bytes.indexOf('stream\n', at) + 7, length = Number(/\/Length (\d+)/.exec(bytes.toString('latin1', at, begin))[1]);
  const read = await person.evaluate(async (jpeg) => {
    const picture = await createImageBitmap(new Blob([Uint8Array.from(atob(jpeg), (letter) => letter.charCodeAt(0))], { type: 'image/jpeg' })), { width, height } = picture;
    const draw = (across, down, ...part) => {
      const canvas = new OffscreenCanvas(across, down), pen = canvas.getContext('2d');
      pen.drawImage(picture, ...part, 0, 0, across, down);
      return { canvas, pen };
    };
    const text = (all) => {
      let out = '';
      for (let i = 0; i < all.length; i += 32_768) out += String.fromCharCode(...all.subarray(i, i + 32_768));
      return btoa(out);
    };
    const side = 600, { pen } = draw(side, side, width * 0.72, height * 0.6, width * 0.2, width * 0.2), { data } = pen.getImageData(0, 0, side, side);
    const whole = await draw(1404, 992, 0, 0, width, height).canvas.convertToBlob({ type: 'image/png' });
    return { width, height, side, code: text(data), whole: text(new Uint8Array(await whole.arrayBuffer())) };
  }, bytes.subarray(begin, begin + length).toString('base64'));
  const { width, height, side, code, whole } = read;
  return { width, height, code: { data: new Uint8ClampedArray(Buffer.from(code, 'base64')), width: side, height: side }, whole: Buffer.from(whole, 'base64') };
}
