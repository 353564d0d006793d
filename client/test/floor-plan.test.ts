import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const SOURCES = resolve(import.meta.dirname, '../src');

interface Import { readonly to: string; readonly isType: boolean; readonly isLater: boolean }

/** Imports of a module: of what is only a type nothing is left when it runs; what comes later is fetched when it is needed. */
function importsOf(file: string): Import[] {
  const text = readFileSync(file, 'utf8').replace(/\/\*[\s\S]*?\*\//g, '');
  const found: Import[] = [];
  for (const [, type, , to] of text.matchAll(/^(?:import|export)\s+(type\s)?([^'"]*?\sfrom\s+)?['"]([^'"]+)['"]/gm)) found.push({ to: resolved(file, to),
    isType: type !== undefined, isLater: false });
  for (const [, to] of text.matchAll(/\bimport\(\s*['"]([^'"]+)['"]\s*\)/g)) found.push({ to: resolved(file, to), isType: false, isLater: true });
  return found;
}

function resolved(from: string, to: string): string {
  if (!to.startsWith('.')) return to;
  const path = resolve(dirname(from), to);
  return [path, `${path}.ts`, `${path}.tsx`, join(path, 'index.ts')].find((one) => existsSync(one) && statSync(one).isFile()) ?? path;
}

/** Everything that is fetched with a module. */
function closureOf(entry: string): Set<string> {
  const seen = new Set<string>(), open = [join(SOURCES, entry)];
  for (let file = open.pop(); file !== undefined; file = open.pop()) {
    if (seen.has(file)) continue;
    seen.add(file);
    if (/\.tsx?$/.test(file) && existsSync(file)) open.push(...importsOf(file).filter(({ isType, isLater }) => !isType && !isLater).map(({ to }) => to));
  }
  return new Set([...seen].map((file) => (file.startsWith(SOURCES) ? relative(SOURCES, file) : file)));
}

function allSources(folder = SOURCES): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .flatMap((entry) => (entry.isDirectory() ? allSources(join(folder, entry.name)) : /\.tsx?$/.test(entry.name) ? [join(folder, entry.name)] : []));
}

describe('the floor plan of the client', () => {
  it('a visit needs nothing that draws, sounds or is shown', () => {
    const needed = [...closureOf('visit/visit.ts')];
    expect(needed).toContain('net/connection.ts');
    expect(needed.filter((file) => /^three|^preact|^(scene|picture|crowd|talk|audio|hands|input|ui|page)\/|\.(tsx|glsl)$/.test(file))).toEqual([]);
  });

  it('the door is shown without waiting for what is behind it', () => {
    expect([...closureOf('main.tsx')].filter((file) => /^three|^(scene|picture|crowd|talk|world|page)\/|^visit\/visit/.test(file))).toEqual([]);
  });

  it('what plays stages comes when one is on air', () => {
    expect([...closureOf('page/session.ts')].filter((file) => /^(stage|slides|tracks)\/(?!bring|turning|now)/.test(file))).toEqual([]);
    const needed = [...closureOf('page/stage.ts')];
    expect(needed).toContain('stage/hls.ts');
    expect(needed.filter((file) => /^hls|^mpegts/.test(file))).toEqual([]);
  });

  it('going live by itself needs nothing of the rest', () => {
    expect([...closureOf('stage/publish.ts')].sort()).toEqual(['stage/exchange.ts', 'stage/publish.ts']);
  });

  it('no two modules need each other', () => {
    const state = new Map<string, 'open' | 'done'>(), circles: string[] = [];
    const visit = (file: string, path: readonly string[]): void => {
      if (state.get(file) === 'done' || !file.startsWith(SOURCES) || !existsSync(file)) return;
      if (state.get(file) === 'open') return void circles.push([...path.slice(path.indexOf(file)), file].map((one) => relative(SOURCES, one)).join(' > '));
      state.set(file, 'open');
      for (const { to, isType, isLater } of importsOf(file)) if (!isType && !isLater) visit(to, [...path, file]);
      state.set(file, 'done');
    };
    for (const file of allSources()) visit(file, []);
    expect(circles).toEqual([]);
  });
});
