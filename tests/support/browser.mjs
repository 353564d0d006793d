// Headless Chromium for the browser tests: software WebGL, small views, errors of the page are failures.
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { connect, createServer } from 'node:net';
import { once } from 'node:events';
import { join } from 'node:path';
import { root, until } from './venue.mjs';

const require = createRequire(join(root, 'client/package.json'));
const { chromium } = require('playwright-core');
const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

export const screens = join(root, 'artifacts/screens');
mkdirSync(screens, { recursive: true });

// Where a processor draws WebGL it must not draw the page by the same way: that takes it longer than plain software does.
const SOFTWARE = ['--use-angle=swiftshader', '--enable-unsafe-swiftshader', '--disable-gpu-compositing', '--disable-gpu-rasterization', '--disable-accelerated-2d-canvas'];

/** @param software Draws without a graphics card, as on any machine that runs the tests. @param args Switches besides. */
export async function launch({ software = true, args = [] } = {}) {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--use-gl=angle', ...(software ? SOFTWARE : []), '--ignore-gpu-blocklist',
      '--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run', '--disable-quic',
      '--disable-background-timer-throttling', '--disable-renderer-backgrounding', '--disable-backgrounding-occluded-windows',
      '--autoplay-policy=no-user-gesture-required', ...args],
  });
}

/**
 * Blazor's word for an event of something that the server had taken off the page when the event came, such as a mouse that enters a list as it changes. Nothing happens
 * then. What throws in a handler ends the console's circuit, is in the server's log, and shows as a page that no longer answers.
 */
const GONE_MEANWHILE = "There was an exception invoking 'DispatchEventAsync'";

/**
 * A page of a person of its own: own cookies, own storage. @param draws Whether it loads and draws 3D; all else is the same without, and far quicker.
 * @param bypassCSP Lets a measurement bring code of its own, which the venue's policy would refuse. @param believes Takes a certificate that the venue has signed itself.
 */
export async function newPerson(browser, { width = 640, height = 360, language = 'en-US', phone = false, reducedMotion = 'no-preference', draws = false, bypassCSP = false,
  believes = false } = {}) {
  const context = await browser.newContext({
    viewport: { width, height }, locale: language, reducedMotion, hasTouch: phone, isMobile: phone, deviceScaleFactor: 1, bypassCSP, ignoreHTTPSErrors: believes,
  });
  const page = await context.newPage();
  page.setDefaultTimeout(120_000);
  page.draws = draws;
  page.errors = [];
  page.on('pageerror', (error) => { if (!error.message.includes(GONE_MEANWHILE)) page.errors.push(error.message); });
  return page;
}

/** What the client says of itself (client/src/page/hooks.ts). */
export const me = (page) => page.evaluate(() => window.kapok.me());
export const people = (page) => page.evaluate(() => window.kapok.people());
export const stats = (page) => page.evaluate(() => window.kapok.stats());

export const camera = (page) => page.evaluate(() => window.kapok.camera());

/** Where the middle of somebody's body is in the picture, CSS pixels. */
export const screenOf = (page, name) => page.evaluate((wanted) => window.kapok.screenOf(window.kapok.people().find((person) => person.name === wanted)?.id ?? -1), name);

/** Opens the door of a room. */
export const openDoor = (page, url, room = 'arena', quality = 'low') => page.goto(`${url}/r/${room}?quality=${quality}${page.draws ? '' : '&draw=off'}`);

/** Types a name and walks in. */
export async function enter(page, url, name, { room = 'arena', quality = 'low' } = {}) {
  await openDoor(page, url, room, quality);
  await page.getByTestId('name').fill(name);
  await page.getByTestId('enter').click();
  await isLive(page, name, room);
}

/** Waits until somebody is in a room and sees it. */
export async function isLive(page, name, room) {
  await until(`${name} is in ${room}`, () => page.evaluate((id) => { const me = window.kapok?.me(); return me?.state === 'live' && me.room === id; }, room), 120_000);
}

/** How another page shows somebody, by name; undefined where it does not. */
export const seen = (page, name) => page.evaluate((wanted) => window.kapok.people().find((person) => person.name === wanted), name);

/** Two places in the horizontal plane, metres apart. */
export const apart = (a, b) => Math.hypot(a.x - b.x, a.z - b.z);

/** Pauses the 3D picture or lets it go on. */
export const draw = (page, on) => page.evaluate((wanted) => window.kapok.draw(wanted), on);

/** Waits until somebody stands still over several frames, by their own page; where. */
export async function standsStill(page) {
  const look = () => page.evaluate(() => ({ ...window.kapok.me(), frames: window.kapok.stats().frames }));
  let last = await look();
  return until('stands still', async () => {
    const now = await look();
    if (now.frames < last.frames + 10) return false;
    const still = apart(now, last) < 0.01;
    last = now;
    return still && now;
  }, 60_000);
}

/** Walks somewhere, as by a click on the floor, until it stands within a distance of it, metres. */
export async function walkTo(page, { x, z }, within = 0.5) {
  await page.evaluate((place) => window.kapok.walkTo(place.x, place.z), { x, z });
  await until(`is at ${x.toFixed(1)}, ${z.toFixed(1)}`, async () => apart(await me(page), { x, z }) < within, 120_000);
}

/** Waits until a page has gone through so many frames. */
export const frames = (page, count) => page.evaluate(async (wanted) => {
  for (let i = 0; i < wanted; i++) await new Promise((resolve) => requestAnimationFrame(resolve));
}, count);

/** Takes the page as it is; where 3D is paused, with the last picture of it. */
export async function shot(page, name) {
  await frames(page, 2); // what was changed a moment ago is shown only then
  await page.screenshot({ path: join(screens, `${name}.png`), timeout: 120_000 });
}

/** Draws the place anew, from where the camera is held, and takes the picture. Between pictures the drawing rests: software draws. */
export async function picture(view, name, camera) {
  if (camera) await view.evaluate((cam) => window.kapok.view(...cam), camera);
  await frames(view, 45); // who changes the way in which they are drawn fades over
  await draw(view, true);
  await frames(view, 2);
  await draw(view, false);
  await shot(view, name);
}

/** A TCP relay that can be cut, as a train in a tunnel cuts a line. */
export async function relay(port) {
  const sockets = new Set();
  let cut = false;
  const server = createServer((from) => {
    if (cut) { from.destroy(); return; }
    const to = connect(port, '127.0.0.1');
    for (const [a, b] of [[from, to], [to, from]]) {
      sockets.add(a);
      a.on('error', () => a.destroy());
      a.on('close', () => { sockets.delete(a); b.destroy(); });
      a.pipe(b);
    }
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://localhost:${server.address().port}`,
    cut() { cut = true; for (const socket of sockets) socket.destroy(); },
    mend() { cut = false; },
    async close() { for (const socket of sockets) socket.destroy(); server.close(); await once(server, 'close'); },
  };
}

/** Serious findings of axe-core on a page, once nothing moves: a panel that still fades in is paler than it will be. */
export async function unreachable(page) {
  await page.evaluate(axe);
  await page.evaluate(() => Promise.allSettled(document.getAnimations()
    .filter((one) => one.playState === 'running' && one.effect?.getComputedTiming().iterations !== Infinity).map((one) => one.finished)));
  const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ['violations'] }));
  return violations.filter((v) => ['serious', 'critical'].includes(v.impact)).map((v) => `${v.id}: ${v.nodes.map((n) => n.target.join(' ')).slice(0, 3).join(', ')}`);
}
