// Reads the closing lines of a test runner's output (Microsoft.Testing.Platform, xunit, vitest or TAP): prints "passed failed skipped".
import { readFileSync } from 'node:fs';

const text = readFileSync(process.argv[2], 'utf8').replace(/\u001b\[[0-9;]*m/g, '');
const last = (pattern) => Number([...text.matchAll(pattern)].at(-1)?.[1] ?? NaN);
const sum = (...values) => values.find((value) => !Number.isNaN(value)) ?? 0;

const vitest = /^\s*Tests\s+(.*)\(\d+\)/m.exec(text)?.[1];
const inVitest = (word) => (vitest === undefined ? NaN : Number(new RegExp(`(\\d+) ${word}`).exec(vitest)?.[1] ?? 0));
const xunit = /Total: (\d+), Errors: (\d+), Failed: (\d+), Skipped: (\d+)/.exec(text);
const [total, errors, failed, skipped] = xunit ? xunit.slice(1).map(Number) : [NaN, NaN, NaN, NaN];

console.log(
  sum(inVitest('passed'), total - errors - failed - skipped, last(/^# pass (\d+)/gm), last(/^\s*succeeded: (\d+)/gm)),
  sum(inVitest('failed'), errors + failed, last(/^# fail (\d+)/gm) + last(/^# cancelled (\d+)/gm), last(/^\s*failed: (\d+)/gm)),
  sum(inVitest('skipped'), skipped, last(/^# skipped (\d+)/gm), last(/^\s*skipped: (\d+)/gm)),
);
