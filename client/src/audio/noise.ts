const SECONDS = 3;

/** A few seconds of pink noise to be looped, by Paul Kellet's economy filter; its ends are blended so that the loop does not click. */
export function pinkNoise(context: BaseAudioContext): AudioBuffer {
  const length = SECONDS * context.sampleRate;
  const buffer = context.createBuffer(1, length, context.sampleRate);
  const samples = buffer.getChannelData(0);
  let [slow, middle, fast] = [0, 0, 0];
  for (let i = 0; i < length; i++) {
    const white = Math.random() * 2 - 1;
    slow = 0.99765 * slow + white * 0.099046;
    middle = 0.963 * middle + white * 0.2965164;
    fast = 0.57 * fast + white * 1.0526913;
    samples[i] = (slow + middle + fast + white * 0.1848) * 0.2;
  }
  const seam = context.sampleRate / 10;
  for (let i = 0; i < seam; i++) samples[length - seam + i] = (samples[length - seam + i] * (seam - i) + samples[i] * i) / seam;
  return buffer;
}

/** One pair of hands: a tenth of a second of noise that dies away. */
export function handclap(context: BaseAudioContext): AudioBuffer {
  const length = Math.round(context.sampleRate * 0.1);
  const buffer = context.createBuffer(1, length, context.sampleRate);
  const samples = buffer.getChannelData(0);
  for (let i = 0; i < length; i++) samples[i] = (Math.random() * 2 - 1) * Math.exp((-i / context.sampleRate) * 70);
  return buffer;
}
