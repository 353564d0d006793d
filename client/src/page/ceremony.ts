import { ceremonyClock } from '../ceremony/countdown';
import { GongSound } from '../ceremony/gong-sound';
import { LIFT_METRES, LiftPlatform } from '../ceremony/lift';
import { REACH_METRES } from '../ceremony/spots';
import { STEP_SCENES, type StepScene } from '../ceremony/steps';
import type { Soundscape } from '../audio/soundscape';
import { Form } from '../net/frames';
import { CeremonyKind, type CeremonyNow, type ShowState } from '../net/generated/show_pb';
import type { Place } from '../scene/place';
import { liftAt } from '../show/model';
import { shown } from '../slices';
import type { LoadedRoom } from '../visit/parts';
import type { Picture } from '../picture/picture';
import { part } from '../net/parts';
import type { Visit } from '../visit/visit';

const { ceremony: slice, door, settings, show } = shown;

const STEP_MS = 100;

/** A ceremony in the room one is in: its things in the place, the lift, the gong's sound, and what its panel shows. Comes with the first show. */
export class RoomCeremony {
  private readonly sound: GongSound;
  private readonly scenes = new Set<CeremonyKind>(); // that were asked for and did not come, or are not there
  private scene: { readonly kind: CeremonyKind; readonly of: Place; readonly made: StepScene } | null = null;
  private lift: { readonly of: Place; readonly made: LiftPlatform } | null = null;
  private isRaised = false;

  private photograph: { step(roomMs: number): void } | null = null;
  private readonly comePhotograph = part(async () => { this.photograph = new (await import('./photograph')).RoomPhotograph(this.visit, this.picture); });

  constructor(private readonly visit: Visit, scape: Soundscape, private readonly picture: Picture) {
    this.sound = new GongSound(() => scape.exit);
    slice.ask.connect({ strike: () => this.strike() });
    // Not by frames: what is heard and read goes on where nobody draws.
    window.setInterval(() => this.step(), STEP_MS);
    this.step();
  }

  /** Before each frame. */
  frame(place: Place | null): void {
    const { room, clock } = this.visit, roomMs = clock.at(performance.now()), state = this.visit.show.at(roomMs);
    if (room === null) return;
    this.dress(place, room, state?.ceremony, roomMs);
    this.raise(place, room, state, roomMs);
  }

  private strike(): void {
    if (show.state.peek()?.ceremony?.step?.kind === CeremonyKind.GONG) this.visit.now({ case: 'strike', value: { $typeName: 'kapok.v1.Strike' } });
  }

  private step(): void {
    const isIn = door.phase.peek() === 'live' || door.phase.peek() === 'lost', roomMs = this.visit.clock.at(performance.now());
    const now = isIn ? this.visit.show.at(roomMs)?.ceremony : undefined, { left, isUnveiled } = ceremonyClock(now, roomMs);
    slice.left.value = left;
    slice.isUnveiled.value = isUnveiled;
    if (isIn) this.photographed(roomMs);
    if (now?.step?.kind !== CeremonyKind.GONG) return;
    const gong = this.visit.room?.places.ceremony?.gong, { x, z } = this.visit.own.shown;
    slice.isNear.value = gong !== undefined && Math.hypot(gong.x - x, gong.z - z) <= REACH_METRES;
    this.sound.follow(now, roomMs);
  }

  /** The group photograph, and those one is in. */
  private photographed(roomMs: number): void {
    if (this.photograph === null) void this.comePhotograph();
    else this.photograph.step(roomMs);
  }

  private dress(place: Place | null, room: LoadedRoom, now: CeremonyNow | undefined, roomMs: number): void {
    const kind = now?.step?.kind ?? CeremonyKind.UNSPECIFIED, spots = room.places.ceremony;
    if (this.scene !== null && (this.scene.kind !== kind || this.scene.of !== place)) {
      this.scene.made.dispose();
      this.scene = null;
    }
    const come = STEP_SCENES[kind];
    if (now === undefined || place === null || spots === undefined || come === undefined) return;
    if (this.scene === null && !this.scenes.has(kind)) {
      this.scenes.add(kind);
      void come().then((make) => {
        this.scenes.delete(kind);
        const { visit } = this;
        if (make !== null && this.scene === null && visit.room === room && show.state.peek()?.ceremony?.step?.kind === kind) {
          this.scene = { kind, of: place, made: make(place, spots, room.floor) };
        }
      });
    }
    this.scene?.made.update({ now, roomMs, calm: settings.settings.value.reducedMotion });
  }

  /** The platform, and the floor under whoever stands on it: everyone's page raises both by the same clock. */
  private raise(place: Place | null, { floor, places: { ceremony: spots } }: LoadedRoom, state: ShowState | null, roomMs: number): void {
    if (spots === undefined || (state?.lift === undefined && !this.isRaised)) return;
    const { x, z, radius } = spots.lift, metres = liftAt(state?.lift, roomMs) * LIFT_METRES, { people, own } = this.visit;
    if (this.lift !== null && (this.lift.of !== place || state?.lift === undefined)) {
      this.lift.made.dispose();
      this.lift = null;
    }
    floor.raise(x, z, radius, metres);
    this.isRaised = metres > 0;
    const ground = floor.heightAt(x, z) - metres;
    if (place !== null && state?.lift !== undefined) {
      this.lift ??= { of: place, made: new LiftPlatform(place, x, ground, z, radius) };
      this.lift.made.rise(metres);
    }
    const { actors, here } = people;
    for (let i = 0; i < here.count; i++) {
      const id = here.ids[i], dx = actors.x[id] - x, dz = actors.z[id] - z;
      if (dx * dx + dz * dz <= radius * radius && actors.form[id] !== Form.Airborne && actors.form[id] !== Form.Seated) actors.y[id] = floor.heightAt(actors.x[id], actors.z[id]);
    }
    if (own.shown.form !== Form.Airborne && own.shown.form !== Form.Seated && floor.raisedAt(own.shown.x, own.shown.z) > 0) own.shown.y = floor.heightAt(own.shown.x, own.shown.z);
  }
}
