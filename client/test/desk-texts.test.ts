import { describe, expect, it } from 'vitest';
import { language } from '../src/i18n';
import { desk, faultText } from '../src/i18n/desk';
import { deskEn } from '../src/i18n/desk-en';
import { deskZhHans } from '../src/i18n/desk-zh-hans';
import { rehearsedRoom } from '../src/slices/desk';

const placeholders = (text: string): string[] => (text.match(/\{\w+\}/g) ?? []).sort();

describe('the texts of the desk', () => {
  it('have the same keys in both languages, none empty and none copied, with the same placeholders', () => {
    expect(Object.keys(deskZhHans).sort()).toEqual(Object.keys(deskEn).sort());
    for (const key of Object.keys(deskEn) as (keyof typeof deskEn)[]) {
      expect(deskZhHans[key].trim(), key).not.toBe('');
      expect(deskZhHans[key], key).not.toBe(deskEn[key]);
      expect(placeholders(deskZhHans[key]), key).toEqual(placeholders(deskEn[key]));
    }
  });

  it('follow the language of the page, and say in words what failed', () => {
    expect(desk('due', { time: '0:07' })).toBe('in 0:07');
    language.value = 'zh-Hans';
    expect(desk('go')).toBe('执行');
    language.value = 'en';
    expect(faultText('show.fault.deck')).toBe(deskEn['fault.deck']);
    expect(faultText('show.fault.of-tomorrow')).toBe(deskEn.fault);
  });
});

describe('the id of a rehearsal', () => {
  it.each([['rehearsal-abcdefgh23-arena', 'arena'], ['rehearsal-abcdefgh23-hall-of-mirrors', 'hall-of-mirrors'], ['rehearsal-abcdefgh23', ''], ['arena', null],
    ['rehearsal-', null], ['my-rehearsal-room', null]])('%s is one of %j', (id, room) => expect(rehearsedRoom(id)).toBe(room));
});
