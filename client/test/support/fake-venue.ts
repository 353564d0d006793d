import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import { vi } from 'vitest';
import { DEFAULT_LOOK } from '../../src/avatar/look';
import { ClientMessageSchema, Measure, PersonSchema, Role, ServerMessageSchema, type ClientMessage, type ServerMessage } from '../../src/net/generated/kapok_pb';

type Body<C> = Extract<ServerMessage['body'], { case: C }>;
type Case = Exclude<ServerMessage['body']['case'], undefined>;

/** A person in a fake room. */
export interface FakePerson {
  readonly id: number;
  readonly name: string;
  role: Role;
  resume: string;
  line: FakeSocket | null;
  noFrames: boolean;
  followed: readonly number[];
  readonly blocked: Set<number>;
  readonly heard: Map<number, string>;
}

/** One end of a WebSocket as the page has it. What either side sends arrives in the next turn of the clock, unless the line is cut. */
export class FakeSocket {
  static venue: FakeVenue;
  readyState = 0;
  binaryType = 'blob';
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: unknown }) => void) | null = null;
  onclose: ((event: { code: number; reason: string }) => void) | null = null;
  /** Whose it is, also for what was sent just before it was closed. */
  owner: [room: string, person: FakePerson] | null = null;
  /** What the page sends is lost from now on, and nothing comes. */
  isCut = false;

  constructor(readonly address: URL, readonly protocol: string) {
    FakeSocket.venue.sockets.push(this);
    setTimeout(() => {
      this.readyState = 1;
      this.onopen?.();
    });
  }

  send(bytes: Uint8Array): void {
    if (this.isCut) return;
    const copy = bytes.slice();
    setTimeout(() => { if (!this.isCut && copy[0] === 1) FakeSocket.venue.hear(this, fromBinary(ClientMessageSchema, copy.subarray(1))); });
  }

  close(): void {
    this.readyState = 3;
    FakeSocket.venue.gone(this);
  }

  /** The server sends. */
  tell<C extends Case>(kind: C, value: Partial<Body<C>['value']>): void {
    const message = create(ServerMessageSchema, { body: { case: kind, value } } as never);
    const bytes = toBinary(ServerMessageSchema, message), framed = new Uint8Array(bytes.length + 1);
    framed[0] = 1;
    framed.set(bytes, 1);
    setTimeout(() => { if (!this.isCut) this.onmessage?.({ data: framed.buffer }); });
  }

  /** The server, or the network, ends it. */
  end(code: number, reason = ''): void {
    this.isCut = true;
    this.readyState = 3;
    FakeSocket.venue.gone(this);
    setTimeout(() => this.onclose?.({ code, reason }));
  }
}

/** A venue of several rooms in the memory of a test, as the wire shows one. It answers joins, keeps people away for as long as it likes, and knows numbered requests again. */
export class FakeVenue {
  readonly sockets: FakeSocket[] = [];
  readonly rooms = new Map<string, FakePerson[]>();
  /** What people asked for, in order, but pings and hellos. */
  readonly asked: { readonly by: string; readonly body: NonNullable<ClientMessage['body']> }[] = [];
  /** Answers that joins get before they are let in. */
  readonly refusals: Response[] = [];
  readonly joins: Record<string, unknown>[] = [];
  build = 'one';
  /** Messages of these kinds are swallowed as they come, as where the line breaks at that moment. */
  swallows = new Set<string>();
  private readonly tickets = new Map<string, { readonly room: string; readonly name: string; readonly resume: string }>();
  private next = 1;

  constructor() {
    FakeSocket.venue = this;
    vi.stubGlobal('WebSocket', FakeSocket);
    vi.stubGlobal('location', { href: 'http://venue.test/', search: '' });
    vi.stubGlobal('fetch', (path: string, init?: RequestInit) => new Promise<Response>((resolve) => setTimeout(() => resolve(this.answer(path, init)))));
  }

  people(room: string): FakePerson[] {
    const people = this.rooms.get(room) ?? [];
    this.rooms.set(room, people);
    return people;
  }

  /** Somebody of whom only the room knows. */
  add(room: string, name: string, role = Role.ATTENDEE, id = this.freeId(room)): FakePerson {
    const person: FakePerson = { id, name, role, resume: '', line: null, noFrames: false, followed: [], blocked: new Set(), heard: new Map() };
    this.people(room).push(person);
    for (const other of this.people(room)) other.line?.tell('introduced', { people: [asPerson(person)] });
    return person;
  }

  remove(room: string, person: FakePerson): void {
    this.rooms.set(room, this.people(room).filter((one) => one !== person));
    for (const other of this.people(room)) other.line?.tell('left', { ids: [person.id], roomMs: performance.now() });
  }

  find(name: string): FakePerson {
    for (const people of this.rooms.values()) for (const one of people) if (one.name === name) return one;
    throw new Error(`${name} is in no room.`);
  }

  gone(socket: FakeSocket): void {
    for (const people of this.rooms.values()) for (const one of people) if (one.line === socket) one.line = null;
  }

  hear(socket: FakeSocket, { body, request }: ClientMessage): void {
    if (body.case === undefined || this.swallows.has(body.case)) return;
    if (body.case === 'hello') return this.greet(socket, body.value.ticket, body.value.noFrames);
    if (socket.owner === null) return;
    const [room, person] = socket.owner;
    if (body.case === 'ping') return socket.tell('pong', { clientMs: body.value.clientMs, roomMs: performance.now() });
    const before = person.heard.get(request);
    if (request !== 0 && before !== undefined) return socket.tell('done', { request, notice: before });
    this.asked.push({ by: person.name, body });
    const notice = this.do(room, person, body, request);
    if (request === 0) return;
    person.heard.set(request, notice);
    socket.tell('done', { request, notice });
  }

