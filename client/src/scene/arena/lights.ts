import { Color, type IUniform, Vector3 } from 'three';
import { createLight, type PlaceLight } from '../light';
import type { FrameInfo } from '../place';
import type { LampLight } from '../show';

const SKY = new Color(0.2, 0.165, 0.25), GROUND = new Color(0.16, 0.11, 0.12), KEY = new Color(0.5, 0.38, 0.3);
const BRIGHT_SKY = new Color(0.95, 0.87, 0.78), BRIGHT_GROUND = new Color(0.5, 0.42, 0.35), BRIGHT_KEY = new Color(0.8, 0.7, 0.57);
const WHITE = new Color(1, 1, 1), LASER = new Color(0.35, 0.9, 1), tint = new Color();
const WARM = new Color(1, 0.72, 0.5);

/** Values the arena's shaders share beside the light of the place. */
export interface ShowUniforms {
  readonly uPaletteA: IUniform<Color>;
  readonly uPaletteB: IUniform<Color>;
  /** 0..1, swells softly on the beat; half-way and still with reduced motion. */
  readonly uPulse: IUniform<number>;
  readonly uCalm: IUniform<number>;
  /** Colour and strength of the lasers. */
  readonly uLaser: IUniform<Color>;
}

/** The arena's lights as a show has them: the show's colours on the stage and in the beams, a warm front light, a wash that strolls over the audience. */
export class Lights {
  readonly light: PlaceLight = createLight();
  readonly uniforms: ShowUniforms = {
    uPaletteA: { value: new Color() }, uPaletteB: { value: new Color() }, uPulse: { value: 0 }, uCalm: { value: 0 }, uLaser: { value: new Color() },
  };

  private readonly hall = [this.light.uSky.value, this.light.uGround.value, this.light.uKeyColour.value];

  constructor() {
    const { light } = this;
    light.uKeyDirection.value.copy(new Vector3(0.22, 0.86, 0.46).normalize());
    light.uStagePosition.value.set(0, 9, -40);
    light.uRimColour.value.setRGB(0.30, 0.20, 0.42);
    light.uFogColour.value.setRGB(0.014, 0.008, 0.032);
    light.uFogDensity.value = 0.0068;
    light.uWashA.value.set(0, -38, 19, 1);
    light.uWashColourA.value.setRGB(0.95, 0.72, 0.52);
  }

  /** The hall's own lamps: dim in a concert, bright before it and after. */
  private house({ intensity, primary }: LampLight): void {
    const { uSky, uGround, uKeyColour } = this.light, bright = Math.max(0, intensity - 1), dim = Math.min(1, intensity) * 0.94 + 0.06;
    uSky.value.copy(SKY).multiplyScalar(dim).lerp(BRIGHT_SKY, bright);
    uGround.value.copy(GROUND).multiplyScalar(dim).lerp(BRIGHT_GROUND, bright);
    uKeyColour.value.copy(KEY).multiplyScalar(dim).lerp(BRIGHT_KEY, bright);
    const most = Math.max(primary.r, primary.g, primary.b);
    if (most <= 0) return;
    // Lamps have the colour of their filter, and never all of it: skin keeps something of its own.
    tint.copy(primary).multiplyScalar(1 / most).lerp(WHITE, 0.35);
    for (const colour of this.hall) colour.multiply(tint);
  }

  update({ show, reducedMotion }: FrameInfo): void {
    const { light, uniforms } = this, { intensity, motion } = show;
    this.house(show.house);
    light.uTime.value = motion % 3600;
    light.uBeat.value = show.beat;
    uniforms.uCalm.value = reducedMotion ? 1 : 0;
    uniforms.uPulse.value = show.pulse;
    uniforms.uLaser.value.copy(show.beams.secondary).lerp(LASER, 0.3).multiplyScalar(show.lasers * Math.min(1.6, 0.4 + 0.6 * show.beams.intensity));
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
