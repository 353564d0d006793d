import { getBytes, getJson, type Ticket } from '../net/join';
import { Floor } from '../world/floor';
import { parsePlaces } from '../world/places';
import type { LoadedRoom } from './parts';

/**
 * Loads what a visit needs of a room.
 * @param progress Is told of shares of the work that are done; they add up to 1.
 * @param load Loads what is shown of it, meanwhile.
 */
export async function loadRoom(ticket: Ticket, progress: (share: number) => void, load: (ticket: Ticket) => Promise<void>): Promise<LoadedRoom> {
  const { room } = ticket;
  const step = <T>(share: number, work: Promise<T>): Promise<T> => work.then((value) => {
    progress(share);
    return value;
  });
  progress(0.1);
  const [bytes, places] = await Promise.all([
    step(0.1, getBytes(room.floor)),
    step(0.1, getJson(`/api/v1/rooms/${encodeURIComponent(room.id)}/places`)),
    step(0.7, load(ticket)),
  ]);
  const floor = Floor.parse(bytes);
  if (!floor) throw new Error(`The floor of ${room.id} cannot be read.`);
  return { id: room.id, floor, places: parsePlaces(places) };
}
