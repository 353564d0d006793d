// What ./kapok package makes, taken home: installed into a Debian that has neither .NET nor Node, started, joined, upgraded over its data, removed and purged;
// and the archive likewise.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { homedir } from 'node:os';
import { join } from 'node:path';
import test, { after, before, describe } from '../support/timed.mjs';
import { Debian, noDebian } from '../support/debian.mjs';
import { freePort, root, run, temporaryFolder, until } from '../support/venue.mjs';

const { WebSocket } = createRequire(join(root, 'client/package.json'))('ws');

const OLD = '0.9.0', NEW = '0.9.1', MOST_BYTES = 120e6, BUILD_MS = 840_000;
const json = (path) => JSON.parse(readFileSync(path, 'utf8'));

const varint = (number) => (number < 128 ? [number] : [(number & 127) | 128, ...varint(number >> 7)]);
const field = (number, bytes) => [...varint((number << 3) | 2), ...varint(bytes.length), ...bytes];
const hello = (ticket) => Buffer.from([1, ...field(1, [...field(1, Buffer.from(ticket)), 2 << 3, 1, 3 << 3, 1])]);
/** ClientMessage { moderate { BAN } } of proto/kapok.proto. */
const ban = (person) => Buffer.from([1, ...field(12, [1 << 3, 4, 2 << 3, ...varint(person), ...field(3, Buffer.from('a test'))])]);
/** Welcome.you: the second field, left out where it is 0. */
const ownId = (welcome) => { const at = welcome.indexOf(Buffer.from([1 << 3, 1])) + 2; return welcome[at] === 2 << 3 ? welcome[at + 1] : 0; };
const cookieOf = (answer) => answer.headers.getSetCookie().map((cookie) => cookie.split(';')[0]).join('; ');

/** A server in the Debian, until it is stopped. */
class Service {
  constructor(child, port) {
    this.child = child;
    this.url = `http://127.0.0.1:${port}`;
    this.output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => { this.output += text; });
    process.once('exit', () => child.kill('SIGKILL'));
  }

  get link() { return /^organiser https?:\/\/[^/]+(\/link\/\S+)$/m.exec(this.output)?.[1]; }

  async ready() {
    await until('it is ready', () => { assert.equal(this.child.exitCode, null, this.output); return /^ready http/m.test(this.output) && this.link; }, 60_000);
    return this;
  }

  join(name, cookie = '') {
    return fetch(`${this.url}/api/v1/rooms/arena/join`, { method: 'POST', headers: { 'Content-Type': 'application/json', cookie }, body: JSON.stringify({ name }) });
  }

  /** Comes in by a world socket. */
  async enter(name, cookie = '') {
    const answer = await this.join(name, cookie);
    assert.equal(answer.status, 200, await answer.clone().text());
    const { ticket } = await answer.json(), socket = new WebSocket(`${this.url.replace('http', 'ws')}/rt`, 'kapok.v1'), heard = [];
    socket.on('message', (message) => heard.push(message));
    await once(socket, 'open');
    socket.send(hello(ticket));
    const welcome = await until('a welcome', () => heard.find((message) => message[0] === 1 && message[1] === ((1 << 3) | 2)));
    return { socket, id: ownId(welcome), cookie: cookieOf(answer) };
  }

  async stop() {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return this.child.exitCode;
    this.child.kill('SIGTERM');
    return (await once(this.child, 'exit'))[0];
  }
}

/** Makes the packages of a version. */
async function make(folder, version, args) {
  const result = await run('./kapok', ['package', '--quick', '--version', version, '--out', folder, ...args], { limit: BUILD_MS });
  assert.equal(result.code, 0, result.all);
  return result.stdout;
}

/** What systemd would give the service as its environment: the unit's own lines, then the settings. */
function environmentOf(debian) {
  const unit = readFileSync(debian.path('lib/systemd/system/kapok.service'), 'utf8'), settings = readFileSync(debian.path('etc/kapok/kapok.conf'), 'utf8');
  const lines = [...unit.matchAll(/^Environment=(\w+)=(.*)$/gm), ...settings.matchAll(/^(\w+)=(.*)$/gm)];
  return Object.fromEntries(lines.map(([, name, value]) => [name, value]));
}

