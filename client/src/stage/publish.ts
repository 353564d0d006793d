import { endSession, ExchangeError, giveOffer } from './exchange';

/** Going live from a browser by WHIP (RFC 9725). Needs nothing of the rest of the client, so that other pages can have it too. */

/** Why a broadcast ended, or never began. */
export type PublishFault =
  | 'key' // the key is no stage's
  | 'taken' // somebody else is on air, and stays
  | 'codec' // neither side has a codec of the other
  | 'refused' // the venue said no for a reason of its own
  | 'network'; // it was lost, and did not come back in time

export type PublishState = 'connecting' | 'live' | 'returning';

export interface PublisherEvents {
  state(state: PublishState): void;
  /** It is over, by itself. @param reason One plain line of the venue; empty for none. */
  ended(fault: PublishFault, reason: string): void;
}

const CONNECT_MS = 8_000;
const WAVER_MS = 2_000; // a connection that mends itself does so sooner
const RETURN_MS = 30_000; // so long the venue keeps the audience for whoever is lost
const RETRY_MS = [300, 700, 1_500, 3_000, 5_000];
const FIRST_KILOBITS = 1_500; // Chromium would begin with a fifth of it, and be a blur for seconds
const VIDEO_BITS = 3_500_000, SOUND_BITS = 160_000; // a second, at most

/** One broadcast. Begins at once; a connection that is lost is made anew within half a minute, and the audience stays. */
export class Publisher {
  private connection: RTCPeerConnection | null = null;
  private session = '';
  private isOver = false;
  private wasLive = false;
  private lostAt = 0;
  private tries = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private sent = { bytes: 0, atMs: 0 };

  /** @param address Of WHIP. @param stream At most one picture and one sound; {@link replace} changes them. */
  constructor(private readonly address: string, private readonly key: string, private stream: MediaStream, private readonly events: PublisherEvents) {
    events.state('connecting');
    void this.connect();
  }

  /** Sends another picture and sound in place of those before, without a gap where they are of the same kinds. */
  async replace(stream: MediaStream): Promise<void> {
    this.stream = stream;
    for (const { sender, receiver } of this.connection?.getTransceivers() ?? []) {
      const track = stream.getTracks().find(({ kind }) => kind === receiver.track.kind) ?? null;
      await sender.replaceTrack(track).catch(() => undefined);
      if (track?.kind === 'video') await limit(sender);
    }
  }

  /** Kilobits a second since the last time this was asked. */
  async kilobits(): Promise<number> {
    const reports = await this.connection?.getStats().catch(() => null);
    let bytes = 0;
    for (const report of reports?.values() ?? []) {
      const { type, bytesSent } = report as { type: string; bytesSent?: number };
      if (type === 'outbound-rtp') bytes += bytesSent ?? 0;
    }
    const atMs = performance.now(), before = this.sent;
    this.sent = { bytes, atMs };
    return bytes < before.bytes || before.atMs === 0 ? 0 : ((bytes - before.bytes) * 8) / (atMs - before.atMs);
  }

  /** Ends it; nothing is told any more. Also as the page goes. */
  end(): void {
    this.isOver = true;
    this.drop();
  }

  private async connect(): Promise<void> {
    this.drop();
    const connection = this.connection = new RTCPeerConnection({ bundlePolicy: 'max-bundle' });
    connection.onconnectionstatechange = () => { if (this.connection === connection) this.changed(connection.connectionState); };
    this.wait(CONNECT_MS, () => this.lost());
    try {
      await this.offer(connection);
    } catch (error) {
      if (this.connection === connection && !this.isOver) this.refused(error);
    }
  }

  private async offer(connection: RTCPeerConnection): Promise<void> {
    for (const kind of ['audio', 'video'] as const) {
      const track = this.stream.getTracks().find((one) => one.kind === kind);
      // A sound that is not there yet may come later: its section is there from the beginning.
      const transceiver = connection.addTransceiver(track ?? kind, { direction: 'sendonly', streams: [this.stream] });
      if (kind === 'video') preferH264(transceiver);
    }
    await connection.setLocalDescription();
    const { sdp, session } = await giveOffer(this.address, connection.localDescription?.sdp ?? '', this.key);
    if (this.connection !== connection) return endSession(session, this.key);
    this.session = session;
    await connection.setRemoteDescription({ type: 'answer', sdp: atFullStrength(inStereo(sdp)) });
    for (const { sender } of connection.getTransceivers()) if (sender.track?.kind === 'video') await limit(sender);
  }

