import type { Settings } from '../slices/settings';
import { listDevices } from '../voice/devices';
import { faultOf, Microphone, type MicrophoneWish } from '../voice/microphone';
import { QuietDetector } from '../voice/quality';
import { shown } from '../slices';

const { settings, voice } = shown;

const LEVEL_FULL = 0.25; // loudness that fills the meter
const RELEASE_MS = 250; // push-to-talk: the end of a word comes after the thumb

/**
 * One's microphone as one wishes it: open or not, by a key or always, tested, or another device. The track goes out while it is open and not tested.
 */
export class OwnVoice {
  private readonly microphone: Microphone;
  private readonly quiet = new QuietDetector();
  private wish: MicrophoneWish & { readonly pushToTalk: boolean } = { device: '', headphones: false, cleans: true, pushToTalk: false };
  private isWanted = false;
  private isTested = false;
  private isHeld = false;
  private release = 0;

  /**
   * @param send Gives the track to the connection, or takes it back.
   * @param changed The microphone is another one, or closed: the echo canceller may need to hear the page.
   */
  constructor(context: AudioContext, private readonly send: (track: MediaStreamTrack | null) => void, private readonly changed: () => void) {
    this.microphone = new Microphone(context, () => void this.take());
    navigator.mediaDevices?.addEventListener?.('devicechange', () => void this.devicesChanged());
  }

  /** The track to be sent; null while nothing is. */
  get track(): MediaStreamTrack | null {
    return this.isWanted && !this.isTested ? this.microphone.track : null;
  }

  get isHearing(): boolean {
    return this.microphone.track !== null;
  }

  get cancelsAll(): boolean {
    return this.microphone.cancelsAll;
  }

  get mouth(): number {
    return this.isWanted && !voice.silenced.value ? Math.min(1, Math.sqrt(this.microphone.level / 0.12)) : 0;
  }

  /** Another device or way to speak was chosen. */
  follow({ microphone: device, headphones, cleanVoice: cleans, pushToTalk }: Settings): void {
    const before = this.wish;
    this.wish = { device, headphones, cleans, pushToTalk };
    const another = before.device !== device || before.headphones !== headphones || before.cleans !== cleans;
    if (another && this.isHearing) void this.take();
    else if (before.pushToTalk !== pushToTalk) this.gate();
  }

  toggle(): void {
    if (this.isWanted) return this.close();
    this.isWanted = true;
    void this.take();
  }

  close(): void {
    this.isWanted = false;
    this.settle();
  }

  test(on: boolean): void {
    if (on === this.isTested) return;
    this.isTested = voice.testing.value = on;
    if (on && !this.isHearing) void this.take();
    else this.settle();
  }

  talk(on: boolean): void {
    window.clearTimeout(this.release);
    if (on) {
      this.isHeld = true;
      this.gate();
      // Whoever presses the key for the first time means to speak.
      if (!this.isWanted && this.wish.pushToTalk) this.toggle();
    } else this.release = window.setTimeout(() => {
      this.isHeld = false;
      this.gate();
    }, RELEASE_MS);
  }

  /** Follows how loud one is. @param seconds Since the last time. */
  hear(seconds: number): void {
    const { level } = this.microphone, isOpen = this.microphone.track?.enabled === true;
    if (isOpen) this.quiet.hear(level, seconds);
    else this.quiet.reset();
    voice.level.value = isOpen ? Math.min(1, Math.sqrt(level / LEVEL_FULL)) : 0;
    voice.quiet.value = isOpen && this.isWanted && this.quiet.isQuiet;
  }

  /** Opens the microphone as it is wished, in place of the one that was open. */
  private async take(): Promise<void> {
    if (!this.isWanted && !this.isTested) return this.settle();
    if (this.microphone.track === null && this.isWanted) voice.microphone.value = 'asking';
    voice.trouble.value = null;
    try {
      if (await this.microphone.open(this.wish) === null) return;
      this.quiet.reset();
      this.settle();
      await showDevices(); // with their names, now that a microphone was allowed
    } catch (error) {
      this.microphone.close();
      this.isWanted = false;
      this.isTested = voice.testing.value = false;
      voice.trouble.value = faultOf(error);
      this.settle();
    }
  }

  private settle(): void {
    if (!this.isWanted && !this.isTested) this.microphone.close();
    this.gate();
    this.send(this.track);
    this.changed();
  }

  /** Push-to-talk lets sound pass only while the key is held; the device stays open, or each word would begin late. */
  private gate(): void {
    const passes = this.isTested || !this.wish.pushToTalk || this.isHeld;
    if (this.microphone.track) this.microphone.track.enabled = passes;
    if (!this.isWanted) voice.microphone.value = 'off';
    else if (this.microphone.track) voice.microphone.value = passes ? 'open' : 'waiting';
  }

  /** A headset was plugged in or pulled out: the list is another one, and so may be the browser's own choice. */
  private async devicesChanged(): Promise<void> {
    await showDevices();
    if (this.isHearing && (this.wish.device === '' || this.microphone.track?.readyState === 'ended')) await this.take();
  }
}

export async function showDevices(): Promise<void> {
  const { inputs, outputs } = await listDevices().catch(() => ({ inputs: [], outputs: [] }));
  [voice.inputs.value, voice.outputs.value] = [inputs, outputs];
  if (settings.plainHttp.value && !navigator.mediaDevices) voice.trouble.value = 'insecure';
}
