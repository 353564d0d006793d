import { effect } from '@preact/signals';
import type { Look } from '../avatar/look';
import { Form } from '../net/frames';
import { t, titleOf } from '../i18n';
import { RoomClock } from '../net/clock';
import { Connection, type LinkState } from '../net/connection';
import { writeMove, type CellGrid } from '../net/frames';
import type { Welcome } from '../net/generated/kapok_pb';
import { join, type Ticket } from '../net/join';
import { readStateFrame } from '../net/state-frame';
import { actions, model } from '../ui/model';
import { OwnAvatar } from '../world/own';
import { People, show } from '../world/people';
import { isInside, type Portal } from '../world/places';
import { requestsOf } from '../visit/asks';
import { Backdrop } from '../picture/backdrop';
import { Keys } from '../hands/keys';
import { RoomMap } from '../picture/map';
import { take, type RoomParts } from '../visit/messages';
import { toast } from '../ui/toasts';
import { Relations } from '../visit/relations';
import { loadRoom, type LoadedRoom } from '../visit/room';
import { showFound, showRoster } from '../visit/roster';
import { Seating } from '../visit/seating';
import { RoomSound } from './sound';
import { Picture } from '../picture/picture';
import { Tags } from '../picture/tags';
import { Voices } from '../talk/voices';

const LOOK_AROUND_SECONDS = 0.2; // how often portals, seats and the map are brought up to date
const ROSTER_SECONDS = 2; // how often distances in the roster are
const LONGEST_FRAME = 1; // seconds a slow frame may move people at once; a hidden tab does not catch up more
const FLIGHT_FRAME = 0.4; // a jump is over within a second: a slower frame than this would hide it from everyone

/** One visit: the room one is in, and what happens in it each frame. The only one that knows all the parts. */
export class Session {
  readonly people = new People();
  readonly own = new OwnAvatar(() => this.room?.places.seats ?? []);
  readonly clock = new RoomClock();
  readonly picture: Picture;
  readonly sound = new RoomSound();
  readonly voices = new Voices({ people: this.people, clock: this.clock, own: this.own, send: (body) => this.connection?.send(body), zones: () => this.room?.places.zones ?? [] });
  connection: Connection | null = null;
  /** Room time in seconds at which the picture stands still, for the tests; null runs. */
  frozenAt: number | null = null;
  /** Frames so far, drawn or paused. */
  frames = 0;
  /** Whether the time of each frame, and of each message that tells where people are, is put on the page's timeline. */
  isMeasured = false;
  private room: LoadedRoom | null = null;
  private map: RoomMap | null = null;
  private grid: CellGrid | null = null;
  private beatMs = 500;
  private loading: Promise<void> = Promise.resolve();
  private lastFrameMs = performance.now();
  private sinceLookAround = 0;
  private sinceRoster = 0;
  private rosterStale = false;
  private attempts = 0; // to come in; whoever gives up waiting makes the last one void
  private retryTimer = 0;
  private readonly seating = new Seating(() => this.connection, this.people, this.own);
  private readonly tags = new Tags(this.voices.isSeenToSpeak);
  private readonly relations = new Relations(() => this.connection, this.people);
  private readonly keys = new Keys();
  private readonly backdrop: Backdrop;
  private readonly parts: RoomParts;

