import { effect, signal } from '@preact/signals';
import type { StageSound } from '../audio/stage-sound';
import { part } from '../net/parts';
import type { Picture } from '../picture/picture';
import { FilmPicture } from '../picture/stream-source';
import type { Place } from '../scene/place';
import type { Screen, ScreenSource } from '../scene/screen';
import { shown } from '../slices';
import { openWay } from '../stage/open';
import type { Playback } from '../stage/playback';
import { StagePlayer } from '../stage/player';
import { ownAbilities } from '../stage/ways';
import type { Voices } from '../talk/voices';
import type { Visit } from '../visit/visit';
import type { GoLive } from './go-live';
import { tellMissing } from './missing';
import { mainScreenOf, stageOnScreen } from './stage-screen';

const { door, hands, settings, show, stage } = shown;

const UNSEEN_MS = 30_000; // a page that is neither seen nor heard for so long fetches nothing
const FIGURES_MS = 1_000;
const MOST_SILENT = 2; // stages besides the one that is watched
const IDLE_TURNS = 3; // so many seconds after the last use a stage is given up: a screen may still dissolve from it
const SMALL_PIXELS = 520; // of the shorter side of a window: a smaller rendition does there

/** A stage that is taken: by one player, for however many screens. */
interface Taken { readonly player: StagePlayer; readonly film: { video: HTMLVideoElement | null; isOn: boolean }; readonly picture: FilmPicture; idleTurns: number }

/**
 * The stages that come to this page: one is watched, flat or on the room's main screen, and heard; others are on screens only. Keeps players, sound and screens
 * together.
 */
export class RoomStage {
  private readonly abilities = ownAbilities();
  private readonly taken = new Map<string, Taken>();
  private readonly place = signal<Place | null>(null);
  private guest: { readonly screen: Screen; readonly source: ScreenSource; readonly stage: string } | null = null;
  private sound: StageSound | null = null;
  private heard: Playback | null = null;
  private watched = '';
  private unseenTimer = 0;
  private isAsleep = false;

  constructor(private readonly visit: Visit, private readonly picture: Picture, private readonly voices: Voices) {
    // Few go live: what that needs comes when somebody is about to.
    effect(() => { if (hands.panel.value === 'live') withBroadcast(() => undefined); });
    stage.ask.connect({
      retry: () => this.taken.get(this.watched)?.player.retry(),
      take: (what, camera, microphone) => withBroadcast((own) => own.take(what, camera, microphone)),
      goLive: () => withBroadcast((own) => own.goLive()),
      end: () => withBroadcast((own) => own.end()),
      look: () => withBroadcast((own) => own.look()),
    });
    picture.sources.provide('stream', (id) => this.sourceOf(id === '' ? this.ownStage : id));
    effect(() => {
      const { screens = [] } = show.state.value ?? {}, onAir = stage.onAir.value, isOn = (id: string): boolean => onAir.some((one) => one.stage === id);
      const byShow = stageOnScreen(screens, mainScreenOf(this.place.value)?.surface.name ?? '', this.ownStage);
      this.watch([stage.wanted.value, byShow, this.ownStage].find((id) => typeof id === 'string' && isOn(id)) ?? '');
    });
    effect(() => {
      const choice = stage.choice.value, isSmall = wantsLittle();
      for (const { player } of this.taken.values()) player.prefer(choice, isSmall);
    });
    effect(() => {
      const isOn = isToBeHeard();
      if (this.sound) this.sound.on = isOn;
      this.seenOrNot();
    });
    document.addEventListener('visibilitychange', () => this.seenOrNot());
    window.setInterval(() => this.showFigures(), FIGURES_MS);
  }

  /** Room time at which the picture that is shown now was on stage, milliseconds; null while that is not known. */
  roomTimeOfPicture(): number | null {
    return this.taken.get(this.watched)?.player.roomTimeOfPicture() ?? null;
  }

  /** Level of the stage that is heard, root mean square; undefined where none is. */
  level(): number | undefined {
    return this.heard !== null && this.sound?.isHeard === true ? this.sound.level : undefined;
  }

  /** A few times a second: where nobody runs a show, the room's own stage is on its main screen. */
  dress(place: Place | null): void {
    this.place.value = place;
    const screen = mainScreenOf(place), { screens = [] } = show.state.value ?? {};
    const id = this.ownStage, isOnAir = stage.onAir.value.some((one) => one.stage === id && one.hasVideo);
    const isFree = screen !== null && isOnAir && stageOnScreen(screens, screen.surface.name, id) === undefined;
    if (this.guest && (!isFree || this.guest.screen !== screen || this.guest.stage !== id)) this.undress();
    if (this.guest && screen !== null && screen.source !== this.guest.source) screen.show(this.guest.source); // somebody tidied the screens
    if (!isFree || this.guest) return;
    const source = this.sourceOf(id);
    if (source === null) return;
    this.guest = { screen, source, stage: id };
    screen.show(source);
  }

  /** For the tests: how it comes, and how late. */
  state(): StageFigures {
    const taken = this.taken.get(this.watched), { player } = taken ?? {}, at = player?.roomTimeOfPicture() ?? null;
    return {
      sign: stage.sign.value, way: stage.way.value?.kind ?? null, height: taken?.film.video?.videoHeight ?? 0, targetMs: player?.targetMs ?? 0,
      behindMs: at === null ? null : this.roomMs() - at, rate: taken?.film.video?.playbackRate ?? 1, level: this.sound?.level ?? 0, isHeard: this.sound?.isHeard ?? false,
      fault: player?.lastFault ?? null, uploads: taken?.picture.uploads ?? 0, taken: this.taken.size,
    };
  }

