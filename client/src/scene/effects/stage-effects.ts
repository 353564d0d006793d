import { BufferAttribute, BufferGeometry, Color, DoubleSide, LatheGeometry, type Mesh, PlaneGeometry, ShaderMaterial, Vector2, Vector3, Vector4 } from 'three';
import { FEED_LAYER } from '../feed';
import type { PlaceLight } from '../light';
import type { FrameInfo } from '../place';
import type { Quality } from '../quality';
import { EffectName, type RunningEffect } from '../show';
import confettiFragment from './confetti.frag.glsl';
import confettiVertex from './confetti.vert.glsl';
import fireworksVertex from './fireworks.vert.glsl';
import fogFragment from './fog.frag.glsl';
import fogVertex from './fog.vert.glsl';
import { additive, everywhere, glowing, instanced, spreadSeeds, type Swarm, type Uniforms } from './geometry';
import lanternsFragment from './lanterns.frag.glsl';
import lanternsVertex from './lanterns.vert.glsl';
import type { EffectSite } from './site';
import sparkFragment from './spark.frag.glsl';
import sparksVertex from './sparks.vert.glsl';
import waveFragment from './wave.frag.glsl';
import waveVertex from './wave.vert.glsl';

/** How many pieces each effect is made of at most; on a slow machine a share of them is drawn. Sparks and stars go by whole fountains and shells. */
const CONFETTI = 1800, SPARKS = 960, STARS = 720, BANKS = 44, LANTERNS = 110, WAVE_SIDES = 96;
const WAVE_SECONDS = 2.6; // from the stage to the last row
const WAVE_OF_ITS_OWN = new Color(1, 0.78, 0.5);

interface Drawn { readonly kind: number; readonly mesh: Swarm | Mesh<BufferGeometry, ShaderMaterial>; readonly most: number; readonly uniforms: Uniforms }

/**
 * Confetti, cold sparks, fireworks, fog, lanterns and the wave of light of a place: one draw each while they run, nothing while they do not. Where every piece is
 * follows from the effect's age and seed alone, so everyone sees the same; all is allocated once.
 */
export class StageEffects {
  readonly meshes: readonly Mesh[];
  private readonly drawn: readonly Drawn[];
  private readonly lit = { value: new Color() };
  private allowed = true;

  /** @param light Of the place: the wave runs over everything it lights. */
  constructor(private readonly site: EffectSite, private readonly light: PlaceLight) {
    const { edge, crowd } = site, { uTime, uWave, uWaveColour } = light;
    const make = (kind: number, most: number, own: Uniforms, mesh: (uniforms: Uniforms) => Drawn['mesh']): Drawn => {
      const uniforms: Uniforms = {
        uAge: { value: 0 }, uLasts: { value: 0 }, uStrength: { value: 0 }, uCalm: { value: 0 }, uDay: { value: site.day }, uSeed: { value: 0 }, uColourCount: { value: 0 },
        uColours: { value: Array.from({ length: 6 }, () => new Color()) }, uEdge: { value: new Vector3(edge.half, edge.y, edge.z) },
        uCrowd: { value: new Vector4(crowd.x, crowd.z, crowd.halfX, crowd.halfZ) }, uTime, uLit: this.lit, ...own,
      };
      return { kind, most, uniforms, mesh: mesh(uniforms) };
    };
    const streak = new PlaneGeometry(1, 1);
    this.drawn = [
      make(EffectName.CONFETTI, CONFETTI, { uTop: { value: site.top }, uAmbient: { value: 0 } }, (uniforms) => {
        const geometry = instanced(new PlaneGeometry(0.09, 0.055), CONFETTI);
        geometry.setAttribute('iSeed', spreadSeeds(CONFETTI));
        return everywhere(geometry, new ShaderMaterial({ vertexShader: confettiVertex, fragmentShader: confettiFragment, uniforms, side: DoubleSide }), 0);
      }),
      make(EffectName.SPARKS, SPARKS, {}, (uniforms) => everywhere(instanced(streak, SPARKS), glowing(sparksVertex, sparkFragment, uniforms), 7)),
      make(EffectName.FIREWORKS, STARS, { uSky: { value: site.sky }, uSkySpread: { value: site.skySpread }, uSize: { value: site.burst } },
        (uniforms) => everywhere(instanced(streak, STARS), glowing(fireworksVertex, sparkFragment, uniforms), 6)),
      make(EffectName.FOG, BANKS, {}, (uniforms) => everywhere(instanced(new PlaneGeometry(1, 1).translate(0, 0.5, 0), BANKS),
        new ShaderMaterial({ vertexShader: fogVertex, fragmentShader: fogFragment, uniforms, transparent: true, depthWrite: false, side: DoubleSide }), 3)),
      make(EffectName.LANTERNS, LANTERNS, { uTop: { value: site.lanternTop } }, (uniforms) => everywhere(instanced(lanternShape(), LANTERNS),
        new ShaderMaterial({ vertexShader: lanternsVertex, fragmentShader: lanternsFragment, uniforms, side: DoubleSide }), 0)),
      make(EffectName.WAVE, 1, { uWave, uWaveColour }, (uniforms) => everywhere(curtain(), additive(waveVertex, waveFragment, uniforms), 6)),
    ];
    this.meshes = this.drawn.map(({ mesh }) => mesh);
    for (const { kind, mesh } of this.drawn) {
      mesh.visible = false;
      if (kind === EffectName.SPARKS || kind === EffectName.FOG || kind === EffectName.CONFETTI) mesh.layers.enable(FEED_LAYER);
    }
    light.uSticksFrom.value.set(0, edge.z + 3, site.sectors, 1);
  }

