import type { Welcome } from './generated/kapok_pb';
import { readControl, writeControl, type ClientBody, type ServerBody } from './control';
import { KIND_CONTROL, KIND_STATE } from './frames';
import { JoinError, type Ticket } from './join';
import { LOOK_MS, Silence } from './silence';

const SUBPROTOCOL = 'kapok.v1';
const OPEN = 1; // WebSocket.readyState
const VERSION = 1;
const FIRST_PINGS_MS = [50, 250, 450, 650, 850, 1050, 1250, 1450]; // of eight answers one was quick each way, and the clock is right soon after entering
const BACKOFF_MS = [300, 800, 1500, 3000, 5000, 8000];

/** Where the connection stands, as a person is told. */
export type LinkState =
  | { readonly kind: 'connecting' | 'live' | 'returning' }
  | { readonly kind: 'lost'; readonly retryInMs: number; readonly attempt: number }
  | { readonly kind: 'closed'; readonly code: string; readonly detail: string; readonly mayReturn: boolean };

export interface ConnectionEvents {
  onState(state: LinkState): void;
  /** A room begins, also after a return: everything known before is void. */
  onWelcome(welcome: Welcome, ticket: Ticket): void;
  onMessage(message: ServerBody): void;
  onFrame(bytes: Uint8Array): void;
}

/** Close codes after which coming back by itself would be wrong, and what the person is told (docs/protocol.md, section 7). */
const FINAL_CLOSES: Readonly<Record<number, string>> = {
  1000: 'left', 4003: 'version-refused', 4004: 'kicked', 4005: 'banned', 4006: 'room-full', 4007: 'replaced', 4010: 'room-closed',
};
const NO_RETURN = new Set(['banned', 'kicked', 'version-refused', 'rule-broken']);
const FINAL_PROBLEMS = new Set(['banned', 'kicked', 'link-expired', 'room-full', 'doors-closed', 'unknown-room', 'name-invalid', 'look-invalid', 'origin-refused']);

/** The socket to one room, which comes back by itself after it is lost. `enter` gets a ticket; it is asked again with the pass to resume. */
export class Connection {
  private socket: WebSocket | null = null;
  private resume: string | undefined;
  private attempt = 0;
  private silence = new Silence(0);
  private goodbye: { code: string; detail: string; mayReturn: boolean } | null = null;
  private timers: ReturnType<typeof setTimeout>[] = [];
  private retryTimer: ReturnType<typeof setTimeout> | undefined;
  private isWelcome = false;
  private over = false;

  /** @param wantsFrames Whether the room is to tell where people are, ten times a second. */
  constructor(private readonly enter: (resume: string | undefined) => Promise<Ticket>, private readonly events: ConnectionEvents, private readonly wantsFrames = true) {}

  /** One is in a room and hears it. */
  get isLive(): boolean {
    return this.isWelcome;
  }

  /** Left, refused or put out: nothing comes of it any more. */
  get isOver(): boolean {
    return this.over;
  }

  /** Opens the connection. A failure of the first attempt is final, so that the entry page can say why. */
  async open(): Promise<void> {
    this.events.onState({ kind: 'connecting' });
    try {
      this.openSocket(await this.enter(undefined));
    } catch (error) {
      if (this.over) return; // whoever gave up waiting is told nothing
      this.finish(error instanceof JoinError ? error.code : 'unreachable', '');
    }
  }

  /** Sends to the room one is in. @param request Asks for `Done`. @returns False where the line is lost, or the room has not greeted one yet. */
  send(body: ClientBody, request = 0): boolean {
    return this.sendBytes(writeControl(body, request));
  }

  sendBytes(bytes: Uint8Array<ArrayBuffer>): boolean {
    const { socket } = this;
    if (!this.isWelcome || socket?.readyState !== OPEN) return false;
    socket.send(bytes);
    return true;
  }

  /** Leaves for good: no event follows. */
  close(): void {
    this.over = true;
    clearTimeout(this.retryTimer);
    this.send({ case: 'leave', value: { $typeName: 'kapok.v1.Leave' } });
    this.dropSocket();
  }

  /** Does not wait for the next try. */
  retryNow(): void {
    if (this.retryTimer === undefined) return;
    clearTimeout(this.retryTimer);
    void this.comeBack();
  }

