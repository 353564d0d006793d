import { InstancedBufferAttribute, Mesh, InstancedBufferGeometry, PlaneGeometry, ShaderMaterial } from 'three';
import type { Actors } from '../world/actors';
import fragmentShader from './rings.frag.glsl';
import vertexShader from './rings.vert.glsl';

const MOST = 48; // who speaks beyond these is seen by name only
const LIFE_SECONDS = 0.25; // how long a ring takes to come and go

/** A soft ring on the ground around each one who speaks, wider the louder they are; one draw for all. */
export class Rings {
  readonly mesh: Mesh<InstancedBufferGeometry, ShaderMaterial>;
  private readonly ids = new Int32Array(MOST).fill(-1);
  private readonly shown = new Float32Array(MOST);
  /** x, y, z, and how much of the ring is there. */
  private readonly places = new InstancedBufferAttribute(new Float32Array(MOST * 4), 4);
  private readonly loudness = new InstancedBufferAttribute(new Float32Array(MOST), 1);

  constructor() {
    const plane = new PlaneGeometry(2, 2), geometry = new InstancedBufferGeometry();
    geometry.setIndex(plane.getIndex());
    geometry.setAttribute('position', plane.getAttribute('position'));
    geometry.setAttribute('aPlace', this.places);
    geometry.setAttribute('aLoudness', this.loudness);
    geometry.instanceCount = 0;
    this.mesh = new Mesh(geometry, new ShaderMaterial({ vertexShader, fragmentShader, transparent: true, depthWrite: false }));
    this.mesh.frustumCulled = false;
    this.mesh.visible = false;
  }

  /** Lays out this frame's rings. Allocates nothing. */
  update(actors: Actors, speaking: ReadonlySet<number>, isShown: (id: number) => boolean, seconds: number): void {
    const { ids, shown } = this;
    if (speaking.size === 0 && !this.mesh.visible) return;
    for (const id of speaking) if (isShown(id) && actors.shown.has(id)) this.keep(id);
    let count = 0;
    for (let i = 0; i < MOST; i++) {
      const id = ids[i];
      if (id < 0) continue;
      const stays = speaking.has(id) && isShown(id) && actors.shown.has(id);
      shown[i] = Math.min(1, Math.max(0, shown[i] + (stays ? seconds : -seconds) / LIFE_SECONDS));
      if (shown[i] === 0 && !stays) {
        ids[i] = -1;
        continue;
      }
      this.places.setXYZW(count, actors.x[id], actors.y[id], actors.z[id], shown[i] * Math.min(1, actors.opacity[id]));
      this.loudness.setX(count++, actors.mouth[id]);
    }
    this.mesh.visible = count > 0;
    this.mesh.geometry.instanceCount = count;
    this.places.needsUpdate = this.loudness.needsUpdate = true;
  }

  dispose(): void {
    this.mesh.geometry.dispose();
    this.mesh.material.dispose();
  }

  private keep(id: number): void {
    if (this.ids.includes(id)) return;
    const free = this.ids.indexOf(-1);
    if (free < 0) return;
    this.ids[free] = id;
    this.shown[free] = 0;
  }
}
