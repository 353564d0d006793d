// Chromium and Firefox at a venue that ends TLS itself: the page comes by HTTP/2, and the world socket by the fast way all the same.
import assert from 'node:assert/strict';
import https from 'node:https';
import { once } from 'node:events';
import test, { after, before } from '../support/timed.mjs';
import { enter, launch, newPerson } from '../support/browser.mjs';
import { launchFirefox } from '../support/firefox.mjs';
import { startVenue, until } from '../support/venue.mjs';

let venue, url, chromium, firefox;

before(async () => {
  [venue, chromium, firefox] = await Promise.all([startVenue({ args: ['--self-signed'] }), launch(), launchFirefox({ hertz: 700 })]);
  url = `https://localhost:${venue.port}`;
});

after(async () => {
  await chromium?.close();
  await firefox?.close();
  await venue?.stop();
});

/** Open world sockets by the way they came in, as the venue counts them. */
async function ways() {
  const [answer] = await once(https.get(`${url}/metrics`, { rejectUnauthorized: false, agent: false }), 'response');
  let text = '';
  for await (const part of answer) text += part;
  const count = (way) => Number(new RegExp(`^kapok_sockets\\{[^}]*way="${way}"[^}]*\\} (\\d+)`, 'm').exec(text)?.[1]);
  return { door: count('door'), web: count('web') };
}

for (const [name, browser, there] of [['Chromium', () => chromium, 1], ['Firefox', () => firefox, 2]]) {
  test(`${name} loads the page by HTTP/2, and its world socket stays at the door`, async () => {
    const page = await newPerson(browser(), { believes: true });
    await enter(page, url, name, { room: 'forum' });
    assert.equal(await page.evaluate(() => performance.getEntriesByType('navigation')[0].nextHopProtocol), 'h2');
    await until('the socket is counted', async () => (await ways()).door === there);
    assert.deepEqual(await ways(), { door: there, web: 0 });
    assert.deepEqual(page.errors, []);
  });
}
