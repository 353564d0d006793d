import { AdditiveBlending, InstancedMesh, Matrix4, PlaneGeometry, Quaternion, ShaderMaterial, Vector3, type Object3D } from 'three';
import type { Screen } from '../scene/screen';
import fragmentSource from './laser.frag.glsl';
import vertexSource from './laser.vert.glsl';

/** A point on a screen: u to the right and v upwards, 0 to 1 of the picture that is on it. */
export interface Laser { readonly screen: string; readonly u: number; readonly v: number }

const MOST = 8, SHARE = 0.035; // of the screen's height
const BEFORE = 0.06; // metres in front of the screen
const UP = new Vector3(0, 1, 0), AT = new Vector3(), TURN = new Quaternion(), SIZE = new Vector3(), PLACED = new Matrix4();

/** Lasers on the screens of a place: one draw for all of them, none while nobody points. */
export class Lasers {
  private readonly mesh = new InstancedMesh(new PlaneGeometry(1, 1), new ShaderMaterial({
    vertexShader: vertexSource, fragmentShader: fragmentSource, transparent: true, depthWrite: false, blending: AdditiveBlending,
  }), MOST);
  private told: readonly Laser[] | null = null;
  private screens: ReadonlyMap<string, Screen> | null = null;

  constructor() {
    this.mesh.frustumCulled = false;
    this.mesh.visible = false;
    this.mesh.renderOrder = 20;
  }

  /** Before each frame. @param root What of the place is drawn. @param screens Its screens, the main one by `main`. */
  follow(lasers: readonly Laser[], root: Object3D, screens: ReadonlyMap<string, Screen>, main: Screen | null): void {
    if (this.mesh.parent !== root) root.add(this.mesh);
    if (lasers === this.told && screens === this.screens && lasers.length === 0) return;
    [this.told, this.screens] = [lasers, screens];
    let count = 0;
    for (const { screen, u, v } of lasers) {
      const on = (screen === '' ? null : screens.get(screen)) ?? main;
      if (on !== null && count < MOST) this.mesh.setMatrixAt(count++, placeOf(on, u, v));
    }
    this.mesh.count = count;
    this.mesh.visible = count > 0;
    this.mesh.instanceMatrix.needsUpdate = true;
  }
}

/** The picture may be narrower or lower than the screen on which it is shown whole. */
function placeOf({ surface: { position, yaw, width, height }, source }: Screen, u: number, v: number): Matrix4 {
  const isWhole = (source as { readonly isWhole?: boolean }).isWhole === true, ratio = source.aspect / (width / height);
  const across = width * (isWhole ? Math.min(1, ratio) : 1) * (u - 0.5), up = height * (isWhole ? Math.min(1, 1 / ratio) : 1) * (v - 0.5);
  TURN.setFromAxisAngle(UP, yaw);
  AT.set(across, up, BEFORE).applyQuaternion(TURN).add(position);
  return PLACED.compose(AT, TURN, SIZE.setScalar(height * SHARE));
}
