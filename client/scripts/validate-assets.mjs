// Checks every generated glTF and VRM file with Khronos' validator: node scripts/validate-assets.mjs [FOLDER]; exit code 1 when one has errors.
// Extensions the validator does not know (OMI, VRM) are information only.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { extname, join, relative } from 'node:path';
import validator from 'gltf-validator';

const folder = process.argv[2] ?? join(import.meta.dirname, '../../artifacts/assets');
if (!existsSync(folder)) {
  console.error(`${folder} is not there: run "./kapok assets" first.`);
  process.exit(2);
}
const files = readdirSync(folder, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && ['.glb', '.gltf', '.vrm'].includes(extname(entry.name)))
  .map((entry) => join(entry.parentPath, entry.name))
  .sort();
let failed = files.length === 0;
if (failed) console.error(`${folder} holds no glTF files.`);
for (const file of files) {
  const { issues } = await validator.validateBytes(new Uint8Array(readFileSync(file)), { maxIssues: 100, uri: relative(folder, file) });
  failed ||= issues.numErrors > 0;
  console.log(`${issues.numErrors > 0 ? 'FAIL' : 'ok  '} ${relative(folder, file)}: ${issues.numErrors} errors, ${issues.numWarnings} warnings`);
  for (const { severity, code, message, pointer } of issues.messages.filter((m) => m.severity < 2).slice(0, 10))
    console.log(`     ${severity === 0 ? 'error' : 'warning'} ${code} ${pointer ?? ''}: ${message}`);
}
process.exit(failed ? 1 : 0);
