// What never ends is ended and named: the limits of tests/support/timed.mjs.
import assert from 'node:assert/strict';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from '../support/timed.mjs';
import { root, run, temporaryFolder, until } from '../support/venue.mjs';

const FOREVER = 'async () => { await new Promise((done) => { setTimeout(done, 1e9); }); }';

test('a test and a hook that never end are named, fail, and hold up nothing', { timeout: 60_000 }, async () => {
  const folder = temporaryFolder(), file = join(folder, 'endless.test.mjs');
  writeFileSync(file, `import test, { before, describe } from ${JSON.stringify(join(root, 'tests/support/timed.mjs'))};
describe('a suite', () => { before(${FOREVER}, { timeout: 100 }); test('of it', () => {}); });
test('endless', { timeout: 100 }, ${FOREVER});
test('the next', () => {});
`);
  try {
    const env = { ...process.env };
    delete env.NODE_TEST_CONTEXT; // set by the runner that runs this
    const { code, all } = await run(process.execPath, ['--test', '--test-force-exit', '--test-reporter=tap', file], { limit: 50_000, env });
    assert.equal(code, 1, all);
    assert.match(all, /LIMIT: the before hook at endless\.test\.mjs:2 was not done within 0\.1 s/);
    assert.match(all, /LIMIT: the test "endless" \(endless\.test\.mjs:3\) was not done within 0\.1 s/);
    assert.match(all, /^ok \d+ - the next/m);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('a question that is never answered ends with the limit of whoever waits for it', { timeout: 5_000 }, async () => {
  await assert.rejects(until('an answer', () => new Promise(() => {}), 100, 100), /an answer to "an answer".* was not done within 0\.2 s/);
});
