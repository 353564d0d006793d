import { goLiveEn } from './golive-en';
import { goLiveZhHans } from './golive-zh-hans';
import { partTexts } from './part';

export type GoLiveKey = keyof typeof goLiveEn;

/** Whether there is a text of a key that the venue names, such as a warning. */
export const hasGoLive = (key: string): key is GoLiveKey => Object.hasOwn(goLiveEn, key);

/** Texts of going live, and of what the venue warns a performer of. */
export const goLive = partTexts(goLiveEn, goLiveZhHans);
