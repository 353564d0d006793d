import { t } from '../i18n';
import type { Connection } from '../net/connection';
import { model } from '../ui/model';
import type { People } from '../world/people';
import { toast } from '../ui/toasts';

const MOST_FOLLOWED = 8; // the server takes no more

/**
 * Whom one follows and whom one has blocked, of those in this room. The server keeps the blocks, and tells of them whenever either comes in: neither the words
 * nor the bodies of those people are shown.
 */
export class Relations {
  readonly blocked = new Set<number>();

  constructor(private readonly connection: () => Connection | null, private readonly people: People) {}

  follow(person: number, on: boolean): void {
    const followed = new Set(model.followed.value);
    if (on) followed.add(person);
    else followed.delete(person);
    if (followed.size > MOST_FOLLOWED) return toast(t('notice.follow-most', { count: MOST_FOLLOWED }));
    model.followed.value = followed;
    this.connection()?.send({ case: 'follow', value: { $typeName: 'kapok.v1.Follow', people: [...followed] } });
  }

  block(person: number, on: boolean): void {
    this.connection()?.send({ case: 'block', value: { $typeName: 'kapok.v1.Block', person, on } });
    if (on) this.blocked.add(person);
    else this.blocked.delete(person);
    if (!on) this.people.unhide(person);
    if (on) model.chat.value = model.chat.value.filter((line) => line.from !== person);
    model.rosterStale.value++;
  }

  /** They left; their ids will mean other people. */
  forget(ids: readonly number[]): void {
    for (const id of ids) this.blocked.delete(id);
    if (ids.some((id) => model.followed.value.has(id))) model.followed.value = new Set([...model.followed.value].filter((id) => !ids.includes(id)));
  }

  /** Another room, or the same one after a return: one is told of the blocks anew. */
  clear(): void {
    this.blocked.clear();
    model.followed.value = new Set();
  }
}
