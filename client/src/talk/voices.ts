import type { StageSound } from '../audio/stage-sound';
import type { Listener, SoundPlace } from '../audio/voice-mixer';
import { t, textOf } from '../i18n';
import type { RoomClock } from '../net/clock';
import type { Finder } from '../visit/finder';
import type { RoomLine } from '../visit/parts';
import type { Request } from '../visit/requests';
import { isMissingPart } from '../net/parts';
import { VoiceMeasure, type Hands, type VoiceAnswer, type VoiceInvite, type VoiceState } from '../net/generated/kapok_pb';
import type { People } from '../world/people';
import { isInside, type Zone } from '../world/places';
import type { Shown } from '../world/track';
import type { Talk } from './talk';
import { shown } from '../slices';

const { door, notices, people, voice } = shown;

const EARS = 1.5; // metres above the feet
const NEVER_CONNECTED = 'voice.never-connected'; // a sign says so, as long as it is so

/** What of a visit voices need. */
export interface VoiceRoom {
  readonly people: People;
  readonly clock: RoomClock;
  readonly own: { readonly shown: Shown };
  readonly line: RoomLine;
  readonly finder: Finder;
  zones(): readonly Zone[];
}

/**
 * Voices of the room: what the server tells of them, whom one sees speak, and what a person asks for. All that makes sound is in Talk, which is
 * loaded when the room has voices, or when the microphone is tested before one enters.
 */
export class Voices {
  private talk: Talk | null = null;
  private loading: Promise<Talk> | null = null;
  private readonly moving = new Set<number>(); // whose mouths move
  private readonly listener: { -readonly [Key in keyof Listener]: Listener[Key] } = { x: 0, y: 0, z: 0, yaw: 0 };
  private privates: readonly number[] = [];
  private scene = '';
  private isHandUp = false;
  private toldFault = '';

  constructor(private readonly room: VoiceRoom) {
    const measure = (kind: VoiceMeasure, on: boolean, person: number | null = null, zone = 0): void => this.ask({
      body: { case: 'moderateVoice', value: { $typeName: 'kapok.v1.ModerateVoice', measure: kind, person: person ?? 0, zone, on } },
      kind: `measure:${kind}:${person ?? ''}:${zone}`,
      about: person === null ? [] : [{ id: person, name: room.finder.nameOf(person) }],
    });
    this.listen();
    voice.ask.connect({
      toggleMicrophone: () => this.toggleMicrophone(),
      talk: (on: boolean) => void this.withTalk((talk) => talk.talk(on)),
      raiseHand: (on: boolean) => this.raiseHand(on),
      hush: (person: number, on: boolean) => this.hush(person, on),
      setPersonVolume: (person: number, volume: number) => {
        voice.volumes.value = new Map(voice.volumes.value).set(person, volume);
        this.applyVolume(person);
      },
      silence: (person: number, on: boolean) => measure(VoiceMeasure.SILENCE_PERSON, on, person),
      silenceZone: (zone: number, on: boolean) => measure(VoiceMeasure.SILENCE_ZONE, on, null, zone),
      silenceEveryone: (on: boolean) => measure(VoiceMeasure.SILENCE_EVERYONE, on),
      giveMicrophone: (person: number) => measure(VoiceMeasure.GIVE_MICROPHONE, true, person),
      takeMicrophone: () => measure(VoiceMeasure.TAKE_MICROPHONE, true, voice.holder.value?.person ?? null),
      lowerHand: (person: number) => measure(VoiceMeasure.LOWER_HAND, true, person),
      testMicrophone: (on: boolean) => { if (on || this.talk) void this.withTalk((talk) => talk.testMicrophone(on)); },
      testSpeaker: () => void this.withTalk((talk) => talk.testSpeaker()),
      lookForDevices: () => void import('./own-voice').then(({ showDevices }) => showDevices()),
      play: (source) => void this.withTalk((talk) => talk.play(source)),
    });
  }

  // ---- coming and going

  /** Another room, or the same one after a return: one is told of everything anew. */
  begin(scene: string): void {
    this.scene = scene;
    this.talk?.mixer.setScene(scene);
    this.isHandUp = false;
    for (const list of [voice.speaking, voice.hushed]) list.value = new Set();
    [voice.hands.value, voice.zonesSilenced.value, voice.volumes.value, voice.names.value] = [[], [], new Map(), new Map()];
    this.privates = [];
    voice.holder.value = null;
    voice.zone.value = 0;
    for (const sign of [voice.offered, voice.privately, voice.silenced, voice.onStage, voice.everyoneSilenced, voice.poor]) sign.value = false;
  }

