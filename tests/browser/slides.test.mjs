// Slides, laser, music and films: a real PDF brought in one browser is turned and pointed at for another, and tracks play in step.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import test, { after, before } from '../support/timed.mjs';
import { enter, launch, newPerson, screens } from '../support/browser.mjs';
import { lockedPdf, printPdf } from '../support/pdf.mjs';
import { root, startVenue, until } from '../support/venue.mjs';

let venue, browser, olga, mei;

before(async () => {
  venue = await startVenue();
  browser = await launch();
  olga = await newPerson(browser, { width: 1100, height: 720 });
  await olga.goto(venue.organiserLink);
  mei = await newPerson(browser, { width: 800, height: 600, language: 'zh-CN' });
  await Promise.all([enter(olga, venue.url, 'Olga', { room: 'forum' }), enter(mei, venue.url, 'Mei', { room: 'forum' })]);
});

after(async () => {
  await browser?.close();
  await venue?.stop();
});

const bring = (page, name, buffer) => page.getByTestId('slides-file').setInputFiles({ name, mimeType: 'application/pdf', buffer });
const media = (page) => page.evaluate(() => window.kapok.media());

test('a PDF is brought, and what is none is refused with a line that says what to do', async () => {
  await olga.getByTestId('dock-slides').click();
  const refused = [
    ['locked.pdf', lockedPdf(), /password/], ['deck.pdf', Buffer.from('PK\x03\x04 a presentation'), /not a PDF/], ['torn.pdf', Buffer.from('%PDF-1.7 torn'), /damaged/],
  ];
  for (const [name, buffer, said] of refused) {
    await bring(olga, name, buffer);
    await until(`${name} is refused`, async () => said.test(await olga.getByTestId('slides-fault').textContent({ timeout: 500 }).catch(() => '')));
  }
  await bring(olga, 'Autumn 木棉.pdf', await printPdf(browser));
  await until('three pages are there', async () => /3 pages/.test(await olga.getByTestId('deck').textContent()));
  await olga.screenshot({ path: join(screens, 'slides-decks.png') });
});

test('everyone sees the page that is turned to, and where its speaker points', async () => {
  await olga.getByTestId('deck-show').click();
  await olga.getByTestId('slides-at').waitFor();
  await mei.getByTestId('dock-slides').click();
  const pageOf = (page) => page.getByTestId('slide-page').getAttribute('data-page');
  await until('Mei sees the first page', async () => (await pageOf(mei)) === '0');
  assert.match(await mei.locator('.slide-page img').getAttribute('alt'), /Kapok in autumn/);
  assert.equal(await mei.locator('.slide-link').getAttribute('href'), 'https://kapok.example/tree');
  await olga.keyboard.press('PageDown');
  await until('Mei sees the second page', async () => (await pageOf(mei)) === '1');
  await until('its text is there', async () => /木棉之秋/.test(await mei.locator('.slide-page img').getAttribute('alt').catch(() => '') ?? ''));
  assert.equal(await mei.getByTestId('slides-notes').count(), 0, 'notes are the speaker’s alone');
  await until('its picture is there', () => mei.locator('.slide-page img').evaluate((picture) => picture.complete && picture.naturalWidth === 1920));

  const box = await olga.getByTestId('slide-page').boundingBox();
  await olga.mouse.move(box.x + box.width * 0.25, box.y + box.height * 0.5);
  await olga.mouse.down();
  await olga.mouse.move(box.x + box.width * 0.5, box.y + box.height * 0.25, { steps: 4 });
  const laser = mei.getByTestId('slide-laser');
  await until('Mei sees the point where it is', async () => {
    const style = await laser.evaluate((point) => [parseFloat(point.style.left), parseFloat(point.style.top)], undefined, { timeout: 5000 }).catch(() => [0, 0]);
    return Math.abs(style[0] - 50) < 2 && Math.abs(style[1] - 25) < 2;
  });
  await mei.screenshot({ path: join(screens, 'slides-audience.png') });
  await olga.mouse.up();
  await until('the point ends', async () => (await laser.count()) === 0);

  await olga.getByTestId('slides-notes').fill('说慢一点');
  await olga.getByTestId('slides-next').click();
  await until('the last page', async () => (await pageOf(mei)) === '2');
  await olga.getByTestId('slides-back').click();
  await until('the notes are kept with their page', async () => (await olga.getByTestId('slides-notes').inputValue()) === '说慢一点');
  await olga.screenshot({ path: join(screens, 'slides-presenter.png') });
});

