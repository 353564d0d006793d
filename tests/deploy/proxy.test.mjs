// The sample configurations for nginx and Caddy, with Debian's packages of both in front of a real venue; and HTTPS ended by the venue itself.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { chmodSync, copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import https from 'node:https';
import { join } from 'node:path';
import test from '../support/timed.mjs';
import { freePort, root, run, startVenue, temporaryFolder, until } from '../support/venue.mjs';

/** A certificate for localhost, as PEM files. */
async function certificate(folder, name = 'site', days = '30') {
  const [cert, key] = [join(folder, `${name}.crt`), join(folder, `${name}.key`)];
  const made = await run('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', days,
    '-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1', '-keyout', key, '-out', cert]);
  assert.equal(made.code, 0, made.all);
  return { cert, key };
}

/** One request over HTTPS; the certificate is the test's own. */
async function request(url, { method = 'GET', headers = {}, body } = {}) {
  const asked = https.request(url, { method, headers, rejectUnauthorized: false, agent: false });
  asked.end(body);
  const [answer, socket] = await Promise.race([once(asked, 'response').then((a) => [a[0]]), once(asked, 'upgrade')]);
  const peer = answer.socket.getPeerCertificate?.();
  if (socket) { socket.destroy(); return { status: answer.statusCode, headers: answer.headers, peer }; }
  let text = '';
  for await (const part of answer) text += part;
  return { status: answer.statusCode, headers: answer.headers, text, peer };
}

const upgrade = { Connection: 'Upgrade', Upgrade: 'websocket', 'Sec-WebSocket-Version': '13', 'Sec-WebSocket-Protocol': 'kapok.v1' };
const upgradeFrom = (origin) => ({ ...upgrade, 'Sec-WebSocket-Key': randomBytes(16).toString('base64'), Origin: origin });
const join1 = { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ name: 'Mei' }) };

/** What holds behind every proxy: pages, joins and world sockets pass; scheme and address are believed from the proxy alone. */
async function passes(venue, url, plain, log) {
  const moved = await fetch(`http://localhost:${plain}/r/arena`, { redirect: 'manual' });
  assert.ok([301, 308].includes(moved.status), `plain HTTP is answered with ${moved.status}`);
  assert.match(moved.headers.get('location'), /^https:\/\/localhost(:\d+)?\/r\/arena$/);
  const page = await request(`${url}/`);
  assert.equal(page.status, 200);
  assert.match(page.text, /<title>/);
  const joined = await request(`${url}/api/v1/rooms/arena/join`, join1);
  assert.equal(joined.status, 200, joined.text);
  assert.match(String(joined.headers['set-cookie']), /kapok-guest=.*secure/i, 'the cookie knows that the person came by HTTPS');
  assert.equal((await request(`${url}/rt`, { headers: upgradeFrom(url) })).status, 101);
  assert.equal((await request(`${url}/rt`, { headers: upgradeFrom('https://evil.example') })).status, 403);
  // Whoever forges the header stays one address: one join a minute is allowed, two at once, and the first was above.
  const forged = [];
  for (let n = 1; n <= 3; n++) forged.push((await request(`${url}/api/v1/rooms/arena/join`,
    { ...join1, headers: { ...join1.headers, 'X-Forwarded-For': `203.0.113.${n}` } })).status);
  assert.ok(forged.includes(429), `a forged address is believed: ${forged}`);
  for (const path of ['/metrics', '/Metrics/']) assert.equal((await request(url + path)).status, 403, `strangers read ${path}`);
  assert.equal((await fetch(`${venue.url}/metrics`)).status, 200, 'the machine itself reads them');
  const link = new URL(venue.organiserLink).pathname;
  assert.equal((await request(url + link)).status, 302);
  assert.equal((await request(`${url}/healthz`)).status, 200); // a later line of the log, so that the one before has been written
  await until('the log has the request after', () => /healthz/.test(log()));
  assert.ok(!log().includes(link.split('/').at(-1)), 'the log holds the secret of a link');
}

/** A world socket that comes after pages did not take one of their connections, which are the web server's. */
async function comesByTheDoor(venue, url) {
  for (let pages = 0; pages < 3; pages++) await request(`${url}/healthz`);
  const asked = https.request(`${url}/rt`, { headers: upgradeFrom(url), rejectUnauthorized: false, agent: false });
  asked.end();
  const [, socket] = await once(asked, 'upgrade');
  await until('it comes by the door', async () => {
    const ways = (await (await fetch(`${venue.url}/metrics`)).text()).split('\n').filter((line) => line.startsWith('kapok_sockets{'));
    return /way="door"\} 1$/.test(ways.find((line) => line.includes('door'))) && /way="web"\} 0$/.test(ways.find((line) => line.includes('web')));
  });
  socket.destroy();
}

const behindProxy = () => startVenue({ env: { KAPOK__KNOWNPROXIES: '127.0.0.1', KAPOK__JOINSPERMINUTE: '1' } });

