// The bench of a crowd with Debian's nginx before the server, once and small: that people come through it, and that nothing of it stays.
import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import test from '../support/timed.mjs';
import { root, run, temporaryFolder, toolDll } from '../support/venue.mjs';

test('a crowd comes to a server behind nginx, and nginx ends with the bench', async () => {
  const folder = temporaryFolder(), temporary = join(folder, 'temporary'), json = join(folder, 'crowd.json');
  mkdirSync(temporary);
  try {
    const bench = await run('dotnet', [toolDll, 'bench', 'crowd', '--avatars', '100', '--mode', 'concert', '--seconds', '1', '--warm-up', '0',
      '--sockets', '--front', 'nginx', '--json', json], { env: { ...process.env, KAPOK_ROOT: root, TMPDIR: temporary } });
    assert.equal(bench.code, 0, bench.all);
    const report = JSON.parse(readFileSync(json, 'utf8'));
    assert.equal(report.way, 'nginx');
    assert.equal(report.disconnected, 0);
    assert.ok(report.updatesPerSecond.mean > 0 && report.visiblePerViewer.mean > 1, 'what the server sends comes through it');
    assert.equal(typeof report.frontCores, 'number');
    assert.ok(report.frontCores <= report.cpuCores, `${report.frontCores} cores of nginx's are among ${report.cpuCores}`);
    const left = await run('ps', ['-eo', 'args']);
    assert.deepEqual(left.stdout.split('\n').filter((line) => line.includes(temporary)), []);
    assert.deepEqual(readdirSync(temporary).filter((name) => name.startsWith('kapok-')), []);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
