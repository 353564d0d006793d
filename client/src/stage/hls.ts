import type Hls from 'hls.js/light';
import { isMissingPart } from '../net/parts';
import type { StageWay } from '../slices/stage';
import { ElementPlayback, play, type Made, type PlaybackEvents } from './playback';

const FIRST_PICTURE_MS = 10_000;
const BACK_SECONDS = 20;
const AHEAD_SECONDS = 10; // a live stream has no more than its delay anyway
const MENDS = 2; // a decoder that stumbled is set up anew so often before another way is taken

/** A stage by LL-HLS through hls.js: made for many, for its parts can be cached anywhere. */
export class HlsPlayback extends ElementPlayback {
  readonly canSteer = true;
  private hls: Hls | null = null;
  private mends = 0;

  constructor(way: StageWay, events: PlaybackEvents) {
    super(way, events);
    this.expect(FIRST_PICTURE_MS);
    import('hls.js/light').then(({ default: hls }) => this.load(hls)).catch((error: unknown) => this.fail(isMissingPart(error) ? 'part' : 'network'));
  }

  made(): Made {
    const utcMs = this.hls?.playingDate?.getTime();
    return utcMs === undefined || Number.isNaN(utcMs) ? null : { utcMs };
  }

  override rest(isHidden: boolean): void {
    const { hls } = this;
    if (hls !== null && hls.levels.length > 1) hls.autoLevelCapping = isHidden ? hls.minAutoLevel : -1;
  }

  private load(HlsPlayer: typeof Hls): void {
    if (this.isOver) return;
    if (!HlsPlayer.isSupported()) return this.fail('codec');
    const hls = this.hls = new HlsPlayer({
      lowLatencyMode: true, backBufferLength: BACK_SECONDS, maxBufferLength: AHEAD_SECONDS, maxMaxBufferLength: AHEAD_SECONDS, startFragPrefetch: true,
      // It begins near the edge and our own clock holds it; its own would hold it to the edge, which is not the same for everyone.
      liveSyncDuration: 1, liveMaxLatencyDuration: 30, maxLiveSyncPlaybackRate: 1, capLevelToPlayerSize: false, enableWorker: false,
    });
    hls.on(HlsPlayer.Events.ERROR, (_, { fatal, type, response }) => {
      if (!fatal) return;
      if (type === HlsPlayer.ErrorTypes.MEDIA_ERROR && this.mends++ < MENDS) return hls.recoverMediaError();
      this.fail(response?.code === 404 || response?.code === 410 ? 'gone' : response?.code === 503 ? 'full' : type === HlsPlayer.ErrorTypes.MEDIA_ERROR ? 'codec' : 'network');
    });
    hls.on(HlsPlayer.Events.BUFFER_EOS, () => this.fail('ended'));
    hls.loadSource(this.way.address);
    hls.attachMedia(this.video);
    play(this.video);
  }

  protected end(): void {
    this.hls?.destroy();
    this.hls = null;
  }
}

/** A stage by the browser's own HLS: iPhones of before iOS 17.1, which have nothing else for it. */
export class NativePlayback extends ElementPlayback {
  readonly canSteer = false; // a change of rate stalls it

  constructor(way: StageWay, events: PlaybackEvents) {
    super(way, events);
    const { video } = this;
    this.expect(FIRST_PICTURE_MS);
    video.addEventListener('error', () => this.fail(video.error?.code === MediaError.MEDIA_ERR_DECODE ? 'codec' : 'network'));
    video.addEventListener('ended', () => this.fail('ended'));
    video.src = way.address;
    play(video);
  }

  made(): Made {
    // Safari's own: the date of the programme where the element's clock is 0.
    const { video } = this, began = (video as HTMLVideoElement & { getStartDate?: () => Date }).getStartDate?.().getTime();
    return began === undefined || Number.isNaN(began) ? null : { utcMs: began + video.currentTime * 1000 };
  }

  protected end(): void {}
}
