import { Color, Matrix4, Vector3, Vector4, type IUniform, type Texture } from 'three';

/**
 * The light of a place as every shader sees it: its architecture's and its people's. One object a place, shared by reference;
 * the place moves the values each frame. Colours are linear, positions in metres.
 */
export interface PlaceLight {
  /** Light from above and from the floor. */
  readonly uSky: IUniform<Color>;
  readonly uGround: IUniform<Color>;
  /** Sun, window or key light: towards the light, normalised, and its colour times intensity. */
  readonly uKeyDirection: IUniform<Vector3>;
  readonly uKeyColour: IUniform<Color>;
  /** Coloured stage light from one point, fading with distance; black where there is none. */
  readonly uStagePosition: IUniform<Vector3>;
  readonly uStageColour: IUniform<Color>;
  /** Two sweeping washes: x, z of the centre, radius in metres, strength. */
  readonly uWashA: IUniform<Vector4>;
  readonly uWashB: IUniform<Vector4>;
  readonly uWashColourA: IUniform<Color>;
  readonly uWashColourB: IUniform<Color>;
  readonly uRimColour: IUniform<Color>;
  readonly uFogColour: IUniform<Color>;
  /** Exponential-squared fog, per metre. */
  readonly uFogDensity: IUniform<number>;
  /** Room time in seconds (wrapped at an hour) and beats since the room's clock began (wrapped likewise). */
  readonly uTime: IUniform<number>;
  readonly uBeat: IUniform<number>;
  /** Static shadow of the key light, rendered once; strength 0 where there is none. */
  readonly uShadowMap: IUniform<Texture | null>;
  readonly uShadowMatrix: IUniform<Matrix4>;
  readonly uShadowStrength: IUniform<number>;
  /** A ring of light that runs through everyone: x, z of its middle, radius in metres, strength; and its colour. */
  readonly uWave: IUniform<Vector4>;
  readonly uWaveColour: IUniform<Color>;
  /** Glow sticks by sector, where the sectors lie, and the moment (sticks.glsl). */
  readonly uSticks: IUniform<Vector4[]>;
  readonly uSticksFrom: IUniform<Vector4>;
  readonly uSticksNow: IUniform<Vector3>;
}

export function createLight(): PlaceLight {
  return {
    uSky: { value: new Color(0.5, 0.5, 0.6) },
    uGround: { value: new Color(0.3, 0.26, 0.24) },
    uKeyDirection: { value: new Vector3(0.4, 0.8, 0.45).normalize() },
    uKeyColour: { value: new Color(1.6, 1.5, 1.35) },
    uStagePosition: { value: new Vector3(0, 9, -40) },
    uStageColour: { value: new Color(0, 0, 0) },
    uWashA: { value: new Vector4(0, 0, 1, 0) },
    uWashB: { value: new Vector4(0, 0, 1, 0) },
    uWashColourA: { value: new Color(0, 0, 0) },
    uWashColourB: { value: new Color(0, 0, 0) },
    uRimColour: { value: new Color(0.25, 0.25, 0.3) },
    uFogColour: { value: new Color(0, 0, 0) },
    uFogDensity: { value: 0 },
    uTime: { value: 0 },
    uBeat: { value: 0 },
    uShadowMap: { value: null },
    uShadowMatrix: { value: new Matrix4() },
    uShadowStrength: { value: 0 },
    uWave: { value: new Vector4() },
    uWaveColour: { value: new Color() },
    uSticks: { value: Array.from({ length: 8 }, () => new Vector4()) },
    uSticksFrom: { value: new Vector4(0, -40, 2.4, 1) },
    uSticksNow: { value: new Vector3() },
  };
}
