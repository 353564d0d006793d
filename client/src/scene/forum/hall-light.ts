import { Color, type IUniform, Vector3 } from 'three';
import { createLight, type PlaceLight } from '../light';
import type { ShowState } from '../show';

export const SUN = new Vector3(0.77, 0.64, -0.15).normalize();
const LEAST_DAY = 0.1; // what blinds let through that are shut
const KEY = new Color(1.95, 1.68, 1.3), SKY = new Color(0.76, 0.74, 0.71), GROUND = new Color(0.46, 0.385, 0.305), HAZE = new Color(0.8, 0.74, 0.64);
const LAMPS = new Color(1.05, 0.9, 0.7); // over the stage, where nobody runs a show

/** The forum's light: daylight through windows with blinds, which are the lamps of its house, and lamps over its stage. */
export class HallLight {
  readonly light: PlaceLight = createLight();
  readonly uniforms: { readonly uDaylight: IUniform<number>; readonly uStageLamps: IUniform<Color> } = { uDaylight: { value: 1 }, uStageLamps: { value: LAMPS.clone() } };

  constructor() {
    const { light } = this;
    light.uKeyDirection.value.copy(SUN);
    light.uRimColour.value.setRGB(0.3, 0.29, 0.27);
    light.uStageColour.value.setRGB(0, 0, 0);
    light.uStagePosition.value.set(0, 6, -18);
    light.uFogDensity.value = 0.0052;
    this.house(1, null);
  }

  update({ primary, secondary, intensity, pulse, motion, taken, house }: ShowState): void {
    const { light, uniforms } = this, strength = taken * intensity * (0.9 + 0.25 * pulse);
    this.house(house.intensity, house.taken > 0 ? tint.copy(WHITE).lerp(house.primary, house.taken) : null);
    uniforms.uStageLamps.value.copy(primary).multiplyScalar(2.1 * intensity * (0.9 + 0.25 * pulse)).lerp(LAMPS, 1 - taken);
    light.uStageColour.value.copy(primary).multiplyScalar(0.85 * strength);
    // Colour spills over the first rows, and strolls.
    light.uWashA.value.set(-6 + 3 * Math.sin(motion * 0.21), -11 + 2 * Math.cos(motion * 0.17), 13, 0.5 * strength);
    light.uWashB.value.set(6 + 3 * Math.sin(motion * 0.19 + 2), -10 + 2 * Math.cos(motion * 0.23), 13, 0.5 * strength);
    light.uWashColourA.value.copy(primary);
    light.uWashColourB.value.copy(secondary);
  }

  /** @param filter Of the lamps; null for none. */
  private house(intensity: number, filter: Color | null): void {
    const { light, uniforms } = this, day = intensity <= 1 ? LEAST_DAY + (1 - LEAST_DAY) * intensity : 1 + 0.3 * (intensity - 1);
    uniforms.uDaylight.value = day;
    light.uKeyColour.value.copy(KEY).multiplyScalar(day);
    light.uSky.value.copy(SKY).multiplyScalar(0.12 + 0.88 * day);
    light.uGround.value.copy(GROUND).multiplyScalar(0.12 + 0.88 * day);
    light.uFogColour.value.copy(HAZE).multiplyScalar(day);
    const most = filter ? Math.max(filter.r, filter.g, filter.b) : 0;
    if (!filter || most <= 0) return;
    tint.copy(filter).multiplyScalar(1 / most).lerp(WHITE, 0.45);
    light.uSky.value.multiply(tint);
    light.uGround.value.multiply(tint);
  }
}

const WHITE = new Color(1, 1, 1), tint = new Color();
