import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { DEFAULT_LOOK, LOOK_LIMITS, type Look } from '../src/avatar/look';
import { visitSlices, type VisitSlices } from '../src/slices';
import { DEFAULT_SETTINGS, type Settings } from '../src/slices/settings';
import { mendLook, mendName, mendSettings, restore } from '../src/visit/saved';

let stored: Map<string, string>, calm: { matches: boolean; change?: () => void };

beforeEach(() => {
  stored = new Map();
  calm = { matches: false };
  vi.stubGlobal('localStorage', { getItem: (key: string) => stored.get(key) ?? null, setItem: (key: string, value: string) => void stored.set(key, value) });
  vi.stubGlobal('location', { href: 'http://venue.test/', search: '' });
  vi.stubGlobal('navigator', { languages: ['en'] });
  vi.stubGlobal('matchMedia', () => ({ get matches() { return calm.matches; }, addEventListener: (_: string, listener: () => void) => (calm.change = listener) }));
});
afterEach(() => vi.unstubAllGlobals());

/** What a page finds that begins with these things stored. */
function begin(things: Readonly<Record<string, unknown>> = {}): VisitSlices {
  for (const [key, value] of Object.entries(things)) stored.set(`kapok.${key}`, JSON.stringify(value));
  const slices = visitSlices();
  void restore(slices);
  return slices;
}

const kept = (): unknown => JSON.parse(stored.get('kapok.settings') ?? 'null');

describe('what a browser keeps', () => {
  it('comes back as it was', () => {
    const first = begin();
    first.settings.change({ quality: 'phone', volume: 0.3 });
    first.self.name.value = 'Mei';
    const look = first.self.look.value;
    const again = begin();
    expect([again.settings.settings.value.quality, again.settings.settings.value.volume, again.self.name.value]).toEqual(['phone', 0.3, 'Mei']);
    expect(again.self.look.value).toEqual(look);
  });

  it('of settings is what was chosen and nothing else', () => {
    const { settings } = begin();
    expect(kept()).toEqual({ format: 1 });
    settings.change({ mono: true });
    expect(kept()).toEqual({ format: 1, mono: true });
  });

  it('leaves reduced motion to the system, as it changes, until it is chosen', () => {
    const { settings } = begin();
    calm.matches = true;
    calm.change?.();
    expect(settings.settings.value.reducedMotion).toBe(true);
    settings.change({ reducedMotion: false });
    calm.change?.();
    expect(settings.settings.value.reducedMotion).toBe(false);
  });

  it('follows the system where an older page had stored all settings unasked', () => {
    calm.matches = true;
    const { settings } = begin({ settings: { ...DEFAULT_SETTINGS, reducedMotion: false, volume: 0.2 } });
    expect([settings.settings.value.reducedMotion, settings.settings.value.volume]).toEqual([true, 0.2]);
  });

  it('that nobody can use is as if it had not been kept', () => {
    const { settings, self } = begin({ settings: { quality: 'ultra', volume: 9, mouseSpeed: 'fast', names: null, language: 'tlh', microphone: 'x'.repeat(10_000) },
      look: {}, name: 7 });
    expect(settings.settings.value).toMatchObject({ quality: 'auto', volume: 1, mouseSpeed: 1, names: true, language: 'en', microphone: '' });
    expect(self.name.value).toBe('');
    expect(isWhole(self.look.value)).toBe(true);
  });

  it('is nothing where storage is closed to the page', () => {
    const closed = (): never => { throw new DOMException('closed', 'SecurityError'); };
    vi.stubGlobal('localStorage', { getItem: closed, setItem: closed });
    const { settings } = begin();
    settings.change({ mono: true });
    expect(settings.settings.value.mono).toBe(true);
  });

  it('lets the page begin, whatever JSON it is', () => {
    const random = seeded(20261130);
    for (let turn = 0; turn < 3_000; turn++) {
      const thing = anything(random, 3);
      const settings: Settings = { ...DEFAULT_SETTINGS, ...mendSettings(thing) };
      for (const [name, value] of Object.entries(DEFAULT_SETTINGS)) expect(typeof settings[name as keyof Settings], name).toBe(typeof value);
      expect(settings.volume >= 0 && settings.volume <= 1 && settings.mouseSpeed >= 0.3 && settings.mouseSpeed <= 3).toBe(true);
      expect(['auto', 'low', 'phone', 'laptop', 'high']).toContain(settings.quality);
      const look = mendLook(thing);
      expect(look === null || isWhole(look)).toBe(true);
      expect(mendName(thing).length).toBeLessThanOrEqual(24);
    }
  });

  it('that is no JSON at all lets the page begin too', () => {
    for (const key of ['settings', 'look', 'name']) stored.set(`kapok.${key}`, '{"quality":');
    expect(begin().settings.settings.value).toEqual(DEFAULT_SETTINGS);
  });
});

function isWhole(look: Look | null): boolean {
  return look !== null && (Object.keys(DEFAULT_LOOK) as (keyof Look)[]).every((field) => Number.isInteger(look[field]) && look[field] >= 0 && look[field] <= LOOK_LIMITS[field]);
}

/** Mulberry32: the same things at every run. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const NAMES = [...Object.keys(DEFAULT_SETTINGS), ...Object.keys(DEFAULT_LOOK), 'format', '__proto__', 'constructor', 'toString', ''];

/** Any JSON, with the names that matter among its keys. */
function anything(random: () => number, depth: number): unknown {
  const pick = Math.floor(random() * (depth > 0 ? 9 : 7));
  if (pick === 0) return null;
  if (pick === 1) return random() < 0.5;
  if (pick === 2) return (random() - 0.5) * 10 ** Math.floor(random() * 20);
  if (pick === 3) return Math.floor(random() * 20);
  if (pick === 4) return 'ultra'.repeat(Math.floor(random() * 40));
  if (pick === 5) return ['auto', 'low', 'en', 'zh-Hans', '👨‍👩‍👧‍👦'.repeat(9)][Math.floor(random() * 5)];
  if (pick === 6) return -Number.MAX_VALUE;
  const many = Math.floor(random() * 24);
  if (pick === 7) return Array.from({ length: many }, () => anything(random, depth - 1));
  return JSON.parse(JSON.stringify(Object.fromEntries(Array.from({ length: many }, () => [NAMES[Math.floor(random() * NAMES.length)], anything(random, depth - 1)]))));
}
