// Draws everybody in the room: meshes for the nearest by count, cards for all others, their shadows and their glow sticks.
import { Group, Vector3, type Camera, type DataTexture, type IUniform, type Ray, type Raycaster, type WebGLRenderer } from 'three';
import { HEAD, type Kit } from '../avatar/kit';
import { CROWD_LAYER } from '../scene/feed';
import type { PlaceLight } from '../scene/light';
import type { Quality } from '../scene/quality';
import { MAX_PEOPLE, type Actors } from '../world/actors';
import { Form } from '../net/frames';
import type { Moment } from './clip-choice';
import { glowMaterial, shadowMaterial } from './effects';
import { clipTable, Figures } from './figures';
import { Impostors, picturesOf } from './impostors';
import { Meshes } from './meshes';
import { Motion } from './motion';
import { Sight } from './sight';
import { Thickness } from './thickness';
import { FAR, IMPOSTOR, Tiers } from './tiers';
import { Wardrobe } from './wardrobe';

/** Top of the head in the bind pose: what hovers over people hangs from here. */
const CROWN = new Vector3(0, 1.62, 0);
const BODY_METRES = 1.75, BODY_RADIUS = 0.32;
const MOMENT_WRAP_SECONDS = 600;
/** Of those far away every fourth is looked after in a frame where they walk, and every eighth where they stay; masks of the frame's number. */
const WALKING_TURN = 3, STAYING_TURN = 7, COUNT_TURN = 31;

/**
 * Six draw calls for any number of people. Allocates nothing per frame.
 * @remarks The renderer must outlive it. `update` must run before the scene is rendered; the light is shared with the place.
 */
export class Crowd {
  readonly group = new Group();
  /** Oneself: always in the best tier. -1 is nobody. */
  self = -1;
  private readonly motion: Motion;
  private readonly tiers = new Tiers(MAX_PEOPLE);
  private readonly sight = new Sight();
  private readonly wardrobe: Wardrobe;
  private readonly impostors: Impostors;
  private readonly figures = new Figures(MAX_PEOPLE);
  private readonly meshes: Meshes;
  private readonly thickness = new Thickness();
  private readonly clips: DataTexture;
  private readonly seconds: IUniform<number> = { value: 0 };
  private readonly moment: Moment = { roomMs: 0, beatMs: 500 };
  /** Number of the frame in which somebody was last seen, and the crowd's seconds at which they were last looked after from afar. */
  private readonly lastSeen = new Uint32Array(MAX_PEOPLE);
  private readonly lastGlance = new Float32Array(MAX_PEOPLE);
  /** Height of the floor under somebody who jumps. */
  private readonly ground = new Float32Array(MAX_PEOPLE);
  private readonly withoutCard = new Int32Array(MAX_PEOPLE);
  private frame = 0;

  constructor(renderer: WebGLRenderer, private readonly kit: Kit, light: PlaceLight, private quality: Quality, private readonly actors: Actors) {
    this.motion = new Motion(kit.poses, actors);
    this.wardrobe = new Wardrobe(kit, actors);
    this.meshes = new Meshes(renderer, kit, light, this.seconds, actors, this.motion, this.tiers, this.wardrobe);
    this.clips = clipTable(kit.poses.clips, (clip) => picturesOf(kit.poses.clips[clip].name));
    const figure = { uClips: { value: this.clips }, uMoment: this.seconds, uLooks: { value: this.wardrobe.table.texture } };
    this.impostors = new Impostors(renderer, kit, light, figure);
    this.group.add(...this.meshes.meshes, this.figures.addLayer(this.impostors.material, 0, true), this.figures.addLayer(shadowMaterial(figure), 1),
      this.figures.addLayer(glowMaterial(kit, figure, light), 5));
    for (const mesh of this.group.children) mesh.layers.enable(CROWD_LAYER);
  }

  /** Performers in the room, seen or not. */
  get performers(): number {
    return this.sight.performers;
  }

  /** Writes where somebody stands; person 0 is the first who performs. @returns False where there is nobody. */
  placeOf(person: number, out: Vector3): boolean {
    const { actors, sight } = this, id = person > 0 ? person : sight.performer;
    if (id < 0 || !actors.shown.has(id)) return false;
    out.set(actors.x[id], actors.y[id], actors.z[id]);
    return true;
  }

  setQuality(quality: Quality): void {
    this.quality = quality;
  }

  /** Draws everybody as fully as if they were at that share of their distance: a photograph is looked at closely. */
  lookCloser(share: number): void {
    this.sight.share = share;
  }

  /**
   * Takes over where everybody is and lays out this frame.
   * @param roomMs Room time in milliseconds; clips run on it. @param beatMs Length of a beat.
   * @param reducedMotion Dances and sticks move slower and less.
   */
  update(camera: Camera, roomMs: number, beatMs: number, deltaSeconds: number, reducedMotion = false): void {
    const { sight, actors, moment } = this, before = this.seconds.value;
    this.frame++;
    this.motion.choice.calm = reducedMotion;
    this.seconds.value = (roomMs / 1000) % MOMENT_WRAP_SECONDS;
    [moment.roomMs, moment.beatMs] = [roomMs, beatMs];
    this.wardrobe.beginFrame(deltaSeconds);
    if ((this.frame & COUNT_TURN) === 1) this.thickness.count(actors);
    sight.look(camera, actors, this.self);
    this.greet();
    this.tiers.assign(sight.ids, sight.metres, sight.count, this.quality.quota, deltaSeconds);
    // When the count of seconds begins anew, or the clock was set, everybody's clip is reckoned anew.
    this.animate(deltaSeconds, this.seconds.value < before || this.seconds.value > before + 2);
    this.layOut();
  }

