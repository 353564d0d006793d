import { getBytes, getJson, type Ticket } from '../net/join';
import { model } from '../ui/model';
import { Floor } from '../world/floor';
import { parsePlaces, type Places } from '../world/places';
import { drawFloor } from '../picture/map';
import type { Picture } from '../picture/picture';

/** A room whose place is drawn and whose floor is known. */
export interface LoadedRoom {
  readonly id: string;
  readonly floor: Floor;
  readonly places: Places;
  /** The floor from above, for the map. */
  readonly picture: HTMLCanvasElement;
}

/** Loads what a room needs, and tells how far it is. */
export async function loadRoom({ room }: Ticket, picture: Picture): Promise<LoadedRoom> {
  model.progress.value = 0.1;
  const step = <T>(share: number, work: Promise<T>): Promise<T> => work.then((value) => {
    model.progress.value = Math.min(1, model.progress.value + share);
    return value;
  });
  const [bytes, places] = await Promise.all([
    step(0.1, getBytes(room.floor)),
    step(0.1, getJson(`/api/v1/rooms/${encodeURIComponent(room.id)}/places`)),
    step(0.7, picture.load(room.scene, room.sceneName ?? room.id, [model.eventTitle.value || room.title])),
  ]);
  const floor = Floor.parse(bytes);
  if (!floor) throw new Error(`The floor of ${room.id} cannot be read.`);
  return { id: room.id, floor, places: parsePlaces(places), picture: drawFloor(floor) };
}
