import { DataTexture, HalfFloatType, type OrthographicCamera, PerspectiveCamera, type Scene, type Texture, type Vector3, WebGLRenderTarget, type WebGLRenderer } from 'three';
import { FEED_LAYER } from './feed';
import type { FrameInfo } from './place';
import type { ScreenSource } from './screen';

const FEED_SECONDS = 1 / 20, SHOT_SECONDS = 8;

/** One shot: eye, target, degrees. */
export type Shot = readonly [eye: Vector3, target: Vector3, degrees: number];

/** A camera in the place that looks at its stage: what is on {@link FEED_LAYER}, by shots that are cut every eight seconds, with a slow push within each. */
export class StageCamera implements ScreenSource {
  readonly kind = 'camera';
  readonly aspect = 16 / 9;
  private readonly target = new WebGLRenderTarget(768, 432, { type: HalfFloatType, samples: 2 });
  private readonly black = new DataTexture(new Uint8Array([0, 0, 0, 255]), 1, 1);
  private readonly camera = new PerspectiveCamera(40, 16 / 9, 0.3, 60);
  private drawnAt = Number.NEGATIVE_INFINITY;
  private isLive = false;

  /** @param onAir Told before and after it draws: screens that are in its own picture must not read it then. */
  constructor(private readonly shots: readonly Shot[], private readonly onAir: (isDrawing: boolean) => void) {
    this.black.needsUpdate = true;
    this.camera.layers.set(FEED_LAYER);
  }

  get texture(): Texture {
    return this.target.texture;
  }

  /** What stands for the picture while it is drawn: a target cannot be read then. */
  get blank(): Texture {
    return this.black;
  }

  /** Off, it keeps its last picture. */
  get live(): boolean {
    return this.isLive;
  }

  setLive(live: boolean): void {
    this.isLive = live;
  }

  update(frame: FrameInfo, scene: Scene | null): void {
    if (!this.isLive || !scene || !isDue(frame.time, this.drawnAt, FEED_SECONDS)) return;
    this.drawnAt = frame.time;
    this.point(frame);
    this.onAir(true);
    renderInto(frame.renderer, this.target, scene, this.camera);
    this.onAir(false);
  }

  dispose(): void {
    this.target.dispose();
    this.black.dispose();
  }

  private point(frame: FrameInfo): void {
    const seconds = frame.reducedMotion ? 0 : frame.time;
    const [eye, target, degrees] = this.shots[Math.floor(seconds / SHOT_SECONDS) % this.shots.length];
    const into = (seconds % SHOT_SECONDS) / SHOT_SECONDS;
    this.camera.position.copy(eye).lerp(target, 0.08 * into);
    this.camera.position.x += 0.5 * (into - 0.5);
    this.camera.fov = degrees;
    this.camera.lookAt(target);
    this.camera.updateProjectionMatrix();
    this.camera.updateMatrixWorld();
  }
}

/** Whether it is time to draw again. A clock that was set back (another room, another harness frame) is due as well. */
export function isDue(now: number, last: number, every: number): boolean {
  return now >= last + every || now < last;
}

/** Draws a scene into a target and leaves the renderer as {@link ScreenSource} asks. */
export function renderInto(renderer: WebGLRenderer, target: WebGLRenderTarget, scene: Scene, camera: PerspectiveCamera | OrthographicCamera): void {
  const before = renderer.getRenderTarget(), xr = renderer.xr.enabled, { autoClear } = renderer;
  renderer.xr.enabled = false; // otherwise the headset's cameras would take the place of ours
  renderer.autoClear = true;
  renderer.setRenderTarget(target);
  renderer.render(scene, camera);
  renderer.setRenderTarget(before);
  renderer.xr.enabled = xr;
  renderer.autoClear = autoClear;
}
