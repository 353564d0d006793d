import { mendOffer } from '../voice/sdp';

const LOOP_MS = 3_000; // a connection within the page stands at once, or never
const FADE_SECONDS = 0.02;

interface Loop { readonly ends: readonly RTCPeerConnection[]; readonly element: HTMLAudioElement; readonly tap: MediaStreamAudioDestinationNode }
type Chooser = { setSinkId?: (id: string) => Promise<void> };

/**
 * Where the mix goes: straight to the loudspeaker, or through a connection within the page to an audio element, since Chromium's echo canceller hears
 * media elements and not WebAudio. The way round costs some 50 ms, so it is taken only while a microphone is open without headphones.
 */
export class Output {
  readonly input: GainNode;
  private loop: Loop | null = null;
  private wantsLoop = false;
  private sink = '';

  constructor(private readonly context: AudioContext) {
    this.input = new GainNode(context);
    this.input.connect(context.destination);
  }

  /** Whether the mix goes the way round now. */
  get isLooped(): boolean {
    return this.loop !== null;
  }

  async setLooped(on: boolean): Promise<void> {
    if (on === this.wantsLoop) return;
    this.wantsLoop = on;
    if (!on) return this.straighten();
    try {
      const loop = await openLoop(this.context);
      if (!this.wantsLoop) return closeLoop(loop);
      this.reroute(loop.tap);
      this.loop = loop;
      await this.choose(this.sink);
    } catch (error) {
      console.warn('the echo canceller cannot hear this page', error); // sound itself goes on
    }
  }

  /** @param id A loudspeaker of the browser's list; empty for its own choice. */
  async choose(id: string): Promise<void> {
    this.sink = id;
    for (const player of [this.context, this.loop?.element] as (Chooser | undefined)[]) {
      await player?.setSinkId?.(id).catch((error: unknown) => console.warn('that loudspeaker is not there', error));
    }
  }

  private straighten(): void {
    const { loop } = this;
    this.loop = null;
    this.reroute(this.context.destination);
    if (loop) closeLoop(loop);
  }

  private reroute(to: AudioNode): void {
    const { gain } = this.input, now = this.context.currentTime;
    this.input.disconnect();
    gain.cancelScheduledValues(now);
    gain.setValueAtTime(0, now);
    gain.linearRampToValueAtTime(1, now + FADE_SECONDS);
    this.input.connect(to);
  }
}

async function openLoop(context: AudioContext): Promise<Loop> {
  const tap = new MediaStreamAudioDestinationNode(context, { channelCount: 2 });
  const [from, to] = [new RTCPeerConnection(), new RTCPeerConnection()];
  const loop = { ends: [from, to], element: new Audio(), tap };
  try {
    const stands = new Promise<void>((resolve, reject) => {
      to.onconnectionstatechange = () => { if (to.connectionState === 'connected') resolve(); };
      window.setTimeout(() => reject(new Error('The connection within the page did not stand.')), LOOP_MS);
    });
    from.onicecandidate = ({ candidate }) => void to.addIceCandidate(candidate ?? undefined).catch(() => undefined);
    to.onicecandidate = ({ candidate }) => void from.addIceCandidate(candidate ?? undefined).catch(() => undefined);
    to.ontrack = ({ track }) => {
      loop.element.srcObject = new MediaStream([track]);
      void loop.element.play().catch(() => undefined);
    };
    from.addTrack(tap.stream.getAudioTracks()[0], tap.stream);
    await from.setLocalDescription({ type: 'offer', sdp: inFullStereo((await from.createOffer()).sdp ?? '') });
    await to.setRemoteDescription(from.localDescription ?? { type: 'offer', sdp: '' });
    await to.setLocalDescription({ type: 'answer', sdp: inFullStereo((await to.createAnswer()).sdp ?? '') });
    await from.setRemoteDescription(to.localDescription ?? { type: 'answer', sdp: '' });
    await stands;
    return loop;
  } catch (error) {
    closeLoop(loop);
    throw error;
  }
}

/** Directions live in the difference of both ears, which a low rate would blur. */
function inFullStereo(sdp: string): string {
  return mendOffer(sdp, { stereo: new Set([0]) }).replace(/;stereo=1/, ';stereo=1;sprop-stereo=1;maxaveragebitrate=256000;cbr=1');
}

function closeLoop({ ends, element, tap }: Loop): void {
  element.srcObject = null;
  for (const end of ends) end.close();
  for (const track of tap.stream.getTracks()) track.stop();
}
