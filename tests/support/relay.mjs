// coturn with the project's own file, in a network of the test's own.
import { spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { root, temporaryFolder, until } from './venue.mjs';

/**
 * Starts the relay of deploy/turnserver.conf. What an organiser puts in is put in, and nothing else is changed. @param address Of the relay. @param peer Where
 * it may lead: the venue's address.
 */
export async function startRelay({ address, peer }) {
  const folder = temporaryFolder(), file = join(folder, 'turnserver.conf'), secret = randomBytes(32).toString('hex'),
    [certificate, key] = ['cert.pem', 'key.pem'].map((name) => join(folder, name));
  const made = spawnSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2', '-subj', '/CN=turn.example',
    '-keyout', key, '-out', certificate], { encoding: 'utf8' });
  if (made.status !== 0) throw new Error(`no certificate: ${made.stderr}`);
  writeFileSync(file, fill({ 'static-auth-secret': secret, cert: certificate, pkey: key, 'allowed-peer-ip': peer }));
  // Its process number is no setting of an organiser's: the system's folder for it may not be ours to write.
  const child = spawn('turnserver', ['-c', file, '--pidfile', join(folder, 'pid'), '--userdb', join(folder, 'users')], { stdio: 'ignore' });
  const stop = async () => {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill();
      await once(child, 'exit');
    }
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await until('the relay listens', () => {
      if (child.exitCode !== null) throw new Error(`turnserver ended with ${child.exitCode}`);
      return Promise.all([3478, 443].map((port) => isOpen(address, port))).then((open) => open.every(Boolean));
    });
  } catch (error) {
    await stop();
    throw error;
  }
  return { secret, stop, urls: [`turns:${address}:443?transport=tcp`, `turn:${address}:3478?transport=tcp`, `turn:${address}:3478?transport=udp`] };
}

/** The file with values of one's own in lines that it has. */
function fill(values) {
  let text = readFileSync(join(root, 'deploy/turnserver.conf'), 'utf8');
  for (const [name, value] of Object.entries(values)) {
    const line = new RegExp(`^${name}=.*$`, 'm');
    if (!line.test(text)) throw new Error(`deploy/turnserver.conf has no ${name}`);
    text = text.replace(line, `${name}=${value}`);
  }
  return text;
}

async function isOpen(host, port) {
  const socket = connect({ host, port });
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
