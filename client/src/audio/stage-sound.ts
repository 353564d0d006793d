import { rms } from './level';

const FADE_SECONDS = 0.03;

/**
 * The sound of the stage on its way to the mix. What plays it may be another element from one moment to the next, as another way brings the stage; only one is
 * heard. @remarks An element whose sound WebAudio took stands still while the context sleeps, so it is taken only once that runs; until then it plays muted.
 */
export class StageSound {
  private readonly out: GainNode;
  private readonly meter: AnalyserNode;
  private readonly samples = new Float32Array(1024);
  private source: AudioNode | null = null;
  private of: HTMLMediaElement | MediaStream | null = null;
  private isTaken = false;
  private isOn = true;

  /** @param to Where music goes in the mix: it is softer there while somebody near speaks. */
  constructor(private readonly context: AudioContext, to: AudioNode) {
    this.meter = new AnalyserNode(context, { fftSize: this.samples.length });
    this.out = new GainNode(context);
    this.meter.connect(this.out).connect(to);
    context.addEventListener('statechange', () => this.take());
  }

  /** What is heard from now on; null is silence. A stream is heard beside the element that shows it, which stays muted. */
  play(of: HTMLMediaElement | MediaStream | null): void {
    if (of === this.of) return;
    this.source?.disconnect();
    this.source = null;
    this.isTaken = false;
    this.of = of;
    this.take();
  }

  /** Whether it is to be heard at all. */
  set on(isOn: boolean) {
    this.isOn = isOn;
    this.out.gain.setTargetAtTime(isOn ? 1 : 0, this.context.currentTime, FADE_SECONDS);
  }

  /** Root mean square of what plays, before any volume. */
  get level(): number {
    this.meter.getFloatTimeDomainData(this.samples);
    return rms(this.samples);
  }

  /** Whether it is heard, as far as this is concerned. */
  get isHeard(): boolean {
    return this.isTaken && this.isOn && this.context.state === 'running';
  }

  private take(): void {
    const { of, context } = this;
    if (of === null || this.isTaken || context.state !== 'running') return;
    if (of instanceof MediaStream) {
      if (of.getAudioTracks().length === 0) return;
      this.source = new MediaStreamAudioSourceNode(context, { mediaStream: of });
    } else {
      this.source = new MediaElementAudioSourceNode(context, { mediaElement: of });
      of.muted = false;
    }
    this.source.connect(this.meter);
    this.isTaken = true;
  }
}
