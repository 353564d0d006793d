// Certificates of a venue that ends HTTPS itself: what is refused at the start, and which one serves which name.
import assert from 'node:assert/strict';
import { chmodSync, existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { makeAuthority } from '../support/authority.mjs';
import { refused, serverDll } from '../support/refused.mjs';
import test, { after, before } from '../support/timed.mjs';
import { freePort, root, run, startVenue, temporaryFolder, until } from '../support/venue.mjs';

const onlyRoot = !(process.getuid() === 0 && existsSync('/usr/sbin/runuser')) && 'only root can try it as another user';
const FIRST_FREE_PORT = '/proc/sys/net/ipv4/ip_unprivileged_port_start';

let folder, authority;
before(async () => {
  folder = temporaryFolder();
  authority = await makeAuthority(folder);
});
after(() => rmSync(folder, { recursive: true, force: true }));

const isReadByAnother = async (file = serverDll) => (await run('runuser', ['-u', 'nobody', '--', 'test', '-r', file])).code === 0;

async function refusedWith(files, options) {
  return refused(['--port', String(await freePort()), '--data', join(folder, 'data'), '--cert', files.cert, '--key', files.key], options);
}

test('a certificate or key that cannot be used is named in a line, with what to do', async () => {
  const good = await authority.issue('good', ['venue.example']), other = await authority.issue('other', ['other.example']), nowhere = join(folder, 'nowhere.pem');
  assert.equal(await refusedWith({ ...good, cert: nowhere }), `The certificate ${nowhere} is missing: name a file in PEM that exists.`);
  assert.equal(await refusedWith({ ...good, key: other.key }), `The key ${other.key} does not fit the certificate ${good.cert}: name the key that it was made with.`);
  const locked = join(folder, 'locked.key'), edwards = join(folder, 'edwards.key');
  assert.equal((await run('openssl', ['pkey', '-in', good.key, '-aes256', '-passout', 'pass:secret', '-out', locked])).code, 0);
  assert.equal(await refusedWith({ ...good, key: locked }), `The key ${locked} is encrypted: write it without a password: openssl pkey -in FILE -out NEW.`);
  assert.equal((await run('openssl', ['genpkey', '-algorithm', 'ed25519', '-out', edwards])).code, 0);
  assert.match(await refusedWith({ ...good, key: edwards }), /^The key \S+edwards\.key is of the kind Ed25519, which browsers do not take: /);
  assert.match(await refusedWith({ cert: `${good.cert},${other.cert}`, key: good.key }), /^--cert and --key need as many files each, .* 2 and --key 1\.$/);
});

test('a key that the user may not read is named', { skip: onlyRoot }, async (context) => {
  if (!await isReadByAnother()) return context.skip('this checkout lies where an ordinary user cannot read');
  const files = await authority.issue('secret', ['venue.example']), data = temporaryFolder();
  chmodSync(data, 0o777);
  for (const open of [folder, files.cert]) chmodSync(open, 0o755);
  chmodSync(files.key, 0o600);
  if (!await isReadByAnother(files.cert)) return context.skip('temporary files lie where an ordinary user cannot read');
  const line = await refused(['--port', String(await freePort()), '--data', data, '--cert', files.cert, '--key', files.key], { as: 'nobody' });
  assert.equal(line, `The key ${files.key} cannot be read by the user nobody: give that user the right to read it, and to enter its folder.`);
  rmSync(data, { recursive: true });
});

test('a port that needs a right says how to get it', { skip: onlyRoot }, async (context) => {
  if (!await isReadByAnother()) return context.skip('this checkout lies where an ordinary user cannot read');
  if (!existsSync(FIRST_FREE_PORT) || Number(readFileSync(FIRST_FREE_PORT, 'utf8')) <= 443) return context.skip('here 443 needs no right');
  const data = temporaryFolder();
  chmodSync(data, 0o777);
  const way = /^Port 443 needs a right that the user nobody does not have: .*service of its package.* sudo setcap cap_net_bind_service=\+ep \/\S+\/dotnet, .*--port/;
  const hosts = ['127.0.0.1', '0.0.0.0', ...(existsSync('/proc/net/if_inet6') ? ['::'] : [])];
  for (const host of hosts) assert.match(await refused(['--port', '443', '--host', host, '--data', data], { as: 'nobody' }), way);
  rmSync(data, { recursive: true });
});

/** What a client is served that asks for a name and trusts the root alone: the subject, and whether chain and name hold. */
async function served(port, name) {
  const asked = name ? ['-servername', name, '-verify_hostname', name] : ['-noservername'];
  const { stdout } = await run('openssl', ['s_client', '-connect', `127.0.0.1:${port}`, '-CAfile', authority.root, ...asked], { stdio: ['ignore', 'pipe', 'pipe'] });
  return { subject: /^subject=CN ?= ?(\S+)$/m.exec(stdout)?.[1], verified: /^\s*Verify return code: (.*)$/m.exec(stdout)?.[1] };
}

for (const door of ['auto', 'kestrel']) {
  test(`each name is served with its certificate, and the whole chain (front door: ${door})`, async () => {
    const [main, club, bare] = [await authority.issue('main', ['venue.example']), await authority.issue('club', ['*.club.example'], { kind: 'RSA' }),
      await authority.issue('bare', ['bare.example'], { chain: false })];
    const lists = ['cert', 'key'].flatMap((kind) => [`--${kind}`, [main, club, bare].map((files) => files[kind]).join(',')]);
    const venue = await startVenue({ args: [...lists, `--Kapok:FrontDoor=${door}`] });
    try {
      assert.deepEqual(await served(venue.port, 'venue.example'), { subject: 'main', verified: '0 (ok)' });
      assert.deepEqual(await served(venue.port, 'one.club.example'), { subject: 'club', verified: '0 (ok)' });
      assert.equal((await served(venue.port, 'deep.one.club.example')).subject, 'main');
      assert.equal((await served(venue.port, 'unknown.example')).subject, 'main');
      assert.deepEqual(await served(venue.port, null), { subject: 'main', verified: '0 (ok)' });
      const lame = await served(venue.port, 'bare.example');
      assert.equal(lame.subject, 'bare');
      assert.notEqual(lame.verified, '0 (ok)');
      const warned = () => venue.output.split('\n').filter((line) => line.startsWith('warn: ') && line.includes('Certificates'));
      await until('the issuer that is missing is named', () => warned().length > 0);
      assert.equal(warned().length, 1, venue.output);
      assert.match(warned()[0], /bare\.pem comes without its issuer Kapok Test Middle, .*fullchain\.pem/);
    } finally { await venue.stop(); }
  });
}

test('the doctor says what of a venue\u2019s certificates browsers would mind', async () => {
  const doctor = async (...args) => {
    const { all } = await run('./kapok', ['doctor', '--data', join(folder, 'data'), ...args]);
    return all.split('\n').filter((line) => /^(ok|look|bad) +(TLS|Server) /.test(line)).map((line) => line.replace(/ +/g, ' ').trimEnd());
  };
  const main = await authority.issue('main', ['venue.example']), bare = await authority.issue('bare', ['bare.example'], { chain: false });
  const venue = await startVenue({ args: ['--cert', `${main.cert},${bare.cert}`, '--key', `${main.key},${bare.key}`] }), port = ['--port', String(venue.port)];
  try {
    const ready = `ok Server a venue is running and ready on port ${venue.port}`;
    const [running, first, second, ...more] = await doctor(...port, '--cert', `${main.cert},${bare.cert}`, '--key', `${main.key},${bare.key}`);
    assert.equal(running, ready);
    assert.match(first, /^ok TLS certificate for venue\.example, valid until \d{4}-\d\d-\d\d$/);
    assert.match(second, /^look TLS the certificate for bare\.example comes without its issuer Kapok Test Middle: /);
    assert.deepEqual(more, []);
    // One that was asked without the files looks at what is served; one whose files are others than those of the venue says so.
    assert.deepEqual(await doctor(...port), [ready, first]);
    const renewed = await authority.issue('renewed', ['venue.example']);
    const [, , compared] = await doctor(...port, '--cert', renewed.cert, '--key', renewed.key);
    assert.match(compared, /^look TLS the venue serves venue\.example with another certificate than \S+renewed\.pem \(for venue\.example, until /);
  } finally { await venue.stop(); }
});
