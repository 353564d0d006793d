// One person, drawn from the kit by a renderer of its own.
import type { IUniform, ShaderMaterial, WebGLRenderer } from 'three';
import type { PlaceLight } from '../scene/light';
import { DrawList, entryOf, PartsMesh } from './draw-list';
import type { Kit } from './kit';
import { DEFAULT_LOOK, type Look } from './look';
import { LookTable } from './look-table';
import { personMaterial } from './material';
import { MAX_PARTS, partsOf, scaleOf } from './parts';
import { PeopleTable } from './people-table';

/** The glow stick is left out. Owns its tables and material; the kit's geometry and poses are shared. */
export class Figure {
  readonly mesh: PartsMesh;
  private readonly looks = new LookTable(64);
  private readonly people = new PeopleTable(16);
  private readonly list: DrawList;
  private readonly moment: IUniform<number> = { value: 0 };
  private look: Look = DEFAULT_LOOK;

  constructor(renderer: WebGLRenderer, light: PlaceLight, private readonly kit: Kit) {
    this.list = new DrawList(kit, MAX_PARTS);
    const textures = { bones: kit.poses.texture, looks: this.looks.texture, people: this.people.texture, list: this.list.texture };
    this.mesh = new PartsMesh(kit, personMaterial(renderer, light, textures, this.moment, 0), this.list, 0);
    this.setLook(this.look);
  }

  get scale(): number {
    return scaleOf(this.look);
  }

  setLook(look: Look): void {
    this.look = look;
    this.looks.set(0, look, look.stick);
    const parts = partsOf(look).map((name) => this.kit.partIndex(name)).filter((part) => part >= 0);
    this.list.begin();
    for (const part of parts) this.list.count(0, part);
    this.list.layout();
    for (const part of parts) this.list.place(0, part, entryOf(0, 1, false));
  }

  /**
   * Stands idly.
   * @param seconds Of idling: blinks and breath follow it.
   * @param y Height of the feet, metres.
   * @param yaw Radians; 0 faces +z.
   */
  pose(seconds: number, y: number, yaw: number): void {
    this.moment.value = seconds;
    const { poses } = this.kit, clip = poses.clips[poses.indexOf('idle')];
    const phase = (seconds / clip.seconds) % 1, frame = clip.first + phase * clip.frames;
    this.people.data.set([0, y, 0, yaw, frame, frame, 0, this.scale, 1, 0, 0, 0.37, 0, 0, 0, 0]);
    this.people.texture.needsUpdate = true;
  }

  dispose(): void {
    for (const thing of [this.looks.texture, this.people.texture, this.list.texture]) thing.dispose();
    (this.mesh.material as ShaderMaterial).dispose();
  }
}