  private get ownStage(): string {
    return door.room.value?.id ?? '';
  }

  private roomMs(): number {
    return this.visit.clock.at(performance.now());
  }

  private watch(id: string): void {
    const onAir = stage.onAir.value, before = this.watched;
    this.watched = id;
    stage.watched.value = onAir.find((one) => one.stage === id) ?? null;
    if (id !== '') this.take(id);
    for (const [of, { player, film }] of this.taken) {
      const now = onAir.find((one) => one.stage === of);
      film.isOn = now !== undefined;
      player.follow(this.isAsleep ? null : (now ?? null));
    }
    this.picture.sources.changed(); // a screen may wait for one of them
    if (id !== before) this.showWatched();
  }

  /** Begins to take a stage where that is not done yet. @returns Null where enough others are taken. */
  private take(id: string): Taken | null {
    const before = this.taken.get(id);
    if (before) return before;
    if (id !== this.watched && this.taken.size > MOST_SILENT) return null;
    const film: Taken['film'] = { video: null, isOn: true };
    const player = new StagePlayer({ abilities: this.abilities, open: openWay(this.abilities), roomMs: () => this.roomMs(), random: Math.random }, {
      sign: (sign) => { if (id === this.watched) stage.sign.value = sign; },
      shows: (playback) => {
        film.video = playback?.video ?? null;
        if (id === this.watched) this.showWatched();
      },
    });
    const taken: Taken = { player, film, picture: new FilmPicture(film), idleTurns: 0 };
    this.taken.set(id, taken);
    player.prefer(stage.choice.peek(), wantsLittle());
    player.follow(stage.onAir.peek().find((one) => one.stage === id) ?? null);
    return taken;
  }

  private sourceOf(id: string): ScreenSource | null {
    return stage.onAir.peek().some((one) => one.stage === id) ? (this.take(id)?.picture.source() ?? null) : null;
  }

  /** What nobody watches and no screen shows is given up. */
  private tidy(): void {
    for (const [id, taken] of this.taken) {
      taken.idleTurns = id === this.watched || taken.picture.isUsed ? 0 : taken.idleTurns + 1;
      if (taken.idleTurns < IDLE_TURNS) continue;
      taken.player.dispose();
      taken.picture.dispose();
      this.taken.delete(id);
    }
  }

  private undress(): void {
    if (this.guest?.screen.source === this.guest?.source) this.guest?.screen.show(null);
    this.guest?.source.dispose();
    this.guest = null;
  }

  private showWatched(): void {
    const player = this.taken.get(this.watched)?.player, playback = player?.playback ?? null;
    stage.video.value = playback?.video ?? null;
    stage.way.value = playback === null ? null : { kind: playback.way.kind, height: playback.way.height };
    if (player === undefined) stage.sign.value = 'none';
    this.hear(playback);
  }

  /** Only what is watched is heard, and only once. */
  private hear(playback: Playback | null): void {
    if (playback === this.heard) return;
    this.heard = playback;
    if (playback === null && this.sound === null) return;
    this.voices.withStage((sound) => {
      this.sound = sound;
      sound.on = isToBeHeard();
      sound.play(this.heard?.sound ?? null);
    });
  }

  private seenOrNot(): void {
    const isHidden = document.hidden, isMute = stage.silenced.peek() || settings.settings.peek().volume === 0 || settings.settings.peek().stageVolume === 0;
    for (const { player } of this.taken.values()) player.hide(isHidden);
    window.clearTimeout(this.unseenTimer);
    if (isHidden && isMute) this.unseenTimer = window.setTimeout(() => this.sleep(true), UNSEEN_MS);
    else this.sleep(false);
  }

  private sleep(on: boolean): void {
    if (on === this.isAsleep) return;
    this.isAsleep = on;
    this.watch(this.watched);
  }

  private showFigures(): void {
    this.tidy();
    const at = this.roomTimeOfPicture();
    stage.behindSeconds.value = at === null ? 0 : Math.max(0, Math.round((this.roomMs() - at) / 100) / 10);
  }
}

/** What the browser tests are told of the stage. */
export interface StageFigures {
  readonly sign: string;
  readonly way: string | null;
  readonly height: number;
  readonly targetMs: number;
  readonly behindMs: number | null;
  readonly rate: number;
  readonly level: number;
  readonly isHeard: boolean;
  readonly fault: string | null;
  readonly uploads: number;
  readonly taken: number;
}

const broadcast = part(async () => new (await import('./go-live')).GoLive(), tellMissing);

/** Does something with one's own broadcast, whose code comes when it is first asked for. */
function withBroadcast(deed: (own: GoLive) => unknown): void {
  void broadcast().then((own) => own && deed(own));
}

/** Whoever is live from this page would hear themselves, late. */
function isToBeHeard(): boolean {
  return !stage.silenced.value && (stage.live.value === 'off' || stage.live.value === 'taking' || stage.live.value === 'ready');
}

/** A phone, and whoever asked their browser to save data. */
function wantsLittle(): boolean {
  const { saveData } = (navigator as { connection?: { saveData?: boolean } }).connection ?? {};
  return saveData === true || settings.settings.value.quality === 'phone' || (settings.touch.value && Math.min(innerWidth, innerHeight) < SMALL_PIXELS);
}
