import { rms } from './level';

const OUT_SECONDS = 0.012, IN_SECONDS = 0.02; // time constants of the cut between two voices
const MOVE_SECONDS = 0.05; // after the cut began it is silent enough to move elsewhere
const GAIN_SECONDS = 0.04;
const STEP = 0.01; // smaller changes of loudness are not heard, and not told to the graph

/** Where a voice comes from, relative to the listener. */
export interface Bearing { gain: number; echo: number; x: number; y: number; z: number }

/**
 * The sound of one slot on its way to the mix: source → meter → cut → gain → panner. A slot that is given to another person is silent for the moment in which
 * it moves from one place to the other.
 */
export class SlotSound {
  /** Whose sound it is; −1 for nobody's. */
  person = -1;
  isMusic = false;
  /** Root mean square of what comes in, before distance and volume. */
  level = 0;
  /** Loudness at the ear. */
  heard = 0;
  /** Carries the sound into the mix. */
  readonly out: AudioNode;
  private readonly meter: AnalyserNode;
  private readonly cut: GainNode;
  private readonly gain: GainNode;
  private readonly echo: GainNode | null = null;
  private readonly panner: PannerNode | null = null;
  private source: MediaStreamAudioSourceNode | null = null;
  private player: HTMLAudioElement | null = null;
  private movesAt = 0;
  private told = { gain: -1, echo: -1 };
  private readonly samples = new Float32Array(1024);

  /** @param room Where the share goes that the place throws back; null for stage sound, which comes from no place. */
  constructor(private readonly context: AudioContext, room: AudioNode | null) {
    this.meter = new AnalyserNode(context, { fftSize: this.samples.length });
    this.cut = new GainNode(context, { gain: 0 });
    this.gain = new GainNode(context, { gain: 0 });
    this.meter.connect(this.cut).connect(this.gain);
    if (room === null) {
      this.out = this.gain;
      return;
    }
    // Loudness by distance is ours, so that it is the server's curve; the panner gives the direction only.
    this.panner = new PannerNode(context, { panningModel: 'HRTF', distanceModel: 'linear', rolloffFactor: 0, positionZ: -1 });
    this.echo = new GainNode(context, { gain: 0 });
    this.out = this.gain.connect(this.panner);
    this.cut.connect(this.echo).connect(room);
  }

  /** Plays another stream: of a new connection. */
  play(stream: MediaStream): void {
    this.stop();
    // Chromium decodes a remote track only while a media element takes it; the element itself stays silent.
    this.player = new Audio();
    this.player.muted = true;
    this.player.srcObject = stream;
    void this.player.play().catch(() => undefined);
    this.source = new MediaStreamAudioSourceNode(this.context, { mediaStream: stream });
    this.source.connect(this.meter);
  }

  stop(): void {
    this.source?.disconnect();
    if (this.player) this.player.srcObject = null;
    this.source = this.player = null;
    this.level = this.heard = 0;
  }

  /** Gives the slot to another person. */
  assign(person: number, isMusic: boolean): void {
    const now = this.context.currentTime, { gain } = this.cut;
    [this.person, this.isMusic] = [person, isMusic];
    gain.cancelScheduledValues(now);
    gain.setTargetAtTime(0, now, OUT_SECONDS);
    this.movesAt = now + MOVE_SECONDS;
    if (person >= 0) gain.setTargetAtTime(1, this.movesAt, IN_SECONDS);
  }

  /** Takes the loudness of what comes in. */
  measure(): number {
    this.meter.getFloatTimeDomainData(this.samples);
    return (this.level = this.person < 0 || this.source === null ? 0 : rms(this.samples));
  }

  /** Moves it to where its person is now. */
  place(at: Bearing): void {
    const now = this.context.currentTime;
    if (now < this.movesAt) return;
    this.heard = this.level * at.gain;
    if (Math.abs(at.gain - this.told.gain) > STEP * Math.max(at.gain, this.told.gain)) this.gain.gain.setTargetAtTime(this.told.gain = at.gain, now, GAIN_SECONDS);
    if (this.echo && Math.abs(at.echo - this.told.echo) > STEP) this.echo.gain.setTargetAtTime(this.told.echo = at.echo, now, GAIN_SECONDS);
    if (this.panner === null) return;
    this.panner.positionX.value = at.x;
    this.panner.positionY.value = at.y;
    this.panner.positionZ.value = at.z;
  }

  dispose(): void {
    this.stop();
    for (const node of [this.meter, this.cut, this.gain, this.echo, this.panner]) node?.disconnect();
  }
}
