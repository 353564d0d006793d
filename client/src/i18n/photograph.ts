import { partTexts } from './part';
import { photographEn } from './photograph-en';
import { photographZhHans } from './photograph-zh-hans';

/** Texts of the group photograph. */
export const snap = partTexts(photographEn, photographZhHans);