  /** Before each frame; also tells the place's light of the wave and of everyone's glow sticks. */
  update({ show, reducedMotion, time, beat }: FrameInfo): void {
    this.stickLight(show.sticks, time, beat, reducedMotion);
    const { light, lit } = this;
    const sky = light.uSky.value, stage = light.uStageColour.value, key = light.uKeyColour.value;
    lit.value.setRGB(0.55 * sky.r + 0.34 * stage.r + 0.12 * key.r, 0.55 * sky.g + 0.34 * stage.g + 0.12 * key.g, 0.55 * sky.b + 0.34 * stage.b + 0.12 * key.b);
    this.wave(show.effects[EffectName.WAVE], reducedMotion);
    for (let i = 0; i < this.drawn.length; i++) {
      const { kind, mesh, uniforms } = this.drawn[i], effect = show.effects[kind];
      const mayRun = kind === EffectName.WAVE ? light.uWave.value.w > 0 : this.allowed && (this.site.hasAmbient || !effect.isAmbient);
      mesh.visible = mayRun && effect.strength > 0;
      if (!mesh.visible) continue;
      uniforms.uAge.value = effect.age;
      uniforms.uLasts.value = Math.min(effect.lasts, 1e6);
      uniforms.uStrength.value = effect.strength;
      uniforms.uCalm.value = reducedMotion ? 1 : 0;
      uniforms.uSeed.value = Math.floor(effect.seed * 65521);
      uniforms.uColourCount.value = effect.colourCount;
      for (let k = 0; k < effect.colourCount; k++) (uniforms.uColours.value as Color[])[k].copy(effect.colours[k]);
      if (kind === EffectName.CONFETTI) uniforms.uAmbient.value = effect.isAmbient ? 1 : 0;
    }
  }

  setQuality({ effects, particles }: Quality): void {
    this.allowed = effects !== 'none';
    for (const { kind, mesh, most } of this.drawn) {
      if (kind === EffectName.WAVE) continue;
      const share = kind === EffectName.CONFETTI ? particles : Math.min(1, 0.5 + particles / 2);
      (mesh as Swarm).geometry.instanceCount = Math.round(most * share);
    }
  }

  dispose(): void {
    for (const { mesh } of this.drawn) {
      mesh.geometry.dispose();
      mesh.material.dispose();
    }
  }

  private wave({ strength, age, lasts, colours, colourCount }: RunningEffect, reducedMotion: boolean): void {
    const { light: { uWave, uWaveColour }, site } = this, seconds = WAVE_SECONDS * (reducedMotion ? 2.5 : 1);
    const turn = Math.floor(age / seconds), into = age / seconds - turn;
    // One that began before its time was over runs to the end.
    const runs = strength > 0 && turn * seconds < Math.max(lasts, 0.1);
    const bright = Math.min(1, into * 12) * (1 - into * into * into) * (reducedMotion ? 0.6 : 1.6) * (1 + site.day);
    uWave.value.set(0, site.edge.z + 1, 1 + into * site.reach, runs ? strength * bright : 0);
    if (colourCount > 0) uWaveColour.value.copy(colours[turn % colourCount]);
    else uWaveColour.value.copy(WAVE_OF_ITS_OWN);
  }

  private stickLight(sticks: FrameInfo['show']['sticks'], time: number, beat: number, reducedMotion: boolean): void {
    const { uSticks, uSticksFrom, uSticksNow } = this.light;
    for (let i = 0; i < sticks.length; i++) {
      const { isOn, colour, pattern } = sticks[i];
      uSticks.value[i].set(colour.r, colour.g, colour.b, isOn ? 1 + pattern : 0);
    }
    uSticksFrom.value.w = reducedMotion ? 0 : 1;
    uSticksNow.value.set(time % 3600, beat % 4096);
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
