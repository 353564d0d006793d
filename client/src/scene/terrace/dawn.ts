import { Color, type IUniform, type Texture, Vector3 } from 'three';
import { createLight, type PlaceLight } from '../light';
import type { PostSettings } from '../place';

/** What every shader of the terrace is given: the light of the place and the dawn (shaders/dawn.glsl). */
export interface DawnUniforms extends PlaceLight, Record<string, IUniform> {
  readonly uSun: IUniform<Vector3>;
  readonly uNoise: IUniform<Texture>;
  /** How much cloth, lanterns and petals move: 1, or less where somebody wants little motion. */
  readonly uSway: IUniform<number>;
}

const SUN_AZIMUTH = 1.6, SUN_ELEVATION = 8.2; // degrees; seen from the aisle the sun stands inside the great ring
const KEY_ELEVATION = 16; // the key light stands higher than the sun: true shadows would be eight times as long as things are tall

/** The dawn: a low warm sun behind the dais, a blue sky above, and warm light from the front so that no face is dark. */
export function createDawn(noise: Texture): DawnUniforms {
  const light = createLight();
  light.uSky.value.setRGB(0.38, 0.42, 0.58);
  light.uGround.value.setRGB(0.33, 0.28, 0.27);
  light.uKeyDirection.value.copy(towards(SUN_AZIMUTH, KEY_ELEVATION));
  light.uKeyColour.value.setRGB(1.55, 0.98, 0.6);
  light.uStagePosition.value.set(0, 7, -2);
  light.uStageColour.value.setRGB(0.46, 0.34, 0.25);
  light.uWashA.value.set(0, -19, 16, 1);
  light.uWashColourA.value.setRGB(0.26, 0.17, 0.09);
  light.uRimColour.value.setRGB(0.7, 0.42, 0.24);
  light.uFogColour.value.copy(new Color(0.62, 0.44, 0.42));
  light.uFogDensity.value = 0.0035;
  return { ...light, uSun: { value: towards(SUN_AZIMUTH, SUN_ELEVATION) }, uNoise: { value: noise }, uSway: { value: 1 } };
}

export const DAWN_POST: PostSettings = {
  bloomStrength: 0.16,
  bloomRadius: 0.6,
  bloomThreshold: 1.45,
  exposure: 0.82,
  vignette: 0.5,
  contrast: 1.08,
  saturation: 1.14,
  shadowTint: [0.985, 1, 1.03],
  lightTint: [1.02, 1, 0.98],
};

// Azimuth from -Z towards +X, both in degrees.
function towards(azimuth: number, elevation: number): Vector3 {
  const [a, e] = [(azimuth * Math.PI) / 180, (elevation * Math.PI) / 180];
  return new Vector3(Math.sin(a) * Math.cos(e), Math.sin(e), -Math.cos(a) * Math.cos(e));
}
