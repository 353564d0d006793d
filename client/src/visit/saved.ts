import { effect } from '@preact/signals';
import { clampLook } from '../avatar/look';
import { randomLook } from '../avatar/random';
import type { Look } from '../avatar/look';
import { preferredLanguage, setLanguage } from '../i18n';
import { cutText, MAX_NAME } from '../net/text';
import type { VisitSlices } from '../slices';
import { DEFAULT_SETTINGS, type Settings } from '../slices/settings';

const QUALITY_NAMES = ['auto', 'low', 'phone', 'laptop', 'high'] as const;
const LANGUAGES = ['en', 'zh-Hans'] as const;
const DEVICE_LENGTH = 512;
const FORMAT = 1; // of the stored settings: those chosen. Before it had a number, all were stored, what the system asked for among them

/** Storage may be closed to a page (private windows, policies): then nothing is kept, and everything still works. */
function read(key: string): unknown {
  try {
    return JSON.parse(localStorage.getItem(`kapok.${key}`) ?? 'null');
  } catch {
    return null;
  }
}

function write(key: string, value: unknown): void {
  try {
    localStorage.setItem(`kapok.${key}`, JSON.stringify(value));
  } catch {
    // kept for this visit only
  }
}

type Check<T> = (value: unknown) => T | undefined;
const yesOrNo: Check<boolean> = (value) => (typeof value === 'boolean' ? value : undefined);
const between = (least: number, most: number): Check<number> => (value) =>
  (typeof value === 'number' && Number.isFinite(value) ? Math.min(most, Math.max(least, value)) : undefined);
const oneOf = <T extends string>(names: readonly T[]): Check<T> => (value) => names.find((name) => name === value);
const textUpTo = (most: number): Check<string> => (value) => (typeof value === 'string' && value.length <= most ? value : undefined);

/** What each setting may be. A new setting is not stored until it has a line here. */
const CHECKS: { readonly [Name in keyof Settings]: Check<Settings[Name]> } = {
  quality: oneOf(QUALITY_NAMES), reducedMotion: yesOrNo, mouseSpeed: between(0.3, 3), volume: between(0, 1), voiceVolume: between(0, 1), stageVolume: between(0, 1),
  mono: yesOrNo, headphones: yesOrNo,
  pushToTalk: yesOrNo, cleanVoice: yesOrNo, microphone: textUpTo(DEVICE_LENGTH), speaker: textUpTo(DEVICE_LENGTH), language: oneOf(LANGUAGES), personalSpace: yesOrNo,
  names: yesOrNo,
};

/** Those of stored settings that can be used; the rest is as if it had never been chosen. */
export function mendSettings(stored: unknown): Partial<Settings> {
  if (typeof stored !== 'object' || stored === null || Array.isArray(stored)) return {};
  const mended: Record<string, unknown> = {};
  for (const [name, check] of Object.entries(CHECKS)) {
    const value = Object.hasOwn(stored, name) ? check((stored as Record<string, unknown>)[name]) : undefined;
    if (value !== undefined) mended[name] = value;
  }
  if (!Object.hasOwn(stored, 'format') && Object.keys(mended).length === Object.keys(CHECKS).length) {
    delete mended.reducedMotion;
    delete mended.language;
  }
  return mended;
}

/** A stored look, made whole: what is missing or impossible is the usual. Null where there is none. */
export function mendLook(stored: unknown): Look | null {
  return typeof stored === 'object' && stored !== null && !Array.isArray(stored) && Object.keys(stored).length > 0 ? clampLook(stored) : null;
}

/** A stored name, cut to what a name may be. */
export function mendName(stored: unknown): string {
  return typeof stored === 'string' ? cutText(stored, MAX_NAME) : '';
}

/**
 * Brings back name, look and settings of this browser, and keeps them from now on. The address has a word in quality and language.
 * @returns Settles once the texts of the language are there.
 */
export function restore({ self, settings }: Pick<VisitSlices, 'self' | 'settings'>): Promise<void> {
  const kept = mendSettings(read('settings'));
  const query = new URLSearchParams(location.search);
  const quality = oneOf(QUALITY_NAMES)(query.get('quality')) ?? kept.quality ?? DEFAULT_SETTINGS.quality;
  const language = preferredLanguage(query.get('lang') ?? kept.language ?? null, navigator.languages);
  const calm = matchMedia('(prefers-reduced-motion: reduce)');
  settings.chosen.value = new Set(Object.keys(kept) as (keyof Settings)[]);
  settings.settings.value = { ...DEFAULT_SETTINGS, ...kept, language, quality, reducedMotion: kept.reducedMotion ?? calm.matches };
  const isSpoken = setLanguage(language);
  // Whoever has not chosen follows the system, also while the page is open.
  calm.addEventListener('change', () => {
    if (!settings.chosen.value.has('reducedMotion')) settings.settings.value = { ...settings.settings.value, reducedMotion: calm.matches };
  });
  self.name.value = mendName(read('name'));
  self.look.value = mendLook(read('look')) ?? randomLook(Math.random);
  effect(() => {
    const values = settings.settings.value, chosen = [...settings.chosen.value];
    write('settings', { format: FORMAT, ...Object.fromEntries(chosen.map((name) => [name, values[name]])) });
    dropFromAddress('quality', values.quality);
    dropFromAddress('lang', values.language);
  });
  effect(() => write('name', self.name.value));
  effect(() => write('look', self.look.value));
  return isSpoken;
}

/** An address may ask for a quality or a language; once the person has chosen otherwise, a reload keeps to the person. */
function dropFromAddress(name: string, value: string): void {
  const address = new URL(location.href);
  const asked = address.searchParams.get(name);
  if (asked === null || asked === value) return;
  address.searchParams.delete(name);
  history.replaceState(history.state, '', address);
}
