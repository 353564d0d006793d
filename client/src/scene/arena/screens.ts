import {
  BufferAttribute, BufferGeometry, DataTexture, HalfFloatType, LinearFilter, LinearMipmapLinearFilter, Mesh, OrthographicCamera,
  PerspectiveCamera, type Scene, Scene as EmptyScene, ShaderMaterial, type Texture, Vector3, WebGLRenderTarget, type WebGLRenderer, type IUniform,
} from 'three';
import fullscreenSource from '../post/fullscreen.vert.glsl';
import { FEED_LAYER } from '../feed';
import type { FrameInfo } from '../place';
import type { Uniforms } from './materials';
import programSource from './program.frag.glsl';

const FEED_SECONDS = 1 / 20, WALL_SECONDS = 1 / 30;
const CYCLE = 48; // seconds: panel, whole wall, artwork alone

/** Shots of the stage camera: eye, target, degrees. Cut every eight seconds; a slow push within each. */
const SHOTS: readonly (readonly [eye: Vector3, target: Vector3, degrees: number])[] = [
  [new Vector3(2.6, 2.75, -30.6), new Vector3(0, 2.75, -38.6), 40],
  [new Vector3(0.9, 2.75, -33.2), new Vector3(-0.05, 2.72, -37.6), 32],
  [new Vector3(-7.6, 2.9, -33.4), new Vector3(-0.6, 2.7, -38.6), 34],
  [new Vector3(0, 4.6, -27.5), new Vector3(0, 3.1, -39), 46],
  [new Vector3(5.6, 2.6, -35), new Vector3(-0.4, 2.8, -38), 36],
];

/** What the screens of the arena show: a drawn picture with the title, and the live camera on the stage. */
export class Screens {
  /** The wall's picture with mip levels, for the screens and whatever mirrors them. */
  readonly wall: IUniform<Texture>;
  /** The stage camera's picture; black where the preset has none. */
  readonly feed: IUniform<Texture>;
  readonly sideFeed: IUniform<number> = { value: 0 };
  /** 1 while the camera's picture has the whole wall. */
  readonly full: IUniform<number> = { value: 0 };
  /** 1 while the stage camera draws its own picture. */
  readonly onCamera: IUniform<number> = { value: 0 };

  private readonly wallTarget = new WebGLRenderTarget(1024, 410, { type: HalfFloatType, depthBuffer: false, generateMipmaps: true, minFilter: LinearMipmapLinearFilter, magFilter: LinearFilter });
  private readonly feedTarget = new WebGLRenderTarget(768, 432, { type: HalfFloatType, samples: 2 });
  private readonly black = new DataTexture(new Uint8Array([0, 0, 0, 255]), 1, 1);
  private readonly material: ShaderMaterial;
  private readonly stage = new EmptyScene();
  private readonly eye = new OrthographicCamera();
  private readonly camera = new PerspectiveCamera(40, 16 / 9, 0.3, 60);
  private feedAt = Number.NEGATIVE_INFINITY;
  private wallAt = Number.NEGATIVE_INFINITY;
  private live = false;
  private shown = 0; // how far the camera is faded in, 0..1

  constructor(shared: Uniforms) {
    this.black.needsUpdate = true;
    this.wall = { value: this.wallTarget.texture };
    this.feed = { value: this.black };
    this.material = new ShaderMaterial({
      vertexShader: fullscreenSource,
      fragmentShader: programSource,
      uniforms: { ...shared, uFeed: this.feed, uPanel: { value: 0 }, uFull: this.full },
      depthTest: false,
      depthWrite: false,
    });
    const triangle = new BufferGeometry();
    triangle.setAttribute('position', new BufferAttribute(new Float32Array([-1, -1, 0, 3, -1, 0, -1, 3, 0]), 3));
    const mesh = new Mesh(triangle, this.material);
    mesh.frustumCulled = false;
    this.stage.add(mesh);
    this.camera.layers.set(FEED_LAYER);
  }

  /** Whether the stage camera runs. */
  setLive(live: boolean): void {
    this.live = live;
    this.feed.value = live ? this.feedTarget.texture : this.black;
  }

  update(frame: FrameInfo, scene: Scene | null): void {
    this.plan(frame);
    if (this.shown > 0 && scene && due(frame.time, this.feedAt, FEED_SECONDS)) {
      this.feedAt = frame.time;
      this.point(frame);
      this.feed.value = this.black; // the side screens are in the picture; a target cannot be read while it is drawn
      this.onCamera.value = 1;
      draw(frame.renderer, this.feedTarget, scene, this.camera);
      this.onCamera.value = 0;
      this.feed.value = this.feedTarget.texture;
    }
    if (due(frame.time, this.wallAt, WALL_SECONDS)) {
      this.wallAt = frame.time;
      draw(frame.renderer, this.wallTarget, this.stage, this.eye);
    }
  }

  dispose(): void {
    this.wallTarget.dispose();
    this.feedTarget.dispose();
    this.black.dispose();
    this.material.dispose();
  }

  // An empty stage is no picture: without performers the screens show artwork. With them,
  // 0-26 s the camera's panel, 26-38 s the camera on the whole wall and artwork at the sides, then artwork alone.
  private plan(frame: FrameInfo): void {
    const at = ((frame.time % CYCLE) + CYCLE) % CYCLE;
    const wanted = this.live && (frame.performers ?? 0) > 0 ? 1 : 0;
    this.shown += Math.min(1, Math.max(-1, wanted - this.shown)) * (this.live ? Math.min(1, Math.max(frame.delta, 0.02)) : 1);
    if (Math.abs(wanted - this.shown) < 0.02) this.shown = wanted;
    const full = smooth(at, 26, 27.2) * (1 - smooth(at, 38, 39.2));
    this.full.value = this.shown * full;
    this.material.uniforms.uPanel.value = this.shown * (1 - smooth(at, 37.5, 38.7) * (1 - smooth(at, 46.8, 48)));
    this.sideFeed.value = this.shown * (1 - full);
  }

  private point(frame: FrameInfo): void {
    const seconds = frame.reducedMotion ? 0 : frame.time;
    const [eye, target, degrees] = SHOTS[Math.floor(seconds / 8) % SHOTS.length];
    const into = (seconds % 8) / 8;
    this.camera.position.copy(eye).lerp(target, 0.08 * into);
    this.camera.position.x += 0.5 * (into - 0.5);
    this.camera.fov = degrees;
    this.camera.lookAt(target);
    this.camera.updateProjectionMatrix();
    this.camera.updateMatrixWorld();
  }
}

function smooth(value: number, from: number, to: number): number {
  const t = Math.min(1, Math.max(0, (value - from) / (to - from)));
  return t * t * (3 - 2 * t);
}

// A clock that was set back (another room, another harness frame) is due as well.
function due(now: number, last: number, every: number): boolean {
  return now >= last + every || now < last;
}

function draw(renderer: WebGLRenderer, target: WebGLRenderTarget, scene: Scene, camera: PerspectiveCamera | OrthographicCamera): void {
  const [before, xr, autoClear] = [renderer.getRenderTarget(), renderer.xr.enabled, renderer.autoClear];
  renderer.xr.enabled = false; // otherwise the headset's cameras would take the place of ours
  renderer.autoClear = true;
  renderer.setRenderTarget(target);
  renderer.render(scene, camera);
  renderer.setRenderTarget(before);
  renderer.xr.enabled = xr;
  renderer.autoClear = autoClear;
}
