/** Root mean square of samples; 1 is full scale. */
export function rms(samples: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < samples.length; i++) sum += samples[i] * samples[i];
  return Math.sqrt(sum / samples.length);
}

/** Loudness of both ears of a node that passes by, for those who measure. */
export class EarMeter {
  private readonly splitter: ChannelSplitterNode;
  private readonly ears: readonly [AnalyserNode, AnalyserNode];
  private readonly samples = new Float32Array(4096);

  constructor(context: AudioContext, node: AudioNode) {
    // Explicit, or a mono sound would be measured in the left ear alone.
    const stereo = new GainNode(context, { channelCount: 2, channelCountMode: 'explicit' });
    this.splitter = new ChannelSplitterNode(context, { numberOfOutputs: 2 });
    this.ears = [new AnalyserNode(context, { fftSize: this.samples.length }), new AnalyserNode(context, { fftSize: this.samples.length })];
    node.connect(stereo).connect(this.splitter);
    this.ears.forEach((ear, index) => this.splitter.connect(ear, index));
  }

  read(): { left: number; right: number } {
    const of = (ear: AnalyserNode): number => {
      ear.getFloatTimeDomainData(this.samples);
      return rms(this.samples);
    };
    return { left: of(this.ears[0]), right: of(this.ears[1]) };
  }
}
