// The test functions of node:test, each with a limit of its own. node's limits say neither which hook was exceeded nor where it is written, and there is none unless one is given:
// a test that waits for ever held up all that came after it. scripts/check-limits.mjs sees to it that no test file takes node:test by itself.
import * as runner from 'node:test';
import { Late, within } from './within.mjs';

/** A test in a browser, on a machine that does something else as well; one that needs longer says so. */
const TEST_MS = 300_000;
/** Starts a venue and browsers, or ends them. */
const HOOK_MS = 300_000;

export const { describe } = runner;
export const before = timedHook('before', runner.before);
export const after = timedHook('after', runner.after);
export const beforeEach = timedHook('beforeEach', runner.beforeEach);
export const afterEach = timedHook('afterEach', runner.afterEach);

/** As node's own: `test(name, { timeout, … }, body)`. @param options Its `timeout` in milliseconds. */
export function test(name, ...rest) {
  const [options, body] = rest.length === 1 ? [{}, rest[0]] : rest, { timeout = TEST_MS, ...others } = options, place = callPlace();
  return runner.test(name, others, (context) => limited(`the test "${name}" (${place})`, timeout, () => body(context)));
}
export default test;

function timedHook(kind, declare) {
  return (body, options = {}) => {
    const { timeout = HOOK_MS, ...others } = options, place = callPlace();
    return declare((context) => limited(`the ${kind} hook at ${place}`, timeout, () => body(context)), others);
  };
}

async function limited(what, limitMs, work) {
  try {
    return await within(what, limitMs, work);
  } catch (error) {
    if (error instanceof Late) process.stderr.write(`LIMIT: ${error.message}\n`); // test.sh shows these lines, also where the report of a hook is cut
    throw error;
  }
}

/** File and line of whoever declares a test or hook. */
function callPlace() {
  const line = new Error().stack.split('\n').find((one) => one.includes('.test.mjs'));
  return /([^/]+\.test\.mjs:\d+)/.exec(line ?? '')?.[1] ?? 'an unknown place';
}
