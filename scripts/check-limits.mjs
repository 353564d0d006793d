// Every test and hook has a limit of its own. Prints each place where one could be without, and ends with 1 where there is one.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..'), faults = [];
const read = (path) => readFileSync(join(root, path), 'utf8');

// tests/support/timed.mjs gives the limits of node:test; a subtest or a hook of one test would have none.
for (const folder of ['tests/browser', 'tests/deploy', 'tests/support']) {
  for (const name of readdirSync(join(root, folder)).filter((one) => one.endsWith('.mjs') && one !== 'timed.mjs')) {
    read(`${folder}/${name}`).split('\n').forEach((line, at) => {
      if (/['"]node:test['"]/.test(line)) faults.push(`${folder}/${name}:${at + 1}: takes node:test by itself; take tests/support/timed.mjs`);
      if (/\b(context|t)\.(test|before|after|beforeEach|afterEach)\(/.test(line)) faults.push(`${folder}/${name}:${at + 1}: a subtest or hook without a limit`);
    });
  }
}
for (const setting of ['testTimeout', 'hookTimeout', 'teardownTimeout']) {
  if (!new RegExp(`\\b${setting}: \\d`).test(read('client/vite.config.ts'))) faults.push(`client/vite.config.ts: no ${setting}`);
}
// A test project has the limit by the file that registers it for the whole assembly.
for (const project of readdirSync(join(root, 'tests')).filter((one) => one.startsWith('Kapok.'))) {
  if (project !== 'Kapok.Tests' && !read(`tests/${project}/${project}.csproj`).includes('../Kapok.Tests/TestLimit.cs'))
    faults.push(`tests/${project}: no limit of its tests (tests/Kapok.Tests/TestLimit.cs)`);
}

for (const fault of faults) console.log(fault);
process.exit(faults.length === 0 ? 0 : 1);
