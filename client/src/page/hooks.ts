import { Vector3 } from 'three';
import type { Session } from './session';
import type { MediaFigures } from './media';
import type { StageFigures } from './stage';
import type { ShowState } from '../net/generated/show_pb';
import type { TalkState } from '../talk/talk';
import { shown } from '../slices';

const { door, picture } = shown;

/** What the browser tests ask of the page. Nothing here can do more than a person at the page could. */
export interface KapokHooks {
  stats(): { calls: number; triangles: number; fps: number; quality: string; people: number; frames: number; clockUncertaintyMs: number; roundTripMs: number | null };
  me(): { state: string; id: number; room: string; x: number; y: number; z: number; yaw: number; seat: number };
  people(): { id: number; name: string; x: number; y: number; z: number; yaw: number; form: number; emote: number; opacity: number; outfit: number;
    stickOn: boolean; stickColour: number; away: boolean; bot: boolean }[];
  /** People whose place is known, and of those in view how many are drawn at each detail, cards last. */
  crowd(): { shown: number; visible: number; drawn: readonly number[] };
  /**
   * Pauses the 3D picture and nothing else, or lets it go on. `?draw=off` in the address has it paused from the beginning: the place is then loaded again for
   * the first picture.
   */
  draw(on: boolean): void;
  /** Puts each frame on the page's timeline, or no longer. */
  measure(on: boolean): void;
  /** Holds the place's clock at a room time in seconds; without one it runs again. */
  freeze(roomSeconds?: number): void;
  /** Holds the camera at a place, looking at another, metres; without numbers it follows oneself again. */
  view(...cam: number[]): void;
  /** Turns the camera about oneself: yaw and pitch in radians. */
  look(yaw: number, pitch: number): void;
  walkTo(x: number, z: number): void;
  /** Drops the line as a broken network would. */
  dropConnection(): void;
  /** Where the middle of somebody's body is in the picture, CSS pixels; null for nobody. */
  screenOf(id: number): { x: number; y: number } | null;
  roomMs(): number;
  /** Where voices stand: the link, the microphone, loudness by ear of each slot and of the whole; null before anything of it is loaded. */
  voice(): Promise<TalkState | null>;
  sound(): { running: boolean; loudness: number };
  /** How the stage that is watched comes here, how late its picture is, and how loud it is. */
  stage(): StageFigures;
  /** What the room plays, and how far this page is off; null while nothing plays. */
  media(): MediaFigures | null;
  /** What the room's show is by this page; null before the room has said anything. */
  show(): ShowState | null;
  camera(): { yaw: number; pitch: number; firstPerson: boolean; distance: number };
}

declare global {
  interface Window { kapok?: KapokHooks }
}

export function installHooks(session: Session): void {
  window.kapok = {
    stats: () => ({ ...session.picture.stats, people: session.visit.people.here.count, frames: session.frames, clockUncertaintyMs: session.visit.clock.uncertaintyMs,
      roundTripMs: session.visit.clock.roundTripMs }),
    me: () => {
      const { x, y, z, yaw, seat } = session.visit.own.shown;
      return { state: door.phase.value, id: door.me.value, room: door.room.value?.id ?? '', x, y, z, yaw, seat };
    },
    people: () => Array.from(session.visit.people.here.ids.subarray(0, session.visit.people.here.count), (id) => {
      const { actors } = session.visit.people, person = session.visit.people.personOf(id);
      return {
        id, name: person?.name ?? '', x: actors.x[id], y: actors.y[id], z: actors.z[id], yaw: actors.yaw[id], form: actors.form[id], emote: actors.emote[id],
        opacity: actors.opacity[id], outfit: actors.lookOf(id).outfit, stickOn: actors.stickOn[id] === 1, stickColour: actors.stickColour[id],
        away: person?.away ?? false, bot: person?.bot ?? false,
      };
    }),
    crowd: () => ({ shown: session.visit.people.actors.shown.count, visible: session.picture.crowd?.stats.visible ?? 0, drawn: session.picture.crowd?.stats.drawn ?? [] }),
    draw: (on) => (picture.draws.value = on),
    measure: (on) => (session.isMeasured = on),
    freeze: (roomSeconds) => (session.frozenAt = roomSeconds ?? null),
    view: (...cam) => session.picture.orbit.hold(cam.length >= 6 ? cam : null),
    look: (yaw, pitch) => void Object.assign(session.picture.orbit, { yaw, pitch }),
    walkTo: (x, z) => session.visit.walkTo(x, z),
    dropConnection: () => session.visit.entrance.connection?.breakLine(),
    voice: () => session.voices.state(),
    sound: () => session.sound.scape.state,
    stage: () => session.onStage.stageFigures(),
    media: () => session.onStage.mediaFigures(),
    show: () => shown.show.state.value,
    camera: () => {
      const { yaw, pitch, isFirstPerson: firstPerson, metres: distance } = session.picture.orbit;
      return { yaw, pitch, firstPerson, distance };
    },
    screenOf: (id) => {
      const { here, actors } = session.visit.people;
      if (!here.has(id)) return null;
      const at = new Vector3(actors.x[id], actors.y[id] + 1, actors.z[id]).project(session.picture.orbit.camera);
      return { x: (at.x * 0.5 + 0.5) * innerWidth, y: (0.5 - at.y * 0.5) * innerHeight };
    },
    roomMs: () => session.visit.clock.at(performance.now()),
  };
}
