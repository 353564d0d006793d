import { readCrowd } from '../net/crowd-list';
import type { People } from '../world/people';
import type { RoomLine } from './parts';

/** Who comes and goes. Whoever keeps something about people by their ids asks to be told who left. */
export class Company {
  private readonly forgetters: ((ids: readonly number[]) => void)[] = [];

  /** @param changed Somebody came, left, or is known better. */
  constructor({ messages }: RoomLine, people: People, changed: () => void) {
    messages.on('joined', ({ crowd }) => {
      for (const sketch of readCrowd(crowd) ?? []) people.put(sketch);
      changed();
    });
    messages.on('introduced', ({ people: introduced }) => {
      for (const person of introduced) people.introduce(person);
      changed();
    });
    messages.on('left', ({ ids, roomMs }) => {
      for (const id of ids) people.remove(id, roomMs);
      for (const forget of this.forgetters) forget(ids);
      changed();
    });
  }

  /** They left: their ids will mean other people. */
  whenLeft(forget: (ids: readonly number[]) => void): void {
    this.forgetters.push(forget);
  }
}
