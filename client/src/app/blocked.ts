import type { Person } from '../net/generated/kapok_pb';

/**
 * Whom one has blocked in this room: neither their words nor their bodies are shown. Ids are reused once somebody has left, so each is
 * kept with its name, and a stranger who is given the id of a blocked person is seen.
 */
export class Blocked {
  private readonly names = new Map<number, string>();

  has(id: number): boolean {
    return this.names.has(id);
  }

  get ids(): Iterable<number> {
    return this.names.keys();
  }

  set(id: number, name: string, on: boolean): void {
    if (on) this.names.set(id, name);
    else this.names.delete(id);
  }

  forget(ids: Iterable<number>): void {
    for (const id of ids) this.names.delete(id);
  }

  /** Another room, where ids mean other people. */
  clear(): void {
    this.names.clear();
  }

  /** Takes who is in the room after a return; what was blocked and is still there, to be asked of the room again. */
  stillHere(people: readonly Person[]): number[] {
    const here = new Map(people.map((person) => [person.id, person.name]));
    this.forget([...this.names].filter(([id, name]) => here.get(id) !== name).map(([id]) => id));
    return [...this.names.keys()];
  }
}
