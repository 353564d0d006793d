// People without a server: for the harness and the studio.
import { Raycaster, Vector3, type Object3D, type Scene, type WebGLRenderer } from 'three';
import { loadKit, type Kit } from '../avatar/kit';
import { HAIRS, OUTFITS, type Look } from '../avatar/look';
import { randomLook } from '../avatar/random';
import type { FrameInfo, Place } from '../scene/place';
import type { Quality } from '../scene/quality';
import { Actors, type ActorState } from '../world/actors';
import { Form } from '../net/frames';
import { Crowd } from './crowd';
import { hash } from '../math/hash';

/** A place for one person: metres, and which way they face. */
export interface Spot {
  readonly x: number;
  readonly y: number;
  readonly z: number;
  readonly yaw: number;
  readonly seated?: boolean;
}

/** Where people gather in a place of ours: about a point, what they look at, how many hold a glow stick, and where the floor is, where that is known without asking. */
interface Gathering {
  readonly centre: readonly [x: number, z: number];
  readonly size: readonly [width: number, depth: number];
  readonly towards: readonly [x: number, z: number];
  readonly sticks: number;
  readonly isFloor?: (x: number, z: number) => boolean;
}
const ARENA: Gathering = {
  centre: [0, -8], size: [40, 40], towards: [0, -40], sticks: 0.7,
  // The pit before the stage, without runway and round stage, and a part of the plaza.
  isFloor: (x, z) => z > -31 && Math.hypot(x, z + 14) < 26.6 && !(Math.abs(x) < 4.2 && z < -11) && Math.hypot(x, z + 11) > 6.8,
};
const GATHERINGS: Readonly<Record<string, Gathering>> = {
  arena: ARENA,
  forum: { centre: [0, 8], size: [24, 26], towards: [0, -20], sticks: 0 },
  terrace: { centre: [0, 10], size: [26, 30], towards: [0, -30], sticks: 0 },
};
const ANYWHERE: Gathering = { centre: [0, 0], size: [20, 20], towards: [0, -30], sticks: 0.3 };
const METRES_EACH = 0.85, LEAST_METRES_EACH = 0.56;
const SEATED_SHARE = 0.3, SEATED_STICKS = 0.35;
/** Stages are higher, and not for everybody. */
const HIGHEST_FLOOR = 0.5;
const BEAT_MS = 500;

/** The same person for the same id and spot. @param sticks Share of people with a glow stick. */
export function demoActor(kit: Kit, id: number, spot: Spot, sticks: number): ActorState {
  let step = 100;
  const look = wearable(kit, randomLook(() => hash(id, step++)));
  return {
    look, x: spot.x, y: spot.y, z: spot.z, yaw: spot.yaw, speed: 0, form: spot.seated ? Form.Seated : Form.Standing, emote: 0, emoteStart: 0,
    stickOn: hash(id, 50) < sticks, stickColour: look.stick, opacity: 1, mouth: 0, performer: false,
  };
}

/** A look of parts that a kit has: one in the making lacks outfits and hair styles. */
export function wearable(kit: Kit, look: Look): Look {
  const has = (name: string): boolean => kit.partIndex(name) >= 0;
  return { ...look, outfit: has(`body.${OUTFITS[look.outfit]}.0`) ? look.outfit : 0, hair: has(`hair.${HAIRS[look.hair]}`) ? look.hair : 1 + 2 * (look.hair % 2) };
}

/** Spots as dense as in a crowd, nearest the middle first. */
function standing(count: number, { centre, size, towards }: Gathering, floorAt: (x: number, z: number) => number | null): Spot[] {
  const spots: Spot[] = [], each = Math.min(METRES_EACH * 1.6, Math.max(LEAST_METRES_EACH, Math.sqrt((size[0] * size[1]) / count)));
  for (let ring = 0; spots.length < count && ring < count * 4; ring++) {
    // A sunflower's spiral fills the block evenly without rows.
    const r = Math.sqrt(ring + 0.5) * each * 0.56, a = ring * 2.39996;
    const x = centre[0] + Math.cos(a) * r * (size[0] / size[1]) + (hash(ring, 7) - 0.5) * 0.2, z = centre[1] + Math.sin(a) * r + (hash(ring, 8) - 0.5) * 0.2;
    const y = floorAt(x, z);
    if (y !== null && y <= HIGHEST_FLOOR) spots.push({ x, y, z, yaw: Math.atan2(towards[0] - x, towards[1] - z) + (hash(ring, 9) - 0.5) * 0.5 });
  }
  return spots;
}

