import {
  AdditiveBlending, BackSide, type BufferGeometry, Group, type IUniform, Matrix4, Mesh, type PerspectiveCamera, PlaneGeometry, ShaderMaterial, SphereGeometry,
  Vector3, type WebGLRenderer,
} from 'three';
import type { GLTF } from 'three/examples/jsm/loaders/GLTFLoader.js';
import { Beams, type Lamp } from '../effects/beams';
import type { EffectSite } from '../effects/site';
import { StageEffects } from '../effects/stage-effects';
import { CROWD_LAYER, FEED_LAYER } from '../feed';
import { freeze, markersOf, meshesByMaterial, sceneOf } from '../nodes';
import type { FrameInfo, Place } from '../place';
import type { Quality } from '../quality';
import { BoardScreen, surfaceOf, surfacesOf, type Screen } from '../screen';
import { type CameraPlan, StageCamera } from '../stage-camera';
import { createEventCard, createPlaques, createSigning } from './boards';
import { CloudPanorama } from './clouds';
import { createDawn, DAWN_POST, type DawnUniforms, lightDawn } from './dawn';
import { createBanners, createBlossoms, createLanterns, createPetals, type Swarm } from './decor';
import { createFinishes, type BoardImages } from './finishes';
import { createNoise } from './noise';
import raysFragment from './shaders/rays.frag.glsl';
import raysVertex from './shaders/rays.vert.glsl';
import skyFragment from './shaders/sky.frag.glsl';
import skyVertex from './shaders/sky.vert.glsl';
import { renderSunDepth, type SunDepth } from './sunDepth';

/** Materials that let the sun through or are flat pictures: they cast no shadow. */
const SHADOWLESS = /^terrace\.(blossom|glow|veil|plaque)$/;
const WRAP_SECONDS = 3600, WRAP_BEATS = 4096;
const CALM_SWAY = 0.12;
const FREE_SUN_SIDE = 1024;

const SITE: EffectSite = {
  edge: { half: 6.6, y: 1.5, z: -12 }, crowd: { x: 0, z: 6, halfX: 20, halfZ: 20 }, top: 15, lanternTop: 52,
  sky: new Vector3(0, 34, -78), skySpread: new Vector3(40, 8, 14), burst: 17, day: 0.75, sectors: 2.4, reach: 50, hasAmbient: false,
};
const CAMERA: CameraPlan = {
  shots: [
    [new Vector3(4.2, 3.2, -8.2), new Vector3(-0.4, 3, -17.5), 38], [new Vector3(-5.6, 3, -9.4), new Vector3(0.6, 2.9, -17.5), 34],
    [new Vector3(0, 4.6, -3.5), new Vector3(0, 4.2, -18), 46],
  ],
  crowd: [[new Vector3(0, 4.6, -15), new Vector3(0, 1.2, 8), 58], [new Vector3(-7, 4, -12.5), new Vector3(5, 1.2, 6), 52]],
  sweep: { middle: new Vector3(0, 3, -17.5), metres: 8.5, height: 0.9, from: -0.8, to: 0.8 },
};
const CAMERA_A_SECOND = { none: 0, some: 8, all: 15 }; // pictures of the stage camera by preset: the terrace is drawn for each
/** Lamps about the dais that shine up into the sky, lit where somebody runs a show. */
const LAMPS: readonly Lamp[] = Array.from({ length: 10 }, (_, i) => {
  const angle = ((i - 4.5) / 4.5) * 1.9;
  return { x: 11.2 * Math.sin(angle), y: 1.1, z: -19 - 11.2 * Math.cos(angle), row: i % 2, reach: 40, isUp: true };
});

/** The terrace as it is drawn: its meshes with our finishes, sky and clouds, lanterns, petals, flowers, banners, boards and rays. */
export class Terrace implements Place {
  readonly root = new Group();
  readonly light: DawnUniforms;
  readonly post = DAWN_POST;
  private readonly noise = createNoise();
  private readonly clouds: CloudPanorama;
  readonly screens: ReadonlyMap<string, Screen>;
  readonly camera: StageCamera;
  private readonly beams: Beams;
  private readonly effects: StageEffects;
  private readonly plaques = createPlaques();
  private readonly casters: BufferGeometry[] = [];
  private readonly lanterns: Swarm;
  private readonly petals: Swarm;
  private readonly rays: Mesh<PlaneGeometry, ShaderMaterial>;
  private readonly freeSun: SunDepth;
  private shadow: SunDepth | null = null;
  private shadowSide = 0;

