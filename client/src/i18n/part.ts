import { fill, language } from '.';

/**
 * Texts that come with a part of the page, in both languages, so that the first view need not have them.
 * @returns Gives a text by key in the page's language; `{name}` is replaced by values.name. Components that call it follow the language.
 */
export function partTexts<Key extends string>(en: Readonly<Record<Key, string>>, zhHans: Readonly<Record<Key, string>>) {
  return (key: Key, values: Readonly<Record<string, string | number>> = {}): string => fill((language.value === 'zh-Hans' ? zhHans : en)[key], values);
}
