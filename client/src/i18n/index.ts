import { signal } from '@preact/signals';
import { en } from './en';

export type Language = 'en' | 'zh-Hans';
export type TextKey = keyof typeof en;

type Catalogue = Readonly<Record<TextKey, string>>;

let chinese: Catalogue | null = null; // comes when it is asked for first: most pages speak one language
let asked: Language = 'en';

/** The language of everything on screen; components that call `t` follow it. */
export const language = signal<Language>('en');

/** Makes everything on screen speak a language. @returns Settles once it does; where its texts do not come, the language before stays. */
export async function setLanguage(value: Language): Promise<void> {
  asked = value;
  if (value === 'zh-Hans' && chinese === null) {
    try {
      chinese = (await import('./zh-hans')).zhHans;
    } catch (error) {
      return console.error(error);
    }
    if (asked !== value) return; // changed again meanwhile
  }
  language.value = value;
  if (typeof document !== 'undefined') document.documentElement.lang = value;
}

/** The languages there are, by their own names. */
export const LANGUAGES: readonly { readonly value: Language; readonly text: string }[] = [{ value: 'en', text: 'English' }, { value: 'zh-Hans', text: '简体中文' }];

const TRADITIONAL = /^(zh-(hant|tw|hk|mo)|yue)\b/i;

/**
 * The person's own choice, otherwise the first of the browser's languages that there is. Traditional Chinese there is not: its readers get English where
 * they list that too, and Simplified only where nothing else is left (Kapok.Console/Texts/Language.cs has the same rule).
 * @param asked The browser's languages (BCP 47), the dearest first. A bare `zh` after a Traditional one says no more than that one.
 */
export function preferredLanguage(chosen: string | null, asked: readonly string[]): Language {
  if (chosen === 'en' || chosen === 'zh-Hans') return chosen;
  let readsTraditional = false;
  for (const tag of asked) {
    if (/^en\b/i.test(tag)) return 'en';
    if (TRADITIONAL.test(tag)) readsTraditional = true;
    else if (/^zh\b/i.test(tag) && !(readsTraditional && /^zh$/i.test(tag))) return 'zh-Hans';
  }
  return readsTraditional ? 'zh-Hans' : 'en';
}

/** Text by key; `{name}` is replaced by values.name. */
export function t(key: TextKey, values: Readonly<Record<string, string | number>> = {}): string {
  const texts: Catalogue = language.value === 'zh-Hans' && chinese !== null ? chinese : en;
  return fill(texts[key], values);
}

/** Fills in values: `{name}` is replaced by values.name. */
export function fill(text: string, values: Readonly<Record<string, string | number>>): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => (name in values ? String(values[name]) : whole));
}

/** Text for a code that came over the wire, below a prefix; the fallback key where the code is unknown. */
export function textOf(prefix: string, code: string, fallback: TextKey, values?: Readonly<Record<string, string | number>>): string {
  const key = `${prefix}.${code}`;
  return t(key in en ? (key as TextKey) : fallback, values);
}

/**
 * Title of a room or event in the person's language. The sample venue's titles are in the catalogue by id; an organiser who gives a room
 * another title has it shown as it is.
 */
export function titleOf(id: string, title: string): string {
  const key = `place.${id}`;
  return key in en && en[key as TextKey] === title ? t(key as TextKey) : title;
}
