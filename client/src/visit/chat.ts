import type { ChatEntry, ChatSlice } from '../slices/chat';
import type { DoorSlice } from '../slices/door';
import type { Said } from '../net/generated/kapok_pb';
import type { Finder } from './finder';
import type { RoomLine, VisitView } from './parts';
import type { Relations } from './relations';

const KEPT = 200;

/** What is said in the room, one's own lines from the moment they are written: each is said, waits for the line, or has failed and can be said again. */
export class Chat {
  private nextKey = 1;
  private readonly keys = new Map<number, number>(); // number of the request -> line

  constructor(private readonly line: RoomLine, private readonly relations: Relations, private readonly finder: Finder, private readonly slice: ChatSlice,
    private readonly door: DoorSlice, private readonly view: VisitView) {
    line.messages.on('said', (said) => this.heard(said));
  }

  say(text: string): void {
    const key = this.nextKey++;
    this.add({ key, from: this.door.me.value, name: '', text, own: true, time: new Date(), state: 'waits' });
    this.ask(key, text);
  }

  sayAgain(key: number): void {
    const line = this.slice.chat.value.find((one) => one.key === key && one.state === 'failed');
    if (line === undefined) return;
    this.change(key, { state: 'waits' });
    this.ask(key, line.text);
  }

  takeBack(key: number): void {
    this.slice.chat.value = this.slice.chat.value.filter((line) => line.key !== key || line.state !== 'failed');
  }

  private ask(key: number, text: string): void {
    const { number } = this.line.requests.ask({
      body: { case: 'say', value: { $typeName: 'kapok.v1.Say', text } },
      // What it was said with comes by itself, from where the room has everyone's words.
      settled: (outcome, notice) => {
        if (outcome !== 'done' || notice !== '') this.keys.delete(number);
        this.change(key, { state: outcome === 'done' && notice === '' ? 'said' : 'failed' });
      },
    });
    this.keys.set(number, key);
  }

  private heard({ from, name, text, request }: Said): void {
    if (this.relations.blocked.has(from)) return;
    const own = from === this.door.me.value, key = own ? this.keys.get(request) : undefined;
    this.view.said(from, text);
    if (key !== undefined) {
      this.keys.delete(request);
      return this.change(key, { from, text, state: 'said' });
    }
    this.add({ key: this.nextKey++, from, name: this.finder.nameOf(from) || name, text, own, time: new Date(), state: 'said' });
    if (own) return;
    if (!this.slice.chatOpen.value) this.slice.unread.value++;
    this.view.chime('chat');
  }

  private add(entry: ChatEntry): void {
    this.slice.chat.value = [...this.slice.chat.value.slice(1 - KEPT), entry];
  }

  private change(key: number, change: Partial<ChatEntry>): void {
    const lines = this.slice.chat.value, at = lines.findIndex((line) => line.key === key);
    if (at >= 0) this.slice.chat.value = lines.with(at, { ...lines[at], ...change });
  }
}
