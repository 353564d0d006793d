import { awake } from './awake';
import { SILENCE, type CrowdNoise } from './crowd-noise';
import { applause, handclap, pinkNoise } from './noise';

const LOUDEST = 0.7; // of the master: a room is heard, never startling
const FADE_SECONDS = 0.35;
const CLAPS_A_TURN = 7, MOST_CLAPS = 2; // hands one makes out; more are heard as one applause
const APPLAUSE_FROM = 0.25; // of the loudest clapping
const CHIME_PAUSE = 0.5; // seconds between two chimes, however many lines come at once

/** Notes of the chimes, in hertz: a fifth for a line of chat, a rising chord for an announcement. */
const CHIMES = { chat: [1174.66, 1760], announcement: [783.99, 1046.5, 1318.51, 1567.98] } as const;

/**
 * All sound of a room, made by WebAudio without a file: a crowd that murmurs, claps and cheers, chimes, and the rush of a portal.
 * Silent until `start`, which browsers allow only after a gesture. At volume 0 the context is suspended and costs nothing.
 */
export class Soundscape {
  private context: AudioContext | null = null;
  private master: GainNode | null = null;
  private meter: AnalyserNode | null = null;
  private murmur: GainNode | null = null;
  private cheering: GainNode | null = null;
  private applause: GainNode | null = null;
  private clap: AudioBuffer | null = null;
  private noise: AudioBuffer | null = null;
  private volume = 0;
  private chimeAfter = 0;

  /** Call from a click or a key. */
  start(): void {
    if (!this.context && typeof AudioContext !== 'undefined') this.build(new AudioContext({ latencyHint: 'playback' }));
    this.setVolume(this.volume);
  }

  /** @param volume 0 to 1; loudness is heard by its square. */
  setVolume(volume: number): void {
    this.volume = volume;
    const { context, master } = this;
    if (!context || !master) return;
    if (volume > 0) {
      awake.want(context);
      master.gain.setTargetAtTime(volume * volume * LOUDEST, context.currentTime, 0.05);
    } else {
      master.gain.value = 0;
      awake.rest(context);
      void context.suspend();
    }
  }

  /** Follows the crowd; called some times a second. */
  hear(crowd: CrowdNoise, turnSeconds: number): void {
    const { context } = this;
    if (!context || context.state !== 'running') return;
    this.murmur?.gain.setTargetAtTime(crowd.murmur * 0.2, context.currentTime, FADE_SECONDS);
    this.cheering?.gain.setTargetAtTime(crowd.cheering * 0.5, context.currentTime, FADE_SECONDS);
    this.applause?.gain.setTargetAtTime(Math.max(0, crowd.clapping - APPLAUSE_FROM) * 0.5, context.currentTime, FADE_SECONDS);
    const claps = Math.min(MOST_CLAPS, crowd.clapping * CLAPS_A_TURN), count = Math.floor(claps) + (Math.random() < claps % 1 ? 1 : 0);
    for (let i = 0; i < count; i++) this.clapOnce(context.currentTime + Math.random() * turnSeconds, 0.12 + 0.2 * Math.random() * crowd.clapping);
  }

  /** Nobody is heard: another room, a lost connection, a hidden tab. */
  hush(): void {
    this.hear(SILENCE, 0);
  }

  chime(kind: keyof typeof CHIMES): void {
    const { context, master } = this;
    if (!context || !master || context.state !== 'running' || context.currentTime < this.chimeAfter) return;
    this.chimeAfter = context.currentTime + CHIME_PAUSE;
    CHIMES[kind].forEach((hertz, i) => this.bell(context, master, hertz, context.currentTime + i * 0.11, kind === 'chat' ? 0.07 : 0.12));
  }

  /** Stepping through a portal: a band of noise that rises and falls. */
  whoosh(): void {
    const { context, master, noise } = this;
    if (!context || !master || !noise || context.state !== 'running') return;
    const now = context.currentTime;
    const [source, band, gain] = [new AudioBufferSourceNode(context, { buffer: noise }), new BiquadFilterNode(context, { type: 'bandpass', frequency: 180, Q: 1.1 }),
      new GainNode(context, { gain: 0 })];
    band.frequency.exponentialRampToValueAtTime(2100, now + 0.55);
    band.frequency.exponentialRampToValueAtTime(240, now + 1.5);
    gain.gain.linearRampToValueAtTime(0.55, now + 0.5);
    gain.gain.linearRampToValueAtTime(0, now + 1.5);
    source.connect(band).connect(gain).connect(master);
    source.start(now, 0.2, 1.6);
  }

