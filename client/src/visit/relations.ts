import { t } from '../i18n';
import type { PeopleSlice } from '../slices/people';
import type { ChatSlice } from '../slices/chat';
import type { NoticesSlice } from '../slices/notices';
import type { People } from '../world/people';
import type { Finder } from './finder';
import type { RoomLine } from './parts';
import type { Named, Outcome } from './requests';

const MOST_FOLLOWED = 8; // the server takes no more

/**
 * Whom one follows and whom one has blocked, of those in this room. The server keeps the blocks, and tells of them whenever either comes in: neither the words
 * nor the bodies of those people are shown.
 */
export class Relations {
  readonly blocked = new Set<number>();
  private followed: readonly Named[] = [];

  constructor(
    private readonly line: RoomLine, private readonly people: People, private readonly finder: Finder,
    private readonly shown: { readonly people: PeopleSlice; readonly chat: ChatSlice; readonly notices: NoticesSlice },
  ) {
    line.messages.on('blocked', ({ ids }) => {
      for (const id of ids) this.blocked.add(id);
      this.changed();
    });
  }

  follow(person: number, on: boolean): void {
    const others = this.followed.filter(({ id }) => id !== person);
    const wanted = on ? [...others, { id: person, name: this.finder.nameOf(person) }] : others;
    if (wanted.length > MOST_FOLLOWED) return this.shown.notices.toast(t('notice.follow-most', { count: MOST_FOLLOWED }));
    const before = this.followed;
    this.setFollowed(wanted);
    this.askToFollow(wanted, (outcome) => { if (outcome !== 'done' && outcome !== 'replaced'
      && this.followed === wanted) this.setFollowed(before.filter(({ id }) => this.people.here.has(id))); });
  }

  /** Holds at once for oneself; what the venue says of it, and whether it could be stored, is told when it comes. */
  block(person: number, on: boolean): void {
    const name = this.finder.nameOf(person);
    this.set(person, on);
    const { isSent } = this.line.requests.ask({
      body: { case: 'block', value: { $typeName: 'kapok.v1.Block', person, on } }, about: [{ id: person, name }], isRepeatable: true, kind: `block:${person}`,
      again: () => this.set(person, on),
      settled: (outcome, notice) => this.settled(person, name, on, outcome, notice),
    });
    if (!isSent) this.shown.notices.toast(t('notice.kept'));
  }

  /** They left; their ids will mean other people. */
  forget(ids: readonly number[]): void {
    for (const id of ids) this.blocked.delete(id);
    if (this.followed.some(({ id }) => ids.includes(id))) this.setFollowed(this.followed.filter(({ id }) => !ids.includes(id)));
  }

  /** Another room: nobody is followed there, and one is told of the blocks anew. */
  clear(): void {
    this.blocked.clear();
    this.setFollowed([]);
  }

  /** The same room after a return: one is told of the blocks anew; and goes on to follow whoever is still the one that was meant. */
  returned(): void {
    const before = this.followed;
    this.clear();
    if (before.length === 0) return;
    this.finder.identify(before.map(({ id }) => id), (nameOf) => {
      const still = before.filter(({ id, name }) => nameOf(id) === name);
      this.setFollowed(still);
      this.askToFollow(still, () => undefined);
    });
  }

  private askToFollow(people: readonly Named[], settled: (outcome: Outcome) => void): void {
    this.line.requests.ask({ body: { case: 'follow', value: { $typeName: 'kapok.v1.Follow', people: people.map(({ id }) => id) } }, isRepeatable: true, kind: 'follow', settled });
  }

  private settled(person: number, name: string, on: boolean, outcome: Outcome, notice: string): void {
    if (outcome === 'replaced' || (outcome === 'done' && (notice === '' || /^notice\.(un)?block(ed|-held)$/.test(notice)))) return;
    // The room's own words were shown where it gave some.
    if (outcome !== 'done') this.shown.notices.toast(t(outcome === 'gone' || outcome === 'left' ? 'notice.gone-before' : 'notice.not-done', { name }));
    if (outcome !== 'gone' && outcome !== 'left') this.set(person, !on);
  }

  private set(person: number, on: boolean): void {
    if (on) this.blocked.add(person);
    else this.blocked.delete(person);
    if (!on) this.people.unhide(person);
    const { chat } = this.shown.chat;
    if (on) chat.value = chat.value.filter((line) => line.from !== person);
    this.changed();
  }

  private setFollowed(people: readonly Named[]): void {
    this.followed = people;
    this.shown.people.followed.value = new Set(people.map(({ id }) => id));
  }

  private changed(): void {
    this.shown.people.rosterStale.value++;
  }
}