  constructor(host: HTMLElement) {
    this.picture = new Picture(host, this.people.actors, this.keys.act, this.pick);
    this.backdrop = new Backdrop(this.picture);
    this.parts = {
      people: this.people, own: this.own, clock: this.clock, tags: this.tags, relations: this.relations, sound: this.sound.scape, voices: this.voices,
      placed: () => this.wasPlaced(), rosterChanged: () => (this.rosterStale = true), found: showFound,
      travel: (room, pass) => this.travel(room, undefined, pass),
    };
    Object.assign(actions, requestsOf(() => this.connection), {
      enter: (name: string, look: Look) => this.enter(name, look),
      toggleSeat: () => this.seating.toggle(this.room?.places.seats ?? []),
      takePortal: () => this.takePortal(),
      changeRoom: (room: string) => this.travel(room, model.room.value?.id, undefined),
      walkTo: (x: number, z: number) => this.walkTo(x, z),
      leave: () => this.leave(),
      giveUp: () => this.giveUp(),
      retryNow: () => this.connection?.retryNow(),
      jump: () => this.picture.hands.jump(),
      joystick: (x: number, y: number) => this.picture.hands.joystick(x, y),
      block: (person: number, on: boolean) => this.relations.block(person, on),
      follow: (person: number, on: boolean) => this.relations.follow(person, on),
    });
    effect(() => {
      if (model.chatOpen.value) model.unread.value = 0;
    });
    effect(() => {
      // Whoever's card is opened may be so far away that one was not introduced.
      const person = model.card.value;
      if (person !== null && this.people.here.has(person) && this.people.personOf(person) === null) actions.meet(person);
      void model.rosterStale.value;
      void model.panel.value;
      this.rosterStale = true;
    });
    requestAnimationFrame(this.frame);
  }

  // ---- coming and going

  private enter(name: string, look: Look): void {
    model.name.value = name;
    model.look.value = look;
    model.reason.value = null;
    this.sound.scape.start();
    this.open(model.room.value?.id ?? model.rooms.value[0]?.id ?? 'arena', undefined, { link: new URLSearchParams(location.search).get('link') ?? undefined });
  }

  private open(room: string, from: string | undefined, brings: { readonly link?: string; readonly pass?: string }): void {
    let once = brings;
    const enter = (resume: string | undefined): Promise<Ticket> => {
      const request = { name: model.name.value, look: model.look.value ?? undefined, ...once, resume, from };
      once = {}; // a pass opens one door once; afterwards the server knows its guest
      return join(room, request, (position) => this.waits(attempt, position)).finally(() => (model.waiting.value = null));
    };
    const attempt = ++this.attempts;
    this.connection = new Connection(enter, {
      onState: (state) => this.onState(state),
      onWelcome: (welcome, ticket) => this.onWelcome(welcome, ticket),
      onMessage: (message) => take(message, this.parts),
      onFrame: (bytes) => {
        if (!this.grid) return;
        const now = performance.now();
        const roomMs = readStateFrame(bytes, this.grid, this.clock.at(now), this.people);
        if (roomMs === null) return;
        this.clock.heard(roomMs, now);
        this.people.settle(roomMs);
        if (this.isMeasured) performance.measure('kapok:hear', { start: now });
      },
    });
    void this.connection.open();
  }

  /** One stands in line before a full room. @returns Whether one goes on waiting. */
  private waits(attempt: number, position: number): boolean {
    if (attempt !== this.attempts) return false;
    model.waiting.value = position;
    return true;
  }

  private giveUp(): void {
    this.attempts++;
    this.connection?.close();
    model.waiting.value = null;
    model.me.value = -1;
    model.phase.value = 'entry';
  }

  private leave(): void {
    this.connection?.close();
    this.onState({ kind: 'closed', code: 'left', detail: '', mayReturn: true });
  }

  private onState(state: LinkState): void {
    window.clearInterval(this.retryTimer);
    switch (state.kind) {
      case 'connecting': model.phase.value = 'joining'; return;
      case 'live': return;
      case 'returning': model.retry.value = { ...model.retry.value, inSeconds: 0 }; return;
      case 'lost': return this.countDown(state.retryInMs, state.attempt);
      case 'closed': return this.end(state.code, state.detail, state.mayReturn);
    }
  }

  private countDown(retryInMs: number, attempt: number): void {
    const until = performance.now() + retryInMs;
    const tell = (): void => void (model.retry.value = { inSeconds: Math.max(0, (until - performance.now()) / 1000), attempt });
    tell();
    this.retryTimer = window.setInterval(tell, 500);
    if (model.phase.value === 'live') model.phase.value = 'lost';
  }

