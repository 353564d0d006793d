import { BufferAttribute, BufferGeometry, DoubleSide, LatheGeometry, PlaneGeometry, ShaderMaterial, Vector2 } from 'three';
import type { PlaceLight } from '../light';
import { EffectName } from '../show';
import fireworksVertex from './fireworks.vert.glsl';
import fogFragment from './fog.frag.glsl';
import fogVertex from './fog.vert.glsl';
import { additive, glowing, instanced, type Uniforms } from './geometry';
import lanternsFragment from './lanterns.frag.glsl';
import lanternsVertex from './lanterns.vert.glsl';
import type { EffectSite } from './site';
import sparkFragment from './spark.frag.glsl';
import sparksVertex from './sparks.vert.glsl';
import waveFragment from './wave.frag.glsl';
import waveVertex from './wave.vert.glsl';

const WAVE_SIDES = 96;

/** What an effect is drawn with. */
export interface Fired { readonly geometry: BufferGeometry; readonly material: ShaderMaterial }

/**
 * What cues fire: cold sparks, fireworks, fog, lanterns and the wave of light.
 * @param kind By {@link EffectName}; anything but these is a fault of the caller. @param uniforms Those that all effects have; an effect's own are added.
 */
export function fire(kind: number, most: number, uniforms: Uniforms, { sky, skySpread, burst, lanternTop }: EffectSite, { uWave, uWaveColour }: PlaceLight): Fired {
  const streaks = (vertexShader: string): Fired => ({ geometry: instanced(new PlaneGeometry(1, 1), most), material: glowing(vertexShader, sparkFragment, uniforms) });
  switch (kind) {
    case EffectName.SPARKS: return streaks(sparksVertex);
    case EffectName.FIREWORKS:
      Object.assign(uniforms, { uSky: { value: sky }, uSkySpread: { value: skySpread }, uSize: { value: burst } });
      return streaks(fireworksVertex);
    case EffectName.FOG: return {
      geometry: instanced(new PlaneGeometry(1, 1).translate(0, 0.5, 0), most),
      material: new ShaderMaterial({ vertexShader: fogVertex, fragmentShader: fogFragment, uniforms, transparent: true, depthWrite: false, side: DoubleSide }),
    };
    case EffectName.LANTERNS:
      Object.assign(uniforms, { uTop: { value: lanternTop } });
      return {
        geometry: instanced(lanternShape(), most),
        material: new ShaderMaterial({ vertexShader: lanternsVertex, fragmentShader: lanternsFragment, uniforms, side: DoubleSide }),
      };
    case EffectName.WAVE:
      Object.assign(uniforms, { uWave, uWaveColour });
      return { geometry: curtain(), material: additive(waveVertex, waveFragment, uniforms) };
    default: throw new Error(`no cue fires effect ${kind}`);
  }
}

function lanternShape(): LatheGeometry {
  return new LatheGeometry([[0, -0.49], [0.24, -0.5], [0.42, -0.25], [0.5, 0.05], [0.46, 0.3], [0.26, 0.5], [0, 0.5]].map(([x, y]) => new Vector2(x, y)), 9);
}

/** A band about a circle of radius 1: x and z on it, y 0 at the floor and 1 at its upper edge. */
function curtain(): BufferGeometry {
  const positions = new Float32Array((WAVE_SIDES + 1) * 6), index: number[] = [];
  for (let i = 0; i <= WAVE_SIDES; i++) {
    const angle = (i / WAVE_SIDES) * 2 * Math.PI;
    positions.set([Math.sin(angle), 0, Math.cos(angle), Math.sin(angle), 1, Math.cos(angle)], i * 6);
    if (i < WAVE_SIDES) index.push(2 * i, 2 * i + 1, 2 * i + 2, 2 * i + 2, 2 * i + 1, 2 * i + 3);
  }
  const geometry = new BufferGeometry();
  geometry.setAttribute('position', new BufferAttribute(positions, 3));
  geometry.setIndex(index);
  return geometry;
}
