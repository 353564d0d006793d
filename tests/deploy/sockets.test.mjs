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

test('a server without a descriptor left waits instead of spinning, and goes on', async () => {
  const data = temporaryFolder(), port = await freePort();
  const child = spawn('bash', ['-c', `ulimit -n 700; exec dotnet ${join(root, 'artifacts/server/Kapok.Server.dll')} --port ${port} --data ${data} \
    --client ${join(root, 'client/dist')} --assets ${join(root, 'artifacts/assets')}`], { cwd: root });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => { output += text; });
  const ended = once(child, 'exit'), sockets = [];
  try {
    await until('it is ready', () => { assert.equal(child.exitCode, null, output); return /^ready http/m.test(output); }, 60_000);
    for (let n = 0; n < 700; n++) sockets.push(net.connect(port, '127.0.0.1').on('error', () => {}));
    await until('it says so', () => /New connections have to wait/.test(output));
    // Processor time of the process, in hundredths of a second: fields 14 and 15, behind the name in brackets.
    const used = () => readFileSync(`/proc/${child.pid}/stat`, 'utf8').split(') ')[1].split(' ').slice(11, 13).reduce((sum, ticks) => sum + Number(ticks), 0);
    const before = used(), began = performance.now();
    await until('two seconds have passed', () => performance.now() - began > 2000);
    assert.ok(used() - before < 150, `it used ${used() - before} hundredths of a second in two seconds`);
    for (const socket of sockets) socket.destroy();
    await until('it serves again', () => fetch(`http://127.0.0.1:${port}/healthz`).then((answer) => answer.status === 200, () => false));
  } finally {
    child.kill('SIGTERM');
    await ended;
    rmSync(data, { recursive: true, force: true });
  }
});
