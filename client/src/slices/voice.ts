import { signal } from '@preact/signals';
import { port } from './port';

/** What the interface shows of voices. Owned by talk/. */

/** Where the connection for voices stands; blocked: neither UDP nor TCP passes. */
export type LinkSign = 'off' | 'connecting' | 'connected' | 'returning' | 'blocked' | 'refused';
/** The microphone: let go, asked for, open, or open and waiting for the key of push-to-talk. */
export type MicrophoneSign = 'off' | 'asking' | 'open' | 'waiting';
export type MicrophoneTrouble = 'denied' | 'missing' | 'busy' | 'insecure' | 'unknown' | 'part';
export interface DeviceEntry { readonly id: string; readonly name: string }
export interface PrivateZone { readonly zone: number; readonly title: string }

export interface VoicePort {
  readonly toggleMicrophone: () => void;
  /** The key or button of push-to-talk goes down or up. */
  readonly talk: (on: boolean) => void;
  readonly raiseHand: (on: boolean) => void;
  readonly hush: (person: number, on: boolean) => void;
  readonly setPersonVolume: (person: number, volume: number) => void;
  readonly silence: (person: number, on: boolean) => void;
  readonly silenceZone: (zone: number, on: boolean) => void;
  readonly silenceEveryone: (on: boolean) => void;
  readonly giveMicrophone: (person: number) => void;
  readonly takeMicrophone: () => void;
  readonly lowerHand: (person: number) => void;
  /** Shows the level of the microphone, which nobody hears meanwhile. */
  readonly testMicrophone: (on: boolean) => void;
  readonly testSpeaker: () => void;
  readonly lookForDevices: () => void;
  /** Sends stage sound from an input, or what a tab plays; null ends it. */
  readonly play: (source: { readonly kind: 'input'; readonly device: string } | { readonly kind: 'shared' } | null) => void;
}

export function voiceSlice() {
  return {
    /** The venue has voices. */
    offered: signal(false),
    link: signal<LinkSign>('off'),
    microphone: signal<MicrophoneSign>('off'),
    trouble: signal<MicrophoneTrouble | null>(null),
    /** Loudness of one's microphone, 0 to 1, while it is open or tested; ten times a second. */
    level: signal(0),
    /** The microphone is open and gives nothing. */
    quiet: signal(false),
    /** Too much is lost on the way, or it takes too long. */
    poor: signal(false),
    /** A moderator has taken one's voice away: alone, with the zone, or with all. */
    silenced: signal(false),
    /** Only those at the same table hear one. */
    privately: signal(false),
    /** Zone one is in; 0 for none. */
    zone: signal(0),
    /** Everyone in the room hears one. */
    onStage: signal(false),
    speaking: signal<ReadonlySet<number>>(new Set()),
    /** Ids of those who raised a hand, in order. */
    hands: signal<readonly number[]>([]),
    /** Whoever has the microphone that all hear, and until when, room time. */
    holder: signal<{ readonly person: number; readonly untilMs: number } | null>(null),
    /** Seconds that the holder has left. */
    holderSeconds: signal(0),
    /** Grows when names of hands or of the holder became known. */
    names: signal<ReadonlyMap<number, string>>(new Map()),
    everyoneSilenced: signal(false),
    zonesSilenced: signal<readonly number[]>([]),
    /** Those one does not hear, by one's own wish. */
    hushed: signal<ReadonlySet<number>>(new Set()),
    /** Volume by person where it is not 1. */
    volumes: signal<ReadonlyMap<number, number>>(new Map()),
    mayPlay: signal(false),
    /** Stage sound of one's own. */
    playing: signal<'off' | 'asking' | 'on'>('off'),
    playLevel: signal(0),
    playTrouble: signal<MicrophoneTrouble | null>(null),
    canShare: signal(false),
    inputs: signal<readonly DeviceEntry[]>([]),
    outputs: signal<readonly DeviceEntry[]>([]),
    canChooseOutput: signal(false),
    /** The microphone is tested: one sees its level, and nobody hears it. */
    testing: signal(false),
    /** What was read and put aside: such a sentence is not shown again until it comes anew. */
    dismissed: signal<ReadonlySet<string>>(new Set()),
    ask: port<VoicePort>({
      toggleMicrophone: 'dropped', talk: 'dropped', raiseHand: 'dropped', hush: 'dropped', setPersonVolume: 'dropped', silence: 'dropped', silenceZone: 'dropped',
      silenceEveryone: 'dropped', giveMicrophone: 'dropped', takeMicrophone: 'dropped', lowerHand: 'dropped', testMicrophone: 'kept', testSpeaker: 'kept',
        lookForDevices: 'kept', play: 'dropped',
    }),
  };
}
