import { rms } from '../audio/level';

/** Why there is no microphone, as the person is told. */
export type MicrophoneFault = 'denied' | 'missing' | 'busy' | 'insecure' | 'unknown';

export interface MicrophoneWish {
  /** A device of the browser's list; empty for its own choice. */
  readonly device: string;
  /** Nothing of what one hears comes back into the microphone. */
  readonly headphones: boolean;
  /** Takes noise out and keeps the loudness even. */
  readonly cleans: boolean;
}

/** What the browser is asked for. */
export function constraintsOf({ device, headphones, cleans }: MicrophoneWish): MediaTrackConstraints {
  return {
    ...(device === '' ? {} : { deviceId: { exact: device } }),
    echoCancellation: !headphones, noiseSuppression: cleans, autoGainControl: cleans, channelCount: 1,
  };
}

/** Names of DOMException by Media Capture and Streams, section 10.2. */
export function faultOf(error: unknown): MicrophoneFault {
  if (!navigator.mediaDevices) return 'insecure';
  switch ((error as { name?: string } | null)?.name) {
    case 'NotAllowedError': case 'SecurityError': return 'denied';
    case 'NotFoundError': case 'OverconstrainedError': return 'missing';
    case 'NotReadableError': case 'AbortError': return 'busy';
    default: return 'unknown';
  }
}

/** One's microphone while it is open. Closed means closed: the device is let go, so that the browser's sign of recording goes out. */
export class Microphone {
  track: MediaStreamTrack | null = null;
  /** The browser takes all it plays out of what it records, WebAudio included. */
  cancelsAll = false;
  private source: MediaStreamAudioSourceNode | null = null;
  private meter: AnalyserNode | null = null;
  private samples = new Float32Array(1024);
  private asked = 0;

  /** @param lost Called when the device is gone, as when it is pulled out. */
  constructor(private readonly context: AudioContext, private readonly lost: () => void) {}

  /** Opens it, in place of the one that was open. @returns null when another wish came meanwhile. @throws What getUserMedia throws. */
  async open(wish: MicrophoneWish): Promise<MediaStreamTrack | null> {
    const turn = ++this.asked;
    if (!navigator.mediaDevices) throw new Error('There is no microphone without an encrypted page.');
    const stream = await this.take(wish);
    const [track] = stream.getAudioTracks();
    if (turn !== this.asked) {
      track.stop();
      return null;
    }
    this.cancelsAll = !wish.headphones && await cancelAll(track);
    if (turn !== this.asked) {
      track.stop();
      return null;
    }
    this.drop();
    this.track = track;
    track.onended = () => {
      if (this.track === track) this.lost();
    };
    this.source = new MediaStreamAudioSourceNode(this.context, { mediaStream: stream });
    this.meter = new AnalyserNode(this.context, { fftSize: this.samples.length });
    this.source.connect(this.meter);
    return track;
  }

  /** Loudness now: root mean square, 1 is full scale; 0 while closed. */
  get level(): number {
    if (this.meter === null || this.track?.enabled !== true) return 0;
    this.meter.getFloatTimeDomainData(this.samples);
    return rms(this.samples);
  }

  close(): void {
    this.asked++;
    this.drop();
  }

  /** A device that was chosen once may be at home today: then any other one serves. */
  private async take(wish: MicrophoneWish): Promise<MediaStream> {
    try {
      return await navigator.mediaDevices.getUserMedia({ audio: constraintsOf(wish) });
    } catch (error) {
      if (wish.device === '' || faultOf(error) !== 'missing') throw error;
      return navigator.mediaDevices.getUserMedia({ audio: constraintsOf({ ...wish, device: '' }) });
    }
  }

  private drop(): void {
    this.source?.disconnect();
    if (this.track) {
      this.track.onended = null;
      this.track.stop();
    }
    this.track = this.source = this.meter = null;
    this.cancelsAll = false;
  }
}

/** Asks for an echo canceller that hears the whole of what the machine plays, where the browser lists one. */
async function cancelAll(track: MediaStreamTrack): Promise<boolean> {
  const offered = (track.getCapabilities?.() as { echoCancellation?: readonly unknown[] } | undefined)?.echoCancellation;
  if (!offered?.includes('all')) return false;
  try {
    await track.applyConstraints({ ...track.getConstraints(), echoCancellation: 'all' as unknown as boolean });
    return (track.getSettings() as { echoCancellation?: unknown }).echoCancellation === 'all';
  } catch {
    return false;
  }
}
