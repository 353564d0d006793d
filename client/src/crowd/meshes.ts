// Those drawn from parts of the kit: a row of the people table each, and one multi-draw a detail.
import type { IUniform, WebGLRenderer } from 'three';
import { DrawList, entryOf, PartsMesh } from '../avatar/draw-list';
import type { Kit } from '../avatar/kit';
import { personMaterial } from '../avatar/material';
import { DETAILS, MAX_PARTS } from '../avatar/parts';
import { PeopleTable, PERSON_FLOATS } from '../avatar/people-table';
import { FEED_LAYER } from '../scene/feed';
import type { PlaceLight } from '../scene/light';
import type { Actors } from '../world/actors';
import { hash } from '../math/hash';
import type { Motion } from './motion';
import { FAR, MID, type Tiers } from './tiers';
import type { Wardrobe } from './wardrobe';

const MOST = 1024;
/** Rows over the quotas: people in the middle of a change of tier, or of clothes. */
const SPARE = 128;

/** Allocates nothing after construction. */
export class Meshes {
  readonly meshes: PartsMesh[] = [];
  private readonly people = new PeopleTable(MOST + SPARE);
  private readonly list: DrawList;
  /** Those drawn in this frame, their rows and the rows of the look that fades out. */
  private readonly ids: Int32Array;
  private readonly rows: Int32Array;
  private readonly oldRows: Int32Array;
  private count = 0;
  private used = 0;

  constructor(renderer: WebGLRenderer, private readonly kit: Kit, light: PlaceLight, moment: IUniform<number>,
    private readonly actors: Actors, private readonly motion: Motion, private readonly tiers: Tiers, private readonly wardrobe: Wardrobe) {
    const { capacity } = this.people;
    [this.ids, this.rows, this.oldRows] = [new Int32Array(capacity), new Int32Array(capacity), new Int32Array(capacity)];
    this.list = new DrawList(kit, (capacity * 3 * MAX_PARTS) / 4);
    const textures = { bones: kit.poses.texture, looks: wardrobe.table.texture, people: this.people.texture, list: this.list.texture };
    for (let detail = 0; detail < DETAILS; detail++) {
      const mesh = new PartsMesh(kit, personMaterial(renderer, light, textures, moment, detail), this.list, detail);
      if (detail <= MID) mesh.layers.enable(FEED_LAYER); // performers come first in these, so the stage camera sees them
      this.meshes.push(mesh);
    }
  }

  get triangles(): number {
    return this.list.triangles.reduce((a, b) => a + b, 0);
  }

  begin(): void {
    this.count = this.used = 0;
    this.list.begin();
  }

  /** Adds somebody who is drawn from parts, wholly or while a change of tier fades. */
  add(id: number): void {
    if (this.used >= this.people.capacity) return;
    const { tiers, wardrobe } = this, at = this.count++;
    this.ids[at] = id;
    this.rows[at] = this.writeRow(id, id);
    // One fade at a time: in the middle of a change of tier the new look is shown at once.
    const oldSlot = tiers.fade[id] >= 1 ? wardrobe.oldSlotOf(id) : -1;
    this.oldRows[at] = oldSlot >= 0 && this.used < this.people.capacity ? this.writeRow(id, oldSlot) : -1;
    if (tiers.tier[id] <= FAR) this.countParts(id, id, tiers.tier[id]);
    if (this.fadesFrom(id) <= FAR) this.countParts(id, id, tiers.from[id]);
    if (this.oldRows[at] >= 0) this.countParts(id, oldSlot, tiers.tier[id]);
  }

  /** Everybody is added. */
  end(): void {
    const { list, tiers, wardrobe, people } = this;
    list.layout();
    for (let at = 0; at < this.count; at++) {
      const id = this.ids[at], row = this.rows[at], oldRow = this.oldRows[at], tier = tiers.tier[id], fade = tiers.fade[id];
      if (tier <= FAR) this.placeParts(id, id, tier, entryOf(row, oldRow < 0 ? fade : wardrobe.shareOf(id), false));
      if (this.fadesFrom(id) <= FAR) this.placeParts(id, id, tiers.from[id], entryOf(row, fade, true));
      if (oldRow >= 0) this.placeParts(id, wardrobe.oldSlotOf(id), tier, entryOf(oldRow, wardrobe.shareOf(id), true));
    }
    people.texture.needsUpdate = true;
    for (let detail = 0; detail < DETAILS; detail++) this.meshes[detail].visible = list.drawCounts[detail] > 0;
  }

  dispose(): void {
    for (const mesh of this.meshes) (mesh.material as { dispose(): void }).dispose();
    this.people.texture.dispose();
    this.list.texture.dispose();
  }

  /** The tier that somebody fades out of; beyond all tiers when they do not. */
  private fadesFrom(id: number): number {
    return this.tiers.fade[id] < 1 && this.tiers.from[id] !== this.tiers.tier[id] ? this.tiers.from[id] : 255;
  }

  private countParts(id: number, slot: number, detail: number): void {
    const { wardrobe, list } = this, { parts } = wardrobe, count = wardrobe.countOf(slot), from = slot * MAX_PARTS;
    for (let k = 0; k < count; k++) list.count(detail, parts[from + k]);
    if (this.actors.stickOn[id] === 1 && this.kit.stick >= 0) list.count(detail, this.kit.stick);
  }

  private placeParts(id: number, slot: number, detail: number, entry: number): void {
    const { wardrobe, list } = this, { parts } = wardrobe, count = wardrobe.countOf(slot), from = slot * MAX_PARTS;
    for (let k = 0; k < count; k++) list.place(detail, parts[from + k], entry);
    if (this.actors.stickOn[id] === 1 && this.kit.stick >= 0) list.place(detail, this.kit.stick, entry);
  }

  private writeRow(id: number, slot: number): number {
    const row = this.used++, d = this.people.data, o = row * PERSON_FLOATS, { actors, motion } = this;
    d[o] = actors.x[id];
    d[o + 1] = actors.y[id];
    d[o + 2] = actors.z[id];
    d[o + 3] = motion.yaw[id];
    d[o + 4] = motion.frame[id];
    d[o + 5] = motion.oldFrame[id];
    d[o + 6] = motion.oldShare[id];
    d[o + 7] = this.wardrobe.scale[id];
    d[o + 8] = actors.opacity[id];
    d[o + 9] = slot;
    d[o + 10] = actors.mouth[id];
    d[o + 11] = hash(id, 9);
    d[o + 12] = motion.joyOf(id);
    d[o + 13] = 0;
    d[o + 14] = 0;
    return row;
  }
}
