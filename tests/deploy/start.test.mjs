// Starting, stopping and bad input: one clear line each that says what to do, and nothing is lost.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { chmodSync, chownSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { join } from 'node:path';
import { refused, serverDll, usual } from '../support/refused.mjs';
import test from '../support/timed.mjs';
import { freePort, root, run, startVenue, temporaryFolder, until } from '../support/venue.mjs';

const nobody = 65534; // the same on every Debian
const canBeAnother = process.getuid() === 0 && existsSync('/usr/sbin/runuser');

/** A folder of an ordinary user with what run.sh needs before it builds, and commands of the test's own before the system's. */
function ordinaryHome() {
  const home = temporaryFolder();
  cpSync(join(root, 'run.sh'), join(home, 'run.sh'));
  cpSync(join(root, 'scripts'), join(home, 'scripts'), { recursive: true });
  for (const folder of ['', 'bin', '.build']) { mkdirSync(join(home, folder), { recursive: true }); chownSync(join(home, folder), nobody, nobody); }
  return home;
}

function command(home, name, script) {
  writeFileSync(join(home, 'bin', name), `#!/bin/sh\n${script}\n`);
  chmodSync(join(home, 'bin', name), 0o755);
}

const asOrdinary = (home, args) => run('runuser', ['-u', 'nobody', '--', 'env', `PATH=${home}/bin:/usr/local/bin:/usr/bin:/bin`, './run.sh', ...args], { cwd: home });

test('a busy port is named, with what to do', async () => {
  const holder = createServer().listen(0, '127.0.0.1');
  await once(holder, 'listening');
  const { port } = holder.address();
  const data = temporaryFolder();
  assert.match(await refused(['--port', String(port), '--data', data]), new RegExp(`${port}.*--port`));
  holder.close();
  rmSync(data, { recursive: true });
});

test('an unknown option is refused', async () => {
  assert.match(await refused(['--colour', 'red']), /colour/i);
});

test('a port that is none is refused', async () => {
  assert.match(await refused(['--port', '99999']), /port/i);
});

test('a data folder that cannot be written is named', async () => {
  // A file in the folder's place refuses root as well, whom no permission stops.
  const folder = temporaryFolder(), blocked = join(folder, 'data');
  writeFileSync(blocked, 'not a folder');
  assert.match(await refused(['--port', String(await freePort()), '--data', blocked]), /--data/);
  assert.equal(readFileSync(blocked, 'utf8'), 'not a folder');
  rmSync(folder, { recursive: true });
});

test('a corrupt database is named and left as it is', async () => {
  const data = temporaryFolder(), database = join(data, 'kapok.db');
  writeFileSync(database, 'this is no database '.repeat(500));
  const before = readFileSync(database);
  assert.match(await refused(['--port', String(await freePort()), '--data', data]), /kapok\.db/);
  assert.deepEqual(readFileSync(database), before);
  rmSync(data, { recursive: true });
});

test('a wrong certificate is named', async () => {
  const data = temporaryFolder(), cert = join(data, 'cert.pem'), key = join(data, 'key.pem');
  writeFileSync(cert, 'nonsense');
  writeFileSync(key, 'nonsense');
  assert.match(await refused(['--port', String(await freePort()), '--data', data, '--cert', cert, '--key', key]), /certificate/i);
  rmSync(data, { recursive: true });
});

test('run.sh refuses what it does not know, and an old Node, in one line', async () => {
  const unknown = await run('./run.sh', ['--colour']);
  assert.equal(unknown.code, 2);
  assert.equal(unknown.stderr.trim(), 'Unknown option --colour; see ./run.sh --help');
  const folder = temporaryFolder(), fake = join(folder, 'node');
  writeFileSync(fake, '#!/bin/sh\n[ "$1" = --version ] && { echo v18.19.0; exit 0; }\nexit 1\n');
  chmodSync(fake, 0o755);
  const old = await run('./run.sh', [], { env: { ...process.env, PATH: `${folder}:${process.env.PATH}` } });
  assert.equal(old.code, 2);
  assert.match(old.stderr.trim(), /^Kapok needs Node 20\.19 or newer \(this is v18\.19\.0\): .*$/);
  rmSync(folder, { recursive: true });
});

