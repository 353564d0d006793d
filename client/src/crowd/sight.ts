// Who is in view, and how far away.
import { Frustum, Matrix4, Vector3, type Camera } from 'three';
import { MAX_PEOPLE, type Actors } from '../world/actors';

const MIDDLE_METRES = 0.95, RADIUS_METRES = 1.25; // a ball about everybody, raised arms and sticks included
const PERFORMER_SHARE = 0.35; // performers count as much nearer than they are: all eyes are on them
const UNSEEN_OPACITY = 0.01;

/** Those in view in one frame. Allocates nothing after construction. */
export class Sight {
  /** Ids of those in view, and their distances from the eye in metres by place in `ids`; −1 for oneself. The first `count` count. */
  readonly ids = new Int32Array(MAX_PEOPLE);
  readonly metres = new Float32Array(MAX_PEOPLE);
  count = 0;
  /** Performers in the room, seen or not. */
  performers = 0;
  /** The first of them; −1 without any. */
  performer = -1;
  /** Distances count as this share of what they are. */
  share = 1;
  private readonly frustum = new Frustum();
  private readonly matrix = new Matrix4();
  private readonly eye = new Vector3();
  private readonly planes = new Float64Array(24);

  /** @param self Oneself, the nearest of all. */
  look(camera: Camera, actors: Actors, self: number): void {
    camera.updateMatrixWorld();
    this.frustum.setFromProjectionMatrix(this.matrix.multiplyMatrices(camera.projectionMatrix, camera.matrixWorldInverse), camera.coordinateSystem);
    this.eye.setFromMatrixPosition(camera.matrixWorld);
    this.frustum.planes.forEach(({ normal, constant }, i) => this.planes.set([normal.x, normal.y, normal.z, constant + RADIUS_METRES + normal.y * MIDDLE_METRES], i * 4));
    const { ids, metres, eye } = this, { x, y, z, opacity, performer } = actors, { ids: shown, count: people } = actors.shown;
    let count = 0, performers = 0, first = -1;
    for (let i = 0; i < people; i++) {
      const id = shown[i], performs = performer[id] === 1;
      if (performs && performers++ === 0) first = id;
      // Performers stay: the cameras of the place show them on its screens.
      if (opacity[id] <= UNSEEN_OPACITY || !(performs || this.sees(x[id], y[id], z[id]))) continue;
      const dx = x[id] - eye.x, dy = y[id] + MIDDLE_METRES - eye.y, dz = z[id] - eye.z;
      ids[count] = id;
      metres[count++] = id === self ? -1 : Math.sqrt(dx * dx + dy * dy + dz * dz) * (performs ? PERFORMER_SHARE : 1) * this.share;
    }
    this.count = count;
    this.performers = performers;
    this.performer = first;
  }

  private sees(x: number, y: number, z: number): boolean {
    const p = this.planes;
    // The sides first: they part most people from the view. The order of three's planes is right, left, top, bottom, far, near.
    for (let at = 0; at < 24; at += 4) if (p[at] * x + p[at + 1] * y + p[at + 2] * z + p[at + 3] < 0) return false;
    return true;
  }
}
