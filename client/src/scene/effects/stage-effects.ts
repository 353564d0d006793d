import { BufferGeometry, type Camera, Color, DoubleSide, InstancedBufferGeometry, type Mesh, PlaneGeometry, ShaderMaterial, Vector3, Vector4, type WebGLRenderer } from 'three';
import { part } from '../../net/parts';
import { FEED_LAYER } from '../feed';
import type { PlaceLight } from '../light';
import type { FrameInfo } from '../place';
import type { Quality } from '../quality';
import { EffectName, type RunningEffect } from '../show';
import confettiFragment from './confetti.frag.glsl';
import confettiVertex from './confetti.vert.glsl';
import { everywhere, instanced, spreadSeeds, type Uniforms } from './geometry';
import type { EffectSite } from './site';

/** How many pieces each effect is made of at most; on a slow machine a share of them is drawn. Sparks and stars go by whole fountains and shells. */
const CONFETTI = 1800, SPARKS = 960, STARS = 720, BANKS = 44, LANTERNS = 110;
const WAVE_SECONDS = 2.6; // from the stage to the last row
const WAVE_OF_ITS_OWN = new Color(1, 0.78, 0.5);

interface Drawn { readonly kind: number; readonly mesh: Mesh<BufferGeometry, ShaderMaterial>; readonly most: number; readonly uniforms: Uniforms }

/** What cues fire comes with the first of them: most visits see a place's own show. */
let fired: typeof import('./fired') | null = null;

/** Settles when every effect can be drawn at once. */
export const loadFired = part(async () => { fired = await import('./fired'); });

/**
 * Confetti, cold sparks, fireworks, fog, lanterns and the wave of light of a place: one draw each while they run, nothing while they do not. Where every piece is
 * follows from the effect's age and seed alone, so everyone sees the same. Each is made once: confetti with the place, the others when the first cue may fire one.
 */
export class StageEffects {
  readonly meshes: readonly Mesh[];
  private readonly drawn: readonly Drawn[];
  private readonly lit = { value: new Color() };
  private allowed = true;
  private particles = 1;
  private isFired = false;

  /** @param light Of the place: the wave runs over everything it lights. */
  constructor(private readonly site: EffectSite, private readonly light: PlaceLight) {
    const { edge, crowd } = site, { uTime } = light, nothing = new BufferGeometry(), plain = new ShaderMaterial();
    const make = (kind: number, most: number, order: number): Drawn => {
      const uniforms: Uniforms = {
        uAge: { value: 0 }, uLasts: { value: 0 }, uStrength: { value: 0 }, uCalm: { value: 0 }, uDay: { value: site.day }, uSeed: { value: 0 }, uColourCount: { value: 0 },
        uColours: { value: Array.from({ length: 6 }, () => new Color()) }, uEdge: { value: new Vector3(edge.half, edge.y, edge.z) },
        uCrowd: { value: new Vector4(crowd.x, crowd.z, crowd.halfX, crowd.halfZ) }, uTime, uLit: this.lit,
      };
      return { kind, most, uniforms, mesh: everywhere(nothing, plain, order) };
    };
    const confetti = make(EffectName.CONFETTI, CONFETTI, 0), pieces = instanced(new PlaneGeometry(0.09, 0.055), CONFETTI);
    pieces.setAttribute('iSeed', spreadSeeds(CONFETTI));
    Object.assign(confetti.uniforms, { uTop: { value: site.top }, uAmbient: { value: 0 } });
    this.give(confetti, pieces, new ShaderMaterial({ vertexShader: confettiVertex, fragmentShader: confettiFragment, uniforms: confetti.uniforms, side: DoubleSide }));
    this.drawn = [
      confetti, make(EffectName.SPARKS, SPARKS, 7), make(EffectName.FIREWORKS, STARS, 6), make(EffectName.FOG, BANKS, 3), make(EffectName.LANTERNS, LANTERNS, 0),
      make(EffectName.WAVE, 1, 6),
    ];
    this.meshes = this.drawn.map(({ mesh }) => mesh);
    for (const { kind, mesh } of this.drawn) {
      mesh.visible = false;
      // Not fog: the camera stands in it, and would show nothing else.
      if (kind === EffectName.SPARKS || kind === EffectName.CONFETTI) mesh.layers.enable(FEED_LAYER);
    }
    light.uSticksFrom.value.set(0, edge.z + 3, site.sectors, 1);
  }

  /** Before each frame; also tells the place's light of the wave and of everyone's glow sticks. */
  update({ show, reducedMotion, time, beat, renderer, camera }: FrameInfo): void {
    this.stickLight(show.sticks, time, beat, reducedMotion);
    const { light, lit } = this;
    const sky = light.uSky.value, stage = light.uStageColour.value, key = light.uKeyColour.value;
    lit.value.setRGB(0.55 * sky.r + 0.34 * stage.r + 0.12 * key.r, 0.55 * sky.g + 0.34 * stage.g + 0.12 * key.g, 0.55 * sky.b + 0.34 * stage.b + 0.12 * key.b);
    this.wave(show.effects[EffectName.WAVE], reducedMotion);
    if (!this.isFired && fired !== null) this.fire(fired, renderer, camera);
    for (let i = 0; i < this.drawn.length; i++) {
      const { kind, mesh, uniforms } = this.drawn[i], effect = show.effects[kind];
      const mayRun = kind === EffectName.WAVE ? light.uWave.value.w > 0 : this.allowed && (this.site.hasAmbient || !effect.isAmbient);
      mesh.visible = mayRun && effect.strength > 0 && (this.isFired || isHere(kind));
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
    this.particles = particles;
    for (const one of this.drawn) this.thin(one);
  }

  dispose(): void {
    for (const { mesh } of this.drawn) {
      mesh.geometry.dispose();
      mesh.material.dispose();
    }
  }

  /** Makes what cues fire. Its shaders are given to the driver now, so that the first of them need not wait for it. */
  private fire({ fire }: typeof import('./fired'), renderer: WebGLRenderer, camera: Camera): void {
    this.isFired = true;
    for (const drawn of this.drawn) {
      if (drawn.kind === EffectName.CONFETTI) continue;
      const { geometry, material } = fire(drawn.kind, drawn.most, drawn.uniforms, this.site, this.light);
      this.give(drawn, geometry, material);
      renderer.compile(drawn.mesh, camera);
    }
  }

  private give(drawn: Drawn, geometry: BufferGeometry, material: ShaderMaterial): void {
    drawn.mesh.geometry = geometry;
    drawn.mesh.material = material;
    this.thin(drawn);
  }

  /** On a slow machine fewer pieces are drawn; sparks and stars go by whole fountains and shells. */
  private thin({ kind, most, mesh: { geometry } }: Drawn): void {
    if (!(geometry instanceof InstancedBufferGeometry)) return;
    geometry.instanceCount = Math.round(most * (kind === EffectName.CONFETTI ? this.particles : Math.min(1, 0.5 + this.particles / 2)));
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
    uSticksNow.value.set(time % 3600, beat % 4096, this.site.day);
  }
}

/** Whether an effect is there while those of cues are not; asks for them. */
function isHere(kind: number): boolean {
  if (kind === EffectName.CONFETTI) return true;
  void loadFired();
  return false;
}
