import { model } from '../ui/model';
import type { Session } from './session';

/** What the browser tests ask of the page. Nothing here can do more than a person at the page could. */
export interface KapokHooks {
  stats(): { calls: number; triangles: number; fps: number; quality: string; people: number; frames: number; clockUncertaintyMs: number; roundTripMs: number | null };
  me(): { state: string; id: number; room: string; x: number; y: number; z: number; yaw: number; seat: number };
  people(): { id: number; name: string; x: number; y: number; z: number; yaw: number; form: number; emote: number; away: boolean; bot: boolean }[];
  /** Holds the place's clock at a room time in seconds; without one it runs again. */
  freeze(roomSeconds?: number): void;
  /** Holds the camera at a place, looking at another, metres; without numbers it follows oneself again. */
  view(...cam: number[]): void;
  /** Turns the camera about oneself: yaw and pitch in radians. */
  look(yaw: number, pitch: number): void;
  walkTo(x: number, z: number): void;
  /** Drops the line as a broken network would. */
  dropConnection(): void;
  roomMs(): number;
}

declare global {
  interface Window { kapok?: KapokHooks }
}

export function installHooks(session: Session): void {
  window.kapok = {
    stats: () => ({ ...session.stage.stats, people: session.people.all.size, frames: session.frames, clockUncertaintyMs: session.clock.uncertaintyMs, roundTripMs: session.clock.roundTripMs }),
    me: () => {
      const { x, y, z, yaw, seat } = session.own.shown;
      return { state: model.phase.value, id: model.me.value, room: model.room.value?.id ?? '', x, y, z, yaw, seat };
    },
    people: () => [...session.people.all.values()].map(({ person, actor }) => ({
      id: person.id, name: person.name, x: actor.x, y: actor.y, z: actor.z, yaw: actor.yaw, form: actor.form, emote: actor.emote, away: person.away, bot: person.bot,
    })),
    freeze: (roomSeconds) => (session.frozenAt = roomSeconds ?? null),
    view: (...cam) => session.stage.orbit.hold(cam.length >= 6 ? cam : null),
    look: (yaw, pitch) => void Object.assign(session.stage.orbit, { yaw, pitch }),
    walkTo: (x, z) => session.walkTo(x, z),
    dropConnection: () => session.connection?.breakLine(),
    roomMs: () => session.clock.at(performance.now()),
  };
}
