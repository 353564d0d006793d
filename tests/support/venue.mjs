// Starts the built server for a test, on a free port with data of its own, and stops it.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { within } from './within.mjs';

const ANSWER_MS = 60_000;

export const root = join(import.meta.dirname, '../..');
const serverDll = join(root, 'artifacts/server/Kapok.Server.dll');
export const toolDll = join(root, 'src/Kapok.Tools/bin/Release/net10.0/kapok.dll');

/** A port that was free a moment ago. */
export async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}

export function temporaryFolder() {
  return mkdtempSync(join(tmpdir(), 'kapok-test-'));
}

/** Runs a command to its end; never throws for an exit code. */
export async function run(command, args, options = {}) {
  const child = spawn(command, args, { cwd: root, ...options });
  let stdout = '', stderr = '';
  child.stdout?.on('data', (data) => { stdout += data; });
  child.stderr?.on('data', (data) => { stderr += data; });
  const timer = setTimeout(() => child.kill('SIGKILL'), options.limit ?? 120_000);
  const [code, signal] = await once(child, 'close');
  clearTimeout(timer);
  return { code, signal, stdout, stderr, all: stdout + stderr };
}

/** A child does not outlive the test file, even where a hook that would have ended it ran out of time. */
function endWithUs(child) {
  const end = () => child.kill('SIGKILL');
  process.once('exit', end);
  child.once('exit', () => process.removeListener('exit', end));
  return child;
}

/** Starts a venue and waits until it is ready. */
export async function startVenue({ data, port, bots = 0, behaviour = 'audience', room = 'arena', args = [], env = {}, limit = 60_000 } = {}) {
  const own = data === undefined;
  const venue = new Venue(data ?? temporaryFolder(), port ?? (await freePort()), own, args, env);
  await venue.start(limit);
  if (bots > 0) venue.startBots(bots, behaviour, room);
  return venue;
}

class Venue {
  #child;
  #crowds = [];
  #args;
  #env;
  #own;

  constructor(data, port, own, args, env) {
    this.data = data;
    this.port = port;
    this.url = `http://localhost:${port}`;
    this.output = '';
    this.#own = own;
    this.#args = args;
    this.#env = env;
  }

  /** The organiser's link as it was printed. */
  get organiserLink() {
    return /https?:\/\/\S+\/link\/\S+/.exec(this.output)?.[0];
  }

  async start(limit = 60_000) {
    this.output = '';
    this.#child = spawn('dotnet', [serverDll, '--port', String(this.port), '--data', this.data, '--client', join(root, 'client/dist'),
      '--assets', join(root, 'artifacts/assets'), ...this.#args],
      { cwd: root, env: { KAPOK__SAMPLESHOW: 'false', ...process.env, ...this.#env } }); // no music in what tests hear
    endWithUs(this.#child);
    const ready = new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`not ready in ${limit} ms:\n${this.output}`)), limit);
      const read = (text) => {
        this.output += text;
        if (/^ready https?:/m.test(this.output) && /\/link\//.test(this.output)) { clearTimeout(timer); resolve(); }
      };
      this.#child.stdout.on('data', read);
      this.#child.stderr.on('data', read);
      this.#child.once('exit', (code) => { clearTimeout(timer); reject(new Error(`ended with ${code}:\n${this.output}`)); });
    });
    await ready;
  }

  startBots(count, behaviour = 'audience', room = 'arena', performers = 0) {
    this.#crowds.push(endWithUs(spawn('dotnet', [toolDll, 'bots', '--url', `http://127.0.0.1:${this.port}`, '--room', room, '--count', String(count),
      '--performers', String(performers), '--behaviour', behaviour, '--seconds', '0', '--data', this.data, '--quiet'], { cwd: root, stdio: 'ignore' })));
  }

  /** People in a room, bots included, as the venue says. */
  async people(room = 'arena') {
    const venue = await (await fetch(`${this.url}/api/v1/venue`)).json();
    return venue.rooms.find((r) => r.id === room)?.people ?? 0;
  }

  /** Ends the server at once, as a power cut would. */
  async kill() { await this.#end('SIGKILL'); }

  /** Ends the server as Ctrl-C does; returns its exit code. */
  async interrupt() { return this.#end('SIGINT'); }

  async stop() {
    for (const crowd of this.#crowds) crowd.kill('SIGTERM');
    await this.#end('SIGTERM');
    if (this.#own) rmSync(this.data, { recursive: true, force: true });
  }

  async #end(signal) {
    const child = this.#child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return child?.exitCode;
    child.kill(signal);
    const timer = setTimeout(() => child.kill('SIGKILL'), 20_000);
    const [code] = await once(child, 'exit');
    clearTimeout(timer);
    return code;
  }
}

/**
 * Asks again until the answer is true, or fails with the last answer. No test sleeps a fixed time. One answer may take longer than the limit, on a busy machine,
 * but not for ever: what a page is asked (`page.evaluate`) has no limit of its own, and a promise of a page may never settle.
 */
export async function until(what, ask, limit = 60_000, answerLimit = ANSWER_MS) {
  const end = performance.now() + limit;
  let last;
  do {
    last = await within(`an answer to "${what}" (last answer: ${JSON.stringify(last)})`, limit + answerLimit, ask);
    if (last) return last;
    await new Promise((resolve) => setTimeout(resolve, 50));
  } while (performance.now() < end);
  throw new Error(`${what}: not within ${limit} ms (last answer: ${JSON.stringify(last)})`);
}