  /** Drops the socket as a broken line would; used by tests of the return. */
  breakLine(): void {
    if (this.socket) this.closed(1006, '');
  }

  private openSocket(ticket: Ticket): void {
    if (this.over) return;
    const address = new URL(ticket.socket, location.href);
    address.protocol = address.protocol === 'https:' ? 'wss:' : 'ws:';
    const socket = new WebSocket(address, SUBPROTOCOL);
    socket.binaryType = 'arraybuffer';
    this.socket = socket;
    this.goodbye = null;
    socket.onopen = () => socket.send(writeControl({ case: 'hello',
      value: { $typeName: 'kapok.v1.Hello', ticket: ticket.ticket, minVersion: VERSION, maxVersion: VERSION, noFrames: !this.wantsFrames } }));
    socket.onmessage = (event: MessageEvent<unknown>) => {
      if (this.socket === socket && event.data instanceof ArrayBuffer) this.receive(new Uint8Array(event.data), ticket);
    };
    socket.onclose = (event) => {
      if (this.socket === socket) this.closed(event.code, event.reason);
    };
  }

  private receive(bytes: Uint8Array, ticket: Ticket): void {
    this.silence.heard(performance.now());
    if (bytes[0] === KIND_STATE) return this.events.onFrame(bytes);
    const message = bytes[0] === KIND_CONTROL ? readControl(bytes) : null;
    if (message === null) return;
    if (message.case === 'welcome') {
      this.resume = message.value.resume || undefined;
      this.attempt = 0;
      this.isWelcome = true;
      this.keepAlive();
      this.events.onWelcome(message.value, ticket);
      this.events.onState({ kind: 'live' });
    } else if (message.case === 'goodbye') {
      this.goodbye = { code: message.value.code, detail: message.value.detail, mayReturn: message.value.mayReturn };
    } else {
      this.events.onMessage(message);
    }
  }

  private keepAlive(): void {
    this.clearTimers();
    this.silence = new Silence(performance.now());
    const ping = (): boolean => this.send({ case: 'ping', value: { $typeName: 'kapok.v1.Ping', clientMs: performance.now() } });
    for (const ms of FIRST_PINGS_MS) this.timers.push(setTimeout(ping, ms));
    this.timers.push(setInterval(() => {
      if (this.silence.isDead(performance.now())) {
        this.dropSocket();
        this.closed(1006, '');
      } else {
        ping();
      }
    }, LOOK_MS));
  }

  private closed(code: number, reason: string): void {
    this.dropSocket();
    if (this.over) return;
    const said = this.goodbye;
    if (said && !said.mayReturn) return this.finish(said.code, said.detail);
    if (!said && FINAL_CLOSES[code] !== undefined) return this.finish(reason || FINAL_CLOSES[code], '');
    this.retry(0);
  }

  private retry(leastMs: number): void {
    const step = BACKOFF_MS[Math.min(this.attempt, BACKOFF_MS.length - 1)];
    // A random share spreads a whole room's return after a restart; a room of one waits no longer for it.
    const retryInMs = Math.max(leastMs, step * (0.7 + 0.6 * Math.random()));
    this.attempt++;
    this.events.onState({ kind: 'lost', retryInMs, attempt: this.attempt });
    this.retryTimer = setTimeout(() => void this.comeBack(), retryInMs);
  }

  private async comeBack(): Promise<void> {
    this.retryTimer = undefined;
    this.events.onState({ kind: 'returning' });
    try {
      this.openSocket(await this.enter(this.resume));
    } catch (error) {
      if (this.over) return;
      if (error instanceof JoinError && FINAL_PROBLEMS.has(error.code)) this.finish(error.code, '');
      else this.retry(error instanceof JoinError ? error.retryAfterSeconds * 1000 : 0);
    }
  }

  private finish(code: string, detail: string): void {
    this.over = true;
    this.dropSocket();
    this.events.onState({ kind: 'closed', code, detail, mayReturn: !NO_RETURN.has(code) });
  }

  private dropSocket(): void {
    this.clearTimers();
    const socket = this.socket;
    this.socket = null;
    this.isWelcome = false;
    if (socket) socket.onclose = socket.onmessage = null;
    socket?.close(1000);
  }

  private clearTimers(): void {
    for (const timer of this.timers) clearTimeout(timer); // intervals too: they share their numbers
    this.timers = [];
  }
}
