import { effect } from '@preact/signals';
import { rms } from '../audio/level';
import { JoinError } from '../net/join';
import { fetchStage } from '../net/stages';
import { shown } from '../slices';
import type { LivePicture } from '../slices/stage';
import { capture, listCameras, release } from '../stage/capture';
import { Publisher } from '../stage/publish';
import { faultOf } from '../voice/microphone';

const { door, hands, stage } = shown;

const LOOK_MS = 2_000; // how often the venue is asked how it goes, while one looks
const METER_MS = 100, FULL_LEVEL = 0.25;

/** One's own broadcast from this page: what is shown before it goes out, and what becomes of it. */
export class GoLive {
  private publisher: Publisher | null = null;
  private context: AudioContext | null = null;
  private source: MediaStreamAudioSourceNode | null = null;
  private meter: AnalyserNode | null = null;
  private readonly samples = new Float32Array(1024);
  private looking: ReturnType<typeof setInterval> | undefined;
  private taking = 0;

  constructor() {
    window.setInterval(() => this.hear(), METER_MS);
    effect(() => {
      clearInterval(this.looking);
      if (hands.panel.value !== 'live') {
        // Whoever closes the panel without going live lets go of the camera.
        if (stage.live.peek() === 'ready' || stage.live.peek() === 'taking') this.end();
        return;
      }
      void this.look();
      void this.showCameras();
      this.looking = setInterval(() => void this.look(), LOOK_MS);
    });
    // What is sent to one room's stage is not sent from the next.
    effect(() => {
      void door.room.value?.id;
      const isIn = door.phase.value === 'live' || door.phase.value === 'lost';
      if (!isIn && stage.live.peek() !== 'off') this.end();
    });
    window.addEventListener('pagehide', () => this.publisher?.end());
  }

  async take(picture: LivePicture, camera: string, microphone: string): Promise<void> {
    const turn = ++this.taking, before = stage.preview.peek();
    if (stage.live.value === 'off') stage.live.value = 'taking';
    stage.liveTrouble.value = null;
    try {
      const stream = await capture(picture, camera, microphone);
      if (turn !== this.taking) return release(stream); // it was called off, or another one chosen
      stage.previewKind.value = picture;
      this.show(stream);
      await this.publisher?.replace(stream);
      release(before);
      if (stage.live.value === 'taking') stage.live.value = 'ready';
      void this.showCameras();
    } catch (error) {
      if (turn !== this.taking) return;
      stage.liveTrouble.value = faultOf(error);
      if (stage.live.value === 'taking') stage.live.value = 'off';
    }
  }

  async goLive(): Promise<void> {
    const stream = stage.preview.value;
    if (stream === null || this.publisher !== null) return;
    stage.liveTrouble.value = null;
    const desk = stage.desk.value ?? await this.look();
    if (desk === null) return void (stage.liveTrouble.value = 'keys');
    const publisher = this.publisher = new Publisher(desk.whip, desk.key, stream, {
      state: (state) => (stage.live.value = state),
      ended: (fault, reason) => {
        if (this.publisher !== publisher) return;
        this.publisher = null;
        stage.live.value = 'ready';
        stage.liveTrouble.value = fault;
        stage.liveReason.value = reason;
      },
    });
  }

  end(): void {
    this.taking++;
    this.publisher?.end();
    this.publisher = null;
    release(stage.preview.peek());
    this.show(null);
    stage.live.value = 'off';
    stage.liveKilobits.value = 0;
  }

  /** Asks the venue for address, key and how it goes. */
  async look(): Promise<typeof stage.desk.value> {
    const room = door.room.peek()?.id;
    if (room === undefined) return null;
    if (this.publisher) stage.liveKilobits.value = Math.round(await this.publisher.kilobits());
    try {
      return (stage.desk.value = await fetchStage(door.eventId.peek(), room));
    } catch (error) {
      // What one knew of it goes on while the line is lost.
      if (error instanceof JoinError && error.code !== 'unreachable' && error.code !== 'too-fast') stage.desk.value = null;
      return stage.desk.value;
    }
  }

  private async showCameras(): Promise<void> {
    stage.cameras.value = await listCameras();
  }

  private show(stream: MediaStream | null): void {
    stage.preview.value = stream;
    this.source?.disconnect();
    this.source = null;
    if (stream === null || stream.getAudioTracks().length === 0) return;
    this.context ??= new AudioContext();
    void this.context.resume();
    this.meter ??= new AnalyserNode(this.context, { fftSize: this.samples.length });
    this.source = new MediaStreamAudioSourceNode(this.context, { mediaStream: stream });
    this.source.connect(this.meter);
    // A shared screen is stopped in the browser's own bar too.
    for (const track of stream.getVideoTracks()) track.onended = () => { if (stage.preview.peek() === stream) this.end(); };
  }

  private hear(): void {
    if (this.source === null || this.meter === null) return void (stage.liveLevel.peek() !== 0 && (stage.liveLevel.value = 0));
    this.meter.getFloatTimeDomainData(this.samples);
    stage.liveLevel.value = Math.min(1, Math.sqrt(rms(this.samples) / FULL_LEVEL));
  }
}
