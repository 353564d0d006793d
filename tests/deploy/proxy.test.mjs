// The sample configuration for nginx, with Debian's nginx in front of a real venue; and HTTPS ended by the venue itself.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import https from 'node:https';
import { join } from 'node:path';
import test from 'node:test';
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

test('behind nginx with the sample configuration: pages, joins and world sockets pass, the address is believed', async () => {
  const folder = temporaryFolder(), { cert, key } = await certificate(folder);
  const [plain, tls] = [await freePort(), await freePort()];
  const venue = await startVenue({ env: { KAPOK__KNOWNPROXIES: '127.0.0.1' } });
  copyFileSync(join(root, 'deploy/kapok-proxy.conf'), join(folder, 'kapok-proxy.conf'));
  mkdirSync(join(folder, 'logs'));
  const sample = readFileSync(join(root, 'deploy/nginx.conf'), 'utf8')
    .replaceAll('venue.example.org', 'localhost')
    .replace('127.0.0.1:5080', `127.0.0.1:${venue.port}`)
    .replace('listen 80;', `listen 127.0.0.1:${plain};`).replace('listen [::]:80;', '')
    .replace('listen 443 ssl http2;', `listen 127.0.0.1:${tls} ssl http2;`).replace('listen [::]:443 ssl http2;', '')
    .replace(/ssl_certificate .*;/, `ssl_certificate ${cert};`).replace(/ssl_certificate_key .*;/, `ssl_certificate_key ${key};`)
    .replaceAll('/etc/nginx/kapok-proxy.conf', join(folder, 'kapok-proxy.conf'));
  writeFileSync(join(folder, 'nginx.conf'), `daemon off; worker_processes 1; pid ${folder}/nginx.pid; error_log ${folder}/logs/error.log;
    events { worker_connections 256; } http { access_log ${folder}/logs/access.log; client_body_temp_path ${folder}/body; proxy_temp_path ${folder}/proxy;
    fastcgi_temp_path ${folder}/f; uwsgi_temp_path ${folder}/u; scgi_temp_path ${folder}/s; ${sample} }`);
  const nginx = spawn('/usr/sbin/nginx', ['-p', folder, '-c', join(folder, 'nginx.conf')], { stdio: 'pipe' });
  let complaints = '';
  nginx.stderr.on('data', (data) => { complaints += data; });
  const url = `https://localhost:${tls}`;
  try {
    await until(`nginx listens ${complaints}`, () => request(`${url}/healthz`).then((a) => a.status === 200, () => false));
    const page = await request(`${url}/`);
    assert.equal(page.status, 200);
    assert.match(page.text, /<title>/);
    const joined = await request(`${url}/api/v1/rooms/arena/join`, join1);
    assert.equal(joined.status, 200, joined.text);
    assert.match(String(joined.headers['set-cookie']), /kapok-guest=.*secure/i, 'the cookie knows that the person came by HTTPS');
    assert.equal((await request(`${url}/rt`, { headers: upgradeFrom(url) })).status, 101);
    assert.equal((await request(`${url}/rt`, { headers: upgradeFrom('https://evil.example') })).status, 403);
  } finally {
    nginx.kill('SIGTERM');
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