test('run.sh names the one command that an ordinary user without sudo needs, and installs for one who has it',
  { skip: !canBeAnother && 'only root can try it as another user' }, async () => {
  const home = ordinaryHome();
  command(home, 'dpkg-query', 'exit 1');
  command(home, 'ldconfig', '');
  command(home, 'sudo', 'exit 1');
  const without = await asOrdinary(home, ['--no-build']);
  assert.equal(without.code, 2, without.all);
  assert.equal(without.stderr.trim(), 'Kapok needs a few Debian packages; run this once, then again: sudo apt-get install -y libicu-dev');
  command(home, 'sudo', `[ "$2" = true ] || echo "$@" >>${home}/asked`);
  const having = await asOrdinary(home, ['--no-build']);
  assert.match(readFileSync(join(home, 'asked'), 'utf8'), /apt-get install .*libicu-dev/s);
  assert.match(having.stderr, /^Nothing is built yet: run \.\/run\.sh without --no-build\.$/m);
  rmSync(home, { recursive: true });
});

test('an ordinary user starts a venue that was built', { skip: !canBeAnother && 'only root can try it as another user' }, async (context) => {
  if ((await run('runuser', ['-u', 'nobody', '--', 'test', '-r', serverDll])).code !== 0) return context.skip('this checkout lies where an ordinary user cannot read');
  const home = ordinaryHome(), port = await freePort();
  for (const part of ['artifacts', 'client', 'src']) symlinkSync(join(root, part), join(home, part));
  const child = spawn('runuser', ['-u', 'nobody', '--', './run.sh', '--no-build', '--bots', '5', '--port', String(port)], { cwd: home });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => { output += data; });
  const ended = once(child, 'close');
  try {
    await until('it is ready', () => { assert.equal(child.exitCode, null, output); return /^ready http/m.test(output); }, 60_000);
    assert.equal(statSync(join(home, 'data/operator.token')).uid, nobody);
    // Three performers come beside the audience.
    await until('its bots are in', async () => (await (await fetch(`http://localhost:${port}/api/v1/venue`)).json()).rooms.some((room) => room.people === 5 + 3), 60_000);
  } finally {
    child.kill('SIGTERM');
    await ended;
    rmSync(home, { recursive: true });
  }
});

test('secrets are generated, kept, and readable by their owner only', async () => {
  const venue = await startVenue();
  try {
    for (const name of ['operator.token', 'organiser.link']) {
      const file = join(venue.data, name);
      assert.ok(existsSync(file), `${name} is missing`);
      assert.equal(statSync(file).mode & 0o077, 0, `${name} can be read by others`);
      assert.ok(readFileSync(file, 'utf8').trim().length >= 24, `${name} is too short`);
    }
    const link = venue.organiserLink;
    assert.equal(await venue.interrupt(), 0, 'Ctrl-C ends with 0');
    await venue.start();
    assert.equal(venue.organiserLink, link, 'a restart keeps the organiser’s link');
    assert.doesNotMatch(venue.output, /operator.{0,20}[A-Za-z0-9_-]{32,}/i, 'the operator’s token is never logged');
  } finally { await venue.stop(); }
});

test('kill -9 loses nothing', async () => {
  const venue = await startVenue();
  try {
    const link = venue.organiserLink;
    await venue.kill();
    await venue.start();
    assert.equal(venue.organiserLink, link);
    assert.equal((await fetch(`${venue.url}/readyz`)).status, 200);
  } finally { await venue.stop(); }
});