  private end(code: string, detail: string, mayReturn: boolean): void {
    const wasInside = model.me.value >= 0;
    model.me.value = -1;
    model.reason.value = code;
    model.reasonDetail.value = detail;
    model.mayReturn.value = mayReturn;
    model.phase.value = wasInside ? 'ended' : 'entry';
    model.panel.value = 'none';
    model.card.value = null;
    this.people.clear();
    this.tags.clear();
    this.voices.end();
  }

  private onWelcome(welcome: Welcome, ticket: Ticket): void {
    this.clock.begin(welcome.roomMs, performance.now());
    this.beatMs = welcome.beatMs || 500;
    this.grid = { columns: welcome.cellColumns, rows: welcome.cellRows, metres: welcome.cellMetres, originX: welcome.cellOriginX, originZ: welcome.cellOriginZ };
    this.people.begin(this.grid);
    this.relations.clear();
    this.voices.begin(ticket.room.sceneName ?? ticket.room.id);
    model.me.value = welcome.you;
    model.room.value = { id: ticket.room.id, title: ticket.room.title, capacity: ticket.room.capacity, people: 0 };
    if (this.room?.id !== ticket.room.id) model.phase.value = 'loading';
    this.loading = this.loading.then(async () => {
      if (this.room?.id !== ticket.room.id) {
        this.room = null;
        const room = this.room = await loadRoom(ticket, this.picture);
        this.map = new RoomMap(room.floor, room.picture, () => room.places.portals.map((gate) => ({ x: gate.x, z: gate.z, title: portalTitle(gate) })));
        this.own.forget();
      }
      this.people.hearsay.setSeats(this.room.places.seats);
      if (welcome.placement) this.own.place(welcome.placement);
      this.picture.orbit.settleBehind(this.own.shown.yaw);
      this.wasPlaced();
      model.phase.value = 'live';
      document.body.dataset.ready = welcome.room;
    }).catch((error: unknown) => {
      console.error(error);
      this.connection?.close();
      this.onState({ kind: 'closed', code: 'unreachable', detail: '', mayReturn: true });
    });
  }

  private travel(room: string, from: string | undefined, pass: string | undefined): void {
    const here = from ?? model.room.value?.id;
    model.portalNear.value = null;
    model.panel.value = 'none';
    model.phase.value = 'loading';
    model.progress.value = 0;
    this.connection?.close();
    this.tags.clear();
    this.sound.scape.whoosh();
    this.open(room, here, { pass });
  }

  private wasPlaced(): void {
    model.seated.value = this.own.shown.seat >= 0;
    this.picture.setSelf(model.me.value);
    this.seating.forget();
  }

  // ---- each frame

  private readonly frame = (nowMs: number): void => {
    requestAnimationFrame(this.frame);
    const dt = Math.min(LONGEST_FRAME, Math.max(0, (nowMs - this.lastFrameMs) / 1000));
    this.lastFrameMs = nowMs;
    const { picture, room, people } = this;
    if (model.phase.value === 'entry' || model.phase.value === 'joining') this.backdrop.frame(nowMs);
    if (!room || !picture.crowd || (model.phase.value !== 'live' && model.phase.value !== 'lost')) return;
    const me = model.me.value, began = performance.now(), roomMs = this.clock.at(began);
    this.moveOwn(room, dt);
    people.advance(roomMs, dt, me, room.floor, room.places.seats, picture.orbit.camera.position);
    people.keepSpace(this.own.shown, model.settings.value.personalSpace);
    people.hide(this.relations.blocked);
    if (people.here.has(me)) {
      show(people.actors, me, this.own.shown);
      people.actors.opacity[me] = picture.orbit.ownOpacity;
    }
    this.tags.moveMouths(people, roomMs);
    this.voices.follow(picture, dt, roomMs);
    picture.orbit.update(this.own.shown, this.own.shown.seat >= 0, dt, room.floor, room.places.portals);
    picture.draw(this.frozenAt === null ? roomMs : this.frozenAt * 1000, this.beatMs, dt, this.own.goal, room.floor);
    this.frames++;
    this.tags.update(people, me, picture.crowd, picture.orbit, nowMs);
    this.lookAround(room, dt);
    if (this.isMeasured) performance.measure('kapok:frame', { start: began });
  };

