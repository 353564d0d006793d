import { effect } from '@preact/signals';
import { Keys } from '../hands/keys';
import { Form, writeMove } from '../net/frames';
import type { Ticket } from '../net/join';
import { Backdrop } from '../picture/backdrop';
import { Locks } from '../picture/locks';
import { drawFloor, RoomMap } from '../picture/map';
import { Picture } from '../picture/picture';
import { Tags } from '../picture/tags';
import { shown } from '../slices';
import { Voices } from '../talk/voices';
import type { LoadedRoom, VisitView } from '../visit/parts';
import { Visit } from '../visit/visit';
import { show } from '../world/people';
import { RoomSound } from './sound';
import { ShownLate } from './shown-late';

const { door, hands, people: company, settings } = shown;

const LOOK_AROUND_SECONDS = 0.2; // how often portals, seats and the map are brought up to date
const ROSTER_SECONDS = 2; // how often distances in the roster are
const LONGEST_FRAME = 1; // seconds a slow frame may move people at once; a hidden tab does not catch up more
const FLIGHT_FRAME = 0.4; // a jump is over within a second: a slower frame than this would hide it from everyone

/** A visit with its picture, its voices and the hands of the person, and what happens in each frame. The only one that knows all the parts. */
export class Session implements VisitView {
  readonly visit: Visit;
  readonly picture: Picture;
  readonly sound = new RoomSound();
  readonly voices: Voices;
  readonly onStage: ShownLate;
  /** Room time in seconds at which the picture stands still, for the tests; null runs. */
  frozenAt: number | null = null;
  /** Frames so far, drawn or paused. */
  frames = 0;
  private map: RoomMap | null = null;
  private lastFrameMs = performance.now();
  private sinceLookAround = 0;
  private sinceRoster = 0;
  private measured = false;
  private readonly tags: Tags;
  private readonly locks = new Locks();
  private readonly keys = new Keys();
  private readonly backdrop: Backdrop;

  /** @throws Where the browser gives no WebGL 2. */
  constructor(host: HTMLElement) {
    const visit = this.visit = new Visit(shown, { view: this });
    this.voices = new Voices({ people: visit.people, clock: visit.clock, own: visit.own, line: visit, finder: visit.finder, zones: () => visit.room?.places.zones ?? [] });
    visit.company.whenLeft((ids) => this.voices.forget(ids));
    this.tags = new Tags(this.voices.isSeenToSpeak);
    this.picture = new Picture(host, visit.people.actors, this.keys.act, this.pick);
    this.picture.feed.stateAt = (roomMs) => visit.show.at(roomMs);
    this.backdrop = new Backdrop(this.picture);
    this.onStage = new ShownLate(visit, this.picture, this.voices, this.sound.scape);
    hands.ask.connect({ jump: () => this.picture.hands.jump(), joystick: (x, y) => this.picture.hands.joystick(x, y) });
    effect(() => { company.rosterWanted.value = hands.panel.value === 'roster'; });
    effect(() => {
      if (door.phase.value === 'joining') this.sound.scape.start();
      if (door.phase.value === 'ended' || door.phase.value === 'loading') hands.panel.value = 'none';
    });
    requestAnimationFrame(this.frame);
    visit.connect();
  }

  /** Whether the time of each frame, and of each message that tells where people are, is put on the page's timeline. */
  set isMeasured(on: boolean) {
    this.measured = on;
    this.visit.whenHeard = on ? (start) => void performance.measure('kapok:hear', { start }) : () => undefined;
  }

  // ---- what the visit shows

  async load({ room }: Ticket): Promise<void> {
    // What is on stage is asked for before the place takes the thread for itself; the place's file comes meanwhile.
    void this.picture.prepare(room.scene);
    await this.onStage.ready();
    await this.picture.load(room.scene, [door.eventTitle.value || room.title]);
  }

  entered(room: LoadedRoom): void {
    const { visit } = this;
    this.map = new RoomMap(room.floor, drawFloor(room.floor), () => room.places.portals.map((gate) => ({ x: gate.x, z: gate.z, title: visit.titleOf(gate) })));
    this.picture.orbit.settleBehind(visit.own.shown.yaw);
    document.body.dataset.ready = room.id;
  }

  placed(): void {
    this.picture.setSelf(door.me.value);
  }

  begun({ room }: Ticket): void {
    this.locks.clear();
    this.voices.begin(room.sceneName ?? room.id);
  }

  cleared(): void {
    this.tags.clear();
    this.locks.clear();
    if (door.me.value < 0) this.voices.end();
  }

