import {
  BufferAttribute, BufferGeometry, LinearFilter, LinearMipmapLinearFilter, Mesh, OrthographicCamera, Scene, ShaderMaterial, SRGBColorSpace, type Texture, Vector2, VideoTexture,
  WebGLRenderTarget,
} from 'three';
import type { FrameInfo } from '../scene/place';
import fullscreenSource from '../scene/post/fullscreen.vert.glsl';
import type { ScreenSource } from '../scene/screen';
import { renderInto } from '../scene/stage-camera';
import frameSource from './video.frag.glsl';

const WIDTH = 1280, HEIGHT = 720; // of what is sampled: larger than any screen has on a display
const USUAL_ASPECT = 16 / 9;
const STILL_MS = 250; // where the browser tells of no new picture for so long, the element's clock is asked

/** What shows a video: another element from one moment to the next. Off, there is nothing to show any more. */
export interface Film { readonly video: HTMLVideoElement | null; readonly isOn: boolean }

/**
 * The picture of a video, for as many screens as show it: uploaded once for each new picture, decoded to linear light and given mip levels, so that it is calm
 * from far away. Where no element shows anything the last picture stays; once it is off the screen is dark.
 */
export class FilmPicture {
  private frame: VideoTexture | null = null;
  private readonly target = new WebGLRenderTarget(WIDTH, HEIGHT, { depthBuffer: false, generateMipmaps: true, minFilter: LinearMipmapLinearFilter, magFilter: LinearFilter });
  private readonly material = new ShaderMaterial({
    vertexShader: fullscreenSource, fragmentShader: frameSource, depthTest: false, depthWrite: false,
    uniforms: { uFrame: { value: null as VideoTexture | null }, uTexel: { value: new Vector2(1 / WIDTH, 1 / HEIGHT) } },
  });
  private readonly stage = new Scene();
  private readonly eye = new OrthographicCamera();
  private video: HTMLVideoElement | null = null;
  private request = 0;
  private isFresh = false;
  private isDark = false;
  private drawn = { at: -1, ms: 0 };
  private users = 0;
  private shape = USUAL_ASPECT;
  /** Pictures so far, for the tests. */
  uploads = 0;

  constructor(private readonly film: Film) {
    this.target.texture.colorSpace = SRGBColorSpace;
    const triangle = new BufferGeometry();
    triangle.setAttribute('position', new BufferAttribute(new Float32Array([-1, -1, 0, 3, -1, 0, -1, 3, 0]), 3));
    const mesh = new Mesh(triangle, this.material);
    mesh.frustumCulled = false;
    this.stage.add(mesh);
  }

  /** For one more screen. */
  source(): ScreenSource {
    this.users++;
    return new FilmSource(this);
  }

  get isUsed(): boolean {
    return this.users > 0;
  }

  get texture(): Texture {
    return this.target.texture;
  }

  get aspect(): number {
    return this.shape;
  }

  /** Before a frame. Draws only where there is a picture that was not drawn yet. */
  update({ renderer }: FrameInfo): void {
    const { film: { video, isOn } } = this;
    if (video !== this.video) this.follow(video);
    if (!isOn && !this.isDark) this.draw(renderer, true);
    if (video === null || this.frame === null || video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA || video.videoWidth === 0) return;
    const now = performance.now();
    if (!this.isFresh && (video.currentTime === this.drawn.at || now - this.drawn.ms < STILL_MS)) return;
    this.isFresh = false;
    this.drawn.at = video.currentTime;
    this.drawn.ms = now;
    this.shape = video.videoWidth / video.videoHeight;
    this.frame.needsUpdate = true;
    this.uploads++;
    this.draw(renderer, false);
  }

  /** One screen less. */
  release(): void {
    this.users--;
  }

  dispose(): void {
    this.follow(null);
    this.target.dispose();
    this.material.dispose();
  }

  private draw(renderer: FrameInfo['renderer'], isDark: boolean): void {
    this.isDark = isDark;
    (this.material.uniforms.uTexel.value as Vector2).set(isDark ? 1 : 1 / WIDTH, isDark ? 1 : 1 / HEIGHT); // a rim that has all of it
    renderInto(renderer, this.target, this.stage, this.eye);
  }

  private follow(video: HTMLVideoElement | null): void {
    this.video?.cancelVideoFrameCallback?.(this.request);
    this.frame?.dispose();
    // Its own colour space would be decoded by three.js's own shaders only.
    this.frame = this.material.uniforms.uFrame.value = video === null ? null : new VideoTexture(video);
    this.video = video;
    this.isFresh = video !== null;
    this.listen();
  }

  private readonly listen = (): void => {
    const { video } = this;
    if (video?.requestVideoFrameCallback === undefined) return;
    this.request = video.requestVideoFrameCallback(() => {
      this.isFresh = true;
      this.listen();
    });
  };
}

class FilmSource implements ScreenSource {
  readonly kind = 'video';
  /** What is lost of a performer is missed. */
  readonly isWhole = true;
  private isDisposed = false;

  constructor(private readonly picture: FilmPicture) {}

  get texture(): Texture {
    return this.picture.texture;
  }

  get aspect(): number {
    return this.picture.aspect;
  }

  update(frame: FrameInfo): void {
    this.picture.update(frame);
  }

  dispose(): void {
    if (this.isDisposed) return;
    this.isDisposed = true;
    this.picture.release();
  }
}
