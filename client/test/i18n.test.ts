import { describe, expect, it } from 'vitest';
import { language, preferredLanguage, setLanguage, t, textOf, titleOf } from '../src/i18n';
import { en } from '../src/i18n/en';
import { ceremonyEn } from '../src/i18n/ceremony-en';
import { ceremonyZhHans } from '../src/i18n/ceremony-zh-hans';
import { goLiveEn } from '../src/i18n/golive-en';
import { goLiveZhHans } from '../src/i18n/golive-zh-hans';
import { photographEn } from '../src/i18n/photograph-en';
import { photographZhHans } from '../src/i18n/photograph-zh-hans';
import { signingEn } from '../src/i18n/signing-en';
import { signingZhHans } from '../src/i18n/signing-zh-hans';
import { zhHans } from '../src/i18n/zh-hans';

const placeholders = (text: string): string[] => (text.match(/\{\w+\}/g) ?? []).sort();

describe('the catalogues', () => {
  it('have the same keys, none empty, with the same placeholders', () => {
    expect(Object.keys(zhHans).sort()).toEqual(Object.keys(en).sort());
    for (const key of Object.keys(en) as (keyof typeof en)[]) {
      expect(en[key].trim(), key).not.toBe('');
      expect(zhHans[key].trim(), key).not.toBe('');
      expect(placeholders(zhHans[key]), key).toEqual(placeholders(en[key]));
    }
  });

  it('are translated, not copied', () => {
    const same = (Object.keys(en) as (keyof typeof en)[]).filter((key) => en[key] === zhHans[key] && /[a-z]{3}/i.test(en[key].replace(/\{\w+\}/g, '')));
    expect(same).toEqual(['controls.key.shift']);
  });
});

type Texts = Readonly<Record<string, string>>;
const PARTS: readonly (readonly [Texts, Texts])[] = [[signingEn, signingZhHans], [ceremonyEn, ceremonyZhHans], [photographEn, photographZhHans], [goLiveEn, goLiveZhHans]];

describe('texts that come with a part of the page', () => {
  it('are there in both languages, with the same placeholders', () => {
    for (const [inEnglish, inChinese] of PARTS) {
      expect(Object.keys(inChinese).sort()).toEqual(Object.keys(inEnglish).sort());
      for (const [key, text] of Object.entries(inEnglish)) {
        expect(placeholders(inChinese[key]), key).toEqual(placeholders(text));
        if (/[a-z]{3}/.test(text.replace(/\{\w+\}/g, ''))) expect(inChinese[key], key).not.toBe(text);
      }
    }
  });
});

describe('texts', () => {
  it('follow the language and fill in values', async () => {
    await setLanguageInTest('zh-Hans');
    expect(t('hud.people', { count: 12 })).toBe('12 人在此');
    await setLanguageInTest('en');
    expect(t('hud.people', { count: 12 })).toBe('12 here');
  });

  it('of unknown codes have a fallback', () => {
    expect(textOf('reason', 'room-full', 'reason.unknown')).toBe(en['reason.room-full']);
    expect(textOf('reason', 'nonsense', 'reason.unknown')).toBe(en['reason.unknown']);
  });

  it('of the sample rooms are translated, an organiser\'s own are left as they are', async () => {
    await setLanguageInTest('zh-Hans');
    expect(titleOf('terrace', 'Jade Terrace')).toBe('云上玉台');
    expect(titleOf('terrace', 'Roof Garden')).toBe('Roof Garden');
    expect(titleOf('lobby', 'Lobby')).toBe('Lobby');
    await setLanguageInTest('en');
  });

  it('are in the language asked for', () => {
    expect(preferredLanguage(null, ['de-DE', 'zh-CN', 'en'])).toBe('zh-Hans');
    expect(preferredLanguage(null, ['de-DE'])).toBe('en');
    expect(preferredLanguage('en', ['zh-CN'])).toBe('en');
  });

  it.each([
    [['zh-CN', 'en'], 'zh-Hans'], [['zh-Hans-HK', 'en'], 'zh-Hans'], [['zh-SG'], 'zh-Hans'], [['zh'], 'zh-Hans'], [['ZH-cn'], 'zh-Hans'],
    [['zh-TW', 'zh', 'en-US', 'en'], 'en'], [['zh-HK', 'en-GB'], 'en'], [['zh-Hant', 'ja', 'en'], 'en'], [['yue-HK', 'zh-HK', 'en'], 'en'], [['zh-MO', 'pt-PT', 'en'], 'en'],
    [['zh-TW', 'zh'], 'zh-Hans'], [['zh-TW'], 'zh-Hans'], [['zh-Hant-TW', 'ja'], 'zh-Hans'], [['zh-TW', 'zh-CN', 'en'], 'zh-Hans'], [['ja', 'zh-TW', 'en'], 'en'],
    [[], 'en'], [['enm', 'zha'], 'en'],
  ] as const)('for %j are in %s: Simplified is forced upon nobody who reads Traditional', (asked, expected) => {
    expect(preferredLanguage(null, asked)).toBe(expected);
  });
});

async function setLanguageInTest(value: 'en' | 'zh-Hans'): Promise<void> {
  await setLanguage(value);
  expect(language.value).toBe(value);
}
