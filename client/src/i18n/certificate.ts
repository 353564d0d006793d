import { certificateEn } from './certificate-en';
import { certificateZhHans } from './certificate-zh-hans';
import { partTexts } from './part';

/** Texts of certificates of attendance, and of the paper itself. */
export const cert = partTexts(certificateEn, certificateZhHans);
