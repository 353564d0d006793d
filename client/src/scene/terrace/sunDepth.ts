import {
  type BufferGeometry, DepthTexture, DoubleSide, Matrix4, Mesh, NearestFilter, OrthographicCamera, Scene, ShaderMaterial, UnsignedIntType,
  type Vector3, type WebGLRenderer, WebGLRenderTarget,
} from 'three';
import depthFragment from './shaders/depth.frag.glsl';
import depthVertex from './shaders/depth.vert.glsl';

/** Depth of the architecture seen along one direction, and the matrix from the room into it (all three axes 0..1). */
export interface SunDepth {
  readonly texture: DepthTexture;
  readonly matrix: Matrix4;
  dispose(): void;
}

const TO_UNIT = new Matrix4().set(0.5, 0, 0, 0.5, 0, 0.5, 0, 0.5, 0, 0, 0.5, 0.5, 0, 0, 0, 1);

/** Renders the depth once: the architecture never moves and neither does the sun. */
export function renderSunDepth(renderer: WebGLRenderer, geometries: readonly BufferGeometry[], direction: Vector3, side: number): SunDepth {
  const depth = new DepthTexture(side, side, UnsignedIntType);
  depth.minFilter = depth.magFilter = NearestFilter;
  const target = new WebGLRenderTarget(side, side, { depthTexture: depth });
  // Bounds of the terrace seen from the sun: 76 m wide, and from its skirt's rim to the top of the great ring high.
  const eye = new OrthographicCamera(-40, 40, 27, -14, 1, 170);
  eye.position.copy(direction).multiplyScalar(80);
  eye.lookAt(0, 0, 0);
  eye.updateMatrixWorld();
  const material = new ShaderMaterial({ vertexShader: depthVertex, fragmentShader: depthFragment, side: DoubleSide });
  const scene = new Scene();
  scene.add(...geometries.map((geometry) => Object.assign(new Mesh(geometry, material), { frustumCulled: false })));
  const before = renderer.getRenderTarget();
  renderer.setRenderTarget(target);
  renderer.clear();
  renderer.render(scene, eye);
  renderer.setRenderTarget(before);
  material.dispose();
  const matrix = new Matrix4().multiplyMatrices(eye.projectionMatrix, eye.matrixWorldInverse).premultiply(TO_UNIT);
  return { texture: depth, matrix, dispose: () => { depth.dispose(); target.dispose(); } };
}
