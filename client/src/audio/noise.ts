const SECONDS = 3;
const HANDS = 60; // claps a second of the applause

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

/** Many hands, a few seconds of them to be looped: claps at random moments, of hands near and far. Claps one by one would take a source each. */
export function applause(context: BaseAudioContext): AudioBuffer {
  const length = SECONDS * context.sampleRate, buffer = context.createBuffer(1, length, context.sampleRate), samples = buffer.getChannelData(0);
  for (let clap = 0; clap < HANDS * SECONDS; clap++) {
    const at = Math.floor(Math.random() * length), loud = 0.25 + 0.75 * Math.random() ** 2, decay = 55 + 50 * Math.random(), pairs = Math.round(context.sampleRate * 0.07);
    let before = 0;
    for (let i = 0; i < pairs; i++) {
      // The difference of neighbouring samples is noise without its low end, as flat hands make it.
      const white = Math.random() * 2 - 1;
      samples[(at + i) % length] += (white - before) * loud * 0.3 * Math.exp((-i / context.sampleRate) * decay);
      before = white * 0.6;
    }
  }
  return buffer;
}
