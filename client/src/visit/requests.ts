import type { ClientBody } from '../net/control';

const UNANSWERED_MS = 15_000; // a line that is alive answers within a tick
const REMEMBERED_MS = 50_000; // the server knows a number again for a minute (docs/protocol.md, section 7)
const AT_ONCE = 2, PACE_MS = 1_100; // after a return: the limits of chat and of requests
const TOO_FAST = 'notice.too-fast'; // dropped, and its number may be used again (section 8)
const MOST_TRIES = 20;

/** Somebody a request is about, by the id of the room and by name: an id may mean another person after a return. */
export interface Named { readonly id: number; readonly name: string }

/**
 * done: the room has heard it. gone: whoever it is about is no longer here. unsure: it was sent as the line broke, too long ago to be sent again without
 * the danger of doing it twice. left: one went elsewhere first. unanswered: the line is alive and nothing came. replaced: a newer one of its kind was asked.
 */
export type Outcome = 'done' | 'gone' | 'unsure' | 'left' | 'unanswered' | 'replaced';

export interface Request {
  readonly body: ClientBody;
  readonly about?: readonly Named[];
  /** Done twice it is the same as done once. */
  readonly isRepeatable?: boolean;
  /** The answer is of use for this line alone: it is forgotten with it. */
  readonly isPassing?: boolean;
  /** Of those of one kind only the newest counts. */
  readonly kind?: string;
  /** @param notice The code of what the room said to it; empty for nothing. */
  readonly settled?: (outcome: Outcome, notice: string) => void;
  /** It is sent again after a return, which had made void what was shown. */
  readonly again?: () => void;
}

export interface RequestLine {
  /** @returns False where the line is lost, or no room has begun. */
  send(body: ClientBody, request: number): boolean;
  /** Finds out who people are now. */
  identify(people: readonly number[], then: (nameOf: (id: number) => string) => void): void;
}

interface Pending extends Request { sentMs: number | null; tries: number; timer: ReturnType<typeof setTimeout> | undefined }

/**
 * What a person did and the room has not heard yet. Each has a number; what is not answered when the line is lost is sent again after the return, and what
 * cannot be is told as failed: nothing is lost without a word.
 */
export class Requests {
  private readonly pending = new Map<number, Pending>();
  private queue: number[] = [];
  private pace: ReturnType<typeof setTimeout> | undefined;

  /** @param next The first number: at random, so that two pages of one guest do not meet. @param now Milliseconds of a clock that only goes on. */
  constructor(private readonly line: RequestLine, private next = crypto.getRandomValues(new Uint32Array(1))[0], private readonly now: () => number = () => performance.now()) {}

  /** How many the room has not answered. */
  get waiting(): number {
    return this.pending.size;
  }

  /** @returns The number; and whether it went out, or waits for the line. */
  ask(request: Request): { readonly number: number; readonly isSent: boolean } {
    if (request.kind !== undefined) this.drop(request.kind);
    this.next = this.next >= 0xffff_ffff ? 1 : this.next + 1;
    const number = this.next;
    this.pending.set(number, { ...request, sentMs: null, tries: 0, timer: undefined });
    // What was too fast waits for its turn, and what comes after it stands behind it: nobody's words are put in another order.
    const isBehind = this.queue.some((one) => this.pending.get(one)?.body.case === request.body.case);
    if (isBehind) this.queue.push(number);
    return { number, isSent: isBehind || this.send(number) };
  }

  /** Forgets what of a kind is not answered. */
  drop(kind: string): void {
    for (const [number, one] of this.pending) if (one.kind === kind) this.settle(number, 'replaced', '');
  }

  /** The room has heard one; what came too fast it has not, and that is sent again by and by. */
  done(number: number, notice: string): void {
    const one = this.pending.get(number);
    if (one === undefined || notice !== TOO_FAST || ++one.tries > MOST_TRIES) return this.settle(number, 'done', notice);
    clearTimeout(one.timer);
    one.sentMs = null;
    this.queue.push(number);
    this.queue.sort((a, b) => a - b);
    this.pace ??= setTimeout(() => this.sendNext(1), PACE_MS);
  }

  /** The line is lost: what was not answered may not have been heard. */
  lost(): void {
    clearTimeout(this.pace);
    this.pace = undefined;
    this.queue = [];
    for (const [number, one] of this.pending) {
      clearTimeout(one.timer);
      if (one.isPassing === true) this.pending.delete(number);
    }
  }

  /** One is in a room where the ids that requests name mean what they meant, or other people. */
  returned(): void {
    this.lost();
    const people = new Set<number>();
    for (const [number, one] of this.pending) {
      if (one.sentMs !== null && one.isRepeatable !== true && this.now() - one.sentMs > REMEMBERED_MS) this.settle(number, 'unsure', '');
      else if (one.about === undefined || one.about.length === 0) this.queue.push(number);
      else for (const { id } of one.about) people.add(id);
    }
    this.pump();
    if (people.size > 0) this.line.identify([...people], (nameOf) => this.sendAbout(nameOf));
  }

  /** One goes to another room, or out: its people are others. */
  leave(): void {
    this.lost();
    for (const number of [...this.pending.keys()]) this.settle(number, 'left', '');
  }

  private sendAbout(nameOf: (id: number) => string): void {
    for (const [number, { about }] of this.pending) {
      if (about === undefined || about.length === 0) continue;
      if (about.every(({ id, name }) => nameOf(id) === name)) this.queue.push(number);
      else this.settle(number, 'gone', '');
    }
    this.pump();
  }

  private pump(): void {
    if (this.pace === undefined) this.sendNext(AT_ONCE);
  }

  private sendNext(count: number): void {
    this.pace = undefined;
    for (const number of this.queue.splice(0, count)) this.sendAgain(number);
    if (this.queue.length > 0) this.pace = setTimeout(() => this.sendNext(1), PACE_MS);
  }

  private sendAgain(number: number): void {
    const one = this.pending.get(number);
    if (this.send(number)) one?.again?.();
  }

  private send(number: number): boolean {
    const one = this.pending.get(number);
    if (one === undefined || !this.line.send(one.body, number)) return false;
    one.sentMs ??= this.now();
    clearTimeout(one.timer);
    one.timer = setTimeout(() => this.settle(number, 'unanswered', ''), UNANSWERED_MS);
    return true;
  }

  private settle(number: number, outcome: Outcome, notice: string): void {
    const one = this.pending.get(number);
    if (one === undefined) return;
    this.pending.delete(number);
    clearTimeout(one.timer);
    one.settled?.(outcome, notice);
  }
}
