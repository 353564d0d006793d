import {
  BufferAttribute, BufferGeometry, HalfFloatType, type IUniform, LinearFilter, Mesh, NoBlending, OrthographicCamera, RepeatWrapping, Scene,
  ShaderMaterial, type Texture, Vector2, Vector3, WebGLRenderTarget,
} from 'three';
import type { FrameInfo } from '../place';
import type { Quality } from '../quality';
import type { DawnUniforms } from './dawn';
import cloudFragment from './shaders/clouds.frag.glsl';
import panoramaVertex from './shaders/panorama.vert.glsl';

/** Width and height in pixels and steps along a ray, by preset. */
const DETAIL: Readonly<Record<Quality['name'], readonly [width: number, height: number, steps: number]>> = {
  low: [768, 176, 24], phone: [1024, 224, 30], laptop: [1536, 336, 48], high: [2048, 448, 52],
};
const STRIPS = 48; // one a frame: a repaint is spread over a second or two
const FADE_SECONDS = 2.5;

/**
 * The sea of clouds, painted into a panorama around the eye instead of at every pixel of every frame. While one panorama shows, the next
 * is painted strip by strip, then the two are cross-faded; clouds drift so slowly that nobody sees the steps.
 */
export class CloudPanorama {
  readonly uniforms: Readonly<Record<string, IUniform>> & { uClouds: IUniform<Texture | null>; uCloudsBefore: IUniform<Texture | null>; uCloudFade: IUniform<number> };
  private shown: WebGLRenderTarget;
  private next: WebGLRenderTarget;
  private readonly material: ShaderMaterial;
  private readonly stage = new Scene();
  private readonly camera = new OrthographicCamera();
  private strip = -1; // -1: nothing painted yet
  private faded = 1;

  constructor(dawn: DawnUniforms, private quality: Quality) {
    const [width, height, steps] = DETAIL[quality.name];
    this.shown = target(width, height);
    this.next = target(width, height);
    this.uniforms = {
      uClouds: { value: this.shown.texture },
      uCloudsBefore: { value: this.next.texture },
      uCloudFade: { value: 1 },
      uCloudTexel: { value: new Vector2(1 / width, 1 / height) },
    };
    this.material = new ShaderMaterial({
      vertexShader: panoramaVertex,
      fragmentShader: cloudFragment,
      uniforms: { ...dawn, uEye: { value: new Vector3() }, uCloudTime: { value: 0 } },
      defines: { STEPS: steps },
      depthTest: false,
      depthWrite: false,
      blending: NoBlending,
      toneMapped: false,
    });
    const geometry = new BufferGeometry();
    geometry.setAttribute('position', new BufferAttribute(new Float32Array([-1, -1, 0, 3, -1, 0, -1, 3, 0]), 3));
    const triangle = new Mesh(geometry, this.material);
    triangle.frustumCulled = false;
    this.stage.add(triangle);
  }

  setQuality(quality: Quality): void {
    this.quality = quality;
  }

  update(frame: FrameInfo): void {
    if (this.strip < 0) {
      this.begin(frame);
      this.paint(frame, this.shown, 0, 1);
      this.strip = STRIPS;
      return;
    }
    // The lowest preset and whoever wants little motion keep the clouds of their arrival.
    if (this.quality.effects === 'none' || frame.reducedMotion) return;
    if (this.faded < 1) {
      this.faded = Math.min(1, this.faded + frame.delta / FADE_SECONDS);
      this.uniforms.uCloudFade.value = this.faded * this.faded * (3 - 2 * this.faded);
      return;
    }
    if (this.strip >= STRIPS) {
      this.begin(frame);
      this.strip = 0;
    }
    this.paint(frame, this.next, this.strip / STRIPS, (this.strip + 1) / STRIPS);
    if (++this.strip === STRIPS) this.swap();
  }

  dispose(): void {
    this.shown.dispose();
    this.next.dispose();
    this.material.dispose();
  }

  private begin(frame: FrameInfo): void {
    this.material.uniforms.uEye.value.setFromMatrixPosition(frame.camera.matrixWorld);
    this.material.uniforms.uCloudTime.value = frame.time % 3600;
  }

  private paint(frame: FrameInfo, into: WebGLRenderTarget, from: number, to: number): void {
    const { renderer } = frame;
    const [left, right] = [Math.floor(from * into.width), Math.floor(to * into.width)];
    into.scissor.set(left, 0, right - left, into.height);
    const before = renderer.getRenderTarget();
    renderer.setRenderTarget(into);
    renderer.render(this.stage, this.camera);
    renderer.setRenderTarget(before);
  }

  private swap(): void {
    [this.shown, this.next] = [this.next, this.shown];
    this.uniforms.uClouds.value = this.shown.texture;
    this.uniforms.uCloudsBefore.value = this.next.texture;
    this.uniforms.uCloudFade.value = this.faded = 0;
  }
}

function target(width: number, height: number): WebGLRenderTarget {
  const made = new WebGLRenderTarget(width, height, {
    type: HalfFloatType, depthBuffer: false, minFilter: LinearFilter, magFilter: LinearFilter, wrapS: RepeatWrapping,
  });
  made.scissorTest = true;
  return made;
}
