import { partTexts } from './part';
import { signingEn } from './signing-en';
import { signingZhHans } from './signing-zh-hans';

/** Texts of the signing wall. */
export const sign = partTexts(signingEn, signingZhHans);
