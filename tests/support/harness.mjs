// Places without a server: client/harness.html as it was built, and the assets, over HTTP of our own; and what cues can do, by name.
import { createReadStream, existsSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { once } from 'node:events';
import { extname, join, normalize } from 'node:path';
import { launch, newPerson, screens } from './browser.mjs';
import { root } from './venue.mjs';

const TYPES = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.json': 'application/json', '.svg': 'image/svg+xml' };
const READY_MS = 180_000, SETTLED_S = 0.24, BEGUN_S = 20, APART_S = 30;

/** From where a place is seen. */
export const PLACES = { arena: [0, 5.5, 14, 0, 6, -40, 58], forum: [-7.4, 5.05, -5.5, 2.3, 2.85, -20, 58], terrace: [0, 4.2, 19, 0, 5.2, -20, 58] };

const light = (of) => ({ light: { primary: 0xff2d6a, secondary: 0x2f6bff, intensity: 1.2, move: 'LIGHT_MOVE_FAN', speed: 1, tilt: 0.5, spread: 0.7, pulse: 1, ...of } });
const house = (intensity) => ({ light: { group: 'LIGHT_GROUP_HOUSE', primary: 0xffffff, secondary: 0xffffff, intensity } });
const effect = (kind, of = {}) => ({ effect: { kind: `EFFECT_KIND_${kind}`, strength: 1, ...of } });
const screen = (content, of = {}) => ({ screen: { screen: '*', content, ...of } });

/** What a cue does, and how many seconds later the picture is taken. */
export const CUES = {
  own: { actions: [] },
  light: { actions: [light({})] },
  red: { actions: [light({ primary: 0xff3010, secondary: 0xffa000, move: 'LIGHT_MOVE_SWEEP', lasers: true }), house(0.3)] },
  blue: { actions: [light({ primary: 0x2255ff, secondary: 0x30e0ff, move: 'LIGHT_MOVE_CIRCLE' }), house(0.1)] },
  chase: { actions: [light({ primary: 0xffffff, secondary: 0xffc060, move: 'LIGHT_MOVE_CHASE' })] },
  flash: { actions: [light({ move: 'LIGHT_MOVE_FLASH', tilt: 0.8 })] },
  still: { actions: [light({ move: 'LIGHT_MOVE_STILL', pan: -0.6, tilt: 0.1, spread: 0.1, primary: 0xfff0d0, secondary: 0xfff0d0 })] },
  blackout: { actions: [light({ intensity: 0 }), house(0), screen({ dark: {} })] },
  bright: { actions: [house(2)] },
  confetti: { actions: [effect('CONFETTI')], after: 1.7 },
  sparks: { actions: [effect('COLD_SPARKS'), house(0.5)], after: 2 },
  fireworks: { actions: [effect('FIREWORKS')], after: 4.6 },
  fog: { actions: [effect('FOG')], after: 8 },
  lanterns: { actions: [effect('LANTERNS')], after: 14 },
  wave: { actions: [effect('LIGHT_WAVE')], after: 0.9 },
  sticks: { actions: [0xff3355, 0xffaa22, 0xffee55, 0x55ff66, 0x44ddff, 0x5566ff, 0xcc55ff, 0xff66cc].map((colour, i) => ({ sticks: { sector: i + 1, colour } })) },
  stickwave: { actions: [{ sticks: { colour: 0x33aaff, pattern: 'STICK_PATTERN_WAVE' } }] },
  text: { actions: [screen({ text: { lines: ['Thank you, everyone', '谢谢大家'], colour: 0xfff0d0, ground: 0x5a1030 } })] },
  countdown: { actions: [screen({ countdown: { seconds: 75, title: 'We begin in' } })] },
  bars: { actions: [screen({ visualiser: { style: 0 } })] },
  rings: { actions: [screen({ visualiser: { style: 1 } })] },
  flow: { actions: [screen({ visualiser: { style: 2 } })] },
  beside: { actions: [{ screen: { screen: '', content: { text: { lines: ['Agenda', 'Talk', 'Questions'], colour: 0x14182c, ground: 0xf4efe4 } }, beside: { camera: {} } } }] },
  follow: { actions: [screen({ camera: {} }), { camera: { kind: 'SHOT_KIND_FOLLOW' } }] },
  sweep: { actions: [screen({ camera: {} }), { camera: { kind: 'SHOT_KIND_SWEEP', overMs: 4000 } }] },
  crowd: { actions: [screen({ camera: {} }), { camera: { kind: 'SHOT_KIND_CROWD' } }] },
  applause: { actions: [{ applause: { on: true } }] },
};

/** Serves what was built and opens a browser. */
export async function openHarness({ width = 640, height = 360, software = true } = {}) {
  const server = createServer(answer).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const browser = await launch({ software }), { port } = server.address();
  return {
    /** Opens a place with people in it. @param sticks Share of them with a glow stick; their place's own without. */
    async show(place, { people = 24, quality = 'laptop', calm = false, sticks = 0.7 } = {}) {
      const page = await newPerson(browser, { width, height, draws: true });
      const asked = new URLSearchParams({ place, people, quality, sticks, calm: calm ? 1 : 0, cam: PLACES[place].join(','), t: BEGUN_S });
      await page.goto(`http://127.0.0.1:${port}/harness.html?${asked}`);
      await page.waitForSelector('body[data-ready]', { timeout: READY_MS });
      return new Shown(page);
    },
    async close() {
      await browser.close();
      server.close();
    },
  };
}

class Shown {
  #time = BEGUN_S;

  constructor(page) {
    this.page = page;
  }

  get errors() {
    return this.page.errors;
  }

  /**
   * Plays a cue on the place as it is by itself, and draws it so much later. @param frames Drawn until then: cameras and walls are a frame late.
   * @returns Draw calls and triangles of that frame.
   */
  async play({ actions, after = 2 }, { cam, frames = 3 } = {}) {
    this.#time += APART_S; // what ran before has come down
    return this.page.evaluate(({ actions, at, times, cam }) => {
      window.play([], at);
      window.play(actions, at);
      for (const time of times) window.frame(time, cam);
      return window.stats;
    }, { actions, at: this.#time, cam, times: [2, 1, 0].slice(3 - frames).map((i) => this.#time + after - i * SETTLED_S) });
  }

  /** How many of the picture's pixels are another than in a picture before, and how bright it is on average, 0..255. @returns The picture as well, for the next. */
  async compare(before) {
    return this.page.evaluate((last) => {
      const canvas = document.querySelector('canvas'), small = Object.assign(document.createElement('canvas'), { width: 160, height: 90 }), pen = small.getContext('2d');
      pen.drawImage(canvas, 0, 0, 160, 90);
      const { data } = pen.getImageData(0, 0, 160, 90), pixels = Array.from(data);
      let changed = 0, sum = 0;
      for (let i = 0; i < pixels.length; i += 4) {
        sum += pixels[i] + pixels[i + 1] + pixels[i + 2];
        if (last && Math.abs(pixels[i] - last[i]) + Math.abs(pixels[i + 1] - last[i + 1]) + Math.abs(pixels[i + 2] - last[i + 2]) > 30) changed++;
      }
      return { pixels, changed: changed / (160 * 90), brightness: sum / (3 * 160 * 90) };
    }, before?.pixels ?? null);
  }

  shot(name) {
    return this.page.screenshot({ path: join(screens, `${name}.png`) });
  }

  close() {
    return this.page.context().close();
  }
}

function answer(request, response) {
  const path = decodeURIComponent((request.url ?? '/').split('?')[0]), [folder, rest] = path.startsWith('/assets/') ? ['artifacts/assets', path.slice(7)] : ['client/dist', path];
  const base = join(root, folder), file = normalize(join(base, rest));
  if (!file.startsWith(base) || !existsSync(file) || !statSync(file).isFile()) return void response.writeHead(404).end();
  response.setHeader('Content-Type', TYPES[extname(file)] ?? 'application/octet-stream');
  createReadStream(file).pipe(response);
}
