// Pictures of what performers and stage managers work with: artifacts/screens/stage-sheet-*.png, to be looked at. The console's stages and run of show in both
// languages, light and dark, on a desk and on a phone; and what newcomers see first, the flat stage, slides, music, going live.
// node perf/stage-sheet.mjs [console|page…]; needs what ./run.sh builds, Chromium and ffmpeg.
import { join } from 'node:path';
import { draw, enter, launch, newPerson, openDoor, screens } from '../tests/support/browser.mjs';
import { printPdf } from '../tests/support/pdf.mjs';
import { keyOf, plays, publish } from '../tests/support/stage.mjs';
import { startVenue, until } from '../tests/support/venue.mjs';

const SIZES = { desk: { width: 1280, height: 800 }, phone: { width: 390, height: 780, phone: true } };
const wanted = process.argv.length > 2 ? process.argv.slice(2) : ['console', 'page'];
const venue = await startVenue({ env: { KAPOK__SAMPLESHOW: 'true' } }), browser = await launch();
const performer = publish(await keyOf(venue), { keyframes: 8 });
const shoot = (page, name, fullPage = false) => page.screenshot({ path: join(screens, `stage-sheet-${name}.png`), fullPage, timeout: 60_000 });

async function consolePages() {
  for (const [size, of] of Object.entries(SIZES)) {
    for (const [language, dark] of [['en-US', true], ['zh-CN', false], ['en-US', false], ['zh-CN', true]]) {
      const page = await newPerson(browser, { ...of, language }), name = `${size}-${language.slice(0, 2)}-${dark ? 'dark' : 'light'}`;
      await page.context().addCookies([{ name: 'kapok-dark', value: String(dark), url: venue.url }]);
      await page.goto(venue.organiserLink);
      await page.goto(`${venue.url}/console/stages`);
      await page.locator('.airing').first().waitFor();
      await until('figures are there', async () => (await page.locator('.warnings li').count()) > 0, 60_000).catch(() => undefined);
      await shoot(page, `stages-${name}`, true);
      await page.goto(`${venue.url}/console/rooms/arena/show`);
      await page.locator('.cues tbody tr').first().waitFor({ timeout: 20_000 }).catch(() => shoot(page, `empty-${name}`, true));
      await shoot(page, `show-${name}`, size === 'desk');
      if (language === 'en-US') {
        await page.locator('.cues tbody tr').nth(2).locator('.end button').nth(3).click({ timeout: 5000 }).catch((error) => console.error(error.message));
        if (await page.getByRole('dialog').waitFor({ timeout: 5000 }).then(() => true, () => false)) await shoot(page, `cue-${name}`);
      }
      for (const error of page.errors) console.error(name, error);
      await page.context().close();
    }
  }
}

async function pages() {
  for (const [size, of] of Object.entries(SIZES)) {
    const page = await newPerson(browser, { ...of, width: size === 'desk' ? 960 : of.width, height: size === 'desk' ? 600 : of.height, draws: size === 'desk' });
    await page.goto(venue.organiserLink);
    await openDoor(page, venue.url);
    await page.getByTestId('name').waitFor();
    if (page.draws) await until('it is drawn', () => page.evaluate(() => window.kapok?.stats().calls > 5), 120_000);
    await shoot(page, `entry-${size}`);
    await enter(page, venue.url, 'Olga');
    if (page.draws) await until('it is drawn', () => page.evaluate(() => window.kapok.stats().calls > 5), 120_000);
    await shoot(page, `room-${size}`);
    if (page.draws) await draw(page, false);
    await page.getByTestId('dock-stage').click();
    await plays(page);
    await shoot(page, `flat-${size}`);
    await page.getByTestId('stage-close').click();
    for (const [panel, id] of [['tracks', 'dock-tracks'], ['live', 'dock-live'], ['slides', 'dock-slides']]) {
      const button = page.getByTestId(id);
      if (!(await button.isVisible())) await page.locator('.dock-toggle button').click({ timeout: 3000 });
      await button.click({ timeout: 5000 }).catch((error) => console.error(panel, error.message.split('\n')[0]));
      if (panel === 'slides') {
        await page.getByTestId('slides-file').setInputFiles({ name: 'Kapok in autumn 木棉之秋.pdf', mimeType: 'application/pdf', buffer: await printPdf(browser) });
        await until('the pages are there', async () => /3 pages/.test(await page.getByTestId('deck').first().textContent({ timeout: 500 }).catch(() => '')), 90_000);
        await shoot(page, `decks-${size}`);
        await page.getByTestId('deck-show').first().click();
        await page.getByTestId('slides-at').waitFor();
        await until('the slide is there', () => page.locator('.slide-page img').first().evaluate((one) => one.complete && one.naturalWidth > 0), 30_000);
      }
      await shoot(page, `${panel}-${size}`);
      await page.keyboard.press('Escape');
    }
    for (const error of page.errors) console.error(size, error);
    await page.context().close();
  }
}

try {
  if (wanted.includes('console')) await consolePages();
  if (wanted.includes('page')) await pages();
} finally {
  await performer.kill();
  await browser.close();
  await venue.stop();
}
