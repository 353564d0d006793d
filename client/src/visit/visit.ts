import { effect } from '@preact/signals';
import type { Look } from '../avatar/look';
import { t, titleOf } from '../i18n';
import { RoomClock } from '../net/clock';
import type { ClientBody } from '../net/control';
import type { CellGrid } from '../net/frames';
import type { PutBack, Welcome } from '../net/generated/kapok_pb';
import { fetchVenue, type Ticket } from '../net/join';
import { EventFiles } from '../net/files';
import { isMissingPart } from '../net/parts';
import { readStateFrame } from '../net/state-frame';
import type { VisitSlices } from '../slices';
import { OwnAvatar } from '../world/own';
import { People } from '../world/people';
import { isInside, type Portal } from '../world/places';
import { Chat } from './chat';
import { Company } from './company';
import { Entrance } from './entrance';
import { Finder } from './finder';
import { Messages } from './messages';
import { Notices } from './notices';
import { showOrder } from './orders';
import { Order } from './order';
import { NO_VIEW, type LoadedRoom, type RoomLine, type VisitView } from './parts';
import { Photographs } from './photograph';
import { Relations } from './relations';
import { Requests } from './requests';
import { loadRoom } from './room';
import { showRoster } from './roster';
import { Seating } from './seating';
import { Self } from './self';
import { linkOfPage } from './link';
import { Show } from './show';
import { Signing } from './signing';
import { Slides } from './slides';
import { Tracks } from './tracks';
import { OnAir } from './stage';

const ROSTER_MS = 50; // changes of the roster that come together are shown together

/** How a visit is made: what shows it, and whether the room is to tell where people are. */
export interface VisitOptions {
  readonly view?: VisitView;
  readonly wantsFrames?: boolean;
}

/**
 * One visit: the room one is in, who is there, what is said and asked. Needs no picture and no canvas, and knows nothing of either: whoever shows it gives it a
 * {@link VisitView}, and moves people and oneself from frame to frame.
 */
