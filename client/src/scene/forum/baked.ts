import {
  type BufferGeometry, DepthTexture, DoubleSide, HalfFloatType, LinearMipmapLinearFilter, Matrix4, Mesh, NearestFilter, OrthographicCamera, Scene,
  ShaderMaterial, UnsignedIntType, Vector2, Vector3, type WebGLRenderer, WebGLRenderTarget,
} from 'three';
import casterSource from './caster.frag.glsl';
import heightsSource from './heights.frag.glsl';
import solidSource from './solid.vert.glsl';

/** The room, metres: what the sun's shadow map covers. */
const ROOM = { low: new Vector3(-22.6, 0, -23.2), high: new Vector3(22.6, 12.4, 32.6) };
/** The farthest crowns that shade the room. */
const CANOPY = new Vector3(46, 11, 5);
const HEIGHTS_ORIGIN = new Vector2(-22.4, -23.3);
const HEIGHTS_SIZE = new Vector2(44.8, 56);

/** A map drawn once, when the place is made: nothing that casts it ever moves. */
export interface SunMap { readonly target: WebGLRenderTarget; readonly matrix: Matrix4 }

/** Depth of everything solid as the sun sees it. Matrix: world to texture coordinates and depth, 0..1. */
export function renderSunMap(renderer: WebGLRenderer, casters: readonly BufferGeometry[], sun: Vector3, side: number): SunMap {
  const depth = new DepthTexture(side, side, UnsignedIntType);
  depth.minFilter = depth.magFilter = NearestFilter;
  const target = new WebGLRenderTarget(side, side, { depthTexture: depth });
  const camera = new OrthographicCamera();
  camera.position.copy(sun).multiplyScalar(80).add(new Vector3(0, 4, 5));
  camera.lookAt(0, 4, 5);
  camera.updateMatrixWorld();
  fitToRoom(camera);
  draw(renderer, casters, casterSource, target, camera);
  const matrix = new Matrix4().makeTranslation(0.5, 0.5, 0.5).scale(new Vector3(0.5, 0.5, 0.5));
  return { target, matrix: matrix.multiply(camera.projectionMatrix).multiply(camera.matrixWorldInverse) };
}

function fitToRoom(camera: OrthographicCamera): void {
  const low = new Vector3(Infinity, Infinity, Infinity);
  const high = new Vector3(-Infinity, -Infinity, -Infinity);
  const p = new Vector3();
  for (const x of [ROOM.low.x, 0, ROOM.high.x]) for (const y of [0, 1]) for (const z of [ROOM.low.z, ROOM.high.z]) {
    p.set(x, y * (x === 0 ? ROOM.high.y : 9.6), z).applyMatrix4(camera.matrixWorldInverse);
    low.min(p);
    high.max(p);
  }
  [camera.left, camera.right, camera.bottom, camera.top] = [low.x, high.x, low.y, high.y + 1];
  p.copy(CANOPY).applyMatrix4(camera.matrixWorldInverse);
  [camera.near, camera.far] = [-Math.max(high.z, p.z) - 4, -low.z + 1];
  camera.updateProjectionMatrix();
}

/** Heights of the furniture seen from above, with mipmaps, and where the map lies on the floor. */
export interface HeightMap { readonly target: WebGLRenderTarget; readonly origin: Vector2; readonly size: Vector2 }

export function renderHeights(renderer: WebGLRenderer, furniture: readonly BufferGeometry[]): HeightMap {
  const target = new WebGLRenderTarget(512, 640, { type: HalfFloatType, generateMipmaps: true, minFilter: LinearMipmapLinearFilter });
  const [x, z] = [HEIGHTS_ORIGIN.x + HEIGHTS_SIZE.x / 2, HEIGHTS_ORIGIN.y + HEIGHTS_SIZE.y / 2];
  const camera = new OrthographicCamera(-HEIGHTS_SIZE.x / 2, HEIGHTS_SIZE.x / 2, HEIGHTS_SIZE.y / 2, -HEIGHTS_SIZE.y / 2, 0.1, 12);
  camera.up.set(0, 0, -1);
  camera.position.set(x, 10, z);
  camera.lookAt(x, 0, z);
  camera.updateMatrixWorld();
  draw(renderer, furniture, heightsSource, target, camera);
  return { target, origin: HEIGHTS_ORIGIN, size: HEIGHTS_SIZE };
}

function draw(renderer: WebGLRenderer, geometries: readonly BufferGeometry[], fragmentShader: string, target: WebGLRenderTarget, camera: OrthographicCamera): void {
  const material = new ShaderMaterial({ vertexShader: solidSource, fragmentShader, vertexColors: true, side: DoubleSide });
  const scene = new Scene();
  for (const geometry of geometries) {
    const mesh = new Mesh(geometry, material);
    mesh.frustumCulled = false;
    scene.add(mesh);
  }
  const [before, alpha] = [renderer.getRenderTarget(), renderer.getClearAlpha()];
  const { autoClear } = renderer;
  renderer.autoClear = true;
  renderer.setClearAlpha(0);
  renderer.setRenderTarget(target);
  renderer.render(scene, camera);
  renderer.setRenderTarget(before);
  renderer.setClearAlpha(alpha);
  renderer.autoClear = autoClear;
  material.dispose();
}
