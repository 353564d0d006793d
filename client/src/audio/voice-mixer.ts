import { directionOf, echoGainAt, gainAt } from './distance';
import { Ducker } from './ducking';
import { EarMeter } from './level';
import { acousticsOf, impulseOf } from './reverb';
import { SlotSound, type Bearing } from './slot-sound';

const TURN_SECONDS = 1 / 25; // how often places and loudness are brought up to date
const FOR_ALL_GAIN = 0.8; // of a voice that everyone hears, wherever it comes from
const MOUTH_FULL = 0.12; // loudness at which a mouth is wide open
const LOUDNESS = 1.6; // voices arrive with headroom

/** Where somebody is heard from. */
export interface SoundPlace { x: number; y: number; z: number; isForAll: boolean }
export interface Listener { readonly x: number; readonly y: number; readonly z: number; readonly yaw: number }

/** Each 0 to 1. */
export interface MixVolumes { readonly master: number; readonly voice: number; readonly stage: number; readonly mono: boolean }

/** Mixes the slots: voices from where their people stand, with a little of the place; stage sound as it is, softer while somebody near speaks. */
export class VoiceMixer {
  private slots: SlotSound[] = [];
  private firstStage = 0;
  private readonly voices: GainNode;
  private readonly stage: GainNode;
  private readonly ducked: GainNode;
  private readonly room: ConvolverNode;
  private readonly folded: GainNode;
  private readonly master: GainNode;
  private readonly ducker = new Ducker();
  private readonly volumes = new Map<number, number>();
  private readonly at: SoundPlace = { x: 0, y: 0, z: 0, isForAll: false };
  private readonly bearing: Bearing = { gain: 0, echo: 0, x: 0, y: 0, z: -1 };
  private scene = '';
  private since = 0;
  private meters: { readonly mix: EarMeter; readonly slots: readonly EarMeter[] } | null = null;

  constructor(private readonly context: AudioContext, to: AudioNode) {
    this.voices = new GainNode(context);
    this.stage = new GainNode(context);
    this.ducked = new GainNode(context);
    this.room = new ConvolverNode(context, { disableNormalization: true });
    this.master = new GainNode(context);
    // With one channel both ears get the sum: for one ear, or one loudspeaker.
    this.folded = new GainNode(context, { channelCount: 2, channelCountMode: 'explicit', channelInterpretation: 'speakers' });
    this.room.connect(this.voices);
    this.ducked.connect(this.stage);
    this.voices.connect(this.master);
    this.stage.connect(this.master);
    this.master.connect(this.folded).connect(new DynamicsCompressorNode(context, { threshold: -8, ratio: 12, attack: 0.003 })).connect(to);
  }

  /** Where the sound of a stage goes: softer while somebody near speaks. */
  get music(): AudioNode {
    return this.ducked;
  }

  /** Makes so many slots, all silent. */
  begin(voiceSlots: number, stageSlots: number): void {
    for (const slot of this.slots) slot.dispose();
    this.firstStage = voiceSlots;
    this.meters = null;
    this.slots = Array.from({ length: voiceSlots + stageSlots }, (_, index) => {
      const slot = new SlotSound(this.context, index < voiceSlots ? this.room : null);
      slot.out.connect(index < voiceSlots ? this.voices : this.stage);
      return slot;
    });
  }

  /** Takes the streams of a new connection. */
  play(streams: readonly MediaStream[]): void {
    this.slots.forEach((slot, index) => (streams[index] ? slot.play(streams[index]) : slot.stop()));
  }

  /** @param person Whose sound the slot carries from now; −1 for nobody's. */
  assign(index: number, person: number, isMusic: boolean): void {
    const slot = this.slots[index];
    if (slot === undefined) return;
    if (index >= this.firstStage && slot.isMusic !== isMusic) {
      slot.out.disconnect();
      slot.out.connect(isMusic ? this.ducked : this.stage);
      this.meters = null;
    }
    slot.assign(person, isMusic);
  }

