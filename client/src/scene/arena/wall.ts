import {
  BufferAttribute, BufferGeometry, HalfFloatType, LinearFilter, LinearMipmapLinearFilter, Mesh, OrthographicCamera, type Scene, Scene as EmptyScene, ShaderMaterial,
  type Texture, Vector2, Vector3, WebGLRenderTarget, type IUniform,
} from 'three';
import fullscreenSource from '../post/fullscreen.vert.glsl';
import type { FrameInfo } from '../place';
import { eased, shareAcross, shareDown, type Screen, type ScreenSource, type Surface } from '../screen';
import { isDue, renderInto, StageCamera, type Shot } from '../stage-camera';
import type { createTitle } from './lettering';
import type { Uniforms } from './materials';
import programSource from './program.frag.glsl';

const WALL_SECONDS = 1 / 30, DISSOLVE_SECONDS = 1.2;

const SHOTS: readonly Shot[] = [
  [new Vector3(2.6, 2.75, -30.6), new Vector3(0, 2.75, -38.6), 40],
  [new Vector3(0.9, 2.75, -33.2), new Vector3(-0.05, 2.72, -37.6), 32],
  [new Vector3(-7.6, 2.9, -33.4), new Vector3(-0.6, 2.7, -38.6), 34],
  [new Vector3(0, 4.6, -27.5), new Vector3(0, 3.1, -39), 46],
  [new Vector3(5.6, 2.6, -35), new Vector3(-0.4, 2.8, -38), 36],
];

/** A guest on a screen: who it is, and how far it is faded in, 0..1. One that is taken off fades out. */
class Guest {
  source: ScreenSource | null = null;
  share = 0;
  private isLeaving = false;

  show(source: ScreenSource | null): void {
    this.isLeaving = source === null;
    if (source === null) return;
    if (this.source !== source) this.share = 0;
    this.source = source;
  }

  /** @returns How much of the picture it has, eased. */
  update(frame: FrameInfo, scene: Scene | null): number {
    if (this.source === null) return 0;
    const step = frame.reducedMotion ? 1 : frame.delta / DISSOLVE_SECONDS;
    this.share = Math.min(1, Math.max(0, this.share + (this.isLeaving ? -step : step)));
    if (this.isLeaving && this.share === 0) this.source = null;
    else this.source.update(frame, scene);
    return eased(this.share);
  }
}

/**
 * The LED wall: artwork drawn to the show, the stage camera as a panel or over all of it, and the event's title laid over by the surface's own shader.
 * Floors and walls mirror what it shows, so it is one picture with mip levels, and whatever it is given is drawn into that.
 */
export class Wall implements Screen, ScreenSource {
  readonly kind = 'visualiser';
  readonly aspect: number;
  /** The wall's picture, for the screens and whatever mirrors them. */
  readonly picture: IUniform<Texture>;
  /** 1 while the camera's picture has the whole wall. */
  readonly full: IUniform<number> = { value: 0 };
  /** The stage camera's picture, and 1 while it draws. */
  readonly feed: IUniform<Texture>;
  readonly onCamera: IUniform<number> = { value: 0 };
  readonly camera: StageCamera;
  /** Told when the camera begins and ends to draw: nothing in its picture may read that picture meanwhile. */
  readonly onAir: ((isDrawing: boolean) => void)[] = [];
  /** How far the camera is faded in, 0..1: an empty stage is no picture. */
  shown = 0;

  private readonly target = new WebGLRenderTarget(1024, 410,
    { type: HalfFloatType, depthBuffer: false, generateMipmaps: true, minFilter: LinearMipmapLinearFilter, magFilter: LinearFilter });
  private readonly material: ShaderMaterial;
  private readonly stage = new EmptyScene();
  private readonly eye = new OrthographicCamera();
  private readonly guest = new Guest();
  private drawnAt = Number.NEGATIVE_INFINITY;

