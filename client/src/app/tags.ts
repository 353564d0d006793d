import { Vector3 } from 'three';
import type { Crowd } from '../crowd/crowd';
import { model, type Tag } from '../ui/model';
import type { OrbitCamera } from '../world/camera';
import type { People, Resident } from '../world/people';
import { roleNameOf } from './roster';

const FAR = 26; // metres at which a name is gone; who speaks is seen farther
const NEAR = 7;
const SPOKEN_FAR = 60;
const MOST = 24; // names one can read at once
const CONSIDERED = 60;
const HEAD_ROOM = 0.1; // metres between a crown and its name
const BUBBLE_MS = 6000;
const BUBBLE_FADE_MS = 700;

interface Box { readonly x: number; readonly y: number; readonly width: number; readonly height: number }

/** Names and bubbles over the nearest heads: who speaks first, then by nearness; one that would cover another is left out. */
export class Tags {
  private readonly speech = new Map<number, { readonly text: string; readonly until: number }>();
  private readonly at = new Vector3();
  private readonly moving = new Set<number>();
  private shownCount = 0;

  say(id: number, text: string, nowMs: number): void {
    this.speech.set(id, { text, until: nowMs + BUBBLE_MS + Math.min(6000, text.length * 40) });
  }

  /** The mouths of those who say something move. */
  moveMouths(people: People, roomMs: number): void {
    for (const id of this.moving) if (!this.speech.has(id)) this.close(people, id);
    for (const id of this.speech.keys()) {
      const actor = people.all.get(id)?.actor;
      if (actor) actor.mouth = 0.35 + 0.35 * Math.sin(roomMs * 0.021 + id);
      this.moving.add(id);
    }
  }

  clear(): void {
    this.speech.clear();
    model.tags.value = [];
  }

  /** Lays out this frame's names. @param own One's own id: a bubble, but no name. */
  update(people: People, own: number, crowd: Crowd, orbit: OrbitCamera, nowMs: number): void {
    for (const [id, line] of this.speech) if (line.until < nowMs) this.speech.delete(id);
    const taken: Box[] = [];
    const tags: Tag[] = [];
    for (const { resident, metres } of this.nearest(people, own, orbit)) {
      if (tags.length >= MOST) break;
      const tag = this.place(resident, metres, own, crowd, orbit, nowMs);
      if (tag === null) continue;
      const box = boxOf(tag);
      if (taken.some((other) => Math.abs(other.x - box.x) < (other.width + box.width) / 2 && box.y > other.y - other.height && other.y > box.y - box.height)) continue;
      taken.push(box);
      tags.push(tag);
    }
    if (tags.length > 0 || this.shownCount > 0) model.tags.value = tags;
    this.shownCount = tags.length;
  }

  private close(people: People, id: number): void {
    const actor = people.all.get(id)?.actor;
    if (actor) actor.mouth = 0;
    this.moving.delete(id);
  }

  /** Those who may have a name over them: who is told of closely, oneself, and who speaks from afar. */
  private *candidates(people: People, own: number): Generator<Resident> {
    yield* people.closest;
    for (const id of this.speech.keys()) {
      const resident = people.all.get(id);
      if (resident && (id === own || resident.track === null)) yield resident;
    }
  }

  private nearest(people: People, own: number, orbit: OrbitCamera): { resident: Resident; metres: number }[] {
    const eye = orbit.camera.position;
    const found: { resident: Resident; metres: number }[] = [];
    for (const resident of this.candidates(people, own)) {
      const { actor } = resident;
      const speaks = this.speech.has(actor.id);
      // Nobody has a name over an empty place: who is blocked, and oneself when looking through one's own eyes. Nor has who was not introduced yet.
      if (actor.opacity <= 0.01 || (actor.id === own ? !speaks : resident.tier === -1 || resident.person === null)) continue;
      const metres = Math.hypot(actor.x - eye.x, actor.y + 1.5 - eye.y, actor.z - eye.z);
      if (metres < (speaks ? SPOKEN_FAR : FAR)) found.push({ resident, metres });
    }
    const rank = ({ resident, metres }: { resident: Resident; metres: number }): number => metres - (this.speech.has(resident.actor.id) ? 1000 : 0);
    return found.sort((a, b) => rank(a) - rank(b)).slice(0, CONSIDERED);
  }

  private place({ actor, person, role }: Resident, metres: number, own: number, crowd: Crowd, orbit: OrbitCamera, nowMs: number): Tag | null {
    const { at } = this;
    if (!crowd.headOf(actor.id, at)) return null;
    at.y += HEAD_ROOM;
    at.project(orbit.camera);
    if (at.z > 1 || Math.abs(at.x) > 1.05 || at.y < -1 || at.y > 1.05) return null;
    const line = this.speech.get(actor.id);
    return {
      id: actor.id, name: actor.id === own ? '' : (person?.name ?? ''), role: roleNameOf(role), away: person?.away ?? false, muted: person?.muted ?? false,
      x: (at.x * 0.5 + 0.5) * innerWidth, y: (0.5 - at.y * 0.5) * innerHeight,
      scale: Math.min(1, Math.max(0.74, 1.08 - metres / 60)),
      opacity: line ? 1 : Math.min(1, Math.max(0, (FAR - metres) / (FAR - NEAR))) * actor.opacity,
      bubble: line?.text, bubbleOpacity: line ? Math.min(1, (line.until - nowMs) / BUBBLE_FADE_MS) : 0,
    };
  }
}

/** What a tag covers, in CSS pixels, from its lower middle. */
function boxOf(tag: Tag): Box {
  const nameWidth = tag.name.length * (/[\u2e80-\uffff]/.test(tag.name) ? 14 : 7.5) + 20;
  const width = Math.max(nameWidth, tag.bubble ? Math.min(240, tag.bubble.length * 8 + 24) : 0) * tag.scale;
  const height = (24 + (tag.bubble ? 22 + 20 * Math.ceil(tag.bubble.length / 30) : 0)) * tag.scale;
  return { x: tag.x, y: tag.y, width, height };
}
