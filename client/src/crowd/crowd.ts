// Draws everybody in the room: meshes for the nearest by count, cards for all others, their shadows and their glow sticks.
import { Frustum, Group, Matrix4, Ray, Sphere, Vector3, type Camera, type IUniform, type Raycaster, type WebGLRenderer } from 'three';
import { DrawList, entryOf, PartsMesh } from '../avatar/draw-list';
import { HEAD, type Kit } from '../avatar/kit';
import { personMaterial } from '../avatar/material';
import { DETAILS, MAX_PARTS } from '../avatar/parts';
import { PeopleTable, PERSON_FLOATS } from '../avatar/people-table';
import { FEED_LAYER } from '../scene/feed';
import type { PlaceLight } from '../scene/light';
import type { Quality } from '../scene/quality';
import { Form, type Actor } from './actor';
import { glowSprites, shadowSprites } from './effects';
import { Impostors } from './impostors';
import { hash, Motion } from './motion';
import type { Sprites } from './sprites';
import { FAR, IMPOSTOR, MID, NEAR, Tiers } from './tiers';
import { Wardrobe } from './wardrobe';

/** Ids of people in a room are below this (kapok.proto). */
export const MAX_PEOPLE = 16384;
/** Top of the head in the bind pose: what hovers over people hangs from here. */
const CROWN = new Vector3(0, 1.62, 0);
const BODY_METRES = 1.75, BODY_RADIUS = 0.32;
/** People drawn as meshes at once in the middle of tier changes, over the quotas. */
const SPARE = 64;
const MOMENT_WRAP_SECONDS = 600;

/**
 * Six draw calls for any number of people. Allocates nothing per frame.
 * @remarks The renderer must outlive it. `update` must run before the scene is rendered; the light is shared with the place.
 */
export class Crowd {
  readonly group = new Group();
  /** Oneself: always in the best tier. -1 is nobody. */
  self = -1;
  /** Performers in the room, seen or not. */
  performers = 0;
  private readonly motion: Motion;
  private readonly tiers: Tiers;
  private readonly wardrobe: Wardrobe;
  private readonly impostors: Impostors;
  private readonly shadows: Sprites;
  private readonly glow: Sprites;
  private readonly people: PeopleTable;
  private readonly list: DrawList;
  private readonly meshes: PartsMesh[] = [];
  private readonly moment: IUniform<number> = { value: 0 };
  private readonly actors: (Actor | undefined)[] = new Array<Actor | undefined>(MAX_PEOPLE).fill(undefined);
  private readonly lastFrame = new Uint32Array(MAX_PEOPLE);
  private readonly lastSeen = new Uint32Array(MAX_PEOPLE);
  private readonly ground = new Float32Array(MAX_PEOPLE);
  private readonly entries = new Int32Array(MAX_PEOPLE);
  private readonly visible = new Int32Array(MAX_PEOPLE);
  private readonly metres = new Float32Array(MAX_PEOPLE);
  private readonly frustum = new Frustum();
  private readonly matrix = new Matrix4();
  private readonly sphere = new Sphere(new Vector3(), 1.25);
  private readonly eye = new Vector3();
  private quality: Quality;
  private visibleCount = 0;
  private frame = 0;

  constructor(renderer: WebGLRenderer, private readonly kit: Kit, light: PlaceLight, quality: Quality) {
    this.quality = quality;
    this.motion = new Motion(kit.poses, MAX_PEOPLE);
    this.tiers = new Tiers(MAX_PEOPLE);
    this.wardrobe = new Wardrobe(kit, MAX_PEOPLE);
    this.people = new PeopleTable(1024 + SPARE);
    this.list = new DrawList(kit, (this.people.capacity * 3 * MAX_PARTS) / 4);
    const looks = this.wardrobe.table, textures = { bones: kit.poses.texture, looks: looks.texture, people: this.people.texture, list: this.list.texture };
    for (let tier = 0; tier < DETAILS; tier++) {
      const mesh = new PartsMesh(kit, personMaterial(renderer, light, textures, this.moment, tier), this.list, tier);
      if (tier <= MID) mesh.layers.enable(FEED_LAYER); // performers come first in these, so the stage camera sees them
      this.meshes.push(mesh);
      this.group.add(mesh);
    }
    this.impostors = new Impostors(renderer, kit, light, looks, MAX_PEOPLE);
    this.shadows = shadowSprites(MAX_PEOPLE);
    this.glow = glowSprites(MAX_PEOPLE, kit);
    this.group.add(this.impostors.cards.mesh, this.shadows.mesh, this.glow.mesh);
  }

  setQuality(quality: Quality): void {
    this.quality = quality;
  }

  /**
   * Takes over where everybody is and lays out this frame.
   * @param roomMs Room time in milliseconds; clips run on it. @param beat Beats since the room's clock began.
   * @param reducedMotion Dances and sticks move slower and less.
   */
  update(actors: Iterable<Actor>, camera: Camera, roomMs: number, beat: number, deltaSeconds: number, reducedMotion = false): void {
    this.frame++;
    this.motion.calm = reducedMotion;
    this.moment.value = (roomMs / 1000) % MOMENT_WRAP_SECONDS;
    this.wardrobe.table.beginFrame();
    this.gather(actors, camera, roomMs, beat, deltaSeconds);
    this.tiers.assign(this.visible, this.metres, this.visibleCount, this.quality.quota, deltaSeconds);
    this.layOut();
  }

