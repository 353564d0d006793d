// People without a server: for the harness and the studio.
import { Raycaster, Vector3, type Object3D, type Scene, type WebGLRenderer } from 'three';
import { loadKit, type Kit } from '../avatar/kit';
import { HAIRS, OUTFITS, type Look } from '../avatar/look';
import { randomLook } from '../avatar/random';
import type { FrameInfo, Place } from '../scene/place';
import type { Quality } from '../scene/quality';
import { Form, type Actor } from './actor';
import { Crowd } from './crowd';
import { hash } from './motion';

/** A place for one person: metres, and which way they face. */
export interface Spot {
  readonly x: number;
  readonly y: number;
  readonly z: number;
  readonly yaw: number;
  readonly seated?: boolean;
}

/** Where people gather in a place of ours: a block of floor, what they look at, and how many hold a glow stick. */
interface Gathering {
  readonly centre: readonly [x: number, z: number];
  readonly size: readonly [width: number, depth: number];
  readonly towards: readonly [x: number, z: number];
  readonly sticks: number;
}
const GATHERINGS: Readonly<Record<string, Gathering>> = {
  arena: { centre: [0, -2], size: [34, 30], towards: [0, -40], sticks: 0.7 },
  forum: { centre: [0, 8], size: [24, 26], towards: [0, -20], sticks: 0 },
  terrace: { centre: [0, 10], size: [26, 30], towards: [0, -30], sticks: 0 },
};
const ANYWHERE: Gathering = { centre: [0, 0], size: [20, 20], towards: [0, -30], sticks: 0.3 };
const METRES_EACH = 0.85;
/** Stages are higher, and not for everybody. */
const HIGHEST_FLOOR = 0.5;

/** The same person for the same id and spot. @param sticks Share of people with a glow stick. */
export function demoActor(kit: Kit, id: number, spot: Spot, sticks: number): Actor {
  let step = 100;
  const look = wearable(kit, randomLook(() => hash(id, step++)));
  return {
    id, look, x: spot.x, y: spot.y, z: spot.z, yaw: spot.yaw, speed: 0, form: spot.seated ? Form.Seated : Form.Standing, emote: 0, emoteStart: 0,
    stickOn: !spot.seated && hash(id, 50) < sticks, stickColour: look.stick, opacity: 1, mouth: 0, performer: false,
  };
}

/** A look of parts that a kit has: one in the making lacks outfits and hair styles. */
export function wearable(kit: Kit, look: Look): Look {
  const has = (name: string): boolean => kit.partIndex(name) >= 0;
  return { ...look, outfit: has(`body.${OUTFITS[look.outfit]}.0`) ? look.outfit : 0, hair: has(`hair.${HAIRS[look.hair]}`) ? look.hair : 1 + 2 * (look.hair % 2) };
}

/** People as dense as in a crowd, nearest the middle first. */
export function gather(kit: Kit, count: number, gathering: Gathering, floorAt: (x: number, z: number) => number | null): Actor[] {
  const { centre, size, towards, sticks } = gathering, actors: Actor[] = [];
  const each = Math.min(METRES_EACH * 1.6, Math.max(0.55, Math.sqrt((size[0] * size[1]) / count)));
  for (let ring = 0, tried = 0; actors.length < count && tried < count * 4; ring++, tried++) {
    // A sunflower's spiral fills the block evenly without rows.
    const r = Math.sqrt(ring + 0.5) * each * 0.56, a = ring * 2.39996;
    const x = centre[0] + Math.cos(a) * r * (size[0] / size[1]) + (hash(ring, 7) - 0.5) * 0.3, z = centre[1] + Math.sin(a) * r + (hash(ring, 8) - 0.5) * 0.3;
    const y = floorAt(x, z);
    if (y === null || y > HIGHEST_FLOOR) continue;
    const yaw = Math.atan2(towards[0] - x, towards[1] - z) + (hash(ring, 9) - 0.5) * 0.5;
    actors.push(demoActor(kit, actors.length, { x, y, z, yaw }, sticks));
  }
  return actors;
}

/** The band on the arena's stage, where its scene marks their spots. */
function performers(kit: Kit, firstId: number): Actor[] {
  return [[0, -37.6], [-3.2, -39.2], [3.2, -39.2], [-6.4, -39.2], [6.4, -39.2]].map(([x, z], i) =>
    ({ ...demoActor(kit, firstId + i, { x, y: 1.6, z, yaw: 0 }, 0), performer: true, emote: 4 }));
}

/** Fills a place for the harness; what it returns is told each frame. */
export async function populate(scene: Scene, place: Place, renderer: WebGLRenderer, quality: Quality, count: number, placeId: string): Promise<{ update(frame: FrameInfo): void; crowd: Crowd }> {
  const kit = await loadKit('/assets/avatars');
  const crowd = new Crowd(renderer, kit, place.light, quality);
  const actors = gather(kit, count, GATHERINGS[placeId] ?? ANYWHERE, (x, z) => floorOf(place.root, x, z));
  if (placeId === 'arena') actors.push(...performers(kit, actors.length));
  scene.add(crowd.group);
  let last = Number.NaN;
  return {
    crowd,
    update(frame) {
      // The first frame runs a while ahead, so that nobody is caught in the middle of a fade.
      const steps = Number.isNaN(last) ? 20 : 1;
      for (let i = steps - 1; i >= 0; i--) crowd.update(actors, frame.camera, (frame.time - i * 0.05) * 1000, frame.beat - i * 0.1, steps > 1 ? 0.05 : frame.delta);
      last = frame.time;
    },
  };
}

const down = new Raycaster(), above = new Vector3(), DOWN = new Vector3(0, -1, 0);

/** Height of the lowest walkable-looking surface under 4 m; null where there is none. */
function floorOf(root: Object3D, x: number, z: number): number | null {
  down.set(above.set(x, 4, z), DOWN);
  down.far = 8;
  const hit = down.intersectObject(root, true).find((each) => (each.face?.normal.y ?? 0) > 0.7);
  return hit ? hit.point.y : null;
}