  constructor(readonly surface: Surface, shared: Uniforms, private readonly title: ReturnType<typeof createTitle>) {
    this.aspect = surface.width / surface.height;
    this.camera = new StageCamera(SHOTS, (isDrawing) => {
      this.onCamera.value = isDrawing ? 1 : 0;
      this.feed.value = isDrawing ? this.camera.blank : this.camera.texture;
      for (const tell of this.onAir) tell(isDrawing);
    });
    this.picture = { value: this.target.texture };
    this.feed = { value: this.camera.blank };
    this.material = new ShaderMaterial({
      vertexShader: fullscreenSource,
      fragmentShader: programSource,
      uniforms: { ...shared, uFeed: this.feed, uPanel: { value: 0 }, uFull: this.full, uGuest: { value: this.camera.blank }, uGuestFit: { value: new Vector2(1, 1) },
        uGuestShare: { value: 0 } },
      depthTest: false,
      depthWrite: false,
    });
    const triangle = new BufferGeometry();
    triangle.setAttribute('position', new BufferAttribute(new Float32Array([-1, -1, 0, 3, -1, 0, -1, 3, 0]), 3));
    const mesh = new Mesh(triangle, this.material);
    mesh.frustumCulled = false;
    this.stage.add(mesh);
  }

  get texture(): Texture {
    return this.target.texture;
  }

  get source(): ScreenSource {
    return this.guest.source ?? this;
  }

  /** Whether the stage camera runs. */
  setLive(live: boolean): void {
    this.camera.setLive(live);
    this.feed.value = live ? this.camera.texture : this.camera.blank;
  }

  show(source: ScreenSource | null): void {
    this.guest.show(source);
  }

  setTitle(lines: readonly string[]): void {
    this.title.set(lines);
  }

  update(frame: FrameInfo, scene: Scene | null): void {
    this.plan(frame, scene);
    if (this.shown > 0) this.camera.update(frame, scene);
    if (!isDue(frame.time, this.drawnAt, WALL_SECONDS)) return;
    this.drawnAt = frame.time;
    renderInto(frame.renderer, this.target, this.stage, this.eye);
  }

  dispose(): void {
    this.target.dispose();
    this.camera.dispose();
    this.material.dispose();
    this.title.texture.dispose();
  }

  private plan(frame: FrameInfo, scene: Scene | null): void {
    const { uniforms } = this.material, { live } = this.camera, { panel, full } = frame.show.camera;
    const wanted = live && (frame.performers ?? 0) > 0 ? 1 : 0;
    this.shown += Math.min(1, Math.max(-1, wanted - this.shown)) * (live ? Math.min(1, Math.max(frame.delta, 0.02)) : 1);
    if (Math.abs(wanted - this.shown) < 0.02) this.shown = wanted;
    const share = this.guest.update(frame, scene), { source } = this.guest;
    this.full.value = this.shown * full * (1 - share);
    uniforms.uPanel.value = this.shown * panel;
    uniforms.uGuestShare.value = share;
    uniforms.uGuest.value = source?.texture ?? this.camera.blank;
    if (source) (uniforms.uGuestFit.value as Vector2).set(shareAcross(source, this.aspect), shareDown(source, this.aspect));
  }
}

/** The two screens beside the stage: the stage camera while the wall has its panel, else a part of the wall's picture. Both show the same. */
export class SideScreen implements Screen {
  /** What they show in place of the wall's picture, of which they take the middle, and how much. */
  readonly feed: IUniform<Texture>;
  readonly share: IUniform<number> = { value: 0 };
  private readonly guest = new Guest();

  constructor(readonly surface: Surface, private readonly wall: Wall) {
    this.feed = { value: wall.feed.value };
    wall.onAir.push((isDrawing) => { if (isDrawing) this.feed.value = wall.camera.blank; }); // `update` gives it back
  }

  get source(): ScreenSource {
    return this.guest.source ?? (this.share.value > 0.5 ? this.wall.camera : this.wall);
  }

  show(source: ScreenSource | null): void {
    this.guest.show(source);
  }

  setTitle(): void {}

  /** After the wall. */
  update(frame: FrameInfo, scene: Scene | null): void {
    const share = this.guest.update(frame, scene), { source } = this.guest, camera = this.wall.shown * (1 - frame.show.camera.full);
    // The one that has more of the picture: a dissolve of three is not worth a third texture.
    const isGuest = source !== null && share >= camera * 0.5;
    this.feed.value = isGuest ? source.texture : this.wall.feed.value;
    this.share.value = isGuest ? share : camera;
  }

  dispose(): void {}
}
