import { DataTexture, LinearFilter, LinearMipmapLinearFilter, RepeatWrapping } from 'three';
import { seeded } from './random';

const SIDE = 256;
const FIRST_CELLS = [4, 6, 8, 5]; // of the coarsest octave, one a channel, so that channels are independent
const OCTAVES = 5;

/** Tiling value noise in four channels: what the terrace's jade, clouds and mountains are made of. */
export function createNoise(): DataTexture {
  const random = seeded(11), data = new Uint8Array(SIDE * SIDE * 4);
  FIRST_CELLS.forEach((cells, channel) => {
    const sum = new Float32Array(SIDE * SIDE);
    let weights = 0;
    for (let octave = 0; octave < OCTAVES; octave++) {
      const weight = 0.5 ** octave;
      addOctave(sum, cells << octave, weight, random);
      weights += weight;
    }
    for (let i = 0; i < sum.length; i++) data[i * 4 + channel] = 255 * Math.min(1, Math.max(0, (sum[i] / weights - 0.5) * 1.7 + 0.5));
  });
  const texture = new DataTexture(data, SIDE, SIDE);
  texture.wrapS = texture.wrapT = RepeatWrapping;
  texture.magFilter = LinearFilter;
  texture.minFilter = LinearMipmapLinearFilter;
  texture.generateMipmaps = true;
  texture.anisotropy = 4;
  texture.needsUpdate = true;
  return texture;
}

function addOctave(sum: Float32Array, cells: number, weight: number, random: () => number): void {
  const grid = Float32Array.from({ length: cells * cells }, random);
  for (let y = 0; y < SIDE; y++) {
    const v = (y / SIDE) * cells, row = Math.floor(v), below = ((row + 1) % cells) * cells, t = smooth(v - row);
    for (let x = 0; x < SIDE; x++) {
      const u = (x / SIDE) * cells, column = Math.floor(u), right = (column + 1) % cells, s = smooth(u - column);
      const top = grid[row * cells + column] + (grid[row * cells + right] - grid[row * cells + column]) * s;
      const bottom = grid[below + column] + (grid[below + right] - grid[below + column]) * s;
      sum[y * SIDE + x] += (top + (bottom - top) * t) * weight;
    }
  }
}

function smooth(t: number): number {
  return t * t * (3 - 2 * t);
}