/** The seats of a scene of ours, the nearest to what one looks at first: the loader leaves them out of what is drawn. */
async function seatsOf(placeId: string, [atX, atZ]: Gathering['towards']): Promise<Spot[]> {
  const file = await (await fetch(`/assets/scenes/${placeId}.glb`)).arrayBuffer(), length = new DataView(file).getUint32(12, true);
  const { nodes } = JSON.parse(new TextDecoder()
    .decode(new Uint8Array(file, 20, length))) as { nodes: { name?: string; translation?: number[]; rotation?: number[]; extensions?: { OMI_seat?: { foot?: number[] } } }[] };
  const seats = nodes.filter(({ extensions }) => extensions?.OMI_seat).map(({ translation = [0, 0, 0], rotation = [0, 0, 0, 1], extensions }) => {
    const [x, y, z] = translation;
    return { x, y: y + (extensions?.OMI_seat?.foot?.[1] ?? -0.45), z, yaw: 2 * Math.atan2(rotation[1], rotation[3]), seated: true };
  });
  return seats.sort((a, b) => Math.hypot(a.x - atX, a.z - atZ) - Math.hypot(b.x - atX, b.z - atZ));
}

/** Who is on stage: the band at the spots that the arena's scene marks, two who speak in the forum, three on the dais. */
const ON_STAGE: Readonly<Record<string, readonly (readonly [x: number, y: number, z: number])[]>> = {
  arena: [[0, 1.6, -37.6], [-3.2, 1.6, -39.2], [3.2, 1.6, -39.2], [-6.4, 1.6, -39.2], [6.4, 1.6, -39.2]],
  forum: [[-0.9, 0.83, -18.2], [1.1, 0.83, -18.5]],
  terrace: [[0, 1.5, -15], [-2.4, 1.5, -15.8], [2.4, 1.5, -15.8]],
};

function performers(kit: Kit, firstId: number, placeId: string): ActorState[] {
  return (ON_STAGE[placeId] ?? []).map(([x, y, z], i) =>
    ({ ...demoActor(kit, firstId + i, { x, y, z, yaw: 0 }, 0), performer: true, emote: placeId === 'arena' ? 4 : 0 }));
}

/** Fills a place for the harness; what it returns is told each frame. */
export async function populate(scene: Scene, place: Place, renderer: WebGLRenderer, quality: Quality, count: number,
  placeId: string, sticks?: number): Promise<{ update(frame: FrameInfo): void; crowd: Crowd }> {
  const kit = await loadKit('/assets/avatars'), actors = new Actors(), known = GATHERINGS[placeId] ?? ANYWHERE, gathering = { ...known, sticks: sticks ?? known.sticks };
  const crowd = new Crowd(renderer, kit, place.light, quality, actors);
  const seats = known === ANYWHERE ? [] : await seatsOf(placeId, gathering.towards), { isFloor } = gathering;
  const onFoot = standing(Math.round(count * (1 - SEATED_SHARE)), gathering, isFloor ? (x, z) => (isFloor(x, z) ? 0 : null) : (x, z) => floorOf(place.root, x, z));
  const spots = [...onFoot, ...seats.slice(0, count - onFoot.length)];
  spots.forEach((spot, id) => actors.set(id, demoActor(kit, id, spot, spot.seated ? gathering.sticks && SEATED_STICKS : gathering.sticks)));
  performers(kit, spots.length, placeId).forEach((state, i) => actors.set(spots.length + i, state));
  scene.add(crowd.group);
  let last = Number.NaN;
  return {
    crowd,
    update(frame) {
      // The first frame runs a while ahead, so that nobody is caught in the middle of a fade.
      const steps = Number.isNaN(last) ? 20 : 1;
      for (let i = steps - 1; i >= 0; i--) crowd.update(frame.camera, (frame.time - i * 0.05) * 1000, BEAT_MS, steps > 1 ? 0.05 : frame.delta, frame.reducedMotion);
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
