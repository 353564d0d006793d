import { Connection, type ConnectionEvents, type LinkState } from '../net/connection';
import { join, type Ticket, type Wait } from '../net/join';
import type { DoorSlice } from '../slices/door';
import type { SelfSlice } from '../slices/self';

/** What happens at the door, for the visit behind it. Nothing of a connection that one has left or that was ended comes through. */
export interface EntranceEvents extends Pick<ConnectionEvents, 'onWelcome' | 'onMessage' | 'onFrame'> {
  /** The line is lost, and the page is trying to come back. */
  onLost(): void;
  /** One is out of the room, by whosever wish, or never came in. */
  onOut(): void;
}

/** The door: comes in, waits, comes back by itself, leaves. There is one connection at a time, and only the newest one counts. */
export class Entrance {
  private current: Connection | null = null;
  private attempts = 0; // to come in; whoever gives up waiting makes the last one void
  private retryTimer: ReturnType<typeof setInterval> | undefined;

  /** @param wantsFrames Whether the room is to tell where people are. */
  constructor(private readonly door: DoorSlice, private readonly self: SelfSlice, private readonly events: EntranceEvents, private readonly wantsFrames: boolean) {}

  get connection(): Connection | null {
    return this.current;
  }

  /** Whether a connection is the one that counts, and has not ended. */
  isCurrent(connection: Connection | null): boolean {
    return connection !== null && connection === this.current && !connection.isOver;
  }

  /** @param from The room one comes from. @param brings What opens the door: a link that gives a role, or a portal's pass. */
  open(room: string, from: string | undefined, brings: { readonly link?: string; readonly pass?: string }): void {
    const attempt = ++this.attempts;
    let once = brings;
    const enter = (resume: string | undefined): Promise<Ticket> => {
      const request = { name: this.self.name.value, look: this.self.look.value ?? undefined, ...once, resume, from };
      once = {}; // a pass opens one door once; afterwards the server knows its guest
      return join(room, request, (wait) => this.waits(attempt, wait)).finally(() => { if (attempt === this.attempts) this.door.waiting.value = null; });
    };
    this.current?.close();
    const connection: Connection = this.current = new Connection(enter, {
      onState: (state) => { if (this.current === connection) this.onState(state); },
      onWelcome: (welcome, ticket) => { if (this.current === connection) this.events.onWelcome(welcome, ticket); },
      onMessage: (message) => { if (this.current === connection) this.events.onMessage(message); },
      onFrame: (bytes) => { if (this.current === connection) this.events.onFrame(bytes); },
    }, this.wantsFrames);
    void connection.open();
  }

  giveUp(): void {
    this.attempts++;
    this.current?.close();
    clearInterval(this.retryTimer);
    this.door.waiting.value = null;
    this.door.me.value = -1;
    this.door.phase.value = 'entry';
    this.events.onOut();
  }

  leave(): void {
    this.end('left', '', true);
  }

  /** One is out: why is shown, inside or at the door. */
  end(code: string, detail: string, mayReturn: boolean, mustReload = false): void {
    const { door } = this, wasInside = door.me.value >= 0;
    clearInterval(this.retryTimer);
    this.current?.close();
    door.me.value = -1;
    door.reason.value = code;
    door.reasonDetail.value = detail;
    door.mayReturn.value = mayReturn;
    door.mustReload.value = mustReload;
    door.phase.value = wasInside ? 'ended' : 'entry';
    this.events.onOut();
  }

  /** One waits at the door. @returns Whether one goes on waiting. */
  private waits(attempt: number, wait: Wait): boolean {
    if (attempt !== this.attempts) return false;
    this.door.waiting.value = wait;
    return true;
  }

  private onState(state: LinkState): void {
    const { door } = this;
    clearInterval(this.retryTimer);
    switch (state.kind) {
      case 'connecting': if (door.phase.value !== 'loading') door.phase.value = 'joining'; return;
      case 'live': return;
      case 'returning': door.retry.value = { ...door.retry.value, inSeconds: 0 }; return;
      case 'lost': return this.countDown(state.retryInMs, state.attempt);
      case 'closed': return this.end(state.code, state.detail, state.mayReturn, state.code === 'version-refused');
    }
  }

  private countDown(retryInMs: number, attempt: number): void {
    const { door } = this, until = performance.now() + retryInMs;
    const tell = (): void => void (door.retry.value = { inSeconds: Math.max(0, (until - performance.now()) / 1000), attempt });
    tell();
    this.retryTimer = setInterval(tell, 500);
    if (door.phase.value === 'live') door.phase.value = 'lost';
    this.events.onLost();
  }
}
