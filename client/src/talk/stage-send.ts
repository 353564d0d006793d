import { rms } from '../audio/level';
import { shown } from '../slices';
import { faultOf } from '../voice/microphone';
import { takeStageSound, type StageSource } from '../voice/stage-sound';

const { voice } = shown;

/** Stage sound of one's own: an input or a shared tab, sent as music until it is stopped here or where it comes from. */
export class StageSend {
  track: MediaStreamTrack | null = null;
  private source: MediaStreamAudioSourceNode | null = null;
  private readonly meter: AnalyserNode;
  private readonly samples = new Float32Array(1024);

  constructor(private readonly context: AudioContext, private readonly send: (track: MediaStreamTrack | null) => void) {
    this.meter = new AnalyserNode(context, { fftSize: this.samples.length });
  }

  async start(source: StageSource): Promise<void> {
    this.stop();
    voice.playing.value = 'asking';
    voice.playTrouble.value = null;
    try {
      const track = await takeStageSound(source);
      if (voice.playing.value !== 'asking') return track.stop(); // it was called off meanwhile
      this.track = track;
      track.onended = () => this.stop();
      this.source = new MediaStreamAudioSourceNode(this.context, { mediaStream: new MediaStream([track]) });
      this.source.connect(this.meter);
      voice.playing.value = 'on';
      this.send(track);
    } catch (error) {
      voice.playing.value = 'off';
      voice.playTrouble.value = faultOf(error);
    }
  }

  stop(): void {
    this.source?.disconnect();
    if (this.track) {
      this.track.onended = null;
      this.track.stop();
      this.send(null);
    }
    this.track = this.source = null;
    voice.playing.value = 'off';
    voice.playLevel.value = 0;
  }

  /** Follows how loud it is. */
  hear(): void {
    if (this.track === null) return;
    this.meter.getFloatTimeDomainData(this.samples);
    voice.playLevel.value = Math.min(1, Math.sqrt(rms(this.samples) / 0.3));
  }
}
