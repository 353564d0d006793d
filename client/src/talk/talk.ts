import { effect } from '@preact/signals';
import { awake } from '../audio/awake';
import { Output } from '../audio/output';
import { StageSound } from '../audio/stage-sound';
import { VoiceMixer, type Listener, type SoundPlace } from '../audio/voice-mixer';
import type { ClientBody } from '../net/control';
import type { VoiceInvite, VoiceSlot } from '../net/generated/kapok_pb';
import { canChooseOutput, cancelsElementsOnly } from '../voice/devices';
import type { LinkFigures } from '../voice/figures';
import { VoiceKeeper } from '../voice/keeper';
import { LineQuality } from '../voice/quality';
import { SlotBook } from '../voice/slots';
import { canShareSound, type StageSource } from '../voice/stage-sound';
import { OwnVoice } from './own-voice';
import { StageSend } from './stage-send';
import { shown } from '../slices';

const { settings, voice } = shown;

const PHONE_SLOTS = 4; // a panner for each costs more than a phone has to spare
const FIGURES_MS = 2_000;
const METER_MS = 100; // how often the meters move, also before one has entered

/** All that makes and takes sound of people: the connection, the mix, the microphone. Loaded when it is needed first. */
export class Talk {
  readonly context = new AudioContext({ latencyHint: 'interactive' });
  readonly mixer: VoiceMixer;
  /** What is on stage. */
  readonly stageSound: StageSound;
  /** Music and films that the room plays. */
  readonly trackSound: StageSound;
  private readonly output = new Output(this.context);
  private readonly own = new OwnVoice(this.context, (track) => void this.keeper.current?.sendVoice(track), () => this.loopWherePlayed());
  private readonly stage = new StageSend(this.context, (track) => void this.keeper.current?.sendStage(track));
  private readonly keeper: VoiceKeeper;
  private book = new SlotBook();
  private quality = new LineQuality();
  private figures: LinkFigures | null = null;

  /** @param send Sends a message to the room. */
  constructor(send: (body: ClientBody) => void) {
    this.mixer = new VoiceMixer(this.context, this.output.input);
    this.stageSound = new StageSound(this.context, this.mixer.music);
    this.trackSound = new StageSound(this.context, this.mixer.music);
    this.keeper = new VoiceKeeper({
      offer: (attempt, sdp, { voiceSlots, stageSlots, plays }) =>
        send({ case: 'voiceOffer', value: { $typeName: 'kapok.v1.VoiceOffer', attempt, sdp, voiceSlots, stageSlots, speaks: true, plays } }),
      begun: (link) => {
        this.clearSlots();
        this.quality = new LineQuality();
        this.mixer.play(link.streams);
        void link.sendVoice(this.own.track);
        void link.sendStage(this.stage.track);
      },
      state: (state) => (voice.link.value = state),
    });
    voice.canChooseOutput.value = canChooseOutput();
    voice.canShare.value = canShareSound();
    effect(() => {
      const { volume: master, voiceVolume, stageVolume, mono } = settings.settings.value;
      this.mixer.setVolumes({ master, voice: voiceVolume, stage: stageVolume, mono });
    });
    effect(() => void this.output.choose(settings.settings.value.speaker));
    effect(() => this.own.follow(settings.settings.value));
    window.setInterval(() => void this.readFigures(), FIGURES_MS);
    window.setInterval(() => {
      this.own.hear(METER_MS / 1000);
      this.stage.hear();
    }, METER_MS);
    // A context that was made before anybody touched the page sleeps until somebody does.
    awake.want(this.context);
  }

  /** The room says what voice there is: connects. */
  invite(invite: VoiceInvite): void {
    if (!invite.isOffered) return this.leave();
    // The world's socket was lost and is back: the sound came another way and goes on.
    if (this.keeper.holds(invite.attempt)) return;
    const voiceSlots = Math.min(invite.voiceSlots, settings.touch.value ? PHONE_SLOTS : invite.voiceSlots);
    this.book = new SlotBook(voiceSlots, invite.stageSlots);
    this.mixer.begin(voiceSlots, invite.stageSlots);
    voice.mayPlay.value = invite.mayPlay;
    if (!invite.mayPlay) this.stage.stop();
    this.keeper.start({ voiceSlots, stageSlots: invite.stageSlots, plays: invite.mayPlay },
      invite.relays.map(({ urls, username, credential }) => ({ urls, username, credential })));
  }

