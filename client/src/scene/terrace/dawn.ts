import { Color, type IUniform, type Texture, Vector3 } from 'three';
import { createLight, type PlaceLight } from '../light';
import type { PostSettings } from '../place';
import type { ShowState } from '../show';

/** What every shader of the terrace is given: the light of the place and the dawn (shaders/dawn.glsl). */
export interface DawnUniforms extends PlaceLight, Record<string, IUniform> {
  readonly uSun: IUniform<Vector3>;
  readonly uNoise: IUniform<Texture>;
  /** How much cloth, lanterns and petals move: 1, or less where somebody wants little motion. */
  readonly uSway: IUniform<number>;
  /** How bright lanterns are, and their colour: they are the lamps of this house. */
  readonly uLanterns: IUniform<Color>;
}

const SUN_AZIMUTH = 1.6, SUN_ELEVATION = 8.2; // degrees; seen from the aisle the sun stands inside the great ring
const KEY_ELEVATION = 16; // the key light stands higher than the sun: true shadows would be eight times as long as things are tall

const SKY = new Color(0.38, 0.42, 0.58), GROUND = new Color(0.33, 0.28, 0.27), KEY = new Color(1.55, 0.98, 0.6);
const DAIS = new Color(0.46, 0.34, 0.25), GOLD = new Color(0.26, 0.17, 0.09), WHITE = new Color(1, 1, 1);
const LEAST_SUN = 0.45; // the sun does not go out: a cloud passes before it

/** The dawn: a low warm sun behind the dais, a blue sky above, and warm light from the front so that no face is dark. */
export function createDawn(noise: Texture): DawnUniforms {
  const light = createLight();
  light.uSky.value.copy(SKY);
  light.uGround.value.copy(GROUND);
  light.uKeyDirection.value.copy(towards(SUN_AZIMUTH, KEY_ELEVATION));
  light.uKeyColour.value.copy(KEY);
  light.uStagePosition.value.set(0, 7, -2);
  light.uStageColour.value.copy(DAIS);
  light.uWashA.value.set(0, -19, 16, 1);
  light.uWashColourA.value.copy(GOLD);
  light.uRimColour.value.setRGB(0.7, 0.42, 0.24);
  light.uFogColour.value.copy(new Color(0.62, 0.44, 0.42));
  light.uFogDensity.value = 0.0035;
  return { ...light, uSun: { value: towards(SUN_AZIMUTH, SUN_ELEVATION) }, uNoise: { value: noise }, uSway: { value: 1 }, uLanterns: { value: new Color(1, 1, 1) } };
}

/** What a show does to the dawn: colour on the dais, lanterns brighter or darker, and a cloud before the sun where the house is dark. */
export function lightDawn(light: DawnUniforms, { primary, secondary, intensity, pulse, motion, taken, house }: ShowState): void {
  const day = LEAST_SUN + (1 - LEAST_SUN) * Math.min(1, house.intensity), swell = 0.9 + 0.25 * pulse;
  light.uSky.value.copy(SKY).multiplyScalar(day);
  light.uGround.value.copy(GROUND).multiplyScalar(day);
  light.uKeyColour.value.copy(KEY).multiplyScalar(day * day);
  light.uStageColour.value.copy(primary).multiplyScalar(1.5 * intensity * swell).lerp(DAIS, 1 - taken);
  light.uWashColourA.value.copy(primary).multiplyScalar(0.8 * intensity * swell).lerp(GOLD, 1 - taken);
  light.uWashColourB.value.copy(secondary).multiplyScalar(0.7 * intensity * swell * taken);
  light.uWashB.value.set(8 * Math.sin(motion * 0.19), -4 + 5 * Math.cos(motion * 0.23), 15, 1);
  const most = Math.max(house.primary.r, house.primary.g, house.primary.b, 0.01);
  light.uLanterns.value.copy(house.primary).multiplyScalar(1 / most).lerp(WHITE, 1 - 0.7 * house.taken).multiplyScalar(0.35 + 0.65 * house.intensity);
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