test('a track is uploaded and plays in step in two browsers, and the next follows', async () => {
  await olga.getByTestId('slides').press('Escape');
  await mei.getByTestId('slides').press('Escape');
  await olga.getByTestId('dock-tracks').click();
  const sample = (name, mimeType) => ({ name, mimeType, buffer: readFileSync(join(root, 'tests/vectors/files', name)) });
  await olga.getByTestId('files-input').setInputFiles([
    { name: 'Night song.wav', mimeType: 'audio/wav', buffer: tone(40) }, sample('hevc.mp4', 'video/mp4'), sample('tone.ogg', 'audio/ogg'),
  ]);
  await until('two are taken and one is not', async () => (await olga.getByTestId('file').count()) === 2
    && (await olga.getByTestId('upload').locator('.fault').count()) === 1, 60_000);
  // What was uploaded a moment ago the room may not know yet: then it says so, and one presses again.
  await until('it is on', async () => {
    if ((await media(olga)) === null) await olga.getByTestId('file').filter({ hasText: 'Night song' }).getByTestId('file-play').click();
    return (await media(olga)) !== null;
  });
  for (const page of [olga, mei]) {
    await until('it plays in step', async () => {
      const now = await media(page);
      return now !== null && !now.paused && now.atMs > 300 && Math.abs(now.offMs) < 60;
    });
  }
  assert.equal((await media(olga)).file, (await media(mei)).file);
  await olga.getByTestId('file').filter({ hasText: 'tone' }).getByTestId('file-add').click();
  await until('Mei sees what follows', async () => {
    if ((await mei.getByTestId('playlist').count()) === 0) await mei.getByTestId('dock-tracks').click();
    return (await mei.getByTestId('queue').count()) > 0 && /tone/.test(await mei.getByTestId('queue').textContent());
  });
  await olga.getByTestId('track-pause').click();
  await until('it stands still for both', async () => (await media(olga))?.paused === true && (await media(mei))?.paused === true);
  await olga.screenshot({ path: join(screens, 'playlist.png') });
  await mei.screenshot({ path: join(screens, 'playlist-audience.png') });
  await olga.getByTestId('track-next').click();
  await until('the next is on', async () => /tone/.test(await mei.getByTestId('track-title').textContent({ timeout: 2000 }).catch(() => ''))
    || (await media(mei)) === null);
  assert.deepEqual([...olga.errors, ...mei.errors], []);
});

/** A quiet WAV of so many seconds, 8 kHz. */
function tone(seconds) {
  const rate = 8000, samples = rate * seconds, wav = Buffer.alloc(44 + samples * 2);
  wav.write('RIFF');
  wav.writeUInt32LE(36 + samples * 2, 4);
  wav.write('WAVEfmt ', 8);
  for (const [value, at] of [[16, 16], [rate, 24], [rate * 2, 28]]) wav.writeUInt32LE(value, at);
  for (const [value, at] of [[1, 20], [1, 22], [2, 32], [16, 34]]) wav.writeUInt16LE(value, at);
  wav.write('data', 36);
  wav.writeUInt32LE(samples * 2, 40);
  for (let at = 0; at < samples; at++) wav.writeInt16LE(Math.round(6000 * Math.sin((at / rate) * 2 * Math.PI * 330)), 44 + at * 2);
  return wav;
}
