import type { StageWay } from '../slices/stage';

const LOOK_MS = 50;
const SOME = 2, ENOUGH = 3; // HTMLMediaElement.HAVE_CURRENT_DATA, HAVE_FUTURE_DATA

/** Why a way does not bring the stage here. */
export type Fault =
  | 'full' // the venue gives no more of it
  | 'codec' // neither side has a codec of the other
  | 'gone' // there is no such broadcast
  | 'silent' // it connected, and nothing came
  | 'stalled' // it played, and stands
  | 'ended' // the venue ended it
  | 'network'
  | 'part'; // the code for it did not come

/** When the picture that is shown was made: by the world's clock, or how long ago; null while not known. Milliseconds. */
export type Made = { readonly utcMs: number } | { readonly agoMs: number } | null;

/** A stage as it comes by one way. It makes no sound by itself: whoever has it takes {@link sound}. */
export interface Playback {
  readonly way: StageWay;
  /** Plays without sound, as a browser allows anywhere. */
  readonly video: HTMLVideoElement;
  /** What sounds: the element, or a stream beside it. */
  readonly sound: HTMLMediaElement | MediaStream;
  /** Whether rate and place are ours to choose. */
  readonly canSteer: boolean;
  /** When what is shown now was made. */
  made(): Made;
  /** Changes as long as something comes. */
  progress(): number;
  /** One does not see it: as little as possible is fetched. Its sound goes on. */
  rest(isHidden: boolean): void;
  /** Ends it; nothing is told any more. */
  close(): void;
}

/** What becomes of it. `shows` is told once, `fails` once and last. */
export interface PlaybackEvents {
  shows(): void;
  fails(fault: Fault): void;
}

/** Begins to take a stage. Never throws: what goes wrong is told. */
export type OpenWay = (way: StageWay, events: PlaybackEvents) => Playback;

/** What all ways have in common: an element, patience for its first picture, and one word where it fails. */
export abstract class ElementPlayback implements Playback {
  readonly video = newVideo();
  abstract readonly canSteer: boolean;
  protected isOver = false;
  private patience: ReturnType<typeof setTimeout> | undefined;
  private readonly look: ReturnType<typeof setInterval>;

  constructor(readonly way: StageWay, private readonly events: PlaybackEvents) {
    this.look = setInterval(() => {
      if (!isShown(this.video)) return;
      clearInterval(this.look);
      clearTimeout(this.patience);
      events.shows();
    }, LOOK_MS);
  }

  get sound(): HTMLMediaElement | MediaStream {
    return this.video;
  }

  abstract made(): Made;

  progress(): number {
    return this.video.currentTime;
  }

  rest(_isHidden: boolean): void {}

  close(): void {
    this.finish();
    this.video.pause();
    this.video.srcObject = null;
    this.video.removeAttribute('src');
    this.video.load(); // lets go of what it has
    this.video.remove();
  }

  /** Gives up whatever feeds the element. Called once. */
  protected abstract end(): void;

  /** It fails where nothing is shown within so many milliseconds. */
  protected expect(ms: number, fault: Fault = 'silent'): void {
    clearTimeout(this.patience);
    this.patience = setTimeout(() => this.fail(fault), ms);
  }

  protected relax(): void {
    clearTimeout(this.patience);
  }

  protected fail(fault: Fault): void {
    if (this.isOver) return;
    this.finish();
    this.events.fails(fault);
  }

  private finish(): void {
    if (this.isOver) return;
    this.isOver = true;
    clearInterval(this.look);
    clearTimeout(this.patience);
    this.end();
  }
}

/** Plays, whatever the browser says of it now: whoever watches over it tries again. */
export function play(video: HTMLMediaElement): void {
  void video.play()?.catch(() => undefined);
}

function newVideo(): HTMLVideoElement {
  const video = document.createElement('video');
  video.muted = video.autoplay = video.playsInline = true;
  video.disableRemotePlayback = true;
  video.tabIndex = -1;
  return video;
}

/** Whether it shows a picture, or sounds where there is none. */
function isShown({ readyState, currentTime }: HTMLVideoElement): boolean {
  return readyState >= ENOUGH || (readyState >= SOME && currentTime > 0);
}