test('health and metrics answer', async () => {
  const venue = await startVenue();
  try {
    assert.equal((await fetch(`${venue.url}/healthz`)).status, 200);
    assert.equal((await fetch(`${venue.url}/readyz`)).status, 200);
    const metrics = await (await fetch(`${venue.url}/metrics`)).text();
    for (const name of ['kapok_room_people', 'kapok_room_tick', 'kapok_room_sent', 'kapok_room_frames_dropped', 'process_cpu_time', 'process_memory'])
      assert.match(metrics, new RegExp(`^${name}`, 'm'), `${name} is missing`);
  } finally { await venue.stop(); }
});

test('a data folder of another user is named', { skip: !canBeAnother && 'only root can try it as another user' }, async (context) => {
  if ((await run('runuser', ['-u', 'nobody', '--', 'test', '-r', serverDll])).code !== 0) return context.skip('this checkout lies where an ordinary user cannot read');
  const data = temporaryFolder();
  const result = await run('runuser', ['-u', 'nobody', '--', 'dotnet', serverDll, ...usual, '--port', String(await freePort()), '--data', data]);
  assert.notEqual(result.code, 0);
  assert.match(result.stderr, /^[^\n]*--data[^\n]*\n$/);
  rmSync(data, { recursive: true });
});

/** What the doctor says about one thing that is wrong: its line and what to do, each one line however long. */
async function diagnosis(subject, args, env = {}) {
  const result = await run('./kapok', ['doctor', ...args], { env: { ...process.env, ...env } });
  const lines = result.stdout.split('\n'), at = lines.findIndex((line) => line.startsWith('bad') && line.includes(subject));
  assert.equal(result.code, 1, result.all);
  assert.ok(at >= 0, `nothing about ${subject}:\n${result.all}`);
  assert.match(lines[at + 1], /→ /, result.all);
  assert.doesNotMatch(result.all, /^\s+at \S+\(/m);
  return `${lines[at]} ${lines[at + 1].trim()}`;
}

test('the doctor names each thing that is wrong in a line, and what to do in the next', async () => {
  const data = temporaryFolder(), port = String(await freePort()), usualArgs = ['--port', port, '--data', data];
  const holder = createServer((socket) => socket.end('HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\nContent-Length: 3\r\n\r\n<p>')).listen(0, '127.0.0.1');
  await once(holder, 'listening');
  assert.match(await diagnosis('Port', ['--port', String(holder.address().port), '--data', data]), /cannot be had.*--port/);
  holder.close();
  const file = join(data, 'file');
  writeFileSync(file, 'nonsense');
  assert.match(await diagnosis('Storage', ['--port', port, '--data', file]), /is a file, not a folder.*--data/);
  assert.match(await diagnosis('TLS', [...usualArgs, '--cert', file, '--key', file]), /holds no certificate in PEM.*fullchain\.pem/);
  assert.match(await diagnosis('TLS', [...usualArgs, '--cert', file]), /belong together.*--key/);
  const small = join(data, 'small');
  mkdirSync(small);
  if ((await run('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', small])).code === 0) {
    await run('dd', ['if=/dev/zero', `of=${small}/fill`, 'bs=64k']);
    assert.match(await diagnosis('Disk', ['--port', port, '--data', small]), /0 MiB free.*Make room/);
    await run('umount', [small]);
  }
  rmSync(data, { recursive: true });
});

test('the doctor finds a venue that is well, and one that is not', async () => {
  const venue = await startVenue();
  try {
    const well = await run('./kapok', ['doctor', '--port', String(venue.port), '--data', venue.data]);
    assert.equal(well.code, 0, well.all);
    assert.match(well.stdout, /running and ready/);
  } finally { await venue.stop(); }
  const folder = mkdtempSync('/tmp/kapok-doctor-');
  mkdirSync(join(folder, 'data'));
  writeFileSync(join(folder, 'data/kapok.db'), 'nonsense, and more of it than sixteen bytes');
  const ill = await run('./kapok', ['doctor', '--port', String(await freePort()), '--data', join(folder, 'data')]);
  assert.equal(ill.code, 1, ill.all);
  assert.match(ill.stdout, /not a SQLite database/);
  rmSync(folder, { recursive: true });
});
