import { CylinderGeometry, type BufferGeometry, Mesh, type ShaderMaterial, TorusGeometry, Matrix4 } from 'three';
import { FEED_LAYER } from '../scene/feed';
import type { Place } from '../scene/place';
import { DARK, GOLD, pieceMaterial, Pieces, STEEL } from './pieces';

/** How high it goes, metres: lower than the server lets people jump. */
export const LIFT_METRES = 1;

/** The platform in the floor of a stage, while it is up or moves: one draw. */
export class LiftPlatform {
  private readonly mesh: Mesh<BufferGeometry, ShaderMaterial>;

  constructor(private readonly place: Place, x: number, private readonly ground: number, z: number, radius: number) {
    const pieces = new Pieces().put(new CylinderGeometry(radius, radius, 0.1, 48), DARK, 0, -0.045, 0)
      .put(new CylinderGeometry(radius * 0.94, radius * 0.94, 0.01, 48), STEEL, 0, 0.004, 0);
    pieces.put(new CylinderGeometry(radius * 0.9, radius * 0.9, LIFT_METRES, 48, 1, true), STEEL, 0, -0.08 - LIFT_METRES / 2, 0);
    for (const y of [-0.03, -0.34, -0.64])
      pieces.add(new TorusGeometry(radius * (y > -0.1 ? 1 : 0.905), 0.022, 6, 64), GOLD, new Matrix4().makeRotationX(Math.PI / 2).setPosition(0, y, 0));
    this.mesh = new Mesh(pieces.build(), pieceMaterial(place.light, { value: 0.55 }));
    this.mesh.position.set(x, ground, z);
    this.mesh.layers.enable(FEED_LAYER);
    place.root.add(this.mesh);
  }

  /** @param metres How far up it is. */
  rise(metres: number): void {
    this.mesh.position.y = this.ground + metres + 0.012;
    this.mesh.updateMatrixWorld();
  }

  dispose(): void {
    this.place.root.remove(this.mesh);
    this.mesh.geometry.dispose();
    this.mesh.material.dispose();
  }
}