  said(person: number, text: string): void {
    this.tags.say(person, text, performance.now());
  }

  chime(kind: 'chat' | 'announcement' | 'away'): void {
    if (kind === 'away') this.sound.scape.whoosh();
    else this.sound.scape.chime(kind);
  }

  // ---- each frame

  private readonly frame = (nowMs: number): void => {
    requestAnimationFrame(this.frame);
    const dt = Math.min(LONGEST_FRAME, Math.max(0, (nowMs - this.lastFrameMs) / 1000)), phase = door.phase.value;
    this.lastFrameMs = nowMs;
    const { picture, visit, visit: { room, people, own } } = this;
    if (phase === 'entry' || phase === 'joining') this.backdrop.frame(nowMs);
    if (!room || !picture.crowd || (phase !== 'live' && phase !== 'lost')) return;
    const me = door.me.value, began = performance.now(), roomMs = visit.clock.at(began);
    this.moveOwn(room, dt);
    people.advance(roomMs, dt, me, room.floor, room.places.seats, picture.orbit.camera.position);
    people.keepSpace(own.shown, settings.settings.value.personalSpace);
    people.hide(visit.relations.blocked);
    if (people.here.has(me)) {
      show(people.actors, me, own.shown);
      people.actors.opacity[me] = picture.orbit.ownOpacity;
    }
    this.tags.moveMouths(people, roomMs);
    this.voices.follow(picture.orbit.yaw, dt, roomMs);
    picture.showSpeaking(shown.voice.speaking.value, this.voices.isSeenToSpeak, dt);
    this.locks.draw(picture.orbit.camera);
    this.onStage.frame(picture.place);
    picture.orbit.update(own.shown, own.shown.seat >= 0, dt, room.floor, room.places.portals);
    picture.draw(this.frozenAt === null ? roomMs : this.frozenAt * 1000, visit.beatMs, dt, own.goal, room.floor);
    this.frames++;
    this.tags.update(people, me, picture.crowd, picture.orbit, nowMs);
    this.lookAround(room, dt);
    if (this.measured) performance.measure('kapok:frame', { start: began });
  };

  private moveOwn(room: LoadedRoom, dt: number): void {
    const { picture, visit, visit: { own } } = this;
    const wish = picture.hands.wish(dt);
    if (own.shown.seat >= 0 && (Math.hypot(wish.x, wish.z) > 0.3 || wish.jump)) this.standUp();
    const span = wish.jump || own.shown.form === Form.Airborne ? Math.min(dt, FLIGHT_FRAME) : dt;
    own.advance(wish, span, room.floor);
    if (picture.orbit.isFirstPerson) own.turnTo(picture.orbit.yaw, dt);
    if (own.isWalkingByItself && !settings.settings.value.reducedMotion) picture.orbit.drift(own.shown.yaw, dt);
    const move = door.phase.value === 'live' ? own.takeMove() : null;
    if (move) visit.entrance.connection?.sendBytes(writeMove(move));
  }

  /** Keys held while the line is lost would say in every frame that it is lost. */
  private standUp(): void {
    if (door.phase.value === 'live') this.visit.seating.standUp();
  }

  private lookAround(room: LoadedRoom, dt: number): void {
    const { visit, visit: { people, own } } = this;
    this.sinceRoster += dt;
    if (this.sinceRoster > ROSTER_SECONDS) {
      this.sinceRoster = 0;
      visit.showRoster();
    }
    this.sinceLookAround += dt;
    if (this.sinceLookAround < LOOK_AROUND_SECONDS) return;
    this.sinceLookAround = 0;
    this.sound.follow(people.actors, door.me.value, own.shown, LOOK_AROUND_SECONDS);
    visit.lookAround();
    this.onStage.dress(this.picture.place);
    this.map?.show(people.actors, door.me.value, own.shown, LOOK_AROUND_SECONDS);
    this.voices.lookAround(visit.clock.at(performance.now()));
    this.locks.find(room.places.zones, this.voices.privateZones, people.actors);
  }

  private readonly pick = (x: number, y: number): void => {
    const { picture, visit } = this;
    if (door.phase.value !== 'live' || !visit.room) return;
    // A press beside the open wheel closes it, and sends nobody walking.
    if (hands.wheelOpen.value) return void (hands.wheelOpen.value = false);
    const person = picture.pickPerson(x, y);
    if (person >= 0) return void (company.card.value = person);
    company.card.value = null;
    const place = picture.pickFloor(x, y, visit.room.floor);
    if (place) visit.walkTo(place.x, place.z);
  };
}
