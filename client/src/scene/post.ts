import {
  ACESFilmicToneMapping, AdditiveBlending, BufferAttribute, BufferGeometry, type Camera, Color, HalfFloatType, LinearFilter, Mesh,
  NoBlending, OrthographicCamera, Scene, ShaderMaterial, Vector2, type WebGLRenderer, WebGLRenderTarget,
} from 'three';
import { PLAIN_POST } from './plain';
import type { PostSettings } from './place';
import type { Quality } from './quality';
import brightSource from './post/bright.frag.glsl';
import downSource from './post/down.frag.glsl';
import fullscreenSource from './post/fullscreen.vert.glsl';
import gradeSource from './post/grade.frag.glsl';
import upSource from './post/up.frag.glsl';

const LEVELS = 5; // bloom sizes: 1/2 to 1/32 of the picture; ten draws in all with the grading

/**
 * Draws the scene with bloom and grading where the preset allows, directly to the canvas otherwise. Both use ACES tone mapping and the
 * place's exposure, so that changing the preset does not change the brightness of the room.
 */
export class Post {
  private settings: PostSettings = PLAIN_POST;
  private readonly stage = new Scene();
  private readonly eye = new OrthographicCamera();
  private readonly triangle: Mesh;
  private readonly bright = shader(brightSource, { uThreshold: { value: 1 } });
  private readonly down = shader(downSource, {});
  private readonly up = shader(upSource, { uSpread: { value: 1 } });
  private readonly grade = shader(gradeSource, {
    uScene: { value: null }, uBloom: { value: null }, uBloomStrength: { value: 0 }, uVignette: { value: 0 }, uContrast: { value: 1 },
    uSaturation: { value: 1 }, uSeed: { value: 0 }, uGrain: { value: 0.014 }, uShadowTint: { value: new Color() }, uLightTint: { value: new Color() },
  });
  private target: WebGLRenderTarget | null = null;
  private levels: WebGLRenderTarget[] = [];

  constructor(private readonly renderer: WebGLRenderer, private quality: Quality) {
    const geometry = new BufferGeometry();
    geometry.setAttribute('position', new BufferAttribute(new Float32Array([-1, -1, 0, 3, -1, 0, -1, 3, 0]), 3));
    this.triangle = new Mesh(geometry, this.grade);
    this.triangle.frustumCulled = false;
    this.stage.add(this.triangle);
    this.up.blending = AdditiveBlending;
    this.up.transparent = true;
    renderer.toneMapping = ACESFilmicToneMapping;
    this.setSize();
  }

  setPlace(post: PostSettings): void {
    this.settings = post;
    const grade = this.grade.uniforms;
    this.bright.uniforms.uThreshold.value = post.bloomThreshold;
    this.up.uniforms.uSpread.value = 0.5 + 0.7 * post.bloomRadius;
    grade.uBloomStrength.value = post.bloomStrength;
    grade.uVignette.value = post.vignette;
    grade.uContrast.value = post.contrast;
    grade.uSaturation.value = post.saturation;
    grade.uShadowTint.value.setRGB(...post.shadowTint);
    grade.uLightTint.value.setRGB(...post.lightTint);
  }

  setQuality(quality: Quality): void {
    this.quality = quality;
    this.setSize();
  }

  /** Fits the buffers to the renderer's canvas; call after the renderer's size or pixel ratio changed. */
  setSize(): void {
    this.free();
    if (!this.quality.post) return;
    const size = this.renderer.getDrawingBufferSize(new Vector2());
    this.target = new WebGLRenderTarget(size.x, size.y, { type: HalfFloatType, samples: this.quality.samples });
    for (let level = 1; level <= LEVELS; level++) {
      const [width, height] = [Math.max(1, size.x >> level), Math.max(1, size.y >> level)];
      this.levels.push(new WebGLRenderTarget(width, height, { type: HalfFloatType, depthBuffer: false, minFilter: LinearFilter, magFilter: LinearFilter }));
    }
  }

  /** Compiles what a scene needs as it will be drawn here, without holding up the page where the browser can. */
  async compile(scene: Scene, camera: Camera): Promise<void> {
    // three chooses a shader's variant by where it draws to, and does so at once: what follows only waits.
    this.renderer.setRenderTarget(this.target);
    const compiled = this.renderer.compileAsync(scene, camera);
    this.renderer.setRenderTarget(null);
    await compiled;
  }

  render(scene: Scene, camera: Camera): void {
    const { renderer, target, levels } = this;
    renderer.toneMappingExposure = this.settings.exposure;
    if (!target) {
      renderer.setRenderTarget(null);
      renderer.render(scene, camera);
      return;
    }
    renderer.setRenderTarget(target);
    renderer.render(scene, camera);
    const autoClear = renderer.autoClear;
    renderer.autoClear = false;
    this.pass(this.bright, target, levels[0]);
    for (let level = 1; level < LEVELS; level++) this.pass(this.down, levels[level - 1], levels[level]);
    for (let level = LEVELS - 1; level > 0; level--) this.pass(this.up, levels[level], levels[level - 1]);
    this.grade.uniforms.uScene.value = target.texture;
    this.grade.uniforms.uBloom.value = levels[0].texture;
    this.grade.uniforms.uSeed.value = (this.grade.uniforms.uSeed.value + 17.3) % 613;
    this.pass(this.grade, null, null);
    renderer.autoClear = autoClear;
  }

  dispose(): void {
    this.free();
    this.triangle.geometry.dispose();
    for (const material of [this.bright, this.down, this.up, this.grade]) material.dispose();
  }

  private pass(material: ShaderMaterial, from: WebGLRenderTarget | null, to: WebGLRenderTarget | null): void {
    if (from) {
      material.uniforms.uSource.value = from.texture;
      material.uniforms.uTexel.value.set(1 / from.width, 1 / from.height);
    }
    this.triangle.material = material;
    this.renderer.setRenderTarget(to);
    this.renderer.render(this.stage, this.eye);
  }

  private free(): void {
    this.target?.dispose();
    for (const level of this.levels) level.dispose();
    this.target = null;
    this.levels = [];
  }
}

function shader(fragmentShader: string, uniforms: ShaderMaterial['uniforms']): ShaderMaterial {
  return new ShaderMaterial({
    vertexShader: fullscreenSource,
    fragmentShader,
    uniforms: { uSource: { value: null }, uTexel: { value: new Vector2() }, ...uniforms },
    depthTest: false,
    depthWrite: false,
    toneMapped: false,
    blending: NoBlending,
  });
}
