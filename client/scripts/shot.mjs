// Takes a picture of a page in headless Chromium: node scripts/shot.mjs URL FILE.png [WIDTH HEIGHT] [--eval "js"] [--timeout SECONDS]
// Waits until <body data-ready> is set. Prints the page's errors and, where the page gives them, window.stats.
import { chromium } from 'playwright-core';

const args = process.argv.slice(2);
const option = (name) => { const i = args.indexOf(name); return i < 0 ? undefined : args.splice(i, 2)[1]; };
const script = option('--eval');
const timeout = 1000 * Number(option('--timeout') ?? 120);
const [url, file, width = '960', height = '540'] = args;
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--use-gl=angle', '--use-angle=swiftshader', '--enable-unsafe-swiftshader', '--ignore-gpu-blocklist',
    '--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run', '--disable-quic'],
});
const page = await browser.newPage({ viewport: { width: Number(width), height: Number(height) } });
page.on('pageerror', (error) => console.error('page error:', error.message));
page.on('console', (message) => { if (['error', 'warning'].includes(message.type())) console.error(`${message.type()}:`, message.text().slice(0, 600)); });
try {
  await page.goto(url, { timeout });
  await page.waitForFunction(() => document.body.dataset.ready !== undefined, undefined, { timeout });
  if (script) console.log(JSON.stringify(await page.evaluate(script)));
  await page.screenshot({ path: file, timeout });
  const stats = await page.evaluate('window.stats');
  if (stats) console.log(JSON.stringify(stats));
} finally {
  await browser.close();
}
