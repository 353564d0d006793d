import type { StageWay } from '../slices/stage';
import { endSession, ExchangeError, giveOffer } from './exchange';
import { ElementPlayback, play, type Fault, type Made, type PlaybackEvents } from './playback';

const NO_MEDIA_MS = 3_000; // from the answer on
const WAVER_MS = 2_500;
const FRESH_MS = 1_000; // a picture that came longer ago says nothing of the delay

/** A stage by WebRTC: the one with the least delay, of which a venue has few to give (WHEP, draft-ietf-wish-whep). */
export class WhepPlayback extends ElementPlayback {
  readonly canSteer = false;
  private readonly stream = new MediaStream();
  private readonly connection = new RTCPeerConnection({ bundlePolicy: 'max-bundle' });
  private session = '';
  /** Of the last picture: when its last packet came, and when it was shown, by the page's clock. */
  private received: { readonly atMs: number; readonly shownMs: number } | null = null;
  private halfTripMs = 0; // of the way from the venue to here, milliseconds
  private frames = 0;

  constructor(way: StageWay, events: PlaybackEvents) {
    super(way, events);
    const { connection, video } = this;
    for (const kind of ['audio', 'video']) connection.addTransceiver(kind, { direction: 'recvonly' });
    connection.ontrack = ({ track }) => this.stream.addTrack(track);
    connection.onconnectionstatechange = () => this.connectionChanged();
    video.srcObject = this.stream;
    this.followPictures();
    void this.open();
  }

  override get sound(): MediaStream {
    return this.stream;
  }

  made(): Made {
    const now = performance.now();
    if (this.received === null || now - this.received.shownMs > FRESH_MS) return null;
    return { agoMs: now - this.received.atMs + this.halfTripMs };
  }

  /** A picture that stands still, as a shared page does, is none the worse while its sound goes on. */
  override progress(): number {
    return this.frames + this.video.currentTime;
  }

  override rest(isHidden: boolean): void {
    for (const track of this.stream.getVideoTracks()) track.enabled = !isHidden; // it is not decoded meanwhile
  }

  private async open(): Promise<void> {
    const { connection } = this;
    try {
      await connection.setLocalDescription(await stereo(connection));
      const { sdp, session } = await giveOffer(this.way.address, connection.localDescription?.sdp ?? '');
      if (this.isOver) return endSession(session);
      this.session = session;
      await connection.setRemoteDescription({ type: 'answer', sdp });
      this.expect(NO_MEDIA_MS);
      play(this.video);
    } catch (error) {
      this.fail(faultOf(error));
    }
  }

  private connectionChanged(): void {
    const state = this.connection.connectionState;
    if (state === 'failed' || state === 'closed') this.fail('network');
    else if (state === 'disconnected') this.expect(WAVER_MS, 'network');
    else if (state === 'connected' && this.received !== null) this.relax();
  }

  private readonly followPictures = (): void => {
    this.video.requestVideoFrameCallback?.((now, { receiveTime }) => {
      if (this.isOver) return;
      if (receiveTime !== undefined) this.received = { atMs: receiveTime, shownMs: now };
      if (this.frames++ % 60 === 0) void this.askTrip();
      this.followPictures();
    });
  };

  private async askTrip(): Promise<void> {
    for (const report of (await this.connection.getStats()).values()) {
      const { type, currentRoundTripTime } = report as { type: string; currentRoundTripTime?: number };
      if (type === 'candidate-pair' && currentRoundTripTime !== undefined) this.halfTripMs = currentRoundTripTime * 500;
    }
  }

  protected end(): void {
    endSession(this.session);
    this.connection.onconnectionstatechange = null;
    this.connection.close();
  }
}

function faultOf(error: unknown): Fault {
  if (!(error instanceof ExchangeError)) return 'codec'; // the browser made no offer, or took no answer
  // There will be a whole picture, or the sound that ffmpeg makes, in a moment.
  if (error.code === 'not-yet' || error.code === 'sound') return 'network';
  if (error.status === 503 || error.status === 429) return 'full';
  if (error.status === 404 || error.status === 410) return 'gone';
  return error.status === 0 ? 'network' : 'codec';
}

/** An offer that asks for stereo: a decoder of Opus is mono unless its own side asks (RFC 7587, section 7.1). */
async function stereo(connection: RTCPeerConnection): Promise<RTCSessionDescriptionInit> {
  const { sdp = '' } = await connection.createOffer();
  return { type: 'offer', sdp: sdp.replace(/^(a=fmtp:\d+ (?:[^\r\n]*;)?useinbandfec=1)(?![^\r\n]*stereo=)/gm, '$1;stereo=1') };
}
