// What the venue's own TLS offers, refuses and withstands, as Debian's tools find it: openssl, sslscan and testssl.sh; with a key of an elliptic curve and with one of RSA.
import assert from 'node:assert/strict';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import test, { after, before, describe } from '../support/timed.mjs';
import { run, startVenue, temporaryFolder } from '../support/venue.mjs';

// With forward secrecy and authenticated encryption; nothing else is left of TLS 1.2 and 1.3.
const CIPHERS = {
  'TLSv1.3': () => ['TLS_AES_128_GCM_SHA256', 'TLS_AES_256_GCM_SHA384', 'TLS_CHACHA20_POLY1305_SHA256'],
  'TLSv1.2': (kind) => ['AES128-GCM-SHA256', 'AES256-GCM-SHA384', 'CHACHA20-POLY1305'].map((cipher) => `ECDHE-${kind}-${cipher}`),
};
const GROUPS = ['secp256r1 (NIST P-256)', 'secp384r1 (NIST P-384)', 'x25519'];
const KEYS = { ECDSA: ['ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1'], RSA: ['rsa:2048'] };

/** What testssl.sh must find, by the names of its findings. */
const FINDINGS = {
  SSLv2: /^not offered$/, SSLv3: /^not offered$/, TLS1: /^not offered$/, TLS1_1: /^not offered$/, TLS1_2: /^offered$/, TLS1_3: /^offered with final$/,
  NPN: /^not offered$/, ALPN_HTTP2: /^h2$/, ALPN: /^http\/1\.1$/, cipher_order: /^server$/,
  heartbleed: /^not vulnerable/, CCS: /^not vulnerable/, ticketbleed: /^not vulnerable/, ROBOT: /^not vulnerable/, CRIME_TLS: /^not vulnerable/,
  secure_renego: /^supported$/, secure_client_renego: /^not vulnerable$/, fallback_SCSV: /no protocol below TLS 1\.2 offered|supported/,
};

/** Talks to a venue as a client of OpenSSL's; one request, unless hands cannot be shaken. */
const client = (venue, ...args) => run('sh', ['-c', `printf 'GET /healthz HTTP/1.1\\r\\nHost: localhost\\r\\nConnection: close\\r\\n\\r\\n' |
  openssl s_client -connect localhost:${venue.port} -servername localhost -ign_eof "$@"`, 'sh', ...args], { limit: 30_000 });

