/** How a place answers a voice. */
export interface Acoustics {
  /** Seconds until an echo is a thousandth (RT60). */
  readonly seconds: number;
  /** Seconds until the first wall answers. */
  readonly delay: number;
  /** Hertz above which the place swallows. */
  readonly brightness: number;
  /** Loudness of the answer, of the voice's own. */
  readonly share: number;
}

const PLACES: Readonly<Record<string, Acoustics>> = {
  arena: { seconds: 2.3, delay: 0.034, brightness: 3200, share: 0.34 }, // concrete and people, far walls
  forum: { seconds: 1.1, delay: 0.016, brightness: 4600, share: 0.24 }, // wood, glass, carpets
  terrace: { seconds: 0.35, delay: 0.009, brightness: 2600, share: 0.1 }, // open air: a floor of stone and a few columns
};
const ELSEWHERE: Acoustics = { seconds: 0.7, delay: 0.012, brightness: 4000, share: 0.16 };

/** Acoustics of a place by the scene's name; of a scene of anyone's own, those of a room. */
export function acousticsOf(scene: string): Acoustics {
  return PLACES[scene] ?? ELSEWHERE;
}

/**
 * Samples of an impulse response: noise that dies away, dull at the end, different in both ears; so the answer comes from all around.
 * @param random 0 to 1. @returns Left and right, of the energy that makes the whole as loud as what goes in, times the share.
 */
export function impulseOf({ seconds, delay, brightness, share }: Acoustics, sampleRate: number, random: () => number): [Float32Array<ArrayBuffer>, Float32Array<ArrayBuffer>] {
  const make = (): Float32Array<ArrayBuffer> => {
    const samples = new Float32Array(Math.ceil((delay + seconds) * sampleRate));
    const first = Math.floor(delay * sampleRate), smoothing = Math.exp((-2 * Math.PI * brightness) / sampleRate);
    let [low, energy] = [0, 0];
    for (let i = first; i < samples.length; i++) {
      low = low * smoothing + (random() * 2 - 1) * (1 - smoothing);
      const value = low * 10 ** ((-3 * (i - first)) / (seconds * sampleRate));
      samples[i] = value;
      energy += value * value;
    }
    const scale = share / Math.sqrt(Math.max(energy, 1e-12));
    for (let i = first; i < samples.length; i++) samples[i] *= scale;
    return samples;
  };
  return [make(), make()];
}
