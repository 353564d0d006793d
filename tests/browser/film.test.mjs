// Films play on the wall in step, and a stage is taken as people take it: full screen, as a small window, and in the smaller rendition by a phone.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { after, before } from '../support/timed.mjs';
import { draw, enter, launch, newPerson, shot } from '../support/browser.mjs';
import { choose, keyOf, makeFilm, plays, publish, RATE, stageOf } from '../support/stage.mjs';
import { startVenue, until } from '../support/venue.mjs';

const WALL = [0, 7.5, -8, 0, 6.4, -40, 50];
const IN_STEP_MS = 150; // a picture lasts 33 ms, and is shown up to two later
const folder = mkdtempSync(join(tmpdir(), 'kapok-film-'));
const films = { 'Harvest.mp4': 'libx264', 'Lanterns.webm': 'libvpx-vp9' };
let venue, browser, olga, mei;

before(async () => {
  [venue, browser] = await Promise.all([startVenue({ args: ['--Stage:Renditions=true'] }), launch()]);
  for (const [name, video] of Object.entries(films)) await makeFilm(join(folder, name), video);
  olga = await newPerson(browser, { width: 1100, height: 720 });
  mei = await newPerson(browser, { width: 640, height: 400, draws: true });
  for (const page of [olga, mei]) await page.addInitScript(seeFilms);
  await olga.goto(venue.organiserLink);
  await Promise.all([enter(olga, venue.url, 'Olga'), enter(mei, venue.url, 'Mei')]);
  await draw(mei, false);
});

after(async () => {
  await browser?.close();
  await venue?.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** In the page, before anything of it: reads the card's number off each picture of a film, whatever element plays it. */
function seeFilms() {
  const make = document.createElement.bind(document), pen = new OffscreenCanvas(12, 2).getContext('2d', { willReadFrequently: true });
  document.createElement = (name, ...rest) => {
    const element = make(name, ...rest);
    if (name !== 'video') return element;
    const read = (now) => {
      pen.drawImage(element, 0, 0, 12, 2);
      const { data } = pen.getImageData(0, 0, 12, 2);
      let number = 0;
      for (let bit = 0; bit < 12; bit++) if (data[bit * 4] > 128) number += 2 ** bit;
      window.film = { number, at: performance.timeOrigin + now, blue: data[50] - data[48] };
      element.requestVideoFrameCallback(read);
    };
    element.requestVideoFrameCallback(read);
    return element;
  };
}

/** When the film began, by what its newest picture says, milliseconds of the time of day; null before there is one. */
const beganBy = (page) => page.evaluate((rate) => (window.film === undefined ? null : window.film.at - (window.film.number * 1000) / rate), RATE);

const media = (page) => page.evaluate(() => window.kapok.media());

test('films of either kind are brought', async () => {
  await olga.getByTestId('dock-tracks').click();
  await olga.getByTestId('files-input').setInputFiles(Object.keys(films).map((name) => (
    { name, mimeType: name.endsWith('mp4') ? 'video/mp4' : 'video/webm', buffer: readFileSync(join(folder, name)) })));
  await until('both are taken', async () => (await olga.getByTestId('file').count()) === 2);
});

for (const name of Object.keys(films)) {
  test(`${name} plays on the wall, in step in two pages`, async () => {
    const title = name.split('.')[0], row = olga.getByTestId('file').filter({ hasText: title });
    const before = (await media(olga))?.file;
    await until('it is on', async () => {
      const now = await media(olga);
      if (now !== null && now.file !== before) return true;
      // What was uploaded a moment ago the room may not know yet: then it says so, and one presses again.
      await row.getByTestId('file-play').click();
      return false;
    });
    await until('Mei plays the same', async () => (await media(mei))?.file === (await media(olga))?.file);
    for (const page of [olga, mei]) await page.evaluate(() => { window.film = undefined; }); // what the film before has shown is nothing of this one
    await until('both show the same picture at the same moment', async () => {
      const [one, other] = [await beganBy(olga), await beganBy(mei)], own = await media(mei);
      return one !== null && other !== null && Math.abs(one - other) < IN_STEP_MS && own.atMs > 500 && Math.abs(own.offMs) < IN_STEP_MS;
    });
    await until('it is the card', async () => (await olga.evaluate(() => window.film?.blue ?? 0)) > 100);
    await mei.evaluate((cam) => window.kapok.view(...cam), WALL);
    await draw(mei, true);
    await until('the wall shows it', async () => (await blueShare(mei)) > 0.2);
    await draw(mei, false);
    await shot(mei, `film-${title}`);
    assert.deepEqual([...olga.errors, ...mei.errors], []);
  });
}

test('a stage fills the display, and goes into a small window', async () => {
  await olga.getByTestId('track-stop').click();
  const performer = publish(await keyOf(venue), { lines: 480 });
  try {
    await choose(mei, 'llhls');
    await plays(mei, 'llhls');
    await mei.getByTestId('stage-full').click();
    await until('it fills the display', () => mei.evaluate(() => document.fullscreenElement?.classList.contains('stage-flat') === true));
    await mei.getByTestId('stage-mute').waitFor();
    await mei.getByTestId('stage-full').click();
    await until('it does no longer', () => mei.evaluate(() => document.fullscreenElement === null));
    await mei.getByTestId('stage-pip').click();
    await until('it is in a small window', () => mei.evaluate(() => document.pictureInPictureElement === document.querySelector('.stage-frame video')));
    await mei.getByTestId('stage-pip').click();
    await until('it is back', () => mei.evaluate(() => document.pictureInPictureElement === null));
    assert.equal((await plays(mei)).height, 480);

    const phone = await newPerson(browser, { width: 360, height: 640, phone: true });
    await enter(phone, venue.url, 'Lin');
    await phone.getByTestId('dock-stage').click();
    await until('the phone gets the smaller rendition by itself', async () => {
      const now = await stageOf(phone);
      return now.sign === 'playing' && now.way === 'llhls' && now.height === 360;
    }, 90_000);
    assert.match(await phone.getByTestId('stage-quality').locator('option[value=auto]').textContent(), /360p/);
    await shot(phone, 'stage-phone');
    await phone.getByTestId('stage-quality').selectOption('llhls');
    await until('or the whole one, by choice', async () => (await stageOf(phone)).height === 480);
    assert.deepEqual([...mei.errors, ...phone.errors], []);
    await phone.context().close();
  } finally {
    await performer.kill();
  }
});

/** Share of a screenshot's middle that is the card's blue. */
async function blueShare(page) {
  const png = (await page.screenshot()).toString('base64');
  return page.evaluate(async (data) => {
    const image = new Image();
    image.src = `data:image/png;base64,${data}`;
    await image.decode();
    const pen = new OffscreenCanvas(96, 54).getContext('2d');
    pen.drawImage(image, 0, 0, 96, 54);
    const { data: pixels } = pen.getImageData(28, 12, 40, 20);
    let blue = 0;
    for (let i = 0; i < pixels.length; i += 4) if (pixels[i + 2] > 110 && pixels[i + 2] > pixels[i] * 1.8 && pixels[i + 2] > pixels[i + 1] * 1.3) blue++;
    return blue / (pixels.length / 4);
  }, png);
}
