import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { VoiceLink } from '../src/voice/link';

/** As Firefox has it: what was asked before it is closed is never answered. */
class SilentConnection {
  onconnectionstatechange = null;
  addTransceiver = (): object => ({});
  getStats = (): Promise<never> => new Promise(() => {});
  close(): void {}
}

beforeEach(() => {
  vi.stubGlobal('RTCPeerConnection', SilentConnection);
  vi.stubGlobal('RTCRtpReceiver', {});
});
afterEach(() => vi.unstubAllGlobals());

const events = { connected: () => {}, wavering: () => {}, failed: () => {} };

test('who asks a link that is closed meanwhile gets an error and does not wait for ever', async () => {
  const link = new VoiceLink({ voiceSlots: 1, stageSlots: 0, plays: false }, [], events), asked = link.figures();
  link.close();
  await expect(asked).rejects.toThrow('the connection is closed');
  await expect(link.figures()).rejects.toThrow('the connection is closed');
});
