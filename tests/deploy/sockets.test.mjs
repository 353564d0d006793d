// World sockets as an independent client library speaks them (the npm package ws), on both ways they can come in; and a server that runs out of descriptors.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import net from 'node:net';
import { join } from 'node:path';
import test from '../support/timed.mjs';
import { freePort, root, startVenue, temporaryFolder, until } from '../support/venue.mjs';

const { WebSocket } = createRequire(join(root, 'client/package.json'))('ws');

const varint = (number) => (number < 128 ? [number] : [(number & 127) | 128, ...varint(number >> 7)]);
const field = (number, bytes) => [(number << 3) | 2, ...varint(bytes.length), ...bytes];
/** ClientMessage { hello } of proto/kapok.proto, written by hand as a stranger would. */
const hello = (ticket) => Buffer.from([1, ...field(1, [...field(1, Buffer.from(ticket)), 2 << 3, 1, 3 << 3, 1])]);
const ping = (ms) => { const bytes = Buffer.alloc(8); bytes.writeDoubleLE(ms); return Buffer.from([1, ...field(2, [(1 << 3) | 1, ...bytes])]); };
/** clientMs of ServerMessage { pong }, or null. */
const pongOf = (message) => (message[0] === 1 && message[1] === ((2 << 3) | 2) ? message.readDoubleLE(4) : null);

async function enter(venue) {
  const answer = await fetch(`${venue.url}/api/v1/rooms/arena/join`, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ name: 'Mei' }) });
  const { ticket } = await answer.json();
  const socket = new WebSocket(`ws://127.0.0.1:${venue.port}/rt`, 'kapok.v1', { perMessageDeflate: true });
  const heard = [];
  socket.on('message', (message, isBinary) => { assert.ok(isBinary); heard.push(message); });
  await once(socket, 'open');
  assert.equal(socket.protocol, 'kapok.v1');
  assert.equal(socket.extensions, '', 'no extension is agreed on');
  socket.send(hello(ticket));
  await until('a welcome', () => heard.some((message) => message[0] === 1 && message[1] === ((1 << 3) | 2)));
  return { socket, heard };
}

for (const door of ['auto', 'kestrel']) {
  test(`ws speaks with the venue, FrontDoor=${door}`, async () => {
    const venue = await startVenue({ args: [`--Kapok:FrontDoor=${door}`] });
    try {
      const { socket, heard } = await enter(venue);
      await until('state frames', () => heard.filter((message) => message[0] === 3).length > 3);
      socket.ping(Buffer.from('still there'));
      assert.equal(String((await once(socket, 'pong'))[0]), 'still there');
      const whole = ping(42);
      for (const [from, to] of [[0, 3], [3, 5], [5, whole.length]]) socket.send(whole.subarray(from, to), { fin: to === whole.length, binary: true });
      await until('a pong to a message in fragments', () => heard.some((message) => pongOf(message) === 42));
      socket.close(1000, 'bye');
      const [code, reason] = await once(socket, 'close');
      assert.deepEqual([code, String(reason)], [1000, 'bye']);

      const second = await enter(venue);
      second.socket.send('text is not spoken here');
      const [refused, why] = await once(second.socket, 'close');
      assert.deepEqual([refused, String(why)], [4000, 'malformed']);

      const third = await enter(venue);
      third.socket.send(Buffer.alloc(5000));
      assert.equal((await once(third.socket, 'close'))[0], 1009);

      const foreign = new WebSocket(`ws://127.0.0.1:${venue.port}/rt`, 'kapok.v1', { origin: 'https://evil.example' });
      assert.match((await once(foreign, 'error'))[0].message, /403/);
    } finally { await venue.stop(); }
  });
}

/** Starts the server under a limit of open files. */
function startWithDescriptors(most, port, data) {
  const child = spawn('bash', ['-c', `ulimit -n ${most}; exec dotnet ${join(root, 'artifacts/server/Kapok.Server.dll')} --port ${port} --data ${data} \
    --client ${join(root, 'client/dist')} --assets ${join(root, 'artifacts/assets')}`], { cwd: root });
  const started = { child, output: '', ended: once(child, 'exit') };
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => { started.output += text; });
  return started;
}

test('a server that may open too few files says so at the start, and does not run out of memory later', async () => {
  const data = temporaryFolder(), server = startWithDescriptors(300, await freePort(), data);
  const [code] = await server.ended;
  assert.equal(code, 1, server.output);
  assert.match(server.output, /^Only 300 open files are allowed.*ulimit -n/);
  rmSync(data, { recursive: true });
});

test('silent connections take no descriptor from those who speak, and a server without one goes on', async () => {
  const data = temporaryFolder(), port = await freePort(), server = startWithDescriptors(700, port, data), { child } = server;
  const sockets = [], isServed = () => fetch(`http://127.0.0.1:${port}/healthz`).then((answer) => answer.status === 200, () => false);
  try {
    await until('it is ready', () => { assert.equal(child.exitCode, null, server.output); return /^ready http/m.test(server.output); }, 60_000);
    for (let n = 0; n < 900; n++) sockets.push(net.connect(port, '127.0.0.1').on('error', () => {}).resume());
    await until('the silent ones are limited', () => sockets.filter((socket) => socket.destroyed || socket.readableEnded).length > 500);
    // Processor time of the process, in hundredths of a second: fields 14 and 15, behind the name in brackets.
    const used = () => readFileSync(`/proc/${child.pid}/stat`, 'utf8').split(') ')[1].split(' ').slice(11, 13).reduce((sum, ticks) => sum + Number(ticks), 0);
    const before = used(), began = performance.now();
    for (let asked = 0; performance.now() - began < 2000; asked++) {
      assert.ok(await isServed(), `newcomer ${asked} is not served while others are silent:\n${server.output}`);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    assert.ok(used() - before < 150, `it used ${used() - before} hundredths of a second in two seconds`);

    // Those who speak are told when there is no room for them.
    for (let n = 0; n < 400; n++) sockets.push(net.connect(port, '127.0.0.1').on('error', () => {})
      .on('connect', function ask() { this.write('GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n'); }));
    const answers = new Set();
    for (const socket of sockets.slice(900)) socket.once('data', (bytes) => answers.add(String(bytes).split('\r\n')[0]));
    await until('some are served and the others told', () => answers.has('HTTP/1.1 200 OK') && answers.has('HTTP/1.1 503 Service Unavailable'));
    assert.equal(child.exitCode, null, server.output);
    for (const socket of sockets) socket.destroy();
    await until('it serves again', isServed);
  } finally {
    child.kill('SIGTERM');
    await server.ended;
    rmSync(data, { recursive: true, force: true });
  }
});
