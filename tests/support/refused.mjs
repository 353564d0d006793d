// A start that must be refused: what people see then is one line that says what to do.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { root, run } from './venue.mjs';

export const serverDll = join(root, 'artifacts/server/Kapok.Server.dll');
export const usual = ['--client', join(root, 'client/dist'), '--assets', join(root, 'artifacts/assets')];

/** Starts the server with something wrong; returns the line it left. @param options Those of `run`; `as` is the name of another user, whom only root can be. */
export async function refused(args, { as, ...options } = {}) {
  const command = ['dotnet', serverDll, ...usual, ...args];
  if (as) command.unshift('runuser', '-u', as, '--');
  const result = await run(command[0], command.slice(1), { limit: 60_000, ...options });
  assert.notEqual(result.code, 0, `it started:\n${result.all}`);
  assert.doesNotMatch(result.all, /^\s+at \S+\(/m, `a stack trace is not for people:\n${result.all}`);
  const lines = result.stderr.split('\n').filter(Boolean);
  assert.equal(lines.length, 1, `one line, not:\n${result.all}`);
  return lines[0];
}