  /** Writes the top of somebody's head, in the world; false when they are not in the room. */
  headOf(id: number, out: Vector3): boolean {
    const actor = this.actors[id];
    if (!actor || this.lastFrame[id] !== this.frame) return false;
    this.kit.poses.follow(HEAD, this.motion.frame[id], CROWN, out).multiplyScalar(this.wardrobe.scale[id]);
    const yaw = this.motion.yaw[id], c = Math.cos(yaw), s = Math.sin(yaw), x = out.x;
    out.set(c * x + s * out.z + actor.x, out.y + actor.y, -s * x + c * out.z + actor.z);
    return true;
  }

  /** Who is nearest along a ray, oneself excepted; -1 when nobody. */
  pick(raycaster: Raycaster): number {
    const ray: Ray = raycaster.ray;
    let best = -1, bestAlong = Infinity;
    for (let i = 0; i < this.visibleCount; i++) {
      const id = this.visible[i], actor = this.actors[id];
      if (!actor || id === this.self) continue;
      const height = BODY_METRES * this.wardrobe.scale[id] * (actor.form === Form.Seated ? 0.75 : 1);
      bottom.set(actor.x, actor.y + BODY_RADIUS, actor.z);
      top.set(actor.x, actor.y + height - BODY_RADIUS * 0.5, actor.z);
      if (ray.distanceSqToSegment(bottom, top, onRay) > BODY_RADIUS * BODY_RADIUS) continue;
      const along = onRay.distanceToSquared(ray.origin);
      if (along < bestAlong) [best, bestAlong] = [id, along];
    }
    return best;
  }

  /** Figures of the last frame. */
  get stats(): { visible: number; drawn: number[]; triangles: number; impostors: number } {
    const drawn = [0, 0, 0, 0];
    for (let i = 0; i < this.visibleCount; i++) drawn[Math.min(IMPOSTOR, this.tiers.tier[this.visible[i]])]++;
    return { visible: this.visibleCount, drawn, triangles: this.list.triangles.reduce((a, b) => a + b, 0), impostors: this.impostors.cards.count };
  }

  dispose(): void {
    for (const mesh of this.meshes) (mesh.material as { dispose(): void }).dispose();
    for (const texture of [this.people.texture, this.list.texture, this.wardrobe.table.texture]) texture.dispose();
    this.impostors.dispose();
    this.shadows.dispose();
    this.glow.dispose();
  }

  private gather(actors: Iterable<Actor>, camera: Camera, roomMs: number, beat: number, deltaSeconds: number): void {
    camera.updateMatrixWorld();
    this.frustum.setFromProjectionMatrix(this.matrix.multiplyMatrices(camera.projectionMatrix, camera.matrixWorldInverse), camera.coordinateSystem);
    this.eye.setFromMatrixPosition(camera.matrixWorld);
    const { motion, eye, sphere } = this;
    let count = 0, performers = 0;
    for (const actor of actors) {
      const id = actor.id;
      if (id < 0 || id >= MAX_PEOPLE) continue;
      if (actor.performer) performers++;
      this.wardrobe.dress(actor);
      if (this.lastFrame[id] === this.frame - 1 && this.frame > 1) motion.advance(id, actor, roomMs, beat, deltaSeconds);
      else motion.reset(id, actor, roomMs, beat);
      this.lastFrame[id] = this.frame;
      this.actors[id] = actor;
      if (actor.form !== Form.Airborne || this.ground[id] > actor.y) this.ground[id] = actor.y;
      sphere.center.set(actor.x, actor.y + 0.95, actor.z);
      // Performers stay: the cameras of the place show them on its screens.
      if (actor.opacity <= 0.01 || !(actor.performer || this.frustum.intersectsSphere(sphere))) continue;
      if (this.lastSeen[id] !== this.frame - 1) this.tiers.forget(id);
      this.lastSeen[id] = this.frame;
      this.visible[count] = id;
      // Performers count as much nearer than they are: all eyes are on them.
      this.metres[count++] = id === this.self ? -1 : sphere.center.distanceTo(eye) * (actor.performer ? 0.35 : 1);
    }
    this.visibleCount = count;
    this.performers = performers;
  }

