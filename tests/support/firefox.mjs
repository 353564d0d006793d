// Debian's Firefox for the browser tests, driven by WebDriver BiDi through Playwright: a page of it is a page as any other.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root, until } from './venue.mjs';

const { firefox } = createRequire(join(root, 'client/package.json'))('playwright-core');
const CHANNEL = 'moz-firefox'; // Mozilla's own builds, by BiDi; without it Playwright wants its patched ones

/** A screen that nobody sees: headless Firefox has no WebGL. */
async function startScreen() {
  const screen = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '1280x1024x24', '-nolisten', 'tcp'], { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] });
  const [number] = await Promise.race([once(screen.stdio[3], 'data'), once(screen, 'exit').then(([code]) => Promise.reject(new Error(`Xvfb ended with ${code}`)))]);
  return { display: `:${String(number).trim()}`, stop: () => screen.kill() };
}

/** A loudspeaker that nobody hears: without one Firefox's AudioContext never runs. */
async function startLoudspeaker() {
  const folder = mkdtempSync(join(tmpdir(), 'kapok-sound-')), socket = join(folder, 'socket');
  const server = spawn('pulseaudio', ['-n', '--daemonize=no', '--exit-idle-time=-1', '--use-pid-file=no', '--disable-shm=yes', '--load=module-null-sink rate=48000',
    `--load=module-native-protocol-unix auth-anonymous=1 socket=${socket}`],
    { stdio: 'ignore', env: { ...process.env, HOME: folder, XDG_RUNTIME_DIR: folder } });
  const stop = () => {
    server.kill();
    rmSync(folder, { recursive: true, force: true });
  };
  await until('pulseaudio listens', () => {
    if (server.exitCode !== null) throw new Error(`pulseaudio ended with ${server.exitCode}`);
    return existsSync(socket);
  });
  return { server: `unix:${socket}`, stop };
}

/** Firefox with a microphone that gives a tone, and leave to use it. @param hertz Of the tone. */
export async function launchFirefox({ hertz }) {
  const [screen, loudspeaker] = await Promise.all([startScreen(), startLoudspeaker()]);
  const stop = () => [screen, loudspeaker].forEach((one) => one.stop());
  try {
    const browser = await firefox.launch({
      channel: CHANNEL, executablePath: process.env.FIREFOX ?? '/usr/bin/firefox-esr', headless: false,
      env: { ...process.env, DISPLAY: screen.display, PULSE_SERVER: loudspeaker.server },
      firefoxUserPrefs: {
        'media.navigator.streams.fake': true, 'media.navigator.audio.fake_frequency': hertz, 'media.navigator.permission.disabled': true,
        'media.autoplay.default': 0, 'media.autoplay.blocking_policy': 0, 'webgl.force-enabled': true,
      },
    });
    browser.on('disconnected', stop);
    return browser;
  } catch (error) {
    stop();
    throw error;
  }
}