  /** Where sounds of a room go; null before a gesture. */
  get exit(): { readonly context: AudioContext; readonly to: AudioNode } | null {
    return this.context && this.master && { context: this.context, to: this.master };
  }

  /** For the tests: whether sound runs, and how loud it is now (root mean square, 1 is full scale). */
  get state(): { readonly running: boolean; readonly loudness: number } {
    if (!this.context || !this.meter) return { running: false, loudness: 0 };
    const samples = new Float32Array(this.meter.fftSize);
    if (this.context.state === 'running') this.meter.getFloatTimeDomainData(samples);
    return { running: this.context.state === 'running', loudness: Math.sqrt(samples.reduce((sum, value) => sum + value * value, 0) / samples.length) };
  }

  private build(context: AudioContext): void {
    this.context = context;
    this.master = new GainNode(context, { gain: 0 });
    this.meter = new AnalyserNode(context, { fftSize: 2048 });
    this.master.connect(new DynamicsCompressorNode(context, { threshold: -18, ratio: 5 })).connect(this.meter).connect(context.destination);
    this.noise = pinkNoise(context);
    this.clap = handclap(context);
    // Voices that cannot be made out lie about 300 Hz; a cheering crowd is brighter, about the first formants of an open "ah".
    this.murmur = this.band(context, this.master, 310, 0.7, 0.8, 0.19);
    this.cheering = this.band(context, this.master, 1050, 0.9, 1.07, 0.9);
    this.applause = new GainNode(context, { gain: 0 });
    const hands = new AudioBufferSourceNode(context, { buffer: applause(context), loop: true });
    hands.connect(new BiquadFilterNode(context, { type: 'lowpass', frequency: 5200 })).connect(this.applause).connect(this.master);
    hands.start();
  }

  /** A looped band of noise that swells a little, so that it does not sound like a machine; its loudness is the gain that is returned. */
  private band(context: AudioContext, to: AudioNode, hertz: number, q: number, rate: number, swellHertz: number): GainNode {
    const source = new AudioBufferSourceNode(context, { buffer: this.noise, loop: true, playbackRate: rate });
    const swell = new GainNode(context, { gain: 0.75 }), depth = new GainNode(context, { gain: 0.25 });
    const out = new GainNode(context, { gain: 0 });
    const slow = new OscillatorNode(context, { frequency: swellHertz });
    slow.connect(depth).connect(swell.gain);
    source.connect(new BiquadFilterNode(context, { type: 'bandpass', frequency: hertz, Q: q })).connect(swell).connect(out).connect(to);
    source.start();
    slow.start();
    return out;
  }

  private bell(context: AudioContext, to: AudioNode, hertz: number, at: number, loud: number): void {
    for (const [partial, share, seconds] of [[1, 1, 0.9], [2.76, 0.22, 0.35]] as const) {
      const tone = new OscillatorNode(context, { frequency: hertz * partial }), gain = new GainNode(context, { gain: 0 });
      gain.gain.setValueAtTime(0, at);
      gain.gain.linearRampToValueAtTime(loud * share, at + 0.008);
      gain.gain.exponentialRampToValueAtTime(0.0001, at + seconds);
      tone.connect(gain).connect(to);
      tone.start(at);
      tone.stop(at + seconds);
    }
  }

  private clapOnce(at: number, loud: number): void {
    const { context, master, clap } = this;
    if (!context || !master || !clap) return;
    const source = new AudioBufferSourceNode(context, { buffer: clap, playbackRate: 0.75 + Math.random() * 0.5 });
    source.connect(new BiquadFilterNode(context, { type: 'bandpass', frequency: 1000 + Math.random() * 900, Q: 1.2 }))
      .connect(new StereoPannerNode(context, { pan: Math.random() * 1.6 - 0.8 })).connect(new GainNode(context, { gain: loud })).connect(master);
    source.start(at);
  }
}
