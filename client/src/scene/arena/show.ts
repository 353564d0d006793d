import { Color, type IUniform, Vector3 } from 'three';
import { createLight, type PlaceLight } from '../light';
import type { FrameInfo } from '../place';

const CALM = 0.3; // share of the tempo that is left with reduced motion

/** Values the arena's shaders share beside the light of the place. */
export interface ShowUniforms {
  readonly uPaletteA: IUniform<Color>;
  readonly uPaletteB: IUniform<Color>;
  /** 0..1, swells softly on the beat; half-way and still with reduced motion. */
  readonly uPulse: IUniform<number>;
  readonly uCalm: IUniform<number>;
}

/**
 * The light of the concert: two colours that wander through the spectrum, a warm front light on the stage, a wash that strolls over the
 * audience. Everything moves slowly enough that nothing flashes; beats only swell.
 */
export class Show {
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

  update(frame: FrameInfo): void {
    const { light, uniforms } = this;
    const time = frame.time * (frame.reducedMotion ? CALM : 1);
    const drift = time * 0.06;
    light.uTime.value = time % 3600;
    light.uBeat.value = frame.reducedMotion ? time : frame.beat;
    uniforms.uCalm.value = frame.reducedMotion ? 1 : 0;
    const beat = frame.beat - Math.floor(frame.beat);
    uniforms.uPulse.value = frame.reducedMotion ? 0.5 : Math.exp(-beat * 3.2) * Math.min(1, beat * 12);

    // Rose to magenta against azure to violet: the two mix to light, never to grey.
    const a = uniforms.uPaletteA.value.setHSL(0.91 + 0.06 * Math.sin(drift * 3), 0.86, 0.6);
    const b = uniforms.uPaletteB.value.setHSL(0.64 + 0.09 * Math.sin(drift * 2 + 1), 0.88, 0.58);
    light.uStageColour.value.copy(a).lerp(b, 0.2).multiplyScalar(1.05 + 0.25 * uniforms.uPulse.value);
    light.uRimColour.value.copy(b).multiplyScalar(0.34);
    light.uWashB.value.set(15 * Math.sin(time * 0.23), -10 + 11 * Math.cos(time * 0.31), 15, 0.55);
    light.uWashColourB.value.copy(b).lerp(a, 0.5 + 0.5 * Math.sin(time * 0.4)).lerp(WARM, 0.35);
  }
}

const WARM = new Color(1, 0.72, 0.5);
