// A network of its own for a test file: one address that is no loopback, and nobody else in it. It is gone when the last process in it ends, however that ends.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';

/** The address inside. */
export const ADDRESS = '10.123.0.1';

const MARK = 'KAPOK_TEST_NETWORK';
const MAKE = `ip link set lo up && ip link add kapok0 type veth peer name kapok1 && ip addr add ${ADDRESS}/24 dev kapok0 && ip link set kapok0 up && ip link set kapok1 up && ip route add default dev kapok0`;
// An ordinary user is root in a user namespace of its own, where the machine lets it have one.
const UNSHARE = process.getuid?.() === 0 ? ['--net'] : ['--user', '--map-root-user', '--net'];

/**
 * Runs this program again in a network of its own, and ends with it. Call it before anything else: what follows runs inside only.
 * @returns Why there is no such network here; false inside.
 */
export async function enterOwnNetwork() {
  if (process.env[MARK]) return false;
  const { status, stderr, error } = spawnSync('unshare', [...UNSHARE, 'sh', '-c', MAKE], { encoding: 'utf8' });
  if (status !== 0) return `no network of its own can be made here: ${(error?.message ?? stderr).trim().replace(/\s+/g, ' ')}`;
  // The test runner reads what its child writes, so the child's child writes to the same place.
  const inside = spawn('unshare', [...UNSHARE, 'sh', '-c', `${MAKE} && exec "$@"`, 'sh', process.execPath, ...process.execArgv, ...process.argv.slice(1)],
    { stdio: 'inherit', env: { ...process.env, [MARK]: '1' } });
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => inside.kill(signal));
  const [code] = await once(inside, 'exit');
  process.exit(code ?? 1);
}
