import { Loudness } from '../audio/loudness';
import type { StageSound } from '../audio/stage-sound';
import { fileAddress } from '../net/files';
import { Lasers } from '../picture/lasers';
import type { Picture } from '../picture/picture';
import { FilmPicture } from '../picture/stream-source';
import type { Place } from '../scene/place';
import type { ScreenSource } from '../scene/screen';
import { SlidePicture, type SlideWish } from '../scene/sources/slides';
import { shown } from '../slices';
import type { Voices } from '../talk/voices';
import { TrackPlayer } from '../tracks/player';
import type { Visit } from '../visit/visit';
import { mainScreenOf } from './stage-screen';

const { door, hands, settings, slides, tracks } = shown;

const STEP_MS = 50;

/** What the tests ask of music and films. */
export interface MediaFigures {
  readonly file: string; readonly offMs: number; readonly atMs: number; readonly rate: number; readonly paused: boolean; readonly level: number; readonly heard: boolean;
}

/** Slides, lasers, music and films of the room: brings what the visit knows of them to screens and ears. */
export class RoomMedia {
  private readonly lasers = new Lasers();
  private readonly meter = new Loudness();
  private readonly player: TrackPlayer<HTMLVideoElement>;
  private readonly film: { video: HTMLVideoElement | null; isOn: boolean } = { video: null, isOn: false };
  private picture: FilmPicture | null = null;
  private sound: StageSound | null = null;

  constructor(private readonly visit: Visit, picture: Picture, voices: Voices) {
    visit.slides.opensBy((file) => import('../slides/pdf').then(({ openPdf }) => openPdf(file)));
    picture.sources.provide('slides', (deck) => new SlidePicture(() => wishOf(deck)));
    picture.sources.provide('film', (file) => this.filmOf(file));
    this.player = new TrackPlayer(makeVideo, fileAddress, {
      plays: (video) => {
        this.film.video = video;
        this.film.isOn = video !== null;
        voices.withTracks((sound) => {
          this.sound = sound;
          sound.play(this.film.video);
        });
      },
      blocked: (isBlocked) => (tracks.blocked.value = isBlocked),
    });
    // Not by frames: music goes on where nobody draws, and in a tab that is hidden.
    window.setInterval(() => this.step(), STEP_MS);
  }

  /** Before each frame. */
  frame(place: Place | null): void {
    if (place !== null) this.lasers.follow(slides.lasers.value, place.root, place.screens, mainScreenOf(place));
  }

  /** Level of what plays, root mean square; undefined where nothing is heard. */
  level(): number | undefined {
    return this.film.video !== null && this.sound?.isHeard === true ? this.sound.level : undefined;
  }

  figures(): MediaFigures | null {
    const { state } = this.player;
    return state && { ...state, level: this.sound?.level ?? 0, heard: this.sound?.isHeard ?? false };
  }

  private step(): void {
    const isIn = door.phase.value === 'live' || door.phase.value === 'lost';
    const playing = isIn ? this.visit.tracks.at(this.visit.clock.at(performance.now())) : null;
    this.player.step(playing);
    if (this.sound) this.sound.on = settings.settings.value.volume > 0;
    if (hands.panel.value === 'tracks') tracks.level.value = this.meter.follow(this.level(), performance.now()) ?? 0;
  }

  /** One picture for all screens: a room plays one film at a time. */
  private filmOf(file: string): ScreenSource | null {
    if (fileAddress(file) === null) return null;
    this.picture ??= new FilmPicture(this.film);
    return Object.assign(this.picture.source(), { isWhole: true });
  }
}

function makeVideo(): HTMLVideoElement {
  const video = document.createElement('video');
  video.playsInline = true;
  video.muted = true; // until the mix takes its sound
  return video;
}

function wishOf(id: string): SlideWish | null {
  const deck = slides.decks.value.get(id), turned = slides.shown.value, page = turned?.deck === id ? turned.page : 0;
  const addressOf = (number: number): string | null => {
    const found = deck?.pages.find((one) => one.number === number);
    return found ? fileAddress(found.large) : null;
  };
  const address = addressOf(page);
  return address === null ? null : { address, soon: [page + 1, page + 2, page - 1].map(addressOf).filter((one) => one !== null) };
}