  private moveOwn(room: LoadedRoom, dt: number): void {
    const { own, picture } = this;
    const wish = picture.hands.wish(dt);
    if (own.shown.seat >= 0 && (Math.hypot(wish.x, wish.z) > 0.3 || wish.jump)) this.seating.standUp();
    const span = wish.jump || own.shown.form === Form.Airborne ? Math.min(dt, FLIGHT_FRAME) : dt;
    own.advance(wish, span, room.floor);
    if (picture.orbit.isFirstPerson) own.turnTo(picture.orbit.yaw, dt);
    if (own.isWalkingByItself && !model.settings.value.reducedMotion) picture.orbit.drift(own.shown.yaw, dt);
    const move = model.phase.value === 'live' ? own.takeMove() : null;
    if (move) this.connection?.sendBytes(writeMove(move));
  }

  private lookAround(room: LoadedRoom, dt: number): void {
    this.sinceRoster += dt;
    if (this.rosterStale || this.sinceRoster > ROSTER_SECONDS) {
      showRoster(this.people, this.relations.blocked);
      this.rosterStale = false;
      this.sinceRoster = 0;
    }
    this.sinceLookAround += dt;
    if (this.sinceLookAround < LOOK_AROUND_SECONDS) return;
    this.sinceLookAround = 0;
    this.sound.follow(this.people.actors, model.me.value, this.own.shown, LOOK_AROUND_SECONDS);
    const portal = this.portalHere(room);
    model.portalNear.value = portal < 0 ? null : portalTitle(room.places.portals[portal]);
    model.seatNear.value = this.seating.isInReach(room.places.seats);
    this.map?.show(this.people.actors, model.me.value, this.own.shown, LOOK_AROUND_SECONDS);
    this.seating.arrive(room.places.seats);
    this.voices.lookAround(this.clock.at(performance.now()));
  }

  private portalHere(room: LoadedRoom): number {
    const { x, y, z } = this.own.shown;
    return room.places.portals.findIndex((portal) => isInside(portal, x, y + 0.9, z));
  }

  // ---- what hands and interface ask for

  private readonly pick = (x: number, y: number): void => {
    if (model.phase.value !== 'live' || !this.room) return;
    // A press beside the open wheel closes it, and sends nobody walking.
    if (model.wheelOpen.value) return void (model.wheelOpen.value = false);
    const person = this.picture.pickPerson(x, y);
    if (person >= 0) return void (model.card.value = person);
    model.card.value = null;
    const place = this.picture.pickFloor(x, y, this.room.floor);
    if (place) this.walkTo(place.x, place.z);
  };

  walkTo(x: number, z: number): void {
    const { room, own } = this;
    if (!room) return;
    if (own.shown.seat >= 0) return this.seating.standUp();
    this.seating.clicked(room.places.seats, x, room.floor.heightAt(x, z), z);
    if (!own.walkTo(room.floor, { x, z })) toast(t('notice.no-way'));
  }

  private takePortal(): void {
    const portal = this.room ? this.portalHere(this.room) : -1;
    if (portal >= 0) this.connection?.send({ case: 'enterPortal', value: { $typeName: 'kapok.v1.EnterPortal', portal } });
  }
}

/** What a portal says of itself, else the title of the room behind it. */
function portalTitle(portal: Portal): string {
  return portal.title || titleOf(portal.room, model.rooms.value.find((room) => room.id === portal.room)?.title ?? portal.room);
}
