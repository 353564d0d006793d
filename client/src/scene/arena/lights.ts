import { Color, type IUniform, Vector3 } from 'three';
import { createLight, type PlaceLight } from '../light';
import type { FrameInfo } from '../place';

/** Values the arena's shaders share beside the light of the place. */
export interface ShowUniforms {
  readonly uPaletteA: IUniform<Color>;
  readonly uPaletteB: IUniform<Color>;
  /** 0..1, swells softly on the beat; half-way and still with reduced motion. */
  readonly uPulse: IUniform<number>;
  readonly uCalm: IUniform<number>;
}

/** The arena's lights as a show has them: the show's colours on the stage and in the beams, a warm front light, a wash that strolls over the audience. */
export class Lights {
  readonly light: PlaceLight = createLight();
  readonly uniforms: ShowUniforms = {
    uPaletteA: { value: new Color() }, uPaletteB: { value: new Color() }, uPulse: { value: 0 }, uCalm: { value: 0 },
  };

  constructor() {
    const { light } = this;
    light.uSky.value.setRGB(0.20, 0.165, 0.25);
    light.uGround.value.setRGB(0.16, 0.11, 0.12);
    light.uKeyDirection.value.copy(new Vector3(0.22, 0.86, 0.46).normalize());
    light.uKeyColour.value.setRGB(0.50, 0.38, 0.30);
    light.uStagePosition.value.set(0, 9, -40);
    light.uRimColour.value.setRGB(0.30, 0.20, 0.42);
    light.uFogColour.value.setRGB(0.014, 0.008, 0.032);
    light.uFogDensity.value = 0.0068;
    light.uWashA.value.set(0, -38, 19, 1);
    light.uWashColourA.value.setRGB(0.95, 0.72, 0.52);
  }

  update({ show, reducedMotion }: FrameInfo): void {
    const { light, uniforms } = this, { intensity, motion } = show;
    light.uTime.value = motion % 3600;
    light.uBeat.value = show.beat;
    uniforms.uCalm.value = reducedMotion ? 1 : 0;
    uniforms.uPulse.value = show.pulse;
    const a = uniforms.uPaletteA.value.copy(show.primary).multiplyScalar(intensity);
    const b = uniforms.uPaletteB.value.copy(show.secondary).multiplyScalar(intensity);
    light.uStageColour.value.copy(a).lerp(b, 0.2).multiplyScalar(1.05 + 0.25 * show.pulse);
    light.uRimColour.value.copy(b).multiplyScalar(0.34);
    light.uWashA.value.w = intensity;
    light.uWashB.value.set(15 * Math.sin(motion * 0.23), -10 + 11 * Math.cos(motion * 0.31), 15, 0.55 * intensity);
    // The wash is warm whatever the show's colours are; they are dimmed by its strength and must not be so twice.
    light.uWashColourB.value.copy(show.secondary).lerp(show.primary, 0.5 + 0.5 * Math.sin(motion * 0.4)).lerp(WARM, 0.35);
  }
}

const WARM = new Color(1, 0.72, 0.5);
