// How far apart people see a cue and hear a track: node perf/stage-cues.mjs [--clients 200] [--seconds 20]. Part of ./kapok bench stage, which reads the one line of JSON
// it prints. Each client is the page's own code without a page: its line, its clock, its show and its player of tracks, the latter over an element that is modelled. They
// come through a relay that holds each piece of what is sent for 20 to 80 ms, another time each, each way; in a second round each line has a delay of its own each way,
// which nothing can tell from a clock that is wrong. What is right is the machine's monotonic clock, which knows the room's by a line without a relay.
import { once } from 'node:events';
import { readFileSync, rmSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { pageCode, Person } from './stage-person.mjs';
import { ask, demand, encodeTrack, random, shares } from './stage-trial.mjs';

demand({ browses: false });
const { startVenue, temporaryFolder, until } = await import('../tests/support/venue.mjs');

const text = (value) => ({ type: 'string', default: value }), { values: options } = parseArgs({ options: { clients: text('200'), seconds: text('20'), seed: text('1') } });
const LEAST_MS = 20, MOST_MS = 80, CUE_MS = 1_000, LOOK_MS = 50, SETTLE_MS = 5_000, TRACK_SECONDS = 120, IN_AT_ONCE = 10;

const load = createRequire(join(import.meta.dirname, '../client/package.json'));
const chance = random(Number(options.seed)), between = (least, most) => least + (most - least) * chance();

/** A relay by TCP. @param delayOf Gives, for one way of one line, what gives each piece its delay in milliseconds. Pieces stay in order. */
async function slowRelay(port, delayOf) {
  const server = createServer({ noDelay: true }, (near) => {
    const far = connect({ host: '127.0.0.1', port, noDelay: true });
    for (const [from, to] of [[near, far], [far, near]]) {
      const delay = delayOf(), waiting = [];
      let timer = null;
      const pass = () => {
        for (timer = null; waiting.length > 0 && waiting[0].at <= performance.now();) to.write(waiting.shift().bytes);
        if (waiting.length > 0) timer = setTimeout(pass, waiting[0].at - performance.now());
      };
      from.on('data', (bytes) => {
        waiting.push({ bytes, at: performance.now() + delay() });
        timer ??= setTimeout(pass, waiting[0].at - performance.now());
      });
      from.on('error', () => to.destroy()).on('close', () => to.destroy());
    }
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { origin: `http://127.0.0.1:${server.address().port}`, close: () => server.close() };
}

/** Lets people in through an origin, a few at a time. */
async function letIn(code, venue, origin, count) {
  const token = readFileSync(join(venue.data, 'operator.token'), 'utf8').trim();
  const enter = (name) => async () => {
    const headers = { 'content-type': 'application/json', 'x-kapok-operator': token };
    const answer = await fetch(`${venue.url}/api/v1/rooms/arena/join`, { method: 'POST', headers, body: JSON.stringify({ name }) });
    if (!answer.ok) throw new Error(`${name} is not let in: ${answer.status} ${await answer.text()}`);
    const ticket = await answer.json(), socket = new URL(ticket.socket, venue.url);
    return { ...ticket, socket: `${origin.replace(/^http/, 'ws')}${socket.pathname}${socket.search}` };
  };
  const people = [];
  for (let i = 0; i < count; i++) {
    const person = new Person(code, enter(`P${i}`), between);
    people.push(person);
    await person.line.open();
    if (i % IN_AT_ONCE === IN_AT_ONCE - 1) await until('they are in', () => people.every((one) => one.isIn || one.why !== null));
    if (person.why !== null) throw new Error(`Somebody is not let in: ${person.why}`);
  }
  await until('everyone is in', () => people.every((one) => one.isIn));
  return people;
}

/** How far off, whichever way. */
const skew = (values) => ({ ...shares(values.map(Math.abs)), of: values.length });

/** One round. @param delayOf As for {@link slowRelay}. @returns How far off each cue and each track was, milliseconds. */
async function play(code, venue, track, delayOf) {
  const [witness] = await letIn(code, venue, venue.url, 1), relay = await slowRelay(venue.port, delayOf);
  const asking = setInterval(() => witness.line.send({ case: 'ping', value: { $typeName: 'kapok.v1.Ping', clientMs: performance.now() } }), 100);
  const people = await letIn(code, venue, relay.origin, Number(options.clients)), stepping = setInterval(() => people.forEach((one) => one.step()), LOOK_MS);
  const roomMs = () => witness.clock.at(performance.now());
  const command = (actions) => ask(venue, '/rooms/arena/show/commands', { method: 'POST', body: JSON.stringify({ play: { actions } }) });
  try {
    await command([{ playback: { deed: 'PLAYBACK_DEED_PLAY', file: track, durationMs: TRACK_SECONDS * 1000, volume: 0.5 } }]);
    const began = performance.now(), tracks = [], first = witness.due.size;
    for (let cue = 0; cue < Number(options.seconds); cue++) {
      await command([{ light: { group: 'LIGHT_GROUP_BEAMS', primary: (cue * 65_793) % 0xffffff, intensity: 1, fadeMs: 200 } }]);
      while (performance.now() - began < (cue + 1) * CUE_MS) {
        await sleep(LOOK_MS);
        const startMs = witness.show.at(roomMs())?.track?.startMs, isSettled = performance.now() - began > SETTLE_MS;
        if (isSettled && startMs !== undefined) tracks.push(...people.map(({ trackMs }) => trackMs).filter((at) => at !== null).map((at) => at - (roomMs() - startMs)));
      }
    }
    await sleep(CUE_MS);
    const offset = roomMs() - performance.now(), due = [...witness.due].slice(first);
    const cues = people.flatMap(({ played }) => due.map(([revision, atMs]) => (played.get(revision) ?? NaN) + offset - atMs)), unplayed = cues.filter(Number.isNaN).length;
    if (unplayed > 0) throw new Error(`${unplayed} of ${cues.length} cues were not played.`);
    return { cues: skew(cues), tracks: skew(tracks), witnessMs: Number(witness.clock.uncertaintyMs.toFixed(2)) };
  } finally {
    clearInterval(asking);
    clearInterval(stepping);
    for (const one of [witness, ...people]) one.line.close();
    relay.close();
  }
}

Object.assign(globalThis, { WebSocket: load('ws').WebSocket, location: { href: 'http://localhost/' } });
const folder = temporaryFolder(), file = await encodeTrack(folder, TRACK_SECONDS), limits = { KAPOK__SOCKETSPERADDRESS: '1000', KAPOK__JOINSPERMINUTE: '10000' };
const venue = await startVenue({ env: limits }), code = await pageCode();
try {
  const { file: track } = await ask(venue, '/files?name=trial', { method: 'POST', body: readFileSync(file), type: 'audio/ogg' });
  const varying = await play(code, venue, track, () => () => between(LEAST_MS, MOST_MS));
  const fixed = await play(code, venue, track, () => { const own = between(LEAST_MS, MOST_MS); return () => own; });
  console.log(JSON.stringify({ cueSkewMs: varying.cues, trackSkewMs: varying.tracks, cues: { clients: Number(options.clients), witnessMs: varying.witnessMs,
    fixedDelays: { cueSkewMs: fixed.cues, trackSkewMs: fixed.tracks } } }));
} finally {
  await code.close();
  await venue.stop();
  rmSync(folder, { recursive: true, force: true });
}
process.exit(0); // timers of lines that were closed
