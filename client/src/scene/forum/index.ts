import { DoubleSide, Group, type IUniform, type Mesh, ShaderMaterial, Vector3, type Texture, type WebGLRenderer } from 'three';
import { Beams, type Lamp } from '../effects/beams';
import type { EffectSite } from '../effects/site';
import { StageEffects } from '../effects/stage-effects';
import { CROWD_LAYER, FEED_LAYER } from '../feed';
import { freeze, meshesByMaterial, sceneOf } from '../nodes';
import type { FrameInfo, Place, PlaceMaker, PostSettings } from '../place';
import { createPortalMaterial } from '../portal';
import { BoardScreen, surfaceOf, surfacesOf, type Screen, type Surface } from '../screen';
import type { Quality } from '../quality';
import { type CameraPlan, StageCamera } from '../stage-camera';
import { type HeightMap, renderHeights, renderSunMap, type SunMap } from './baked';
import floorSource from './floor.frag.glsl';
import gardenSource from './garden.frag.glsl';
import gardenVertexSource from './garden.vert.glsl';
import glassSource from './glass.frag.glsl';
import houseSource from './house.frag.glsl';
import { HallLight, SUN } from './hall-light';
import { Mirror } from './mirror';
import screenSource from './screen.frag.glsl';
import screenVertexSource from '../screen.vert.glsl';
import { createShafts } from './shafts';
import { Sheet } from './sheet';
import { createSlides } from './slides';
import solidSource from './solid.vert.glsl';

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

const SITE: EffectSite = {
  edge: { half: 9.2, y: 0.83, z: -16.2 }, crowd: { x: 0, z: -2, halfX: 13, halfZ: 14 }, top: 8.6, lanternTop: 8.4,
  sky: new Vector3(0, 6.6, -13), skySpread: new Vector3(8.5, 0.8, 3.5), burst: 2.5, day: 0.8, sectors: 2.2, reach: 48, hasAmbient: false,
};
const CAMERA: CameraPlan = {
  shots: [
    [new Vector3(3.4, 2.3, -12.4), new Vector3(-0.4, 2, -19), 36], [new Vector3(-4.6, 2.2, -13.4), new Vector3(0.6, 1.9, -19), 32],
    [new Vector3(0, 3.4, -9.6), new Vector3(0, 2.4, -19.4), 44],
  ],
  crowd: [[new Vector3(0, 3.4, -18.6), new Vector3(0, 1.4, -4), 60], [new Vector3(-7.5, 3, -17.5), new Vector3(4, 1.6, -4), 54]],
  sweep: { middle: new Vector3(0, 2.1, -19), metres: 7, height: 0.7, from: -0.7, to: 0.7 },
};
const CAMERA_A_SECOND = { none: 0, some: 8, all: 15 }; // pictures of the stage camera by preset: the hall is drawn for each
/** Lamps on a truss before the stage, lit where somebody runs a show. */
const LAMPS: readonly Lamp[] = Array.from({ length: 10 }, (_, i) => ({ x: (i - 4.5) * 1.9, y: 8.1, z: -15.4, row: i % 2, reach: 9 }));

/** The forum by daylight. Five shaders, one sheet of print, a shadow map and a height map drawn once. */
export const make: PlaceMaker = (gltf, renderer, quality) =>
  new Forum(gltf.scene, meshesByMaterial(gltf), surfaceOf(surfacesOf(gltf), 'main'), renderer, quality);

class Forum implements Place {
  readonly root = new Group();
  private readonly hall = new HallLight();
  readonly light = this.hall.light;
  readonly post = POST;
  private readonly sheet = new Sheet();
  readonly screens: ReadonlyMap<string, Screen>;
  private readonly main: BoardScreen;
  private readonly mirror: Mirror;
  readonly camera: StageCamera;
  private readonly shafts = createShafts(SUN, { ...this.light, ...this.hall.uniforms });
  private readonly beams = new Beams(LAMPS, { uTime: this.light.uTime }, 0.8);
  private readonly effects = new StageEffects(SITE, this.light);
  private readonly heights: HeightMap;
  private readonly wind: IUniform<number> = { value: 0 };
  private sun: SunMap | null = null;

  constructor(scene: Group, private readonly meshes: Map<string, Mesh[]>, surface: Surface, private readonly renderer: WebGLRenderer, quality: Quality) {
    const main = this.main = new BoardScreen(surface, createSlides());
    this.camera = new StageCamera(CAMERA, (isDrawing) => main.setOwn(isDrawing), surface.width / surface.height);
    this.screens = new Map([[surface.name, this.main]]);
    const shown = [this.beams.mesh, ...this.effects.meshes];
    this.root.add(scene, this.shafts, ...shown);
    this.mirror = new Mirror(this.root, [...this.named('forum.floor'), ...this.named('forum.garden'), this.shafts, ...shown]);
    for (const mesh of [...meshes.values()].flat()) {
      mesh.layers.enable(FEED_LAYER);
      mesh.layers.enable(CROWD_LAYER);
    }
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
    this.hall.update(frame.show);
    this.beams.update(frame, frame.show.beams.taken);
    this.effects.update(frame);
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
    this.camera.setRate(CAMERA_A_SECOND[quality.effects]);
    this.effects.setQuality(quality);
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
    this.camera.dispose();
    this.effects.dispose();
    this.sheet.texture.dispose();
    this.heights.target.dispose();
    this.sun?.target.dispose();
    for (const mesh of [this.shafts, this.beams.mesh, ...[...this.meshes.values()].flat()]) {
      mesh.geometry.dispose();
      (mesh.material as ShaderMaterial).dispose();
    }
  }

  private named(material: string): Mesh[] { return this.meshes.get(material) ?? []; }

  private paint(): void {
    const day = {
      ...this.light,
      ...this.hall.uniforms,
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
