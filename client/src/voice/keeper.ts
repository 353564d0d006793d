import { VoiceLink, type LinkShape } from './link';
import { RetryPolicy, type Cause } from './retry';

const NO_VOICE = 'voice.off', NOT_ALLOWED = 'voice.not-allowed'; // faults of docs/protocol.md
const CONNECT_MS = 9_000; // from the answer until packets pass; browsers themselves give up after fifteen seconds and more
const ANSWER_MS = 10_000;
const WAVER_MS = 1_200; // a connection that mends itself does so within a second

/** Where voice stands. */
export type LinkState = 'off' | 'connecting' | 'connected' | 'returning' | 'blocked' | 'refused';

export interface KeeperEvents {
  /** To be sent to the venue. */
  offer(attempt: number, sdp: string, shape: LinkShape): void;
  /** A link takes the place of another one; nothing passes yet. */
  begun(link: VoiceLink): void;
  state(state: LinkState): void;
}

/** Keeps one connection for voices alive: makes it anew when it is lost, when the network is another one, and when the venue asks. */
export class VoiceKeeper {
  private link: VoiceLink | null = null;
  private shape: LinkShape | null = null;
  private relays: readonly RTCIceServer[] = [];
  private attempt = 0;
  private wasConnected = false;
  private timer = 0;

  constructor(private readonly events: KeeperEvents, private readonly policy = new RetryPolicy()) {
    window.addEventListener('online', this.networkChanged);
    (navigator as { connection?: EventTarget }).connection?.addEventListener?.('change', this.networkChanged);
  }

  get current(): VoiceLink | null {
    return this.link;
  }

  /** Connects, or connects anew with another shape. */
  start(shape: LinkShape, relays: readonly RTCIceServer[]): void {
    [this.shape, this.relays] = [shape, relays];
    void this.connect('connecting');
  }

  stop(state: LinkState = 'off'): void {
    this.shape = null;
    this.drop();
    this.events.state(state);
  }

  /** The venue's answer; one to an attempt before the last is ignored. */
  answered(attempt: number, sdp: string, fault: string): void {
    const { link } = this;
    if (attempt !== this.attempt || link === null) return;
    if (fault === NO_VOICE) return this.stop('refused');
    if (fault === NOT_ALLOWED && this.shape !== null) this.shape = { ...this.shape, plays: false };
    if (fault !== '' || sdp === '') return this.retry('refused');
    this.wait(CONNECT_MS, () => this.retry('no-path'));
    link.accept(sdp).catch((error: unknown) => {
      console.warn('the answer of the venue was not taken', error);
      if (this.link === link) this.retry('refused');
    });
  }

  /** Whether this attempt's connection stands. */
  holds(attempt: number): boolean {
    return attempt !== 0 && attempt === this.attempt && this.link !== null && this.wasConnected;
  }

  /** The venue ended the session. @param isPathless Nothing ever came through: only another network helps. */
  ended(mayRetry: boolean, isPathless: boolean): void {
    if (this.shape === null || this.timer !== 0 && this.link === null) return; // a new attempt is on its way already
    if (mayRetry) this.retry('refused');
    else if (isPathless) {
      this.drop();
      this.events.state('blocked');
    }
    else this.stop('refused');
  }

  dispose(): void {
    this.stop();
    window.removeEventListener('online', this.networkChanged);
    (navigator as { connection?: EventTarget }).connection?.removeEventListener?.('change', this.networkChanged);
  }

  private async connect(state: LinkState): Promise<void> {
    const { shape } = this;
    this.drop();
    if (shape === null) return;
    const attempt = ++this.attempt;
    const link: VoiceLink = this.link = new VoiceLink(shape, this.relays, {
      connected: () => { if (this.link === link) this.connected(); },
      wavering: () => { if (this.link === link) this.wait(WAVER_MS, () => this.retry('lost')); },
      failed: () => { if (this.link === link) this.retry(this.wasConnected ? 'lost' : 'no-path'); },
    });
    this.events.state(this.policy.isBlocked ? 'blocked' : state);
    this.events.begun(link);
    this.wait(ANSWER_MS, () => this.retry('refused'));
    try {
      const sdp = await link.offer();
      if (this.link === link) this.events.offer(attempt, sdp, shape);
    } catch (error) {
      console.warn('no offer for voices could be made', error);
      if (this.link === link) this.retry('refused');
    }
  }

  private connected(): void {
    window.clearTimeout(this.timer);
    this.timer = 0;
    this.wasConnected = true;
    this.policy.connected();
    this.events.state('connected');
  }

  private retry(cause: Cause): void {
    const delay = this.policy.next(cause);
    this.drop();
    this.events.state(this.policy.isBlocked ? 'blocked' : 'returning');
    this.wait(delay, () => void this.connect('returning'));
  }

  /** Another network has other addresses: whatever was negotiated before leads nowhere, though it may take the browser seconds to see that. */
  private readonly networkChanged = (): void => {
    if (this.shape !== null) this.retry('network');
  };

  private wait(ms: number, then: () => void): void {
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => {
      this.timer = 0;
      then();
    }, ms);
  }

  private drop(): void {
    window.clearTimeout(this.timer);
    this.timer = 0;
    this.wasConnected = false;
    this.link?.close();
    this.link = null;
  }
}
