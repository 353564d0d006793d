import {
  BufferAttribute, BufferGeometry, HalfFloatType, type IUniform, LinearFilter, LinearMipmapLinearFilter, Mesh, NoBlending, OrthographicCamera, Scene, ShaderMaterial,
  WebGLRenderTarget,
} from 'three';
import type { FrameInfo } from '../place';
import fullscreenSource from '../post/fullscreen.vert.glsl';
import { isDue, renderInto } from '../stage-camera';

/** A picture that a shader paints into a target of its own. */
export class Painted {
  readonly target: WebGLRenderTarget;
  private readonly material: ShaderMaterial;
  private readonly mesh: Mesh;
  private readonly scene = new Scene();
  private readonly eye = new OrthographicCamera();
  private paintedAt = Number.NEGATIVE_INFINITY;

  /** @param width Pixels; height likewise. @param everySeconds How often at most. */
  constructor(width: number, height: number, fragmentShader: string, uniforms: Record<string, IUniform>, private readonly everySeconds: number) {
    this.target = new WebGLRenderTarget(width, height,
      { type: HalfFloatType, depthBuffer: false, generateMipmaps: true, minFilter: LinearMipmapLinearFilter, magFilter: LinearFilter });
    this.material = new ShaderMaterial({ vertexShader: fullscreenSource, fragmentShader, uniforms, depthTest: false, depthWrite: false, toneMapped: false, blending: NoBlending });
    const triangle = new BufferGeometry();
    triangle.setAttribute('position', new BufferAttribute(new Float32Array([-1, -1, 0, 3, -1, 0, -1, 3, 0]), 3));
    this.mesh = new Mesh(triangle, this.material);
    this.mesh.frustumCulled = false;
    this.scene.add(this.mesh);
  }

  /** Paints where it is time. @returns Whether it did. */
  paint({ time, renderer }: FrameInfo): boolean {
    if (!isDue(time, this.paintedAt, this.everySeconds)) return false;
    this.paintedAt = time;
    renderInto(renderer, this.target, this.scene, this.eye);
    return true;
  }

  dispose(): void {
    this.target.dispose();
    this.material.dispose();
    this.mesh.geometry.dispose();
  }
}
