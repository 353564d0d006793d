import type Mpegts from 'mpegts.js';
import { isMissingPart } from '../net/parts';
import type { StageWay } from '../slices/stage';
import { FlvStart } from './flv-start';
import { ElementPlayback, play, type Fault, type Made, type PlaybackEvents } from './playback';

const FIRST_PICTURE_MS = 6_000;
const BACK_SECONDS = 20, LEAST_BACK_SECONDS = 8; // of what was shown, kept by the browser

/** A stage by HTTP-FLV, taken apart by mpegts.js: one long answer, for browsers without WebRTC for its codecs. */
export class FlvPlayback extends ElementPlayback {
  readonly canSteer = true;
  private readonly start = new FlvStart();
  private player: Mpegts.Player | null = null;

  constructor(way: StageWay, events: PlaybackEvents) {
    super(way, events);
    this.expect(FIRST_PICTURE_MS);
    import('mpegts.js').then(({ default: mpegts }) => this.load(mpegts)).catch((error: unknown) => this.fail(isMissingPart(error) ? 'part' : 'network'));
  }

  made(): Made {
    const { utcMs, firstMs } = this.start;
    return utcMs === null || firstMs === null || this.video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA ? null
      : { utcMs: utcMs + firstMs + this.video.currentTime * 1000 };
  }

  private load(mpegts: typeof Mpegts): void {
    if (this.isOver) return;
    Object.assign(mpegts.LoggingControl, { enableAll: false });
    const { codecs } = this.way, hasAudio = codecs.some((codec) => codec.startsWith('mp4a')), hasVideo = codecs.some((codec) => codec.startsWith('avc'));
    const tracks = codecs.length > 0 ? { hasAudio, hasVideo } : {}; // what is said to come is waited for
    const player = this.player = mpegts.createPlayer({ type: 'flv', isLive: true, url: this.way.address, ...tracks }, {
      isLive: true, enableWorker: false, enableStashBuffer: false, lazyLoad: false, deferLoadAfterSourceOpen: false, fixAudioTimestampGap: false,
      autoCleanupSourceBuffer: true, autoCleanupMaxBackwardDuration: BACK_SECONDS, autoCleanupMinBackwardDuration: LEAST_BACK_SECONDS,
      customLoader: loaderOf(mpegts, this.start, (fault) => this.fail(fault)),
    });
    player.on(mpegts.Events.ERROR, (kind: string) => this.fail(kind === mpegts.ErrorTypes.MEDIA_ERROR ? 'codec' : 'network'));
    player.on(mpegts.Events.LOADING_COMPLETE, () => this.fail('ended'));
    player.attachMediaElement(this.video);
    player.load();
    play(this.video);
  }

  protected end(): void {
    try {
      this.player?.destroy();
    } catch (error) {
      console.warn('a player that was given up complained', error);
    }
    this.player = null;
  }
}

/**
 * Fetches the stream for mpegts.js, in place of its own loader: we read along what clock the stream has, which mpegts.js keeps to itself, and a refusal comes
 * with its status.
 */
function loaderOf(mpegts: typeof Mpegts, start: FlvStart, fail: (fault: Fault) => void): Mpegts.CustomLoaderConstructor {
  return class extends mpegts.BaseLoader {
    private readonly control = new AbortController();

    constructor() {
      super('kapok-flv');
      this._needStash = false;
    }

    override destroy(): void {
      this.abort();
      super.destroy();
    }

    override abort(): void {
      this._status = mpegts.LoaderStatus.kComplete;
      this.control.abort();
    }

    override open(source: Mpegts.MediaSegment): void {
      this._status = mpegts.LoaderStatus.kConnecting;
      this.read(source.url ?? '').catch(() => { if (!this.control.signal.aborted) fail('network'); });
    }

    private async read(url: string): Promise<void> {
      const response = await fetch(url, { signal: this.control.signal, credentials: 'omit', cache: 'no-store' });
      if (!response.ok || response.body === null) return fail(response.status === 404 || response.status === 410 ? 'gone' : response.status === 503 ? 'full' : 'network');
      this._status = mpegts.LoaderStatus.kBuffering;
      const reader = response.body.getReader();
      for (let from = 0; ;) {
        const { value, done } = await reader.read();
        if (this.control.signal.aborted) return;
        if (done) {
          this._status = mpegts.LoaderStatus.kComplete;
          return fail('ended');
        }
        start.take(value);
        // It may keep the buffer and change it: the reader's own may be a part of a larger one.
        const chunk = value.slice().buffer, at = from;
        from += chunk.byteLength;
        this.onDataArrival(chunk, at, from);
      }
    }
  };
}
