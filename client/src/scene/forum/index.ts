import { DoubleSide, Group, type IUniform, type Mesh, ShaderMaterial, Vector3, type Texture, type WebGLRenderer } from 'three';
import { createLight, type PlaceLight } from '../light';
import { freeze, meshesByMaterial, sceneOf } from '../nodes';
import type { FrameInfo, Place, PlaceMaker, PostSettings } from '../place';
import { createPortalMaterial } from '../portal';
import { BoardScreen, surfaceOf, surfacesOf, type Screen, type Surface } from '../screen';
import type { Quality } from '../quality';
import { type HeightMap, renderHeights, renderSunMap, type SunMap } from './baked';
import floorSource from './floor.frag.glsl';
import gardenSource from './garden.frag.glsl';
import gardenVertexSource from './garden.vert.glsl';
import glassSource from './glass.frag.glsl';
import houseSource from './house.frag.glsl';
import { Mirror } from './mirror';
import screenSource from './screen.frag.glsl';
import screenVertexSource from '../screen.vert.glsl';
import { createShafts } from './shafts';
import { Sheet } from './sheet';
import { createSlides } from './slides';
import solidSource from './solid.vert.glsl';

const SUN = new Vector3(0.77, 0.64, -0.15).normalize();
const SUN_GAIN = 1.7; // on stone and wood, times the key light on people
const LEAST_SUN_MAP = 1024; // a hall without its roof's shadow is no hall, so even the lowest preset draws one, once

const POST: PostSettings = {
  bloomStrength: 0.12,
  bloomRadius: 0.75,
  bloomThreshold: 1.15,
  exposure: 0.83,
  vignette: 0.22,
  contrast: 1.05,
  saturation: 1.1,
  shadowTint: [1, 0.985, 0.97],
  lightTint: [1.01, 1, 0.985],
};

function createDaylight(): PlaceLight {
  const light = createLight();
  light.uKeyDirection.value.copy(SUN);
  light.uKeyColour.value.setRGB(1.95, 1.68, 1.3);
  light.uSky.value.setRGB(0.76, 0.74, 0.71);
  light.uGround.value.setRGB(0.46, 0.385, 0.305);
  light.uRimColour.value.setRGB(0.3, 0.29, 0.27);
  light.uStageColour.value.setRGB(0, 0, 0);
  light.uFogColour.value.setRGB(0.8, 0.74, 0.64);
  light.uFogDensity.value = 0.0052;
  return light;
}

/** The forum by daylight. Five shaders, one sheet of print, a shadow map and a height map drawn once. */
export const make: PlaceMaker = (gltf, renderer, quality) =>
  new Forum(gltf.scene, meshesByMaterial(gltf), surfaceOf(surfacesOf(gltf), 'main'), renderer, quality);

class Forum implements Place {
  readonly root = new Group();
  readonly light = createDaylight();
  readonly post = POST;
  private readonly sheet = new Sheet();
  readonly screens: ReadonlyMap<string, Screen>;
  private readonly main: BoardScreen;
  private readonly mirror: Mirror;
  private readonly shafts = createShafts(SUN, this.light);
  private readonly heights: HeightMap;
  private readonly wind: IUniform<number> = { value: 0 };
  private sun: SunMap | null = null;

  constructor(scene: Group, private readonly meshes: Map<string, Mesh[]>, surface: Surface, private readonly renderer: WebGLRenderer, quality: Quality) {
    this.main = new BoardScreen(surface, createSlides());
    this.screens = new Map([[surface.name, this.main]]);
    this.root.add(scene, this.shafts);
    this.mirror = new Mirror(this.root, [...this.named('forum.floor'), ...this.named('forum.garden'), this.shafts]);
    const furniture = this.named('forum.house').filter((mesh) => !mesh.name.includes('shell'));
    this.heights = renderHeights(renderer, furniture.map((mesh) => mesh.geometry));
    this.paint();
    freeze(this.root);
    this.setQuality(quality);
  }

  update(frame: FrameInfo): void {
    this.light.uTime.value = frame.time;
    this.light.uBeat.value = frame.beat;
    this.wind.value = frame.reducedMotion ? 0 : frame.time;
    this.main.update(frame, sceneOf(this.root));
    this.mirror.render(frame);
  }

  setTitle(lines: readonly string[]): void {
    this.main.setTitle(lines);
    if (lines[0]) this.sheet.setEvent(lines[0]);
  }

  setQuality(quality: Quality): void {
    this.mirror.setOn(quality.effects === 'all');
    this.shafts.visible = quality.effects === 'all';
    const side = Math.max(LEAST_SUN_MAP, quality.shadowMap);
    if (this.sun?.target.width === side) return;
    this.sun?.target.dispose();
    const casters = [...this.named('forum.house'), ...this.named('forum.garden')].map((mesh) => mesh.geometry);
    this.sun = renderSunMap(this.renderer, casters, SUN, side);
    this.light.uShadowMap.value = this.sun.target.depthTexture;
    this.light.uShadowMatrix.value.copy(this.sun.matrix);
    this.light.uShadowStrength.value = 1;
  }

  dispose(): void {
    this.mirror.dispose();
    this.main.dispose();
    this.sheet.texture.dispose();
    this.heights.target.dispose();
    this.sun?.target.dispose();
    for (const mesh of [this.shafts, ...[...this.meshes.values()].flat()]) {
      mesh.geometry.dispose();
      (mesh.material as ShaderMaterial).dispose();
    }
  }

  private named(material: string): Mesh[] { return this.meshes.get(material) ?? []; }

  private paint(): void {
    const day = {
      ...this.light,
      uSunGain: { value: SUN_GAIN },
      uHeights: { value: this.heights.target.texture },
      uHeightsOrigin: { value: this.heights.origin },
      uHeightsSize: { value: this.heights.size },
      uSheet: { value: this.sheet.texture as Texture },
      uWind: this.wind,
      ...this.mirror.uniforms,
    };
    const solid = (fragmentShader: string, vertexShader = solidSource) =>
      new ShaderMaterial({ uniforms: day, vertexShader, fragmentShader, vertexColors: true, side: DoubleSide });
    this.give('forum.house', solid(houseSource));
    this.give('forum.floor', solid(floorSource));
    this.give('forum.garden', solid(gardenSource, gardenVertexSource));
    const glass = solid(glassSource);
    [glass.transparent, glass.depthWrite] = [true, false];
    this.give('forum.glass', glass);
    this.give('forum.portal', createPortalMaterial(this.light.uTime));
    this.give('forum.screen', new ShaderMaterial({ uniforms: this.main.uniforms, vertexShader: screenVertexSource, fragmentShader: screenSource }));
  }

  private give(name: string, material: ShaderMaterial): void {
    material.name = name;
    for (const mesh of this.named(name)) mesh.material = material;
  }
}
