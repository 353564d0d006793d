// Writes .br and .gz beside every compressible file below a folder, so that the server sends them as they are.
import { readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const compressible = /\.(js|css|html|json|svg|glb|vrm|wasm)$/;
for (const name of readdirSync(process.argv[2], { recursive: true })) {
  const path = join(process.argv[2], String(name));
  if (!compressible.test(path) || !statSync(path).isFile()) continue;
  const bytes = readFileSync(path);
  // Quality 5 of 11 on large models: the last few per cent cost ten times the seconds of a first start. Scripts are worth it: everyone waits for them.
  const quality = bytes.length > 1_000_000 ? 5 : /\.(js|css)$/.test(path) ? 11 : 10;
  writeFileSync(`${path}.br`, brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: quality, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } }));
  writeFileSync(`${path}.gz`, gzipSync(bytes, { level: 6 }));
}
