import { Vector3 } from 'three';
import type { Crowd } from '../crowd/crowd';
import type { Tag } from '../slices/picture';
import { tagWidth } from './tag-width';
import type { OrbitCamera } from './camera';
import type { People } from '../world/people';
import { roleNameOf } from '../visit/roster';
import { shown } from '../slices';

const { picture } = shown;

const FAR = 26; // metres at which a name is gone; who speaks is seen farther
const NEAR = 7;
const SPOKEN_FAR = 60;
const HEARD_FAR = 42; // whose voice is heard has a name as far as it carries
const MOST = 24; // names one can read at once
const CONSIDERED = 60;
const SPEAKER_METRES = 1000; // whoever speaks counts as so much nearer
const HEAD_ROOM = 0.1; // metres between a crown and its name
const BUBBLE_MS = 6000;
const BUBBLE_FADE_MS = 700;

interface Placed extends Tag { width: number; height: number }

/** Names and bubbles over the nearest heads: who speaks first, then by nearness; one that would cover another is left out. Allocates nothing per frame. */
export class Tags {
  /** @param speaks Whether somebody's voice is heard. */
  constructor(private readonly speaks: (id: number) => boolean) {}

  private readonly speech = new Map<number, { readonly text: string; readonly until: number }>();
  private readonly at = new Vector3();
  private readonly moving = new Set<number>();
  /** The nearest, by rank; the first `count` count. */
  private readonly ids = new Int32Array(CONSIDERED);
  private readonly ranks = new Float32Array(CONSIDERED);
  private count = 0;
  private readonly tags: Placed[] = Array.from({ length: MOST },
    () => ({ id: -1, name: '', x: 0, y: 0, opacity: 0, scale: 1, role: 'attendee', away: false, speaking: false, bubble: '', bubbleOpacity: 0, width: 0, height: 0 }));

  say(id: number, text: string, nowMs: number): void {
    this.speech.set(id, { text, until: nowMs + BUBBLE_MS + Math.min(6000, text.length * 40) });
  }

  /** The mouths of those who say something move. */
  moveMouths({ actors }: People, roomMs: number): void {
    if (this.moving.size === 0 && this.speech.size === 0) return;
    for (const id of this.moving) {
      if (this.speech.has(id)) continue;
      actors.mouth[id] = 0;
      this.moving.delete(id);
    }
    for (const id of this.speech.keys()) {
      actors.mouth[id] = 0.35 + 0.35 * Math.sin(roomMs * 0.021 + id);
      this.moving.add(id);
    }
  }

  clear(): void {
    this.speech.clear();
    picture.tagLayer.value?.draw(this.tags, 0);
  }

  /** Lays out this frame's names. @param own One's own id: a bubble, but no name. */
  update(people: People, own: number, crowd: Crowd, orbit: OrbitCamera, nowMs: number): void {
    if (this.speech.size > 0) for (const [id, line] of this.speech) if (line.until < nowMs) this.speech.delete(id);
    const layer = picture.tagLayer.value;
    if (layer === null) return;
    this.rankNearest(people, own, orbit);
    let placed = 0;
    for (let i = 0; i < this.count && placed < MOST; i++) {
      const id = this.ids[i], tag = this.tags[placed], spoken = this.speech.get(id);
      if (this.place(tag, id, this.ranks[i] + (spoken || this.speaks(id) ? SPEAKER_METRES : 0), people, own, crowd, orbit, spoken, nowMs) && !this.covers(tag, placed)) placed++;
    }
    layer.draw(this.tags, placed);
  }

  /** Those who may have a name over them: who is told of closely, oneself, and who speaks from afar. */
  private rankNearest(people: People, own: number, orbit: OrbitCamera): void {
    const { near } = people;
    this.count = 0;
    for (let i = 0; i < near.count; i++) if (near.ids[i] !== own) this.consider(near.ids[i], people, own, orbit);
    if (this.speech.size > 0) for (const id of this.speech.keys()) if (people.here.has(id) && (id === own || !people.isNear(id))) this.consider(id, people, own, orbit);
  }

  private consider(id: number, people: People, own: number, orbit: OrbitCamera): void {
    const { actors } = people, eye = orbit.camera.position, speaks = this.speech.size > 0 && this.speech.has(id);
    // Nobody has a name over an empty place: who is blocked, and oneself when looking through one's own eyes. Nor has who was not introduced yet.
    if (actors.opacity[id] <= 0.01 || !actors.shown.has(id) || (id === own ? !speaks : people.personOf(id) === null)) return;
    const dx = actors.x[id] - eye.x, dy = actors.y[id] + 1.5 - eye.y, dz = actors.z[id] - eye.z, metres = Math.sqrt(dx * dx + dy * dy + dz * dz);
    const heard = this.speaks(id);
    if (metres >= (speaks ? SPOKEN_FAR : heard ? HEARD_FAR : FAR)) return;
    const rank = speaks || heard ? metres - SPEAKER_METRES : metres;
    if (this.count === CONSIDERED && rank >= this.ranks[CONSIDERED - 1]) return;
    let place = this.count < CONSIDERED ? this.count++ : CONSIDERED - 1;
    for (; place > 0 && this.ranks[place - 1] > rank; place--) {
      this.ranks[place] = this.ranks[place - 1];
      this.ids[place] = this.ids[place - 1];
    }
    this.ranks[place] = rank;
    this.ids[place] = id;
  }

  private place(tag: Placed, id: number, metres: number, people: People, own: number, crowd: Crowd, orbit: OrbitCamera,
    line: { readonly text: string; readonly until: number } | undefined, nowMs: number): boolean {
    const { at } = this, person = people.personOf(id);
    if (!crowd.headOf(id, at)) return false;
    at.y += HEAD_ROOM;
    at.project(orbit.camera);
    if (at.z > 1 || Math.abs(at.x) > 1.05 || at.y < -1 || at.y > 1.05) return false;
    tag.id = id;
    tag.name = id === own ? '' : (person?.name ?? '');
    tag.role = roleNameOf(people.roleOf(id));
    tag.away = person?.away ?? false;
    tag.speaking = this.speaks(id);
    tag.x = (at.x * 0.5 + 0.5) * innerWidth;
    tag.y = (0.5 - at.y * 0.5) * innerHeight;
    tag.scale = Math.min(1, Math.max(0.74, 1.08 - metres / 60));
    tag.opacity = line ? 1 : tag.speaking ? people.actors.opacity[id] : Math.min(1, Math.max(0, (FAR - metres) / (FAR - NEAR))) * people.actors.opacity[id];
    tag.bubble = line?.text ?? '';
    tag.bubbleOpacity = line ? Math.min(1, (line.until - nowMs) / BUBBLE_FADE_MS) : 0;
    measure(tag);
    return true;
  }

  /** Whether a tag lies over one of the first ones. */
  private covers(tag: Placed, count: number): boolean {
    for (let i = 0; i < count; i++) {
      const other = this.tags[i];
      if (Math.abs(other.x - tag.x) < (other.width + tag.width) / 2 && tag.y > other.y - other.height && other.y > tag.y - tag.height) return true;
    }
    return false;
  }
}

/** Finds what a tag covers, in CSS pixels, from its lower middle. */
function measure(tag: Placed): void {
  tag.width = Math.max(tagWidth(tag.name), tag.bubble === '' ? 0 : Math.min(240, tag.bubble.length * 8 + 24)) * tag.scale;
  tag.height = (24 + (tag.bubble === '' ? 0 : 22 + 20 * Math.ceil(tag.bubble.length / 30))) * tag.scale;
}
