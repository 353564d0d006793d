import { cutText, MAX_NAME } from '../net/text';
import type { People } from '../world/people';
import type { RoomLine } from './parts';
import { showFound } from './roster';
import type { PeopleSlice } from '../slices/people';

const MOST_ASKED = 8; // names the room gives at once

/** Names that one was not introduced to: looked up by a part of them, or by id. */
export class Finder {
  private readonly asked = new Set<number>(); // whose names are on their way, or came
  private readonly told = new Map<number, string>();
  private readonly quiet = new Set<number>(); // asked for by the page itself: no answer to a search

  constructor(private readonly line: RoomLine, private readonly people: People, slice: PeopleSlice, changed: () => void) {
    line.messages.on('found', ({ people: found, more }) => {
      for (const { id, name } of found) this.told.set(id, name);
      const shown = found.filter(({ id }) => !this.quiet.delete(id));
      if (shown.length > 0 || found.length === 0) showFound(slice, shown, more);
      changed();
    });
  }

  /** Looks a name up among all in the room. */
  seek(text: string): void {
    this.line.now(seek(cutText(text, MAX_NAME), []));
  }

  /** Asks who somebody is whom one sees from afar. */
  meet(person: number): void {
    this.quiet.delete(person);
    this.line.now(seek('', [person]));
  }

  /** The name of somebody here as far as it is known; empty where it is not. */
  nameOf(id: number): string {
    return this.people.nameOf(id) || (this.told.get(id) ?? '');
  }

  /** Asks for names that are not known, once. */
  ask(ids: readonly number[]): void {
    const ask = ids.filter((id) => this.nameOf(id) === '' && !this.asked.has(id)).slice(0, MOST_ASKED);
    if (ask.length === 0) return;
    for (const id of ask) {
      this.asked.add(id);
      this.quiet.add(id);
    }
    this.line.requests.ask({ body: seek('', ask), isPassing: true });
  }

  /** Asks the room who some people are now, whatever was known. @param then Is given their names; empty for whoever is not here. */
  identify(ids: readonly number[], then: (nameOf: (id: number) => string) => void): void {
    const ask = ids.slice(0, MOST_ASKED), rest = ids.slice(MOST_ASKED);
    for (const id of ask) {
      this.told.delete(id);
      this.quiet.add(id);
    }
    // The answer comes before the word that it was heard.
    this.line.requests.ask({
      body: seek('', ask), isPassing: true,
      settled: (outcome) => {
        if (outcome !== 'done') return;
        for (const id of ask) this.quiet.delete(id);
        if (rest.length > 0) this.identify(rest, then);
        else then((id) => this.told.get(id) ?? '');
      },
    });
  }

  /** Another room, or the same one after a return. */
  clear(): void {
    this.asked.clear();
    this.told.clear();
    this.quiet.clear();
  }

  forget(ids: readonly number[]): void {
    for (const id of ids) {
      this.asked.delete(id);
      this.told.delete(id);
      this.quiet.delete(id);
    }
  }
}

function seek(text: string, people: number[]): { case: 'seek'; value: { $typeName: 'kapok.v1.Seek'; text: string; people: number[] } } {
  return { case: 'seek', value: { $typeName: 'kapok.v1.Seek', text, people } };
}

