import { HalfFloatType, type IUniform, LinearMipmapLinearFilter, Matrix4, type Object3D, PerspectiveCamera, type Texture, Vector2, WebGLRenderTarget } from 'three';
import type { FrameInfo } from '../place';

/**
 * The polished floor: the room drawn once more from below, at half size, and blurred by its mipmaps. Only the place is mirrored, not its people:
 * at this blur they would be smudges that cost as much again as the crowd.
 */
export class Mirror {
  readonly uniforms: { uReflection: IUniform<Texture | null>; uReflectionStrength: IUniform<number>; uResolution: IUniform<Vector2>; uMirror: IUniform<number> } = {
    uReflection: { value: null }, uReflectionStrength: { value: 0 }, uResolution: { value: new Vector2(1, 1) }, uMirror: { value: 0 },
  };

  private readonly camera = new PerspectiveCamera();
  private readonly flip = new Matrix4().makeScale(1, -1, 1);
  private readonly size = new Vector2();
  private target: WebGLRenderTarget | null = null;

  /** @param hidden What the floor cannot show: itself, and what lies outside. */
  constructor(private readonly root: Object3D, private readonly hidden: readonly Object3D[]) {
    this.camera.matrixAutoUpdate = this.camera.matrixWorldAutoUpdate = false;
  }

  setOn(on: boolean): void {
    this.uniforms.uReflectionStrength.value = on ? 1 : 0;
    if (!on) this.dispose();
  }

  render({ renderer, camera }: FrameInfo): void {
    if (this.uniforms.uReflectionStrength.value === 0) return;
    renderer.getDrawingBufferSize(this.size);
    this.uniforms.uResolution.value.copy(this.size);
    const target = this.targetOf(this.size.x >> 1, this.size.y >> 1);
    this.camera.matrixWorldInverse.copy(camera.matrixWorldInverse).multiply(this.flip);
    this.camera.matrixWorld.copy(this.camera.matrixWorldInverse).invert();
    this.camera.projectionMatrix.copy(camera.projectionMatrix);
    this.camera.projectionMatrixInverse.copy(camera.projectionMatrixInverse);
    const shown = this.hidden.map((node) => node.visible);
    for (const node of this.hidden) node.visible = false;
    const before = renderer.getRenderTarget();
    this.uniforms.uMirror.value = 1;
    renderer.setRenderTarget(target);
    renderer.render(this.root, this.camera);
    renderer.setRenderTarget(before);
    this.uniforms.uMirror.value = 0;
    this.hidden.forEach((node, i) => { node.visible = shown[i]; });
    this.uniforms.uReflection.value = target.texture;
  }

  dispose(): void {
    this.target?.dispose();
    this.target = null;
    this.uniforms.uReflection.value = null;
  }

  private targetOf(width: number, height: number): WebGLRenderTarget {
    if (this.target?.width !== width || this.target.height !== height) {
      this.target?.dispose();
      this.target = new WebGLRenderTarget(width, height, { type: HalfFloatType, generateMipmaps: true, minFilter: LinearMipmapLinearFilter });
    }
    return this.target;
  }
}