export class Visit implements RoomLine {
  readonly messages = new Messages();
  readonly people = new People();
  readonly own = new OwnAvatar(() => this.room?.places.seats ?? []);
  readonly clock = new RoomClock();
  readonly requests: Requests;
  readonly company: Company;
  readonly finder: Finder;
  readonly relations: Relations;
  readonly chat: Chat;
  readonly seating: Seating;
  readonly entrance: Entrance;
  readonly show: Show;
  readonly slides: Slides;
  readonly signing: Signing;
  readonly photographs: Photographs;
  readonly tracks: Tracks;
  readonly onAir: OnAir;
  /** The room one is in, once it is loaded. */
  room: LoadedRoom | null = null;
  /** Length of a beat of the room's clock, milliseconds. */
  beatMs = 500;
  /** Is told when a frame was read, and when it came by the page's clock. */
  whenHeard: (startMs: number) => void = () => undefined;
  private readonly self: Self;
  private readonly order: Order;
  private readonly notices: Notices;
  private readonly view: VisitView;
  private grid: CellGrid | null = null;
  private roomId = ''; // that one was greeted in last
  private loading: Promise<void> = Promise.resolve();
  private rosterTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly slices: VisitSlices, { view = NO_VIEW, wantsFrames = true }: VisitOptions = {}) {
    const { people, slices: { door, self, notices, chat } } = this, changed = (): void => this.showRoster();
    this.view = view;
    this.requests = new Requests({
      send: (body, request) => this.entrance.connection?.send(body, request) ?? false,
      identify: (ids, then) => this.finder.identify(ids, then),
    });
    this.entrance = new Entrance(door, self, {
      onWelcome: (welcome, ticket) => this.welcomed(welcome, ticket),
      onMessage: (message) => void this.messages.take(message),
      onFrame: (bytes) => this.hear(bytes),
      onLost: () => this.requests.lost(),
      onOut: () => this.out(),
    }, wantsFrames);
    this.company = new Company(this, people, changed);
    this.finder = new Finder(this, people, slices.people, changed);
    this.relations = new Relations(this, people, this.finder, slices);
    this.chat = new Chat(this, this.relations, this.finder, chat, door, view);
    this.notices = new Notices(this, notices, view);
    this.order = new Order(this, this.finder, notices);
    this.self = new Self(this, self, notices);
    this.seating = new Seating(this, people, this.own, notices);
    this.show = new Show(this, this.clock, slices.show);
    const files = new EventFiles(() => door.eventId.value, linkOfPage());
    this.slides = new Slides(this, slices.slides, slices.show, files);
    this.signing = new Signing(this, slices.signing, slices.show);
    this.tracks = new Tracks(this, slices.tracks, slices.show, files);
    [this.photographs, this.onAir] = [new Photographs(this, slices.photograph, files), new OnAir(this, slices.stage)];
    this.company.whenLeft((ids) => {
      this.relations.forget(ids);
      this.finder.forget(ids);
      this.slides.forget(ids);
      const { card } = slices.people;
      if (card.value !== null && ids.includes(card.value)) card.value = null;
    });
    this.messages.on('pong', ({ clientMs, roomMs }) => this.clock.exchange(clientMs, performance.now(), roomMs));
    this.messages.on('putBack', (putBack) => this.putBack(putBack));
    this.messages.on('travel', ({ room, arrive }) => this.travel(room, undefined, arrive));
    this.messages.on('done', ({ request, notice }) => this.requests.done(request, notice));
    this.watch();
  }

  /** Gives the interface its answers. */
  connect(): void {
    this.slides.connect();
    this.signing.connect();
    this.tracks.connect();
    const { slices, self, relations, chat, finder, order, entrance } = this;
    slices.door.ask.connect({
      enter: (name, look) => this.enter(name, look),
      giveUp: () => entrance.giveUp(),
      leave: () => entrance.leave(),
      retryNow: () => entrance.connection?.retryNow(),
      changeRoom: (room) => this.travel(room, slices.door.room.value?.id, undefined),
      takePortal: () => this.takePortal(),
    });
    slices.people.ask.connect({
      goTo: (person) => void this.now({ case: 'goTo', value: { $typeName: 'kapok.v1.GoTo', person } }),
      seek: (text) => finder.seek(text),
      meet: (person) => finder.meet(person),
      follow: (person, on) => relations.follow(person, on),
      block: (person, on) => relations.block(person, on),
      report: (person, reason) => order.report(person, reason),
      moderate: (person, measure, reason) => order.moderate(person, measure, reason),
    });
    slices.desk.ask.connect({ order: (order) => void this.now(showOrder(order)) });
    slices.chat.ask.connect({ say: (text) => chat.say(text), sayAgain: (key) => chat.sayAgain(key), takeBack: (key) => chat.takeBack(key) });
    slices.self.ask.connect({
      emote: (kind) => self.emote(kind),
      toggleSeat: () => this.seating.toggle(this.room?.places.seats ?? []),
      toggleStick: () => self.toggleStick(),
      setStickColour: (colour) => self.setStickColour(colour),
      setLook: (look) => self.setLook(look),
      walkTo: (x, z) => this.walkTo(x, z),
    });
  }

  enter(name: string, look: Look): void {
    const { door, self } = this.slices;
    self.name.value = name;
    self.look.value = look;
    door.reason.value = null;
    door.phase.value = 'joining';
    this.entrance.open(door.room.value?.id ?? door.rooms.value[0]?.id ?? 'arena', undefined, { link: linkOfPage() });
  }

  send(body: ClientBody): boolean {
    return this.entrance.connection?.send(body) ?? false;
  }

  now(body: ClientBody): boolean {
    const isSent = this.send(body);
    if (!isSent) this.slices.notices.toast(t('notice.line-lost'));
    return isSent;
  }

  walkTo(x: number, z: number): void {
    const { room, own } = this;
    if (!room) return;
    if (own.shown.seat >= 0) return this.seating.standUp();
    this.seating.clicked(room.places.seats, x, room.floor.heightAt(x, z), z);
    if (!own.walkTo(room.floor, { x, z })) this.slices.notices.toast(t('notice.no-way'));
  }

  /** A few times a second: what is in reach of where one stands. */
  lookAround(): void {
    const { room, slices } = this;
    if (room === null) return;
    const portal = this.portalHere(room);
    slices.door.portalNear.value = portal < 0 ? null : this.titleOf(room.places.portals[portal]);
    slices.desk.roomMs.value = this.clock.at(performance.now());
    slices.self.seatNear.value = this.seating.isInReach(room.places.seats);
    this.seating.arrive(room.places.seats);
  }

  /** What a portal says of itself, else the title of the room behind it. */
  titleOf(portal: Portal): string {
    return portal.title || titleOf(portal.room, this.slices.door.rooms.value.find((room) => room.id === portal.room)?.title ?? portal.room);
  }

  /** Brings the roster up to date soon. */
  showRoster(): void {
    this.rosterTimer ??= setTimeout(() => {
      this.rosterTimer = undefined;
      const { door, people, self } = this.slices;
      showRoster(this.people, door.me.value, this.relations.blocked, people, self, (on) => this.self.stickIs(on));
    }, ROSTER_MS);
  }

  private watch(): void {
    const { people, chat } = this.slices;
    effect(() => {
      if (chat.chatOpen.value) chat.unread.value = 0;
    });
    effect(() => {
      // Whoever's card is opened may be so far away that one was not introduced.
      const person = people.card.value;
      if (person !== null && this.people.here.has(person) && this.people.personOf(person) === null) this.finder.meet(person);
      void people.rosterStale.value;
      void people.rosterWanted.value;
      this.showRoster();
    });
  }

  private welcomed(welcome: Welcome, ticket: Ticket): void {
    const { door } = this.slices, { connection } = this.entrance, isReturn = this.roomId === ticket.room.id && door.me.value >= 0;
    this.clock.begin(welcome.roomMs, performance.now());
    this.beatMs = welcome.beatMs || 500;
    this.grid = { columns: welcome.cellColumns, rows: welcome.cellRows, metres: welcome.cellMetres, originX: welcome.cellOriginX, originZ: welcome.cellOriginZ };
    this.people.begin(this.grid);
    this.finder.clear();
    this.show.begin();
    this.onAir.begin();
    this.slides.begin();
    this.signing.begin();
    this.view.begun(ticket);
    this.roomId = ticket.room.id;
    door.me.value = welcome.you;
    if (isReturn) {
      this.requests.drop('follow'); // asked anew of those who are still here
      this.requests.returned();
      this.relations.returned();
      void this.compareBuild();
    } else {
      this.relations.clear();
      this.requests.leave();
      this.notices.leave();
    }
    door.room.value = { id: ticket.room.id, title: ticket.room.title, capacity: ticket.room.capacity, people: 0 };
    if (this.room?.id !== ticket.room.id) door.phase.value = 'loading';
    // A connection that ended while the place was loading does not bring anybody inside, nor does an older one end a newer one.
    this.loading = this.loading.then(() => this.load(welcome, ticket, () => this.entrance.isCurrent(connection))).catch((error: unknown) => {
      console.error(error);
      const isPart = isMissingPart(error);
      if (this.entrance.isCurrent(connection)) this.entrance.end(isPart ? 'part-missing' : 'unreachable', '', !isPart, isPart);
    });
  }

  private async load(welcome: Welcome, ticket: Ticket, isCurrent: () => boolean): Promise<void> {
    if (!isCurrent()) return;
    const { door } = this.slices;
    if (this.room?.id !== ticket.room.id) {
      this.room = null;
      door.progress.value = 0;
      const room = await loadRoom(ticket, (share) => (door.progress.value = Math.min(1, door.progress.value + share)), (of) => this.view.load(of));
      if (!isCurrent()) return;
      this.room = room;
      this.own.forget();
    }
    this.people.hearsay.setSeats(this.room.places.seats);
    if (welcome.placement) this.own.place(welcome.placement);
    this.view.entered(this.room);
    this.wasPlaced();
    door.phase.value = this.entrance.connection?.isLive === true ? 'live' : 'lost';
  }

  private hear(bytes: Uint8Array): void {
    if (!this.grid) return;
    const now = performance.now(), roomMs = readStateFrame(bytes, this.grid, this.clock.at(now), this.people);
    if (roomMs === null) return;
    this.clock.heard(roomMs, now);
    this.people.settle(roomMs);
    this.whenHeard(now);
  }

  private putBack({ placement, why }: PutBack): void {
    if (placement) this.own.place(placement, why.startsWith('put-back.'));
    this.notices.putBack(why);
    this.wasPlaced();
  }

  private wasPlaced(): void {
    this.slices.self.seated.value = this.own.shown.seat >= 0;
    this.seating.forget();
    this.view.placed();
  }

  private travel(room: string, from: string | undefined, pass: string | undefined): void {
    const { door } = this.slices, here = from ?? door.room.value?.id;
    door.portalNear.value = null;
    door.phase.value = 'loading';
    door.progress.value = 0;
    this.view.cleared();
    this.view.chime('away');
    this.entrance.open(room, here, { pass });
  }

  private out(): void {
    this.slices.people.card.value = null;
    this.requests.leave();
    this.people.clear();
    this.relations.clear();
    this.finder.clear();
    this.show.begin();
    this.onAir.clear();
    this.view.cleared();
    this.roomId = '';
  }

  /** A server that was started anew may serve another page than this one; that is told, and nobody is made to load it in the middle of something. */
  private async compareBuild(): Promise<void> {
    const { door } = this.slices, venue = await fetchVenue().catch(() => null);
    if (venue !== null && venue.build !== '' && door.build.value !== '' && venue.build !== door.build.value) door.isOutdated.value = true;
  }

  private portalHere(room: LoadedRoom): number {
    const { x, y, z } = this.own.shown;
    return room.places.portals.findIndex((portal) => isInside(portal, x, y + 0.9, z));
  }

  private takePortal(): void {
    const portal = this.room ? this.portalHere(this.room) : -1;
    if (portal >= 0) this.now({ case: 'enterPortal', value: { $typeName: 'kapok.v1.EnterPortal', portal } });
  }
}
