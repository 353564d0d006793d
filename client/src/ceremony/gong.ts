import { BoxGeometry, type BufferGeometry, CylinderGeometry, Group, LatheGeometry, Matrix4, Mesh, SphereGeometry, TorusGeometry, Vector2 } from 'three';
import { FEED_LAYER } from '../scene/feed';
import type { Place } from '../scene/place';
import { BRONZE, DARK, GOLD, LACQUER, pieceMaterial, Pieces } from './pieces';
import type { CeremonySpots, Floor } from './spots';
import type { StepFrame, StepMaker, StepScene } from './steps';
import { glowAt, swingAt } from './strokes';

const RADIUS = 0.95, MIDDLE = 1.78, BEAM = 3.02, SPAN = 1.45; // metres: of the gong that a ceremony brings
const OVER = 1.02, BEFORE = 0.05; // over one that the scene has by itself, so that it is hidden while this one swings
const INVITING = 0.1; // of light by itself, so that one finds it

/** The gong while it may be struck: a bronze disc that swings, and its frame where the scene has none. One draw or two. */
class Gong implements StepScene {
  private readonly root = new Group();
  private readonly disc = new Group();
  private readonly glow = { value: 0 };
  private readonly meshes: readonly Mesh[];

  constructor(private readonly place: Place, { gong: { x, y, z, radius } }: CeremonySpots, floor: Floor) {
    const isOwn = y === null, ground = floor.heightAt(x, z), size = isOwn ? RADIUS : radius * OVER, hangs = isOwn ? BEAM - 0.1 - MIDDLE : radius * 0.95;
    const swinging = pieceMaterial(place.light, this.glow), disc = new Mesh(discOf(size, hangs), swinging);
    disc.position.y = -hangs;
    this.disc.add(disc);
    this.meshes = isOwn ? [disc, new Mesh(frameOf(), pieceMaterial(place.light, { value: 0 }))] : [disc];
    this.root.add(this.disc, ...this.meshes.slice(1));
    if (isOwn) {
      this.root.position.set(x, Number.isNaN(ground) ? 0 : ground, z);
      this.disc.position.y = MIDDLE + hangs;
    } else this.root.position.set(x, y + hangs, z + BEFORE);
    for (const mesh of this.meshes) mesh.layers.enable(FEED_LAYER);
    place.root.add(this.root);
    this.root.updateMatrixWorld(true);
  }

  update({ now: { strokes }, roomMs, calm }: StepFrame): void {
    this.disc.rotation.x = -swingAt(strokes, roomMs, calm);
    const waits = strokes.length === 0 ? INVITING * (calm ? 1 : 1 + Math.sin(roomMs / 450)) : 0;
    this.glow.value = waits + 0.8 * glowAt(strokes, roomMs);
    this.root.updateMatrixWorld(true);
  }

  dispose(): void {
    this.place.root.remove(this.root);
    for (const { geometry, material } of this.meshes) {
      geometry.dispose();
      for (const one of [material].flat()) one.dispose();
    }
  }
}

export const makeGong: StepMaker = (place, spots, floor) => new Gong(place, spots, floor);

const UPRIGHT = new Matrix4().makeRotationX(Math.PI / 2);

/** Around its own middle, facing +Z. @param hangs How far below its beam the middle is, metres. */
function discOf(radius: number, hangs: number): BufferGeometry {
  const profile = [[0, -0.08], [0.88, -0.12], [0.96, -0.2], [1, -0.17], [1, -0.08],
    [0.95, -0.03], [0.86, 0.02], [0.78, 0.005], [0.34, 0.015], [0.26, 0.045], [0.2, 0.1], [0.12, 0.14], [0, 0.15]];
  const pieces = new Pieces().add(new LatheGeometry(profile.map(([r, height]) => new Vector2(Math.max(0.0005, r * radius), height * radius)), 48), BRONZE, UPRIGHT.clone());
  for (const ring of [0.42, 0.62, 0.79]) pieces.put(new TorusGeometry(ring * radius, 0.013 * radius, 6, 48), GOLD, 0, 0, 0.016 * radius);
  for (const side of [-1, 1]) {
    const length = hangs - 0.78 * radius;
    if (length > 0) pieces.put(new CylinderGeometry(0.018, 0.018, length, 6), DARK, side * 0.6 * radius, 0.78 * radius + length / 2, -0.06);
  }
  return pieces.build();
}

/** Two posts on feet, a beam with golden ends and a ridge: red lacquer. Stands on the floor, faces +Z. */
function frameOf(): BufferGeometry {
  const pieces = new Pieces(), ends = BEAM + 0.18;
  for (const side of [-1, 1]) {
    const x = side * SPAN;
    pieces.put(new CylinderGeometry(0.085, 0.1, BEAM, 14), LACQUER, x, BEAM / 2, 0).put(new BoxGeometry(0.3, 0.16, 1.3), DARK, x, 0.08, 0);
    pieces.put(new CylinderGeometry(0.12, 0.14, 0.3, 14), GOLD, x, 0.3, 0).put(new CylinderGeometry(0.11, 0.11, 0.07, 14), GOLD, x, BEAM - 0.42, 0);
    for (const front of [-1, 1]) pieces.add(new BoxGeometry(0.1, 0.75, 0.09), LACQUER, new Matrix4().makeRotationX(front * -0.5).setPosition(x, 0.46, front * 0.33));
    pieces.put(new SphereGeometry(0.11, 14, 10), GOLD, side * (SPAN + 0.52), BEAM, 0);
    pieces.add(new BoxGeometry(0.75, 0.09, 0.34), DARK, new Matrix4().makeRotationZ(side * 0.22).setPosition(side * (SPAN + 0.15), ends + 0.06, 0));
  }
  pieces.put(new BoxGeometry(2 * SPAN + 1, 0.19, 0.19), LACQUER, 0, BEAM, 0).put(new BoxGeometry(2 * SPAN, 0.11, 0.13), LACQUER, 0, BEAM - 0.34, 0);
  pieces.put(new BoxGeometry(2 * SPAN - 0.35, 0.09, 0.34), DARK, 0, ends - 0.015, 0).put(new BoxGeometry(2 * SPAN + 0.9, 0.03, 0.205), GOLD, 0, BEAM + 0.1, 0);
  for (let i = -2; i <= 2; i++) pieces.put(new BoxGeometry(0.1, 0.14, 0.08), GOLD, i * 0.52, BEAM - 0.2, 0);
  return pieces.build();
}
