/** Seats, portals, spawn points and zones of a room, from `/api/v1/rooms/{id}/places`. Metres, radians. */
export interface Seat { readonly x: number; readonly y: number; readonly z: number; readonly yaw: number; readonly footY: number }

export interface Area {
  readonly title: string;
  readonly x: number;
  readonly y: number;
  readonly z: number;
  readonly halfX: number;
  readonly halfY: number;
  readonly halfZ: number;
  readonly yaw: number;
}

export interface Portal extends Area { readonly room: string }
export interface Zone extends Area { readonly rule: string }

/** Where a ceremony has its things. The gong has a height and a radius where the scene brings one. */
export interface CeremonyPlaces {
  readonly gong: { readonly x: number; readonly z: number; readonly y: number | null; readonly radius: number };
  readonly plaque: { readonly x: number; readonly z: number };
  readonly lift: { readonly x: number; readonly z: number; readonly radius: number };
}

export interface Places {
  readonly seats: readonly Seat[];
  readonly portals: readonly Portal[];
  readonly zones: readonly Zone[];
  /** Where a ceremony has its things; absent where there is no stage. */
  readonly ceremony?: CeremonyPlaces;
}

const SEAT_METRES = 0.45; // of a seat above the floor, where the server does not say

type Json = Readonly<Record<string, unknown>>;

const number = (value: unknown, otherwise = 0): number => (typeof value === 'number' && Number.isFinite(value) ? value : otherwise);
const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const list = (value: unknown): Json[] => (Array.isArray(value) ? (value as Json[]) : []);

/** Reads the places; what is absent or malformed is left out rather than trusted. */
export function parsePlaces(answer: unknown): Places {
  const from = (answer ?? {}) as Json;
  return { seats: list(from.seats).map(parseSeat), portals: list(from.portals).map((json) => ({ ...parseArea(json), room: text(json.room) })),
    zones: list(from.zones).map((json) => ({ ...parseArea(json), rule: text(json.rule) })), ceremony: parseCeremony(from.ceremony) };
}

function parseCeremony(answer: unknown): CeremonyPlaces | undefined {
  if (typeof answer !== 'object' || answer === null) return undefined;
  const [gong, plaque, lift] = ['gong', 'plaque', 'lift'].map((name) => ((answer as Json)[name] ?? {}) as Json);
  return {
    gong: { x: number(gong.x), z: number(gong.z), y: typeof gong.y === 'number' ? number(gong.y) : null, radius: number(gong.radius, 1) },
    plaque: { x: number(plaque.x), z: number(plaque.z) }, lift: { x: number(lift.x), z: number(lift.z), radius: number(lift.radius, 1) },
  };
}

function parseSeat(json: Json): Seat {
  const y = number(json.y);
  return { x: number(json.x), y, z: number(json.z), yaw: number(json.yaw), footY: number(json.footY, y - SEAT_METRES) };
}

function parseArea(json: Json): Area {
  const box = (json.box ?? {}) as Json;
  const rotation = Array.isArray(box.rotation) ? (box.rotation as unknown[]) : [];
  return {
    title: text(json.title), x: number(box.x), y: number(box.y), z: number(box.z), halfX: number(box.halfX), halfY: number(box.halfY), halfZ: number(box.halfZ),
    yaw: 2 * Math.atan2(number(rotation[1]), number(rotation[3], 1)), // areas stand upright
  };
}

/** Whether a point lies in an area. */
export function isInside(area: Area, x: number, y: number, z: number): boolean {
  const [cos, sin] = [Math.cos(area.yaw), Math.sin(area.yaw)];
  const [dx, dz] = [x - area.x, z - area.z];
  return Math.abs(dx * cos - dz * sin) <= area.halfX && Math.abs(y - area.y) <= area.halfY && Math.abs(dx * sin + dz * cos) <= area.halfZ;
}

/** The nearest seat within reach that nobody holds; −1 when there is none. */
export function nearestSeat(seats: readonly Seat[], x: number, y: number, z: number, reachMetres: number, isTaken: (seat: number) => boolean): number {
  let [best, bestDistance] = [-1, reachMetres];
  seats.forEach((seat, index) => {
    const distance = Math.hypot(seat.x - x, seat.z - z);
    if (distance < bestDistance && Math.abs(seat.footY - y) < 1 && !isTaken(index)) [best, bestDistance] = [index, distance];
  });
  return best;
}