  answer(attempt: number, sdp: string, fault: string): void {
    this.keeper.answered(attempt, sdp, fault);
  }

  /** @param isPathless The venue ended it because nothing ever came through. */
  ended(mayRetry: boolean, isPathless: boolean): void {
    this.keeper.ended(mayRetry, isPathless);
  }

  slots(changes: readonly VoiceSlot[]): void {
    for (const slot of this.book.take(changes)) {
      const carried = this.book.at(slot);
      this.mixer.assign(slot, carried?.person ?? -1, carried?.isMusic ?? false);
    }
  }

  /** One has left the room. The microphone is let go: nobody is there to hear it. */
  leave(): void {
    this.keeper.stop();
    this.own.close();
    this.stage.stop();
    this.clearSlots();
  }

  toggleMicrophone(): void {
    void this.context.resume();
    this.own.toggle();
  }

  talk(on: boolean): void {
    this.own.talk(on);
  }

  testMicrophone(on: boolean): void {
    void this.context.resume();
    this.own.test(on);
  }

  play(source: StageSource | null): void {
    if (source === null) this.stage.stop();
    else void this.stage.start(source);
  }

  /** Two notes in the left ear, two in the right: both work, and are on their sides. */
  testSpeaker(): void {
    const { context } = this;
    void context.resume();
    [[-0.9, 523.25], [-0.9, 659.25], [0.9, 523.25], [0.9, 659.25]].forEach(([pan, frequency], i) => {
      const at = context.currentTime + 0.05 + i * 0.3, tone = new OscillatorNode(context, { frequency }), gain = new GainNode(context, { gain: 0 });
      gain.gain.setValueAtTime(0, at);
      gain.gain.linearRampToValueAtTime(0.25 * settings.settings.value.volume, at + 0.02);
      gain.gain.exponentialRampToValueAtTime(0.0005, at + 0.28);
      tone.connect(gain).connect(new StereoPannerNode(context, { pan })).connect(this.output.input);
      tone.start(at);
      tone.stop(at + 0.3);
    });
  }

  /** Each frame. */
  follow(seconds: number, listener: Listener, placeOf: (person: number, at: SoundPlace) => boolean): void {
    this.mixer.follow(seconds, listener, placeOf);
  }

  /** How far one's own mouth is open, 0 to 1. */
  get ownMouth(): number {
    return this.own.mouth;
  }

  /** For the tests. */
  async state(): Promise<TalkState> {
    const figures = await this.keeper.current?.figures().catch(() => null), { mix, slots } = this.mixer.measure();
    return {
      link: voice.link.value, transport: figures?.transport ?? null, isRelayed: figures?.isRelayed ?? false, microphone: voice.microphone.value,
      running: this.context.state === 'running', isLooped: this.output.isLooped, mix,
      slots: slots.map((slot, index) => ({ ...slot, concealedSamples: figures?.concealed[index] ?? 0, samples: figures?.samples[index] ?? 0 })),
    };
  }

  private clearSlots(): void {
    this.book = new SlotBook(this.book.voiceSlots, this.book.stageSlots);
    for (let slot = 0; slot < this.book.count; slot++) this.mixer.assign(slot, -1, false);
  }

  private loopWherePlayed(): void {
    void this.output.setLooped(this.own.isHearing && !settings.settings.value.headphones && !this.own.cancelsAll && cancelsElementsOnly());
  }

  private async readFigures(): Promise<void> {
    if (voice.link.value !== 'connected') return void (voice.poor.value = false);
    this.figures = await this.keeper.current?.figures().catch(() => null) ?? null;
    if (this.figures) this.quality.take(this.figures);
    voice.poor.value = this.quality.isPoor;
  }
}

/** What the browser tests are told of voices. */
export interface TalkState {
  readonly link: string;
  readonly transport: 'udp' | 'tcp' | null;
  readonly isRelayed: boolean;
  readonly microphone: string;
  readonly running: boolean;
  readonly isLooped: boolean;
  readonly mix: { readonly left: number; readonly right: number };
  readonly slots: readonly { readonly person: number; readonly isMusic: boolean; readonly level: number; readonly left: number; readonly right: number;
    readonly concealedSamples: number; readonly samples: number }[];
}
