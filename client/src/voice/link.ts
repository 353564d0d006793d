import { readFigures, type LinkFigures } from './figures';
import { mendOffer } from './sdp';

/** What a connection carries. */
export interface LinkShape {
  readonly voiceSlots: number;
  readonly stageSlots: number;
  /** Stage sound besides one's voice. */
  readonly plays: boolean;
}

export interface LinkEvents {
  connected(): void;
  /** No packets pass now; it may mend itself. */
  wavering(): void;
  failed(): void;
}

/**
 * One WebRTC connection to the venue: sections in which one sends, then the slots in which one hears. The sections stay what they are; a microphone
 * comes and goes by `replaceTrack`, and who is in a slot is the server's choice, so nothing is negotiated twice.
 * @remarks One that failed is closed and another one made.
 */
export class VoiceLink {
  private readonly connection: RTCPeerConnection;
  private readonly voice: RTCRtpTransceiver;
  private readonly stage: RTCRtpTransceiver | null;
  private readonly slots: RTCRtpTransceiver[];
  private readonly stereo: ReadonlySet<number>;
  private tellClosed!: () => void;
  /** In Firefox what was asked of a connection before it was closed is never answered. */
  private readonly closed = new Promise<never>((_, reject) => { this.tellClosed = () => reject(new Error('the connection is closed')); });

  constructor(readonly shape: LinkShape, relays: readonly RTCIceServer[], events: LinkEvents) {
    const connection = this.connection = new RTCPeerConnection({ iceServers: [...relays], bundlePolicy: 'max-bundle' });
    const sound = (direction: RTCRtpTransceiverDirection): RTCRtpTransceiver => withOpusOnly(connection.addTransceiver('audio', { direction }));
    this.voice = sound('sendonly');
    this.stage = shape.plays ? sound('sendonly') : null;
    this.slots = Array.from({ length: shape.voiceSlots + shape.stageSlots }, () => sound('recvonly'));
    const sends = shape.plays ? 2 : 1, firstStage = sends + shape.voiceSlots;
    this.stereo = new Set([...(shape.plays ? [1] : []), ...Array.from({ length: shape.stageSlots }, (_, i) => firstStage + i)]);
    this.closed.catch(() => {}); // where nobody asks
    connection.onconnectionstatechange = () => {
      if (connection.connectionState === 'connected') events.connected();
      else if (connection.connectionState === 'disconnected') events.wavering();
      else if (connection.connectionState === 'failed') events.failed();
    };
  }

  /** The sound of each slot, in order. */
  get streams(): readonly MediaStream[] {
    return this.slots.map((slot) => new MediaStream([slot.receiver.track]));
  }

  /** Makes the offer. Candidates of one's own are not waited for: the venue learns where one is by the checks that come (RFC 8445, section 7.3.1.3). */
  async offer(): Promise<string> {
    const { sdp = '' } = await this.connection.createOffer();
    const mended = mendOffer(sdp, { stereo: this.stereo });
    await this.connection.setLocalDescription({ type: 'offer', sdp: mended });
    return mended;
  }

  async accept(sdp: string): Promise<void> {
    await this.connection.setRemoteDescription({ type: 'answer', sdp });
  }

  async sendVoice(track: MediaStreamTrack | null): Promise<void> {
    await this.voice.sender.replaceTrack(track);
  }

  async sendStage(track: MediaStreamTrack | null): Promise<void> {
    await this.stage?.sender.replaceTrack(track);
  }

  /** @throws Error where the connection is closed, also while it is asked. */
  async figures(): Promise<LinkFigures> {
    return readFigures(await Promise.race([this.connection.getStats(), this.closed]), this.slots.map(({ mid }) => mid));
  }

  close(): void {
    this.connection.onconnectionstatechange = null;
    this.connection.close();
    this.tellClosed();
  }
}

/** Leaves out codecs that the venue never takes: a dozen sections without them are a third as long. */
function withOpusOnly(transceiver: RTCRtpTransceiver): RTCRtpTransceiver {
  const codecs = RTCRtpReceiver.getCapabilities?.('audio')?.codecs.filter(({ mimeType }) => /^audio\/(opus|rtx)$/i.test(mimeType)) ?? [];
  if (codecs.length > 0) transceiver.setCodecPreferences?.(codecs);
  return transceiver;
}