  private changed(state: RTCPeerConnectionState): void {
    if (state === 'connected') {
      clearTimeout(this.timer);
      this.wasLive = true;
      this.lostAt = this.tries = 0;
      this.events.state('live');
    } else if (state === 'disconnected') this.wait(WAVER_MS, () => this.lost());
    else if (state === 'failed' || state === 'closed') this.lost();
  }

  private refused(error: unknown): void {
    const status = error instanceof ExchangeError ? error.status : -1, reason = error instanceof ExchangeError ? error.reason : '';
    if (status === 401 || status === 403) return this.finish('key', reason);
    // On a return the venue may still take us for on air.
    if (status === 409 && !this.wasLive) return this.finish('taken', reason);
    if (status === -1 || status === 406 || status === 415) return this.finish('codec', reason);
    if (status >= 400 && status < 500 && status !== 409 && status !== 429) return this.finish('refused', reason);
    this.lost(reason);
  }

  private lost(reason = ''): void {
    const now = performance.now();
    if (this.lostAt === 0) this.lostAt = now;
    if (now - this.lostAt > RETURN_MS) return this.finish('network', reason);
    this.drop();
    this.events.state(this.wasLive ? 'returning' : 'connecting');
    this.wait(RETRY_MS[Math.min(this.tries++, RETRY_MS.length - 1)], () => void this.connect());
  }

  private finish(fault: PublishFault, reason: string): void {
    this.end();
    this.events.ended(fault, reason);
  }

  private wait(ms: number, then: () => void): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(then, ms);
  }

  private drop(): void {
    clearTimeout(this.timer);
    const { connection } = this;
    this.connection = null;
    if (connection !== null) {
      connection.onconnectionstatechange = null;
      connection.close();
    }
    endSession(this.session, this.key);
    this.session = '';
  }
}

/** H.264 goes to everyone as it is; whatever else a venue takes has to be encoded anew for most. */
function preferH264(transceiver: RTCRtpTransceiver): void {
  const codecs = RTCRtpSender.getCapabilities?.('video')?.codecs ?? [], isFirst = ({ mimeType }: { mimeType: string }): boolean => /\/h264$/i.test(mimeType);
  if (codecs.some(isFirst)) transceiver.setCodecPreferences?.([...codecs.filter(isFirst), ...codecs.filter((codec) => !isFirst(codec))]);
}

/** The picture keeps its size where the line is thin, and comes less often: each other size is another format, over which LL-HLS stumbles for everyone. */
async function limit(sender: RTCRtpSender): Promise<void> {
  const parameters = sender.getParameters();
  parameters.degradationPreference = 'maintain-resolution';
  for (const encoding of parameters.encodings ?? []) encoding.maxBitrate = VIDEO_BITS;
  await sender.setParameters(parameters).catch(() => undefined); // a browser that cannot sends as it likes
}

/** Asks our own encoder, in the words of the other side, for music and not for a telephone (RFC 7587, section 6.1). */
function inStereo(sdp: string): string {
  const type = /^a=rtpmap:(\d+) opus\/48000\/2\r?$/im.exec(sdp)?.[1];
  if (type === undefined) return sdp;
  const wishes = `stereo=1;sprop-stereo=1;maxaveragebitrate=${SOUND_BITS}`, line = new RegExp(`^a=fmtp:${type} [^\\r\\n]*`, 'm');
  return line.test(sdp) ? sdp.replace(line, (found) => `${found};${wishes}`) : sdp.replace(new RegExp(`^(a=rtpmap:${type} [^\\r\\n]*)`, 'm'), `$1\r\na=fmtp:${type} ${wishes}`);
}

/** Asks Chromium's encoder of pictures to begin with what a stage needs; others know nothing of this. */
function atFullStrength(sdp: string): string {
  const [head, ...sections] = sdp.split(/(?=^m=)/m), wish = `x-google-start-bitrate=${FIRST_KILOBITS}`;
  return head + sections.map((section) => {
    const type = /^m=video \d+ \S+ (\d+)/.exec(section)?.[1];
    if (type === undefined) return section;
    const line = new RegExp(`^a=fmtp:${type} [^\\r\\n]*`, 'm');
    if (line.test(section)) return section.replace(line, (found) => `${found};${wish}`);
    return section.replace(new RegExp(`^(a=rtpmap:${type} [^\\r\\n]*)`, 'm'), `$1\r\na=fmtp:${type} ${wish}`);
  }).join('');
}