  end(): void {
    this.begin(this.scene);
    this.talk?.leave();
  }

  /** They left; their ids will mean other people. */
  forget(ids: readonly number[]): void {
    for (const set of [voice.speaking, voice.hushed]) {
      if (ids.some((id) => set.value.has(id))) set.value = new Set([...set.value].filter((id) => !ids.includes(id)));
    }
    if (ids.some((id) => voice.volumes.value.has(id))) voice.volumes.value = new Map([...voice.volumes.value].filter(([id]) => !ids.includes(id)));
    for (const id of ids) this.talk?.mixer.setPerson(id, 1);
  }

  /** Takes what the room says of voices. */
  private listen(): void {
    const { messages } = this.room.line;
    messages.on('voiceInvite', (invite) => this.invited(invite));
    messages.on('voiceAnswer', (answer) => this.answered(answer));
    messages.on('voiceEnded', ({ mayRetry, why }) => {
      if (!mayRetry && why !== NEVER_CONNECTED) notices.toast(textOf('voice', why.replace(/^voice\./, ''), 'voice.ended'));
      void this.withTalk((talk) => talk.ended(mayRetry, why === NEVER_CONNECTED));
    });
    messages.on('voiceSlots', ({ changes }) => void this.withTalk((talk) => talk.slots(changes)));
    messages.on('speaking', ({ started, stopped }) => {
      const speaking = new Set(voice.speaking.value);
      for (const id of started) speaking.add(id);
      for (const id of stopped) speaking.delete(id);
      voice.speaking.value = speaking;
      people.rosterStale.value++;
    });
    messages.on('voiceState', (state) => this.standsAs(state));
    messages.on('hands', (hands) => this.handsAre(hands));
    messages.on('silences', ({ everyone, zones }) => {
      voice.everyoneSilenced.value = everyone;
      voice.zonesSilenced.value = zones;
    });
  }

  private answered({ attempt, sdp, fault }: VoiceAnswer): void {
    // It is tried again and again; one is told once.
    if (fault !== '' && fault !== this.toldFault) notices.toast(textOf('voice', fault.replace(/^voice\./, ''), 'voice.offer-refused'));
    this.toldFault = fault;
    void this.withTalk((talk) => talk.answer(attempt, sdp, fault));
  }

  private standsAs({ zone, isPrivate, isSilenced, isOnStage }: VoiceState): void {
    voice.zone.value = zone;
    voice.privately.value = isPrivate;
    voice.silenced.value = isSilenced;
    voice.onStage.value = isOnStage;
  }

  private handsAre({ queue, holder, untilMs }: Hands): void {
    voice.hands.value = queue;
    this.isHandUp = queue.includes(door.me.value);
    voice.holder.value = holder === undefined ? null : { person: holder, untilMs };
    this.nameHands();
  }

  /** Does something with the sound of the stage, which is loaded first. */
  withStage(act: (sound: StageSound) => void): void {
    void this.withTalk((talk) => act(talk.stageSound));
  }

  /** Music and films of the room, likewise. */
  withTracks(act: (sound: StageSound) => void): void {
    void this.withTalk((talk) => act(talk.trackSound));
  }

  // ---- each frame

  /** Brings sound and mouths to where everybody is. */
  follow(yaw: number, seconds: number, roomMs: number): void {
    const { x, y, z } = this.room.own.shown;
    Object.assign(this.listener, { x, y: y + EARS, z, yaw });
    this.talk?.follow(seconds, this.listener, this.placeOf);
    this.moveMouths(roomMs);
  }

  /** Numbers of the private tables of the room, from 1. */
  get privateZones(): readonly number[] {
    return this.privates;
  }

  /** A few times a second. */
  lookAround(roomMs: number): void {
    const holder = voice.holder.value;
    if (holder) voice.holderSeconds.value = Math.max(0, Math.ceil((holder.untilMs - roomMs) / 1000));
    this.nameHands();
  }

  /** Who is seen to speak: not whoever is blocked or hushed. */
  readonly isSeenToSpeak = (id: number): boolean => voice.speaking.value.has(id) && !voice.hushed.value.has(id);

  async state(): Promise<Awaited<ReturnType<Talk['state']>> | null> {
    return this.talk === null ? null : this.talk.state();
  }

  private readonly placeOf = (person: number, at: SoundPlace): boolean => {
    const { actors } = this.room.people;
    if (!actors.shown.has(person)) return false;
    [at.x, at.y, at.z] = [actors.x[person], actors.y[person] + EARS, actors.z[person]];
    at.isForAll = voice.holder.value?.person === person || this.room.zones().some((zone) => zone.rule === 'stage' && isInside(zone, at.x, actors.y[person] + 0.9, at.z));
    return true;
  };

