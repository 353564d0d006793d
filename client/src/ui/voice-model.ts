import { shown } from '../slices';
import { model } from './model';

export type { DeviceEntry, LinkSign, MicrophoneSign, MicrophoneTrouble, PrivateZone } from '../slices/voice';

/** What the interface reads of voices, and what it asks; both are of the slice that talk/ owns. */
export const { voice } = shown;
export const voiceActions = voice.ask;

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

export const isModerator = (): boolean => model.role.value === 'moderator' || model.role.value === 'organiser';