/** All of what sslscan lists of one kind, by its attributes. */
const listed = (xml, element) => [...xml.matchAll(new RegExp(`<${element} ([^>]*?)/>`, 'g'))]
  .map(([, attributes]) => Object.fromEntries([...attributes.matchAll(/(\w+)="([^"]*)"/g)].map(([, name, value]) => [name, value])));

for (const kind of Object.keys(KEYS)) {
  describe(`with a key of ${kind}`, () => {
    let folder, venue;

    before(async () => {
      folder = temporaryFolder();
      const [cert, key] = [join(folder, 'site.crt'), join(folder, 'site.key')];
      const made = await run('openssl', ['req', '-x509', '-newkey', ...KEYS[kind], '-nodes', '-days', '30', '-subj', '/CN=localhost',
        '-addext', 'subjectAltName=DNS:localhost', '-keyout', key, '-out', cert]);
      assert.equal(made.code, 0, made.all);
      venue = await startVenue({ args: ['--cert', cert, '--key', key] });
    });

    after(async () => {
      await venue?.stop();
      rmSync(folder, { recursive: true, force: true });
    });

    test('sslscan finds TLS 1.2 and 1.3 alone, with ciphers that keep what was said secret, and no group that costs more than it gives', async () => {
      const scan = await run('sslscan', ['--no-colour', '--xml=-', `localhost:${venue.port}`], { limit: 60_000 });
      assert.equal(scan.code, 0, scan.all);
      const xml = scan.stdout;
      assert.deepEqual(listed(xml, 'protocol').filter((one) => one.enabled === '1').map((one) => one.type + one.version), ['tls1.2', 'tls1.3'], xml);
      for (const [version, names] of Object.entries(CIPHERS)) {
        assert.deepEqual(listed(xml, 'cipher').filter((one) => one.sslversion === version).map((one) => one.cipher).sort(), names(kind).sort(), version);
      }
      assert.deepEqual([...new Set(listed(xml, 'group').map((one) => one.name))].sort(), GROUPS, xml);
      assert.deepEqual(listed(xml, 'renegotiation'), [{ supported: '0', secure: '0' }], 'hands are shaken once');
      assert.deepEqual(listed(xml, 'heartbleed').filter((one) => one.vulnerable !== '0'), []);
      assert.match((await run('sslscan', ['--no-colour', `localhost:${venue.port}`])).stdout, /Server supports TLS Fallback SCSV/);
    });

    for (const [version, name] of [['-tls1_2', 'TLSv1.2'], ['-tls1_3', 'TLSv1.3']]) {
      test(`a client of OpenSSL resumes its session by ${name}; nothing is sent early, compressed or stapled`, async () => {
        const session = join(folder, `session${version}`);
        const first = await client(venue, version, '-sess_out', session, '-status');
        assert.match(first.stdout, new RegExp(`^New, ${name}`, 'm'), first.all);
        assert.match(first.stdout, /^OCSP response: no response sent/m);
        assert.match(first.stdout, /^Compression: NONE/m);
        assert.doesNotMatch(first.stdout, /Max Early Data: [1-9]/);
        assert.match(first.stdout, /^HTTP\/1\.1 200/m);
        const second = await client(venue, version, '-sess_in', session);
        assert.match(second.stdout, new RegExp(`^Reused, ${name}`, 'm'), second.all);
        assert.match(second.stdout, /^HTTP\/1\.1 200/m);
      });
    }

    test('who may speak a newer version is not talked into an older one', async () => {
      const fallback = await client(venue, '-tls1_2', '-fallback_scsv');
      assert.match(fallback.all, /inappropriate fallback/, 'a fallback is refused (RFC 7507)');
      for (const old of ['-tls1', '-tls1_1']) {
        const refused = await client(venue, old, '-cipher', 'DEFAULT:@SECLEVEL=0');
        assert.match(refused.all, /alert protocol version/, `${old}: ${refused.all}`);
      }
      const ffdhe = await client(venue, '-tls1_3', '-groups', 'ffdhe8192');
      assert.match(ffdhe.all, /alert handshake failure/, ffdhe.all);
    });

    // It asks the same of both, and takes its time: once is enough.
    if (kind !== 'RSA') test('testssl.sh finds nothing that is wrong', async () => {
      const report = join(folder, 'testssl.json');
      const tested = await run('testssl', ['--quiet', '--warnings', 'off', '--color', '0', '--nodns', 'none', '--ip', '127.0.0.1', '--openssl-timeout', '10',
        '-p', '-P', '-R', '-C', '-Z', '-H', '-I', '-T', '-BB', '--jsonfile', report, `https://localhost:${venue.port}`], { limit: 150_000 });
      const found = JSON.parse(readFileSync(report, 'utf8'));
      for (const [id, wanted] of Object.entries(FINDINGS)) {
        const texts = found.filter((one) => one.id === id).map((one) => one.finding);
        assert.ok(texts.length > 0, `testssl.sh says nothing of ${id}:\n${tested.all}`);
        for (const text of texts) assert.match(text, wanted, `${id}: ${text}`);
      }
      const bad = found.filter((one) => ['LOW', 'MEDIUM', 'HIGH', 'CRITICAL'].includes(one.severity));
      assert.deepEqual(bad.map((one) => `${one.id}: ${one.finding}`), []);
    });

    test('all of this has left the venue as it was', async () => {
      const metrics = await client(venue);
      assert.match(metrics.stdout, /^ok/m, metrics.all);
      assert.doesNotMatch(venue.output, /^fail|^crit|Unhandled/m);
    });
  });
}
