import { shown } from '../slices';

const { self, voice } = shown;

/** One word for the microphone button; the worst that is true. */
export type MicrophoneState = 'none' | 'off' | 'asking' | 'open' | 'waiting' | 'silenced' | 'quiet' | 'poor' | 'trouble' | 'blocked' | 'connecting';

export function microphoneState(): MicrophoneState {
  if (!voice.offered.value) return 'none';
  if (voice.link.value === 'blocked') return 'blocked';
  if (voice.trouble.value !== null) return 'trouble';
  const microphone = voice.testing.value ? 'off' : voice.microphone.value; // nobody hears a test
  if (microphone === 'off' || microphone === 'asking') return microphone;
  if (voice.silenced.value) return 'silenced';
  if (voice.link.value !== 'connected') return 'connecting';
  if (voice.quiet.value) return 'quiet';
  if (microphone === 'waiting') return 'waiting';
  return voice.poor.value ? 'poor' : 'open';
}

export const isModerator = (): boolean => self.role.value === 'moderator' || self.role.value === 'organiser';
