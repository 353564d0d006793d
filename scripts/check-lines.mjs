// Prints each line of hand-written code that is longer than .editorconfig says, and ends with 1 where there is one. `--count N…` counts the lines over other limits.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const CODE = /\.(cs|ts|tsx|razor|mjs)$/, GENERATED = /(^|\/)(Migrations|generated)\//;
const root = join(import.meta.dirname, '..');
const LIMIT = Number(/^max_line_length = (\d+)$/m.exec(readFileSync(join(root, '.editorconfig'), 'utf8'))[1]);
const files = execFileSync('git', ['ls-files', '-z'], { cwd: root, encoding: 'utf8', maxBuffer: 1 << 26 }).split('\0').filter((path) => CODE.test(path) && !GENERATED.test(path));
// A text of its own is not broken: a line may be longer by one string of more than TEXT columns.
const TEXT = 100, STRING = /\$?""".*"""|\$".*"|'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*"|`(?:\\.|[^`\\])*`/g;
const isText = (line) => (line.match(STRING) ?? []).some((string) => string.length > TEXT);
// By code points: a Chinese text is no longer for being written in more bytes.
const lines = files.flatMap((path) => {
  let isRaw = false; // within a raw string of C#: a page or a picture
  return readFileSync(join(root, path), 'utf8').split('\n').map((line, at) => {
    const wasRaw = isRaw;
    if (path.endsWith('.cs') && line.split('"""').length % 2 === 0) isRaw = !isRaw;
    return { path, at, length: wasRaw || isText(line) ? 0 : [...line.trimEnd()].length };
  });
});

if (process.argv[2] === '--count') {
  for (const limit of process.argv.slice(3).map(Number)) console.log(`over ${limit}: ${lines.filter(({ length }) => length > limit).length} of ${lines.length}`);
} else {
  const long = lines.filter(({ length }) => length > LIMIT);
  for (const { path, at, length } of long) console.log(`${path}:${at + 1}: ${length} columns, more than ${LIMIT}`);
  process.exitCode = long.length === 0 ? 0 : 1;
}
