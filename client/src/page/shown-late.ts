import { effect } from '@preact/signals';
import { part } from '../net/parts';
import type { Picture } from '../picture/picture';
import type { Place } from '../scene/place';
import { shown } from '../slices';
import type { Voices } from '../talk/voices';
import type { Visit } from '../visit/visit';
import type { Soundscape } from '../audio/soundscape';
import type { RoomCeremony } from './ceremony';
import type { MediaFigures, RoomMedia } from './media';
import { tellMissing } from './missing';
import type { RoomStage, StageFigures } from './stage';

const { hands, show, signing, slides, stage, tracks } = shown;

const MOST_WAIT_MS = 300;
const NOTHING: StageFigures = { sign: 'none', way: null, height: 0, targetMs: 0, behindMs: null, rate: 1, level: 0, isHeard: false, fault: null, uploads: 0, taken: 0 };

/**
 * What is on stage in a room: broadcasts, slides, music and films. Its code comes with the first of them, or when somebody opens a panel of theirs, so that
 * a room in which nothing is shown is entered as fast as ever.
 */
export class ShownLate {
  private stage: RoomStage | null = null;
  private media: RoomMedia | null = null;
  private ceremony: RoomCeremony | null = null;

  private readonly come = part(async () => {
    const [{ RoomStage: Stage }, { RoomMedia: Media }, { Loudness }, { RoomCeremony: Ceremony }, { hangWall }] =
      await Promise.all([import('./stage'), import('./media'), import('../audio/loudness'), import('./ceremony'), import('./wall')]);
    const { visit, picture, voices } = this, loudness = new Loudness();
    this.stage = new Stage(visit, picture, voices);
    this.media = new Media(visit, picture, voices);
    this.ceremony = new Ceremony(visit, this.scape, picture);
    hangWall(picture.sources);
    picture.feed.loudness = () => loudness.follow(this.media?.level() ?? this.stage?.level(), performance.now());
    picture.sources.changed(); // screens wait for what can be had from now on
  }, tellMissing);

  constructor(private readonly visit: Visit, private readonly picture: Picture, private readonly voices: Voices, private readonly scape: Soundscape) {
    effect(() => { if (isWanted()) void this.come(); });
  }

  /** Waits a moment for what is on stage to be asked for, where something is. */
  async ready(): Promise<void> {
    await pause(0); // what came with the greeting is read
    if (isWanted()) await Promise.race([this.come(), pause(MOST_WAIT_MS)]);
  }

  /** A few times a second. */
  dress(place: Place | null): void {
    this.stage?.dress(place);
  }

  /** Before each frame. */
  frame(place: Place | null): void {
    this.media?.frame(place);
    this.ceremony?.frame(place);
  }

  stageFigures(): StageFigures {
    return this.stage?.state() ?? { ...NOTHING, sign: stage.sign.peek() };
  }

  mediaFigures(): MediaFigures | null {
    return this.media?.figures() ?? null;
  }
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

function isWanted(): boolean {
  const { panel } = hands, { state } = show;
  return stage.onAir.value.length > 0 || state.value?.running === true || tracks.now.value !== null || slides.shown.value !== null || slides.lasers.value.length > 0
    || signing.count.value > 0
    || panel.value === 'live' || panel.value === 'slides' || panel.value === 'tracks';
}
