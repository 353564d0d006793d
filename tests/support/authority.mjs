// A certification authority for a test, made by openssl: a root, one between, and what it issues.
import assert from 'node:assert/strict';
import { appendFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './venue.mjs';

const KINDS = { 'P-256': ['ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1'], RSA: ['rsa:2048'] };
const IS_AUTHORITY = ['-addext', 'basicConstraints=critical,CA:TRUE', '-addext', 'keyUsage=critical,keyCertSign'];

async function openssl(...args) {
  const made = await run('openssl', args);
  assert.equal(made.code, 0, made.all);
}

/** Makes one in a folder. Its `issue` gives the files of a certificate, `root` is what a client trusts. */
export async function makeAuthority(folder) {
  const file = (name) => join(folder, name);
  const make = (name, subject, kind, ...more) => openssl('req', '-x509', '-newkey', ...KINDS[kind], '-nodes', '-days', '30', '-subj', `/CN=${subject}`,
    '-keyout', file(`${name}.key`), '-out', file(`${name}.pem`), ...more);
  const by = (name) => ['-CA', file(`${name}.pem`), '-CAkey', file(`${name}.key`)];
  await make('root', 'Kapok Test Root', 'P-256', ...IS_AUTHORITY);
  await make('middle', 'Kapok Test Middle', 'P-256', ...by('root'), ...IS_AUTHORITY);
  return {
    root: file('root.pem'),
    /** @param names Host names. @param options Kind of the key, and whether the file has the whole chain. */
    async issue(name, names, { kind = 'P-256', chain = true } = {}) {
      await make(name, name, kind, ...by('middle'), '-addext', 'basicConstraints=critical,CA:FALSE', '-addext', `subjectAltName=${names.map((one) => `DNS:${one}`)}`);
      if (chain) appendFileSync(file(`${name}.pem`), readFileSync(file('middle.pem')));
      return { cert: file(`${name}.pem`), key: file(`${name}.key`) };
    },
  };
}