  /** Mouths of those in one's slots move as they sound; of others one is told only that they speak. */
  private moveMouths(roomMs: number): void {
    const { actors, here } = this.room.people, speaking = voice.speaking.value, me = door.me.value;
    for (const id of this.moving) {
      if (speaking.has(id) || id === me) continue;
      actors.mouth[id] = 0;
      this.moving.delete(id);
    }
    for (const id of speaking) {
      if (id === me || !here.has(id)) continue;
      const open = this.talk?.mixer.mouthOf(id) ?? -1;
      actors.mouth[id] = open >= 0 ? open : 0.3 + 0.3 * Math.sin(roomMs * 0.019 + id) * Math.sin(roomMs * 0.0071 + id * 2);
      this.moving.add(id);
    }
    if (me < 0 || !here.has(me) || voice.microphone.value !== 'open') return;
    actors.mouth[me] = this.talk?.ownMouth ?? 0;
    this.moving.add(me);
  }

  // ---- what a person asks for

  private toggleMicrophone(): void {
    if (!voice.offered.value) return notices.toast(t('voice.none'));
    void this.withTalk((talk) => talk.toggleMicrophone());
  }

  private raiseHand(on: boolean): void {
    if (!voice.offered.value) return notices.toast(t('voice.none'));
    if (on === this.isHandUp) return;
    this.isHandUp = on;
    this.ask({ body: { case: 'raiseHand', value: { $typeName: 'kapok.v1.RaiseHand', on } }, kind: 'hand', again: () => (this.isHandUp = on) });
  }

  private hush(person: number, on: boolean): void {
    const show = (): void => {
      voice.hushed.value = withMember(voice.hushed.value, person, on);
      this.applyVolume(person);
    };
    show();
    this.ask({ body: { case: 'hush', value: { $typeName: 'kapok.v1.Hush', person, on } }, kind: `hush:${person}`,
      about: [{ id: person, name: this.room.finder.nameOf(person) }], again: show });
  }

  private applyVolume(person: number): void {
    this.talk?.mixer.setPerson(person, voice.hushed.value.has(person) ? 0 : (voice.volumes.value.get(person) ?? 1));
  }

  private invited(invite: VoiceInvite): void {
    voice.offered.value = invite.isOffered;
    voice.hushed.value = new Set(invite.hushed);
    this.privates = invite.zones.filter(({ isPrivate }) => isPrivate).map(({ zone }) => zone);
    if (!invite.isOffered) return void this.talk?.leave();
    void this.withTalk((talk) => {
      talk.invite(invite);
      for (const person of invite.hushed) this.applyVolume(person);
    });
  }

  /** Those who raise a hand may stand too far away to be known by name. */
  private nameHands(): void {
    const wanted = [...voice.hands.value, ...(voice.holder.value ? [voice.holder.value.person] : [])];
    const names = new Map<number, string>();
    for (const id of wanted) {
      const name = this.room.finder.nameOf(id);
      if (name !== '') names.set(id, name);
    }
    const before = voice.names.value;
    if (names.size !== before.size || [...names].some(([id, name]) => before.get(id) !== name)) voice.names.value = names;
    this.room.finder.ask(wanted);
  }

  /** Asks the room for what is to last, also where the line is lost now. */
  private ask(request: Request): void {
    const { isSent } = this.room.line.requests.ask({
      ...request, isRepeatable: true,
      settled: (outcome) => {
        if (outcome === 'done' || outcome === 'replaced') return;
        notices.toast(t(outcome === 'gone' || outcome === 'left' ? 'notice.gone-before' : 'notice.not-done', { name: request.about?.[0]?.name ?? '' }));
      },
    });
    if (!isSent) notices.toast(t('notice.kept'));
  }

  /** Does something with the sound of people, which is loaded first; in the order asked for. */
  private async withTalk(act: (talk: Talk) => void): Promise<void> {
    this.loading ??= import('./talk').then(({ Talk }) => {
      const talk = new Talk((body) => void this.room.line.send(body));
      talk.mixer.setScene(this.scene);
      return (this.talk = talk);
    });
    try {
      act(await this.loading);
    } catch (error) {
      this.loading = null; // the network may have failed; the next wish tries again
      console.error(error);
      if (isMissingPart(error)) voice.trouble.value = 'part';
    }
  }
}

function withMember(set: ReadonlySet<number>, member: number, on: boolean): ReadonlySet<number> {
  const next = new Set(set);
  if (on) next.add(member);
  else next.delete(member);
  return next;
}
