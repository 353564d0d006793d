import { DataTexture, HalfFloatType, type OrthographicCamera, PerspectiveCamera, type Scene, type Texture, Vector3, WebGLRenderTarget, type WebGLRenderer } from 'three';
import { CROWD_LAYER, FEED_LAYER } from './feed';
import type { FrameInfo } from './place';
import type { ScreenSource } from './screen';
import type { ShotWish } from './show';

const PIXELS = 768 * 432; // of a picture
const SHOT_SECONDS = 8, SWEEP_SECONDS = 12, HEAD = 1.4, FOLLOW_DEGREES = 34, SWEEP_DEGREES = 40;

/** One shot: eye, target, degrees. */
export type Shot = readonly [eye: Vector3, target: Vector3, degrees: number];

/** What a place's stage camera can be asked for. */
export interface CameraPlan {
  /** By number; it cuts from one to the next where nobody asks for anything. At least one. */
  readonly shots: readonly Shot[];
  /** Of the audience, from the stage. */
  readonly crowd: readonly Shot[];
  /** An arc about the stage: its middle, metres from it, and the angles in radians from straight ahead between which it goes. */
  readonly sweep: { readonly middle: Vector3; readonly metres: number; readonly height: number; readonly from: number; readonly to: number };
}

/**
 * A camera in the place that looks at its stage: what is on {@link FEED_LAYER}. By itself it cuts every eight seconds, with a slow push within each shot; a cue
 * asks for a shot, for somebody to follow, for a sweep or for the audience. Each viewer draws it, as often as the preset allows.
 */
export class StageCamera implements ScreenSource {
  readonly kind = 'camera';
  readonly isWhole = true;
  private readonly target: WebGLRenderTarget;
  private readonly black = new DataTexture(new Uint8Array([0, 0, 0, 255]), 1, 1);
  private readonly camera: PerspectiveCamera;
  private readonly at = new Vector3();
  private readonly followed = new Vector3();
  private follows = 0; // whom, and one more; 0: nobody yet
  private drawnAt = Number.NEGATIVE_INFINITY;
  private everySeconds = 0;

  /**
   * @param onAir Told before and after it draws: screens that are in its own picture must not read it then.
   * @param aspect Width by height of the screen it is for: it fills that without bars, at the same number of pixels whatever the shape.
   */
  constructor(private readonly plan: CameraPlan, private readonly onAir: (isDrawing: boolean) => void, readonly aspect = 16 / 9) {
    const height = Math.round(Math.sqrt(PIXELS / aspect));
    this.target = new WebGLRenderTarget(Math.round(height * aspect), height, { type: HalfFloatType, samples: 2 });
    this.camera = new PerspectiveCamera(40, aspect, 0.3, 60);
    this.black.needsUpdate = true;
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
    return this.everySeconds > 0;
  }

  /** @param perSecond Pictures; 0 is off. */
  setRate(perSecond: number): void {
    this.everySeconds = perSecond > 0 ? 1 / perSecond : 0;
  }

  update(frame: FrameInfo, scene: Scene | null): void {
    if (!this.live || !scene || !isDue(frame.time, this.drawnAt, this.everySeconds)) return;
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
    const { camera, plan } = this, { shot } = frame.show, seconds = frame.reducedMotion ? 0 : frame.time;
    camera.layers.set(FEED_LAYER);
    camera.near = 0.3;
    if (shot.kind === 1) this.take(plan.shots[shot.number % plan.shots.length], frame.reducedMotion ? 0 : Math.min(1, (frame.time - shot.since) / SHOT_SECONDS));
    else if (shot.kind === 3) this.sweep(shot, frame);
    else if (shot.kind === 4 && plan.crowd.length > 0) {
      camera.layers.enable(CROWD_LAYER);
      const since = Math.max(0, seconds - shot.since);
      this.take(plan.crowd[(shot.number + Math.floor(since / SHOT_SECONDS)) % plan.crowd.length], (since % SHOT_SECONDS) / SHOT_SECONDS);
    } else if (shot.kind !== 2 || !this.follow(shot, frame)) this.take(plan.shots[Math.floor(seconds / SHOT_SECONDS) % plan.shots.length], (seconds % SHOT_SECONDS) / SHOT_SECONDS);
    camera.updateProjectionMatrix();
    camera.updateMatrixWorld();
  }

  private take([eye, target, degrees]: Shot, into: number): void {
    const { camera } = this;
    camera.position.copy(eye).lerp(target, 0.08 * into);
    camera.position.x += 0.5 * (into - 0.5);
    camera.fov = degrees;
    camera.lookAt(target);
  }

  private sweep({ since, seconds }: ShotWish, { time, reducedMotion }: FrameInfo): void {
    const { camera, plan: { sweep: { middle, metres, height, from, to } } } = this;
    const t = Math.min(1, Math.max(0, (time - since) / (seconds || SWEEP_SECONDS))), share = reducedMotion ? 0.5 : t * t * (3 - 2 * t), angle = from + (to - from) * share;
    camera.position.set(middle.x + Math.sin(angle) * metres, middle.y + height, middle.z + Math.cos(angle) * metres);
    camera.fov = SWEEP_DEGREES;
    camera.lookAt(middle);
  }

  /** @returns Whether there is somebody to follow. */
  private follow({ person, since }: ShotWish, frame: FrameInfo): boolean {
    const { camera, at, followed } = this;
    if (frame.placeOf?.(person, at) !== true) return false;
    at.y += HEAD;
    // A person at the camera would follow softly; a cut is a cut.
    const isCut = this.follows !== person + 1 || followed.distanceToSquared(at) > 16;
    this.follows = person + 1;
    followed.lerp(at, isCut ? 1 : 0.2);
    const turn = frame.reducedMotion ? 0.2 : 0.45 * Math.sin((frame.time - since) * 0.16);
    camera.position.set(followed.x + 4.1 * Math.sin(turn), followed.y + 0.25, followed.z + 4.1 * Math.cos(turn));
    camera.fov = FOLLOW_DEGREES;
    camera.lookAt(followed.x, followed.y - 0.18, followed.z);
    return true;
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