test('behind nginx with the sample configuration', async () => {
  const folder = temporaryFolder(), { cert, key } = await certificate(folder);
  const [plain, tls] = [await freePort(), await freePort()];
  const venue = await behindProxy();
  copyFileSync(join(root, 'deploy/kapok-proxy.conf'), join(folder, 'kapok-proxy.conf'));
  mkdirSync(join(folder, 'logs'));
  const sample = readFileSync(join(root, 'deploy/nginx.conf'), 'utf8')
    .replaceAll('venue.example.org', 'localhost')
    .replaceAll('127.0.0.1:5080', `127.0.0.1:${venue.port}`)
    .replace('listen 80;', `listen 127.0.0.1:${plain};`).replace('listen [::]:80;', '')
    .replace('listen 443 ssl http2;', `listen 127.0.0.1:${tls} ssl http2;`).replace('listen [::]:443 ssl http2;', '')
    .replace(/ssl_certificate .*;/, `ssl_certificate ${cert};`).replace(/ssl_certificate_key .*;/, `ssl_certificate_key ${key};`)
    .replaceAll('/var/lib/nginx/kapok-live', join(folder, 'kapok-live'))
    .replaceAll('/etc/nginx/kapok-proxy.conf', join(folder, 'kapok-proxy.conf'));
  writeFileSync(join(folder, 'nginx.conf'), `daemon off; worker_processes 1; pid ${folder}/nginx.pid; error_log ${folder}/logs/error.log;
    events { worker_connections 256; } http { access_log ${folder}/logs/access.log; client_body_temp_path ${folder}/body; proxy_temp_path ${folder}/proxy;
    fastcgi_temp_path ${folder}/f; uwsgi_temp_path ${folder}/u; scgi_temp_path ${folder}/s; ${sample} }`);
  chmodSync(folder, 0o711); // started by root, its workers are nobody, who is to reach the cache
  const nginx = spawn('/usr/sbin/nginx', ['-p', folder, '-c', join(folder, 'nginx.conf')], { stdio: 'pipe' });
  let complaints = '';
  nginx.stderr.on('data', (data) => { complaints += data; });
  const url = `https://localhost:${tls}`;
  try {
    await until(`nginx listens ${complaints}`, () => request(`${url}/healthz`).then((a) => a.status === 200, () => false));
    await passes(venue, url, plain, () => readFileSync(join(folder, 'logs/access.log'), 'utf8'));
    await comesByTheDoor(venue, url);
    // Broadcasts go by the cache; what is not there is not kept.
    const nobody = await request(`${url}/live/nobody/full/index.m3u8`);
    assert.deepEqual([nobody.status, nobody.headers['x-cache'], nobody.headers['cache-control']], [404, 'MISS', 'no-store']);
  } finally {
    nginx.kill('SIGTERM');
    await venue.stop();
    rmSync(folder, { recursive: true, force: true });
  }
});

test('behind Caddy with the sample configuration', async (context) => {
  if (!existsSync('/usr/bin/caddy')) return context.skip('the Debian package caddy is not installed');
  const folder = temporaryFolder(), { cert, key } = await certificate(folder);
  const [plain, tls] = [await freePort(), await freePort()];
  const venue = await behindProxy();
  // Its own ports, no administration, and the test's certificate in place of one from the internet; the rest is the sample as it is.
  const sample = readFileSync(join(root, 'deploy/Caddyfile'), 'utf8')
    .replace('venue.example.org {', `localhost {\n\ttls ${cert} ${key}`)
    .replace('127.0.0.1:5080', `127.0.0.1:${venue.port}`);
  writeFileSync(join(folder, 'Caddyfile'), `{\n\tadmin off\n\thttp_port ${plain}\n\thttps_port ${tls}\n}\n${sample}`);
  const caddy = spawn('/usr/bin/caddy', ['run', '--adapter', 'caddyfile', '--config', join(folder, 'Caddyfile')],
    { stdio: 'pipe', env: { ...process.env, HOME: folder, XDG_DATA_HOME: folder, XDG_CONFIG_HOME: folder } });
  let log = '';
  caddy.stderr.on('data', (data) => { log += data; });
  const url = `https://localhost:${tls}`;
  try {
    await until('Caddy listens', () => request(`${url}/healthz`).then((a) => a.status === 200, () => false)).catch((error) => { throw new Error(`${error.message}\n${log}`); });
    await passes(venue, url, plain, () => log);
    assert.doesNotMatch(log, /Unnecessary|deprecated/i);
  } finally {
    caddy.kill('SIGTERM');
    await venue.stop();
    rmSync(folder, { recursive: true, force: true });
  }
});

test('forwarded headers from somebody who is no named proxy are not believed', async () => {
  const venue = await startVenue();
  try {
    const joined = await fetch(`${venue.url}/api/v1/rooms/arena/join`, { ...join1, headers: { ...join1.headers, 'X-Forwarded-Proto': 'https', 'X-Forwarded-For': '203.0.113.9' } });
    assert.equal(joined.status, 200);
    assert.doesNotMatch(String(joined.headers.get('set-cookie')), /secure/i);
    await until('the log says what to set', () => /127\.0\.0\.1.*not believed.*KAPOK__KNOWNPROXIES/.test(venue.output));
    assert.equal((await fetch(`${venue.url}/metrics`, { headers: { 'X-Forwarded-For': '203.0.113.9' } })).status, 403);
  } finally { await venue.stop(); }
});

test('HTTPS ended by the venue takes a renewed certificate without a restart', async () => {
  const folder = temporaryFolder(), { cert, key } = await certificate(folder), port = await freePort();
  const venue = await startVenue({ port, args: ['--cert', cert, '--key', key] });
  const url = `https://localhost:${port}`;
  try {
    const first = await request(`${url}/healthz`);
    assert.equal(first.status, 200);
    const renewed = await certificate(folder, 'renewed');
    copyFileSync(renewed.key, key);
    copyFileSync(renewed.cert, cert);
    await until('the renewed certificate is served', async () => (await request(`${url}/healthz`)).peer.fingerprint256 !== first.peer.fingerprint256);
  } finally {
    await venue.stop();
    rmSync(folder, { recursive: true, force: true });
  }
});

test('--self-signed serves HTTPS for a trial', async () => {
  const port = await freePort(), venue = await startVenue({ port, args: ['--self-signed'] });
  try {
    const answer = await request(`https://localhost:${port}/healthz`);
    assert.equal(answer.status, 200);
    assert.match(venue.output, new RegExp(`^ready https://localhost:${port}`, 'm'));
  } finally { await venue.stop(); }
});
