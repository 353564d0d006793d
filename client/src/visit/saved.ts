import { effect } from '@preact/signals';
import { randomLook } from '../avatar/random';
import type { Look } from '../avatar/look';
import { preferredLanguage, setLanguage } from '../i18n';
import { model, type Settings } from '../ui/model';

const QUALITY_NAMES = ['auto', 'low', 'phone', 'laptop', 'high'] as const;

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

/** Brings back name, look and settings of this browser, and keeps them from now on. The address has a word in quality, language and whether 3D is drawn. */
export function restore(): void {
  const kept = (read('settings') ?? {}) as Partial<Settings>;
  const query = new URLSearchParams(location.search);
  model.draws.value = query.get('draw') !== 'off';
  const asked = query.get('lang');
  const quality = QUALITY_NAMES.find((name) => name === query.get('quality')) ?? kept.quality ?? 'auto';
  const language = preferredLanguage(asked ?? kept.language ?? null, navigator.languages);
  const reducedMotion = kept.reducedMotion ?? matchMedia('(prefers-reduced-motion: reduce)').matches;
  model.settings.value = { ...model.settings.value, ...kept, language, reducedMotion, quality };
  setLanguage(language);
  const name = read('name');
  model.name.value = typeof name === 'string' ? name : '';
  model.look.value = (read('look') as Look | null) ?? randomLook(Math.random);
  effect(() => {
    write('settings', model.settings.value);
    dropFromAddress('quality', model.settings.value.quality);
    dropFromAddress('lang', model.settings.value.language);
  });
  effect(() => write('name', model.name.value));
  effect(() => write('look', model.look.value));
}

/** An address may ask for a quality or a language; once the person has chosen otherwise, a reload keeps to the person. */
function dropFromAddress(name: string, value: string): void {
  const address = new URL(location.href);
  const asked = address.searchParams.get(name);
  if (asked === null || asked === value) return;
  address.searchParams.delete(name);
  history.replaceState(history.state, '', address);
}
