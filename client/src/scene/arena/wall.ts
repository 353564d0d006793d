import {
  BufferAttribute, BufferGeometry, HalfFloatType, LinearFilter, LinearMipmapLinearFilter, Mesh, OrthographicCamera, type Scene, Scene as EmptyScene, ShaderMaterial,
  type Texture, Vector2, Vector3, WebGLRenderTarget, type IUniform,
} from 'three';
import fullscreenSource from '../post/fullscreen.vert.glsl';
import type { FrameInfo } from '../place';
import { Guests, shareAcross, shareDown, type Screen, type ScreenFade, type ScreenSource, type Surface } from '../screen';
import { Sign } from '../sign';
import { type CameraPlan, isDue, renderInto, StageCamera } from '../stage-camera';
import type { createTitle } from './lettering';
import type { Uniforms } from './materials';
import programSource from './program.frag.glsl';

const WALL_SECONDS = 1 / 30;

const PLAN: CameraPlan = {
  shots: [
    [new Vector3(2.6, 2.75, -30.6), new Vector3(0, 2.75, -38.6), 40],
    [new Vector3(0.9, 2.75, -33.2), new Vector3(-0.05, 2.72, -37.6), 32],
    [new Vector3(-7.6, 2.9, -33.4), new Vector3(-0.6, 2.7, -38.6), 34],
    [new Vector3(0, 4.6, -27.5), new Vector3(0, 3.1, -39), 46],
    [new Vector3(5.6, 2.6, -35), new Vector3(-0.4, 2.8, -38), 36],
  ],
  crowd: [
    [new Vector3(0, 4.4, -31), new Vector3(0, 1.2, -8), 56],
    [new Vector3(-9, 3.4, -29), new Vector3(4, 1.4, -16), 50],
    [new Vector3(10, 6.5, -26), new Vector3(-6, 1, -6), 52],
  ],
  sweep: { middle: new Vector3(0, 2.7, -38.6), metres: 8.5, height: 0.9, from: -0.8, to: 0.8 },
};

/** What a surface is given to show, for guests.glsl: two pictures, their fits, and whether each is there (x, y) and how far the next has come (z). */
interface GuestUniforms {
  readonly uBefore: IUniform<Texture>;
  readonly uNext: IUniform<Texture>;
  readonly uBeforeFit: IUniform<Vector2>;
  readonly uNextFit: IUniform<Vector2>;
  readonly uGuests: IUniform<Vector3>;
}

