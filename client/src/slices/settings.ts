import { signal } from '@preact/signals';

/** What a person has chosen, and what the browser is. Owned by visit/saved, which keeps it; the interface changes it by `change`. */

export interface Settings {
  quality: 'auto' | 'low' | 'phone' | 'laptop' | 'high';
  reducedMotion: boolean;
  /** 0.3 to 3 times the usual. */
  mouseSpeed: number;
  /** 0 to 1: of everything, and of that the share of voices and of the stage. */
  volume: number;
  voiceVolume: number;
  stageVolume: number;
  /** Both ears hear the same. */
  mono: boolean;
  /** Nothing of what one hears comes back into the microphone. */
  headphones: boolean;
  /** One is heard only while a key is held. */
  pushToTalk: boolean;
  /** Noise is taken out of one's voice, and its loudness kept even. */
  cleanVoice: boolean;
  /** Devices of the browser's list; empty for its own choice. */
  microphone: string;
  speaker: string;
  language: 'en' | 'zh-Hans';
  personalSpace: boolean;
  names: boolean;
}

export const DEFAULT_SETTINGS: Readonly<Settings> = {
  quality: 'auto', reducedMotion: false, mouseSpeed: 1, volume: 0.8, language: 'en', personalSpace: true, names: true, voiceVolume: 0.9, stageVolume: 0.8,
  mono: false, headphones: false, pushToTalk: false, cleanVoice: true, microphone: '', speaker: '',
};

export function settingsSlice() {
  const settings = signal<Settings>({ ...DEFAULT_SETTINGS });
  /** Which of them the person chose, and are kept; the others follow the system. */
  const chosen = signal<ReadonlySet<keyof Settings>>(new Set());
  return {
    settings,
    chosen,
    touch: signal(false),
    /** The page came by plain HTTP from another machine: browsers then give no microphone. */
    plainHttp: signal(false),
    /** The person chooses. */
    change(this: void, part: Partial<Settings>): void {
      chosen.value = new Set([...chosen.value, ...(Object.keys(part) as (keyof Settings)[])]);
      settings.value = { ...settings.value, ...part };
    },
  };
}
export type SettingsSlice = ReturnType<typeof settingsSlice>;
