import { ceremonyEn } from './ceremony-en';
import { ceremonyZhHans } from './ceremony-zh-hans';
import { partTexts } from './part';

export type CeremonyKey = keyof typeof ceremonyEn;

/** Texts of a ceremony's panel. */
export const rite = partTexts(ceremonyEn, ceremonyZhHans);