/**
 * The LED wall: artwork drawn to the show, the stage camera as a panel or over all of it, and the event's title laid over by the surface's own shader.
 * Floors and walls mirror what it shows, so it is one picture with mip levels. What it is given is drawn into that too, and on the wall itself from its own
 * picture: letters on a slide stay as sharp as they are.
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
  readonly given: GuestUniforms;
  /** The sign over all of it, and how much is shown. */
  readonly sign: { readonly uSign: IUniform<Texture>; readonly uSignShare: IUniform<number> };
  /** Told when the camera begins and ends to draw: nothing in its picture may read that picture meanwhile. */
  readonly onAir: ((isDrawing: boolean) => void)[] = [];
  /** How far the camera is faded in, 0..1: an empty stage is no picture. */
  shown = 0;

  private readonly target = new WebGLRenderTarget(1024, 410,
    { type: HalfFloatType, depthBuffer: false, generateMipmaps: true, minFilter: LinearMipmapLinearFilter, magFilter: LinearFilter });
  private readonly material: ShaderMaterial;
  private readonly stage = new EmptyScene();
  private readonly eye = new OrthographicCamera();
  private readonly guests = new Guests();
  private readonly signs = new Sign();
  private hasPanel = false;
  private drawnAt = Number.NEGATIVE_INFINITY;

  constructor(readonly surface: Surface, shared: Uniforms, private readonly title: ReturnType<typeof createTitle>) {
    this.aspect = surface.width / surface.height;
    this.camera = new StageCamera(PLAN, (isDrawing) => {
      this.onCamera.value = isDrawing ? 1 : 0;
      this.feed.value = isDrawing ? this.camera.blank : this.camera.texture;
      this.give(isDrawing);
      for (const tell of this.onAir) tell(isDrawing);
    });
    const { blank } = this.camera;
    this.picture = { value: this.target.texture };
    this.feed = { value: blank };
    this.sign = { uSign: { value: blank }, uSignShare: { value: 0 } };
    this.given = {
      uBefore: { value: blank }, uNext: { value: blank }, uBeforeFit: { value: new Vector2(1, 1) }, uNextFit: { value: new Vector2(1, 1) }, uGuests: { value: new Vector3() },
    };
    this.material = new ShaderMaterial({
      vertexShader: fullscreenSource,
      fragmentShader: programSource,
      uniforms: { ...shared, ...this.given, uFeed: this.feed, uPanel: { value: 0 }, uFull: this.full },
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
    return this.guests.now ?? this;
  }

  /** How much of the wall was given to it, 0..1. */
  get shareOfGuests(): number {
    return this.guests.shareOfGuests;
  }

  /** How often the stage camera draws, and whether the wall shows it by itself. */
  setCamera(perSecond: number, hasPanel: boolean): void {
    this.hasPanel = hasPanel && perSecond > 0;
    this.camera.setRate(perSecond);
    this.feed.value = perSecond > 0 ? this.camera.texture : this.camera.blank;
  }

  show(source: ScreenSource | null, fade?: ScreenFade): void {
    this.guests.show(source, fade);
  }

  has(source: ScreenSource): boolean {
    return this.guests.has(source);
  }

  setTitle(lines: readonly string[]): void {
    this.title.set(lines);
  }

  update(frame: FrameInfo, scene: Scene | null): void {
    this.guests.update(frame, scene);
    this.plan(frame);
    if (this.shown > 0 && this.shareOfGuests < 1) this.camera.update(frame, scene);
    if (!isDue(frame.time, this.drawnAt, WALL_SECONDS)) return;
    this.drawnAt = frame.time;
    renderInto(frame.renderer, this.target, this.stage, this.eye);
  }

  dispose(): void {
    this.target.dispose();
    this.camera.dispose();
    this.material.dispose();
    this.title.texture.dispose();
    this.signs.dispose();
  }

  private plan(frame: FrameInfo): void {
    const { uniforms } = this.material, { panel, full } = frame.show.camera;
    const wanted = this.hasPanel && (frame.performers ?? 0) > 0 ? 1 : 0;
    this.shown += Math.min(1, Math.max(-1, wanted - this.shown)) * (this.hasPanel ? Math.min(1, Math.max(frame.delta, 0.02)) : 1);
    if (Math.abs(wanted - this.shown) < 0.02) this.shown = wanted;
    this.full.value = this.shown * full * (1 - this.shareOfGuests);
    uniforms.uPanel.value = this.shown * panel;
    this.sign.uSignShare.value = this.signs.update(frame);
    if (this.signs.texture) this.sign.uSign.value = this.signs.texture;
    this.give(false);
  }

  /** @param isDrawing The stage camera draws: its picture cannot be read. */
  private give(isDrawing: boolean): void {
    const { given, aspect, camera: { blank }, guests: { before, now, share } } = this;
    given.uBefore.value = isDrawing ? blank : (before?.texture ?? blank);
    given.uNext.value = isDrawing ? blank : (now?.texture ?? blank);
    if (before) given.uBeforeFit.value.set(shareAcross(before, aspect), shareDown(before, aspect));
    if (now) given.uNextFit.value.set(shareAcross(now, aspect), shareDown(now, aspect));
    given.uGuests.value.set(before ? 1 : 0, now ? 1 : 0, share);
  }
}

/**
 * The two screens beside the stage: the stage camera while the wall has its panel, else a part of the wall's picture. Both show the same. Of what the wall was
 * given they would cut the middle out: then they only take its colours.
 */
export class SideScreen implements Screen {
  /** What they show in place of the wall's picture, the part of it that fits, and how much. */
  readonly feed: IUniform<Texture>;
  readonly fit: IUniform<Vector2> = { value: new Vector2(1, 1) };
  readonly share: IUniform<number> = { value: 0 };
  /** How blurred the wall's picture is here, 0..1. */
  readonly blur: IUniform<number> = { value: 0 };
  private readonly guests = new Guests();

  constructor(readonly surface: Surface, private readonly wall: Wall) {
    this.feed = { value: wall.feed.value };
    wall.onAir.push((isDrawing) => { if (isDrawing) this.feed.value = wall.camera.blank; }); // `update` gives it back
  }

  get source(): ScreenSource {
    return this.guests.now ?? (this.share.value > 0.5 ? this.wall.camera : this.wall);
  }

  show(source: ScreenSource | null, fade?: ScreenFade): void {
    this.guests.show(source, fade);
  }

  has(source: ScreenSource): boolean {
    return this.guests.has(source);
  }

  setTitle(): void {}

  /** After the wall. */
  update(frame: FrameInfo, scene: Scene | null): void {
    const { guests, wall, surface: { width, height } } = this, aspect = width / height;
    guests.update(frame, scene);
    // The one that has more of the picture: a dissolve of three is not worth a third texture.
    const guest = guests.share > 0.5 ? guests.now : guests.before, camera = wall.shown * (1 - frame.show.camera.full);
    const source = guest ?? wall.camera;
    this.feed.value = guest ? guest.texture : wall.feed.value;
    this.fit.value.set(guest ? shareAcross(source, aspect) : aspect / source.aspect, guest ? shareDown(source, aspect) : 1);
    this.share.value = guest ? Math.abs(guests.share - 0.5) * 2 : camera * (1 - wall.shareOfGuests);
    this.blur.value = wall.shareOfGuests;
  }

  dispose(): void {}
}
