import type { CeremonyNow, Stroke } from '../net/generated/show_pb';

const FILE = '/assets/music/gong.opus';
const LOUD = 0.9, LATE = 0.35, MOST_AT_ONCE = 6; // strokes that sound together; more are not told apart
const OLDEST_MS = 8_000; // what was struck before one came still rings

/** Where sound goes, once it may be heard. */
export interface SoundExit { readonly context: AudioContext; readonly to: AudioNode }

/** The gong's sound: each stroke sounds for everyone at its own moment of room time, a little after it was heard of. */
export class GongSound {
  private readonly rung = new Set<string>();
  private ringing = 0;
  private sound: AudioBuffer | null = null;
  private coming: Promise<void> | null = null;
  private step = Number.NaN;

  /** @param exit Null while nothing can be heard yet. */
  constructor(private readonly exit: () => SoundExit | null) {}

  /** A few times a second. */
  follow(now: CeremonyNow, roomMs: number): void {
    const exit = this.exit();
    if (exit === null || exit.context.state !== 'running') return;
    this.coming ??= this.load(exit.context);
    if (now.startMs !== this.step) {
      this.step = now.startMs;
      this.rung.clear();
    }
    if (this.sound === null) return;
    for (const stroke of now.strokes) this.ring(exit, this.sound, stroke, roomMs);
  }

  private ring({ context, to }: SoundExit, buffer: AudioBuffer, { person, atMs, inTime }: Stroke, roomMs: number): void {
    const key = `${person} ${atMs}`;
    if (this.rung.has(key)) return;
    this.rung.add(key);
    const inMs = atMs - roomMs;
    if (inMs < -OLDEST_MS || this.ringing >= MOST_AT_ONCE) return;
    const source = new AudioBufferSourceNode(context, { buffer }), gain = new GainNode(context, { gain: inTime ? LOUD : LATE });
    source.connect(gain).connect(to);
    this.ringing++;
    source.onended = () => {
      this.ringing--;
      gain.disconnect();
    };
    source.start(context.currentTime + Math.max(0, inMs) / 1000, Math.max(0, -inMs) / 1000);
  }

  private async load(context: AudioContext): Promise<void> {
    try {
      const answer = await fetch(FILE);
      if (!answer.ok) throw new Error(`${FILE}: ${answer.status}`);
      this.sound = await context.decodeAudioData(await answer.arrayBuffer());
    } catch (error) {
      console.warn('the gong cannot be heard', error);
    }
  }
}
