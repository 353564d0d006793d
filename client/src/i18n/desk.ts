import { fill, language } from '.';
import { deskEn } from './desk-en';
import { deskZhHans } from './desk-zh-hans';

export type DeskKey = keyof typeof deskEn;

/** Text of the desk by key, in the page's language: both come with the desk, so that the first view need not have them. */
export function desk(key: DeskKey, values: Readonly<Record<string, string | number>> = {}): string {
  return fill((language.value === 'zh-Hans' ? deskZhHans : deskEn)[key], values);
}

/** What failed of the last cue, in words. @param code As the room names it, below `show.`. */
export function faultText(code: string): string {
  const key = code.replace(/^show\./, '');
  return desk(key in deskEn ? key as DeskKey : 'fault');
}