  private layOut(): void {
    const { list, tiers, people, shadows, glow } = this, { cards } = this.impostors;
    for (const sprites of [cards, shadows, glow]) sprites.begin();
    list.begin();
    let rows = 0;
    for (let i = 0; i < this.visibleCount; i++) {
      const id = this.visible[i], actor = this.actors[id] as Actor;
      const tier = tiers.tier[id], fade = tiers.fade[id], from = fade < 1 ? tiers.from[id] : tier;
      this.entries[id] = -1;
      if ((tier <= FAR || from <= FAR) && rows < people.capacity) {
        this.writeRow(rows, actor);
        this.entries[id] = rows++;
        if (tier <= FAR) this.countParts(actor, tier);
        if (from !== tier && from <= FAR) this.countParts(actor, from);
      }
      if (tier === IMPOSTOR) this.writeCard(actor, Math.min(fade, 1) * Math.min(1, actor.opacity));
      else if (from === IMPOSTOR) this.writeCard(actor, Math.min(-0.001, fade - 1));
      this.writeShadow(actor);
      if (actor.stickOn) this.writeGlow(actor);
    }
    list.layout();
    for (let i = 0; i < this.visibleCount; i++) {
      const id = this.visible[i], row = this.entries[id];
      if (row < 0) continue;
      const actor = this.actors[id] as Actor, tier = tiers.tier[id], fade = tiers.fade[id];
      if (tier <= FAR) this.placeParts(actor, tier, entryOf(row, fade, false));
      if (fade < 1 && tiers.from[id] !== tier && tiers.from[id] <= FAR) this.placeParts(actor, tiers.from[id], entryOf(row, fade, true));
    }
    people.texture.needsUpdate = true;
    for (const sprites of [cards, shadows, glow]) sprites.end();
    for (let tier = NEAR; tier <= FAR; tier++) this.meshes[tier].visible = list.drawCounts[tier] > 0;
  }

  private countParts(actor: Actor, tier: number): void {
    const { parts, counts } = this.wardrobe, from = actor.id * MAX_PARTS;
    for (let k = 0; k < counts[actor.id]; k++) this.list.count(tier, parts[from + k]);
    if (actor.stickOn && this.kit.stick >= 0) this.list.count(tier, this.kit.stick);
  }

  private placeParts(actor: Actor, tier: number, entry: number): void {
    const { parts, counts } = this.wardrobe, from = actor.id * MAX_PARTS;
    for (let k = 0; k < counts[actor.id]; k++) this.list.place(tier, parts[from + k], entry);
    if (actor.stickOn && this.kit.stick >= 0) this.list.place(tier, this.kit.stick, entry);
  }

  private writeRow(row: number, actor: Actor): void {
    const d = this.people.data, o = row * PERSON_FLOATS, { id } = actor, { motion } = this;
    d[o] = actor.x;
    d[o + 1] = actor.y;
    d[o + 2] = actor.z;
    d[o + 3] = motion.yaw[id];
    d[o + 4] = motion.frame[id];
    d[o + 5] = motion.oldFrame[id];
    d[o + 6] = motion.oldShare[id];
    d[o + 7] = this.wardrobe.scale[id];
    d[o + 8] = actor.opacity;
    d[o + 9] = id;
    d[o + 10] = actor.mouth;
    d[o + 11] = hash(id, 9);
    d[o + 12] = motion.joyOf(id, actor);
    d[o + 13] = 0;
    d[o + 14] = 0;
  }

  private writeCard(actor: Actor, shown: number): void {
    const { id } = actor, { motion, impostors } = this, at = impostors.cards.next();
    if (at < 0) return;
    writePlace(impostors.cards.values(0), at, actor, actor.y, motion.yaw[id]);
    const card = impostors.cards.values(1);
    card[at * 4] = impostors.cellOf(motion.clip[id], motion.phase[id], this.wardrobe.farLook[id]);
    card[at * 4 + 1] = this.wardrobe.scale[id];
    card[at * 4 + 2] = id;
    card[at * 4 + 3] = shown;
  }

  private writeShadow(actor: Actor): void {
    const at = this.shadows.next(), ground = this.ground[actor.id], over = Math.max(0, actor.y - ground);
    if (at < 0) return;
    writePlace(this.shadows.values(0), at, actor, ground, actor.yaw);
    const size = this.shadows.values(1);
    size[at * 2] = (actor.form === Form.Seated ? 0.46 : 0.36) * (1 + over * 0.5);
    size[at * 2 + 1] = (actor.opacity * (actor.form === Form.Seated ? 0.6 : 1)) / (1 + over * 1.6);
  }

  private writeGlow(actor: Actor): void {
    const { id } = actor, { motion } = this, at = this.glow.next();
    if (at < 0) return;
    writePlace(this.glow.values(0), at, actor, actor.y, motion.yaw[id]);
    const pose = this.glow.values(1), glow = this.glow.values(2);
    pose[at * 4] = motion.frame[id];
    pose[at * 4 + 1] = motion.oldFrame[id];
    pose[at * 4 + 2] = motion.oldShare[id];
    pose[at * 4 + 3] = this.wardrobe.scale[id];
    glow[at * 2] = actor.stickColour;
    glow[at * 2 + 1] = actor.opacity;
  }
}

const bottom = new Vector3(), top = new Vector3(), onRay = new Vector3();

function writePlace(to: Float32Array, at: number, actor: Actor, y: number, yaw: number): void {
  to[at * 4] = actor.x;
  to[at * 4 + 1] = y;
  to[at * 4 + 2] = actor.z;
  to[at * 4 + 3] = yaw;
}