  /** The place one is in now answers as it does. */
  setScene(scene: string): void {
    if (scene === this.scene) return;
    this.scene = scene;
    const acoustics = acousticsOf(scene), channels = impulseOf(acoustics, this.context.sampleRate, Math.random);
    const buffer = this.context.createBuffer(2, channels[0].length, this.context.sampleRate);
    channels.forEach((samples, channel) => buffer.copyToChannel(samples, channel));
    this.room.buffer = buffer;
  }

  setVolumes({ master, voice, stage, mono }: MixVolumes): void {
    const now = this.context.currentTime, set = (node: GainNode, value: number): void => void node.gain.setTargetAtTime(value, now, 0.04);
    set(this.master, master * master * LOUDNESS);
    set(this.voices, voice * voice);
    set(this.stage, stage * stage);
    this.folded.channelCount = mono ? 1 : 2;
  }

  /** @param volume 0 is mute, 1 as it is, at most 2. */
  setPerson(person: number, volume: number): void {
    if (volume === 1) this.volumes.delete(person);
    else this.volumes.set(person, Math.min(2, Math.max(0, volume)));
  }

  /**
   * Follows everyone and the listener.
   * @param placeOf Writes where somebody is; false when that is not known.
   */
  follow(seconds: number, listener: Listener, placeOf: (person: number, at: SoundPlace) => boolean): void {
    this.since += seconds;
    if (this.since < TURN_SECONDS) return;
    let loudest = 0;
    this.slots.forEach((slot, index) => {
      if (slot.person < 0) return;
      slot.measure();
      slot.place(this.bearingOf(slot, index, listener, placeOf));
      if (!slot.isMusic) loudest = Math.max(loudest, slot.heard);
    });
    this.ducked.gain.setTargetAtTime(this.ducker.follow(loudest, this.since), this.context.currentTime, TURN_SECONDS);
    this.since = 0;
  }

  /** How far the mouth of somebody in a slot is open, 0 to 1; −1 for whoever is in none. */
  mouthOf(person: number): number {
    for (const slot of this.slots) if (slot.person === person && !slot.isMusic) return Math.min(1, Math.sqrt(slot.level / MOUTH_FULL));
    return -1;
  }

  /** Loudness by ear of the mix and of each slot after its panner, for the tests; the first call only begins to measure. */
  measure(): { mix: { left: number; right: number }; slots: { person: number; isMusic: boolean; level: number; left: number; right: number }[] } {
    this.meters ??= { mix: new EarMeter(this.context, this.folded), slots: this.slots.map((slot) => new EarMeter(this.context, slot.out)) };
    return {
      mix: this.meters.mix.read(),
      slots: this.slots.map((slot, index) => ({ person: slot.person, isMusic: slot.isMusic, level: slot.measure(),
        ...(this.meters?.slots[index].read() ?? { left: 0, right: 0 }) })),
    };
  }

  private bearingOf(slot: SlotSound, index: number, listener: Listener, placeOf: (person: number, at: SoundPlace) => boolean): Bearing {
    const { bearing, at } = this, volume = this.volumes.get(slot.person) ?? 1;
    if (index >= this.firstStage) return Object.assign(bearing, { gain: FOR_ALL_GAIN * volume, echo: 0 });
    if (!placeOf(slot.person, at)) return Object.assign(bearing, { gain: 0, echo: 0 });
    const dx = at.x - listener.x, dy = at.y - listener.y, dz = at.z - listener.z, metres = Math.hypot(dx, dy, dz);
    directionOf(dx, dy, dz, listener.yaw, bearing);
    bearing.gain = (at.isForAll ? Math.max(FOR_ALL_GAIN, gainAt(metres)) : gainAt(metres)) * volume;
    bearing.echo = echoGainAt(metres) * volume;
    return bearing;
  }
}