  private do(room: string, person: FakePerson, body: NonNullable<ClientMessage['body']>, request: number): string {
    const people = this.people(room), told = (code: string): string => {
      person.line?.tell('notice', { code });
      return code;
    };
    const of = (id: number): FakePerson | undefined => people.find((one) => one.id === id);
    switch (body.case) {
      case 'say':
        if (person.role === Role.UNSPECIFIED) return told('notice.muted');
        for (const other of people) if (!other.blocked.has(person.id)) other.line?.tell('said', { from: person.id, name: person.name, text: body.value.text.trim(), request });
        return '';
      case 'block':
        if (body.value.on) person.blocked.add(body.value.person);
        else person.blocked.delete(body.value.person);
        return '';
      case 'follow': person.followed = body.value.people; return '';
      case 'seek': {
        const { people: ids, text } = body.value;
        person.line?.tell('found', { people: people.filter((one) => ids.includes(one.id) || (text !== '' && one.name.includes(text))).map(asPerson) });
        return '';
      }
      case 'report': return of(body.value.person) ? '' : told('notice.person-gone');
      case 'moderate': {
        const accused = of(body.value.person);
        if (accused === undefined) return told('notice.person-gone');
        if (body.value.measure === Measure.KICK) {
          accused.line?.tell('goodbye', { code: 'kicked', detail: body.value.reason, mayReturn: false });
          const { line } = accused;
          setTimeout(() => line?.end(4004, 'kicked'), 1);
          this.remove(room, accused);
        }
        return '';
      }
      case 'enterPortal': person.line?.tell('travel', { room: 'forum', arrive: 'pass' }); return '';
      case 'leave': this.remove(room, person); return '';
      default: return '';
    }
  }

  private greet(socket: FakeSocket, ticket: string, noFrames: boolean): void {
    const entry = this.tickets.get(ticket);
    if (entry === undefined) return socket.end(4002, 'ticket-refused');
    const people = this.people(entry.room);
    let person = people.find((one) => one.name === entry.name && one.resume !== '' && one.resume === entry.resume);
    person?.line?.end(4007, 'replaced');
    if (person === undefined) {
      person = { id: this.freeId(entry.room), name: entry.name, role: Role.ATTENDEE, resume: '', line: null, noFrames, followed: [], blocked: new Set(), heard: new Map() };
      people.push(person);
    }
    socket.owner = [entry.room, person];
    Object.assign(person, { resume: `resume-${this.next++}`, line: socket, noFrames });
    socket.tell('welcome', { version: 1, you: person.id, room: entry.room, roomMs: performance.now(), resume: person.resume, capacity: 10, beatMs: 500, cellColumns: 4,
      cellRows: 4, cellMetres: 4,
      placement: { $typeName: 'kapok.v1.Placement', epoch: 1, x: 1, y: 0, z: 1, yaw: 0, seat: -1 } });
    for (const other of people) {
      socket.tell('introduced', { people: [asPerson(other)] });
      if (other !== person) other.line?.tell('introduced', { people: [asPerson(person)] });
    }
    const blocked = [...person.blocked];
    if (blocked.length > 0) socket.tell('blocked', { ids: blocked });
  }

  private answer(path: string, init?: RequestInit): Response {
    if (path === '/api/v1/venue') return Response.json({ event: 'night', title: 'Night', rooms: [], build: this.build });
    if (path.endsWith('/floor')) return new Response(floorBytes());
    if (path.endsWith('/places'))
      return Response.json({ seats: [], portals: [{ room: 'forum', title: 'Forum', box: { x: 1, y: 1, z: 1, halfX: 2, halfY: 2, halfZ: 2 } }], zones: [] });
    const room = /^\/api\/v1\/rooms\/(\w+)\/join$/.exec(path)?.[1];
    if (room === undefined) return new Response(null, { status: 404 });
    if (init?.method === 'DELETE') return new Response(null, { status: 204 });
    const request = JSON.parse(typeof init?.body === 'string' ? init.body : '{}') as Record<string, unknown>;
    this.joins.push(request);
    const refusal = this.refusals.shift();
    if (refusal !== undefined) return refusal;
    const ticket = `ticket-${this.next++}`;
    this.tickets.set(ticket, { room, name: String(request.name), resume: typeof request.resume === 'string' ? request.resume : '' });
    return Response.json({ ticket, socket: '/rt', room: { id: room, title: room, capacity: 10, scene: `/${room}.glb`, floor: `/api/v1/rooms/${room}/floor` } });
  }

  private freeId(room: string): number {
    for (let id = 0; ; id++) if (!this.people(room).some((one) => one.id === id)) return id;
  }
}

function asPerson({ id, name, role, line }: FakePerson): ReturnType<typeof create<typeof PersonSchema>> {
  return create(PersonSchema, { id, name, role, away: line === null, look: { $typeName: 'kapok.v1.Look', ...DEFAULT_LOOK } });
}

/** A flat floor of 16 by 16 cells of a quarter metre. */
function floorBytes(): ArrayBuffer {
  const bytes = new ArrayBuffer(20 + 16 * 16 * 2), view = new DataView(bytes);
  view.setUint32(0, 0x4b464c31, false);
  view.setUint16(4, 16, true);
  view.setUint16(6, 16, true);
  view.setFloat32(8, 0.25, true);
  return bytes;
}