  /** Writes the top of somebody's head, in the world; false when they are not in view. */
  headOf(id: number, out: Vector3): boolean {
    if (this.lastSeen[id] !== this.frame) return false;
    const { actors, motion } = this, yaw = motion.yaw[id], c = Math.cos(yaw), s = Math.sin(yaw);
    const frame = this.isMesh(id) ? motion.frame[id] : motion.choice.clips[motion.clip[id]].first;
    this.kit.poses.follow(HEAD, frame, CROWN, out).multiplyScalar(this.wardrobe.scale[id]);
    out.set(c * out.x + s * out.z + actors.x[id], out.y + actors.y[id], -s * out.x + c * out.z + actors.z[id]);
    return true;
  }

  /** Who is nearest along a ray, oneself excepted; -1 when nobody. */
  pick(raycaster: Raycaster): number {
    const ray: Ray = raycaster.ray, { actors, sight } = this;
    let best = -1, bestAlong = Infinity;
    for (let i = 0; i < sight.count; i++) {
      const id = sight.ids[i];
      if (id === this.self) continue;
      const height = BODY_METRES * this.wardrobe.scale[id] * (actors.form[id] === Form.Seated ? 0.75 : 1);
      bottom.set(actors.x[id], actors.y[id] + BODY_RADIUS, actors.z[id]);
      top.set(actors.x[id], actors.y[id] + height - BODY_RADIUS * 0.5, actors.z[id]);
      if (ray.distanceSqToSegment(bottom, top, onRay) > BODY_RADIUS * BODY_RADIUS) continue;
      const along = onRay.distanceToSquared(ray.origin);
      if (along < bestAlong) [best, bestAlong] = [id, along];
    }
    return best;
  }

  /** Figures of the last frame. */
  get stats(): { visible: number; drawn: number[]; triangles: number; impostors: number } {
    const drawn = [0, 0, 0, 0], { ids, count } = this.sight;
    for (let i = 0; i < count; i++) drawn[Math.min(IMPOSTOR, this.tiers.tier[ids[i]])]++;
    return { visible: count, drawn, triangles: this.meshes.triangles, impostors: this.figures.cards };
  }

  dispose(): void {
    this.meshes.dispose();
    this.impostors.dispose();
    this.figures.dispose();
    this.clips.dispose();
    this.wardrobe.table.texture.dispose();
  }

  /** Those who were not in view a frame ago begin anew: they appear without a fade. */
  private greet(): void {
    const { sight, lastSeen, frame } = this;
    for (let i = 0; i < sight.count; i++) {
      const id = sight.ids[i];
      if (lastSeen[id] !== frame - 1 || frame === 1) {
        this.tiers.forget(id);
        this.motion.enter(id, this.moment);
        this.lastGlance[id] = -1;
      }
      this.wardrobe.dress(id, this.tiers.tier[id] <= FAR);
      lastSeen[id] = frame;
    }
  }

  private animate(deltaSeconds: number, everybody: boolean): void {
    const { sight, motion, moment, lastGlance, frame } = this, { speed } = this.actors, seconds = this.seconds.value;
    for (let i = 0; i < sight.count; i++) {
      const id = sight.ids[i];
      if (this.isMesh(id)) {
        motion.advance(id, moment, deltaSeconds);
        lastGlance[id] = -1;
      } else if (lastGlance[id] < 0 || everybody || ((id + frame) & (speed[id] > 0 ? WALKING_TURN : STAYING_TURN)) === 0) {
        const since = lastGlance[id] < 0 ? deltaSeconds : seconds - lastGlance[id];
        motion.glance(id, moment, seconds, since > 0 ? since : deltaSeconds);
        lastGlance[id] = seconds;
      }
    }
  }

  private layOut(): void {
    const { sight, tiers, figures, meshes, withoutCard } = this;
    let others = 0;
    figures.begin();
    meshes.begin();
    for (let i = 0; i < sight.count; i++) {
      const id = sight.ids[i], fade = tiers.fade[id];
      if (this.isMesh(id)) meshes.add(id);
      if (tiers.tier[id] === IMPOSTOR) this.writeFigure(id, fade * Math.min(1, this.actors.opacity[id]));
      else if (fade < 1 && tiers.from[id] === IMPOSTOR) this.writeFigure(id, Math.min(-0.001, fade - 1));
      else withoutCard[others++] = id;
    }
    figures.endCards();
    for (let i = 0; i < others; i++) this.writeFigure(withoutCard[i], 0);
    figures.end();
    meshes.end();
  }

  /** Whether somebody is drawn from parts now, wholly or in a fade. */
  private isMesh(id: number): boolean {
    const { tiers } = this;
    return tiers.tier[id] <= FAR || (tiers.fade[id] < 1 && tiers.from[id] <= FAR);
  }

  private writeFigure(id: number, shown: number): void {
    const { actors, motion, figures } = this, y = actors.y[id], form = actors.form[id], near = this.isMesh(id);
    if (form !== Form.Airborne || this.ground[id] > y) this.ground[id] = y;
    figures.putPlace(actors.x[id], y, actors.z[id], motion.yaw[id]);
    const thickness = actors.stickOn[id] === 1 ? this.thickness.at(actors.x[id], actors.z[id]) : -1;
    figures.putMotion(motion.clip[id], form === Form.Seated, thickness, near ? motion.phase[id] : motion.begin[id], near ? 0 : motion.rate[id], this.wardrobe.scale[id]);
    figures.putSelf(id, shown, y - this.ground[id], actors.opacity[id]);
  }
}

const bottom = new Vector3(), top = new Vector3(), onRay = new Vector3();