describe('the package', { skip: noDebian, concurrency: false }, () => {
  let folder, debian, port, service, link, banned, organiser, venue;
  const ours = [];

  /** Gives it a port that is free now, as an administrator would, and starts what the unit names, as its user. */
  async function start() {
    port = await freePort();
    const settings = debian.path('etc/kapok/kapok.conf');
    writeFileSync(settings, readFileSync(settings, 'utf8').replace(/^#?KAPOK__PORT=\d+$/m, `KAPOK__PORT=${port}`));
    service = new Service(debian.spawn(['/usr/lib/kapok/Kapok.Server'], { user: 'kapok:kapok', env: environmentOf(debian), cwd: '/var/lib/kapok' }), port);
    ours.push(service);
    await service.ready();
  }

  const install = (version) => {
    const name = `kapok_${version}_amd64.deb`;
    copyFileSync(join(folder, name), debian.path(`tmp/${name}`));
    return debian.must(['apt-get', 'install', '-y', '--no-install-recommends', `/tmp/${name}`], { limit: 240_000 });
  };

  before(async () => {
    folder = temporaryFolder();
    await make(folder, OLD, []);
    await make(folder, NEW, ['--no-build']);
    debian = await Debian.make('debian-package');
  }, { timeout: BUILD_MS });

  after(async () => {
    for (const one of ours) await one.stop();
    debian?.remove();
    if (folder) rmSync(folder, { recursive: true });
  });

  test('is small enough, whole, and says what is in it', async () => {
    for (const version of [OLD, NEW])
      for (const kind of ['deb', 'tar.gz']) assert.ok(statSync(join(folder, `kapok_${version}_amd64.${kind}`)).size <= MOST_BYTES, `${version} ${kind}`);
    const sums = await run('sha256sum', ['--check', '--strict', 'SHA256SUMS'], { cwd: folder });
    assert.equal(sums.code, 0, sums.all);
    const info = await run('dpkg-deb', ['--info', join(folder, `kapok_${OLD}_amd64.deb`)]);
    assert.match(info.stdout, new RegExp(`Version: ${OLD.replaceAll('.', '\\.')}\n`));
    const listed = (await run('dpkg-deb', ['--contents', join(folder, `kapok_${OLD}_amd64.deb`)])).stdout.trim().split('\n');
    for (const line of listed) assert.match(line, /^(drwxr-xr-x|-rwxr-xr-x|-rw-r--r--|lrwxrwxrwx) root\/root /, line);
  });

  test('lists every package of NuGet and npm that ships, and no other', () => {
    const bill = json(join(folder, `kapok_${OLD}.cdx.json`)), purls = new Set(bill.components.map(({ purl }) => purl));
    assert.equal(bill.specVersion, '1.6');
    for (const component of bill.components) assert.ok(component.licenses?.length > 0 && component.version && component.name, component.purl);
    // A package of NuGet ships when one of its files lies among the programs; the lock files and the packages themselves say which those are.
    const programs = new Set(readdirSync(join(root, '.build/package/published/Kapok.Server')).concat(readdirSync(join(root, '.build/package/published/Kapok.Tools'))));
    const locked = new Map();
    for (const project of ['Kapok.Server', 'Kapok.Tools'])
      for (const target of Object.values(json(join(root, `src/${project}/packages.lock.json`)).dependencies))
        for (const [name, { type, resolved }] of Object.entries(target)) if (type !== 'Project') locked.set(name, resolved);
    const cache = process.env.NUGET_PACKAGES ?? join(homedir(), '.nuget/packages');
    const ships = ([name, version]) => ['lib', 'runtimes/linux-x64'].map((part) => join(cache, name.toLowerCase(), version.toLowerCase(), part))
      .some((part) => existsSync(part) && readdirSync(part, { recursive: true }).some((file) => /\.(dll|so)$/.test(String(file)) && programs.has(String(file).split('/').at(-1))));
    const shipped = [...locked].filter(ships);
    assert.ok(shipped.length > 20, `only ${shipped.length} packages are found to ship`);
    for (const [name, version] of shipped) assert.ok(purls.has(`pkg:nuget/${name}@${version}`), `${name} ${version} ships and is not listed`);
    for (const purl of purls) {
      const [, name, version] = /^pkg:nuget\/(.+)@(.+)$/.exec(purl) ?? [];
      if (name && !/\.Runtime\.linux-x64$/.test(name)) assert.equal(locked.get(name), version, `${purl} is in no lock file`);
    }
    for (const name of ['BannedApiAnalyzers', 'EntityFrameworkCore.Analyzers', 'EntityFrameworkCore.Design', 'Grpc.Tools', 'xunit'])
      assert.ok(![...purls].some((purl) => purl.includes(name)), `${name} does not ship`);
    for (const pack of ['NETCore', 'AspNetCore']) assert.match([...purls].join('\n'), new RegExp(`^pkg:nuget/Microsoft\\.${pack}\\.App\\.Runtime\\.linux-x64@10\\.`, 'm'));

    const npm = Object.entries(json(join(root, 'client/package-lock.json')).packages).filter(([path]) => path.includes('node_modules/'))
      .map(([path, { version, dev }]) => ({ purl: `pkg:npm/${path.split('node_modules/').at(-1).replace('@', '%40')}@${version}`, dev }));
    assert.ok(npm.some(({ dev }) => dev));
    for (const { purl, dev } of npm) if (!npm.some((other) => other.purl === purl && other.dev !== dev)) assert.equal(purls.has(purl), !dev, purl);
  });

  test('is installed with what it needs, each file with its owner and mode', async () => {
    for (const missing of ['dotnet', 'node', 'kapok']) assert.notEqual((await debian.run(['which', missing])).code, 0, missing);
    await debian.must(['apt-get', 'update', '-qq'], { limit: 180_000 });
    const said = await install(OLD);
    assert.match(said, /organiser's link/);
    const expected = [
      '755 root:root /etc/kapok', '640 root:kapok /etc/kapok/kapok.conf', '644 root:root /lib/systemd/system/kapok.service', '755 root:root /usr/lib/kapok/Kapok.Server',
      '755 root:root /usr/lib/kapok/kapok', '644 root:root /usr/lib/kapok/Kapok.World.dll', '644 root:root /usr/share/kapok/client/index.html',
      '644 root:root /usr/share/kapok/assets/scenes/arena.glb', `644 root:root /usr/share/doc/kapok/kapok_${OLD}.cdx.json`, '750 kapok:kapok /var/lib/kapok',
    ];
    const found = await debian.must(['stat', '-c', '%a %U:%G %n', ...expected.map((line) => line.split(' ')[2])]);
    assert.deepEqual(found.trim().split('\n'), expected);
    assert.match(await debian.must(['getent', 'passwd', 'kapok']), /:\/var\/lib\/kapok:\/usr\/sbin\/nologin$/m);
    assert.equal(await debian.must(['dpkg', '--verify', 'kapok']), '', 'what is installed is what was packaged');
  });

  test('has a unit that systemd understands and that may do little', async () => {
    // This machine's systemd reads it, since the Debian has none: with the program where it is seen from here.
    const unit = join(folder, 'kapok.service'), program = '/usr/lib/kapok/Kapok.Server';
    writeFileSync(unit, readFileSync(debian.path('lib/systemd/system/kapok.service'), 'utf8').replace(`ExecStart=${program}`, `ExecStart=${debian.path(program)}`));
    const verified = await run('systemd-analyze', ['verify', '--man=no', unit]);
    assert.equal(verified.code, 0, verified.all);
    assert.doesNotMatch(verified.all, /kapok\.service/, verified.all);
    // Of 100, for what it could still do; 18 as it stands.
    const exposure = await run('systemd-analyze', ['security', '--offline=yes', '--threshold=20', '--no-pager', unit]);
    assert.equal(exposure.code, 0, exposure.all.split('\n').at(-2));
  });

  test('starts as its own user, is found well by its doctor, and people and bots come in', async () => {
    await start();
    assert.ok(readFileSync(`/proc/${service.child.pid}/status`, 'utf8').includes(`Uid:\t${statSync(debian.path('var/lib/kapok')).uid}\t`));
    assert.equal(statSync(debian.path('var/lib/kapok/data')).mode & 0o777, 0o700);
    ({ link } = service);
    const doctor = await debian.run(['kapok', 'doctor'], { user: 'kapok:kapok' });
    assert.equal(doctor.code, 0, doctor.all);
    assert.match(doctor.all, new RegExp(`running and ready on port ${port}`), 'the doctor reads the settings');
    assert.match(doctor.all, /scripts, compressed/);
    const page = await (await fetch(service.url)).text();
    assert.match(page, /<title>/);
    await debian.must(['kapok', 'bots', '--url', service.url, '--count', '3', '--seconds', '3', '--quiet', '--json', '/tmp/bots.json'], { user: 'kapok:kapok' });
    const { connected, failed } = json(debian.path('tmp/bots.json'));
    assert.deepEqual({ connected, failed }, { connected: 3, failed: 0 });

    venue = await (await fetch(`${service.url}/api/v1/venue`)).json();
    const opened = await fetch(service.url + link, { redirect: 'manual' });
    organiser = cookieOf(opened);
    const guest = await service.enter('Nuisance'), boss = await service.enter('Organiser', organiser);
    boss.socket.send(ban(guest.id));
    await once(guest.socket, 'close');
    boss.socket.close();
    banned = guest.cookie;
    assert.match(banned, /kapok-guest=/);
    await until('the ban holds at the door', async () => (await service.join('Nuisance', banned)).status === 403);
  });

  test('is upgraded over its data and settings, which stay', async () => {
    assert.equal(await service.stop(), 0, service.output);
    await install(NEW);
    assert.match(await debian.must(['dpkg-query', '-W', '-f=${Version}', 'kapok']), new RegExp(`^${NEW.replaceAll('.', '\\.')}$`));
    assert.equal(await debian.must(['stat', '-c', '%a %U:%G', '/etc/kapok/kapok.conf', '/var/lib/kapok']), '640 root:kapok\n750 kapok:kapok\n');
    assert.equal(environmentOf(debian).KAPOK__PORT, String(port), 'the settings are as they were left');
    await start();
    assert.equal(service.link, link, 'the organiser’s link is the same');
    const now = await (await fetch(`${service.url}/api/v1/venue`)).json();
    assert.deepEqual({ ...now, rooms: now.rooms.map(({ id }) => id) }, { ...venue, build: now.build, rooms: venue.rooms.map(({ id }) => id) }, 'the event is the same');
    assert.equal((await service.join('Nuisance', banned)).status, 403, 'who was banned stays banned');
    const { socket } = await service.enter('Organiser', organiser);
    socket.close();
    assert.equal((await fetch(`${service.url}/console`, { headers: { cookie: organiser }, redirect: 'manual' })).status, 200, 'cookies of before are believed');
    assert.equal(await service.stop(), 0, service.output);
  });

  test('leaves settings and data when it is removed, and nothing when it is purged', async () => {
    const { uid } = statSync(debian.path('var/lib/kapok'));
    await debian.must(['apt-get', 'remove', '-y', 'kapok']);
    for (const gone of ['usr/lib/kapok', 'usr/bin/kapok', 'usr/share/kapok', 'lib/systemd/system/kapok.service']) assert.ok(!existsSync(debian.path(gone)), `${gone} is left`);
    assert.match(readFileSync(debian.path('etc/kapok/kapok.conf'), 'utf8'), new RegExp(`^KAPOK__PORT=${port}$`, 'm'));
    assert.ok(statSync(debian.path('var/lib/kapok/data/kapok.db')).size > 0);
    await debian.must(['apt-get', 'purge', '-y', 'kapok']);
    for (const gone of ['etc/kapok', 'var/lib/kapok']) assert.ok(!existsSync(debian.path(gone)), `${gone} is left`);
    assert.notEqual((await debian.run(['getent', 'passwd', 'kapok'])).code, 0);
    assert.notEqual((await debian.run(['getent', 'group', 'kapok'])).code, 0);
    assert.equal(await debian.must(['find', '/etc', '/usr', '/var', '-xdev', '-uid', String(uid)]), '');
  });

  test('is an archive, too, which an ordinary user unpacks and starts', async () => {
    const nobody = { user: '65534:65534' }, own = await freePort();
    mkdirSync(debian.path('srv/venue'));
    copyFileSync(join(folder, `kapok_${NEW}_amd64.tar.gz`), debian.path('srv/venue.tar.gz'));
    await debian.must(['chown', '65534:65534', '/srv/venue']);
    await debian.must(['tar', 'xzf', '/srv/venue.tar.gz', '-C', '/srv/venue'], nobody);
    assert.deepEqual(readdirSync(debian.path('srv/venue')), [`kapok-${NEW}`]);
    const cwd = `/srv/venue/kapok-${NEW}`;
    // By HTTPS, which the venue ends itself with the system's own OpenSSL.
    service = new Service(debian.spawn(['./kapok-server', '--port', String(own), '--data', '/srv/venue/data', '--self-signed'], { ...nobody, cwd }), own);
    ours.push(service);
    await service.ready();
    const url = service.url.replace('http', 'https'), figures = '/srv/venue/bots.json';
    const bots = ['bots', '--url', url, '--insecure', '--count', '2', '--seconds', '3', '--quiet', '--data', '/srv/venue/data', '--json', figures];
    await debian.must(['./kapok', ...bots], { ...nobody, cwd });
    assert.equal(json(debian.path(figures)).connected, 2);
    const doctor = await debian.run(['./kapok', 'doctor', '--port', String(own), '--data', '/srv/venue/data'], { ...nobody, cwd, env: { KAPOK__SELFSIGNED: 'true' } });
    assert.equal(doctor.code, 0, doctor.all);
    assert.match(doctor.all, new RegExp(`running and ready on port ${own}`));
    assert.equal(await service.stop(), 0, service.output);
  });
});

test('a package that cannot be made is refused in one line', async () => {
  const file = join(temporaryFolder(), 'file');
  writeFileSync(file, '');
  for (const [args, why] of [[['--version', 'of today'], /^--version must be like/], [['--no-build', '--out', join(file, 'below')], /cannot be written.*--out/]]) {
    const refused = await run('./kapok', ['package', ...args]);
    assert.equal(refused.code, 2, refused.all);
    assert.match(refused.stderr, why);
    assert.equal(refused.stderr.trim().split('\n').length, 1, refused.stderr);
  }
  rmSync(join(file, '..'), { recursive: true });
});