  constructor(gltf: GLTF, private readonly renderer: WebGLRenderer, quality: Quality) {
    this.light = createDawn(this.noise);
    this.clouds = new CloudPanorama(this.light, quality);
    this.lanterns = createLanterns(this.light);
    this.petals = createPetals(this.light);
    const surfaces = surfacesOf(gltf);
    const event = new BoardScreen(surfaceOf(surfaces, 'event'), [createEventCard()]), signing = new BoardScreen(surfaceOf(surfaces, 'signing'), [createSigning()]);
    this.screens = new Map([['event', event], ['signing', signing]]);
    this.camera = new StageCamera(CAMERA, (isDrawing) => { for (const board of [event, signing]) board.setOwn(isDrawing); }, event.surface.width / event.surface.height);
    this.beams = new Beams(LAMPS, { uTime: this.light.uTime }, 1.25);
    this.effects = new StageEffects(SITE, this.light);
    this.dress(gltf, { event: event.uniforms, signing: signing.uniforms, plaques: this.plaques.texture });
    this.root.add(this.createSky(), this.lanterns, this.petals, createBanners(this.light, markersOf(gltf, 'banner')));
    this.freeSun = renderSunDepth(renderer, this.casters, this.light.uSun.value, FREE_SUN_SIDE);
    this.rays = this.createRays();
    this.root.add(this.rays);
    this.root.add(this.beams.mesh, ...this.effects.meshes);
    this.setQuality(quality);
    freeze(this.root);
  }

  update(frame: FrameInfo): void {
    this.light.uTime.value = frame.time % WRAP_SECONDS;
    this.light.uBeat.value = frame.beat % WRAP_BEATS;
    this.light.uSway.value = frame.reducedMotion ? CALM_SWAY : 1;
    lightDawn(this.light, frame.show);
    this.beams.update(frame, frame.show.beams.taken);
    this.effects.update(frame);
    this.rays.material.uniforms.uAspect.value = (frame.camera as PerspectiveCamera).aspect ?? 1;
    for (const screen of this.screens.values()) screen.update(frame, sceneOf(this.root));
    this.clouds.update(frame);
  }

  setTitle(lines: readonly string[]): void {
    for (const screen of this.screens.values()) screen.setTitle(lines);
  }

  setQuality(quality: Quality): void {
    this.clouds.setQuality(quality);
    this.camera.setRate(CAMERA_A_SECOND[quality.effects]);
    this.effects.setQuality(quality);
    share(this.petals, quality.particles);
    share(this.lanterns, 0.4 + 0.6 * quality.particles);
    this.rays.visible = quality.effects === 'all';
    this.setShadow(quality.shadowMap);
  }

  dispose(): void {
    this.root.traverse((node) => {
      const mesh = node as Mesh;
      if (!mesh.isMesh) return;
      mesh.geometry.dispose();
      (mesh.material as ShaderMaterial).dispose();
    });
    for (const screen of this.screens.values()) screen.dispose();
    this.camera.dispose();
    this.plaques.dispose();
    this.noise.dispose();
    this.clouds.dispose();
    this.shadow?.dispose();
    this.freeSun.dispose();
  }

  private dress(gltf: GLTF, images: BoardImages): void {
    const finishes = createFinishes(this.light, images);
    for (const [name, meshes] of meshesByMaterial(gltf)) {
      const finish = finishes.get(name);
      for (const mesh of meshes) {
        if (!SHADOWLESS.test(name)) this.casters.push(mesh.geometry);
        if (name === 'terrace.blossom') {
          this.root.add(createBlossoms(this.light, mesh.geometry));
          continue;
        }
        if (finish) mesh.material = finish;
        mesh.layers.enable(FEED_LAYER);
        mesh.layers.enable(CROWD_LAYER);
        this.root.add(mesh);
      }
    }
  }

  private createSky(): Mesh {
    const material = new ShaderMaterial({
      vertexShader: skyVertex, fragmentShader: skyFragment, uniforms: { ...this.light, ...this.clouds.uniforms }, side: BackSide, depthWrite: false,
    });
    const sky = new Mesh(new SphereGeometry(1, 32, 16), material);
    sky.frustumCulled = false;
    sky.layers.enable(FEED_LAYER);
    sky.renderOrder = 2; // after all that is solid, so that only its visible part is shaded
    return sky;
  }

  private createRays(): Mesh<PlaneGeometry, ShaderMaterial> {
    const free: Record<string, IUniform> = { uSunDepth: { value: this.freeSun.texture }, uSunMatrix: { value: this.freeSun.matrix }, uAspect: { value: 1 } };
    const material = new ShaderMaterial({
      vertexShader: raysVertex, fragmentShader: raysFragment, uniforms: { ...this.light, ...free },
      transparent: true, blending: AdditiveBlending, depthTest: false, depthWrite: false,
    });
    const rays = new Mesh(new PlaneGeometry(2, 2), material);
    rays.frustumCulled = false;
    rays.renderOrder = 100;
    return rays;
  }

  // Rendered again only when the preset asks for another size.
  private setShadow(side: number): void {
    if (side === this.shadowSide) return;
    this.shadow?.dispose();
    this.shadowSide = side;
    this.shadow = side > 0 ? renderSunDepth(this.renderer, this.casters, this.light.uKeyDirection.value, side) : null;
    this.light.uShadowMap.value = this.shadow?.texture ?? null;
    this.light.uShadowMatrix.value.copy(this.shadow?.matrix ?? new Matrix4());
    this.light.uShadowStrength.value = this.shadow ? 0.82 : 0;
  }
}

function share(swarm: Swarm, part: number): void {
  const instances = Object.values(swarm.geometry.attributes).find((attribute) => 'isInstancedBufferAttribute' in attribute);
  swarm.geometry.instanceCount = Math.round((instances?.count ?? 0) * part);
}
