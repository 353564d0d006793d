// What everybody wears, by id: parts of the kit, colours on the GPU, and how tall they are.
import type { Kit } from '../avatar/kit';
import { sameLook, type Look } from '../avatar/look';
import { farLookOf, LookTable } from '../avatar/look-table';
import { MAX_PARTS, partsOf, scaleOf } from '../avatar/parts';
import { MAX_PEOPLE, type Actors } from '../world/actors';

/** How many may change clothes in sight at once; more change without a fade. */
const FITTINGS = 64;
const FADE_SECONDS = 0.5;
const UNKNOWN = 255;

/**
 * Whoever changes in sight, such as somebody who was a sketch and is introduced, fades from the old look to the new: the old one is kept in a slot of its
 * own beyond the ids until then.
 */
export class Wardrobe {
  readonly table = new LookTable(MAX_PEOPLE + FITTINGS);
  readonly scale = new Float32Array(MAX_PEOPLE).fill(1);
  readonly farLook = new Uint8Array(MAX_PEOPLE);
  /** Parts of a slot: from slot * MAX_PARTS, as many as `counts` says, without the stick. Found out when somebody is first drawn from parts. */
  readonly parts = new Uint8Array((MAX_PEOPLE + FITTINGS) * MAX_PARTS);
  private readonly counts = new Uint8Array(MAX_PEOPLE + FITTINGS).fill(UNKNOWN);
  private readonly looks = new Array<Look | undefined>(MAX_PEOPLE).fill(undefined);
  private readonly styled = new Uint16Array(MAX_PEOPLE);
  private readonly fittings: { id: number; share: number }[] = Array.from({ length: FITTINGS }, () => ({ id: -1, share: 1 }));
  private readonly fittingOf = new Int8Array(MAX_PEOPLE).fill(-1);

  constructor(private readonly kit: Kit, private readonly actors: Actors) {}

  /** Takes over a changed look or stick colour; cheap when nothing changed. @param isClose Whether a change would be seen. */
  dress(id: number, isClose: boolean): void {
    if (this.styled[id] !== this.actors.styled[id]) this.change(id, isClose);
  }

  /** How many parts a slot has. */
  countOf(slot: number): number {
    if (this.counts[slot] === UNKNOWN) this.find(slot);
    return this.counts[slot];
  }

  /** Slot of the look that somebody fades out of; −1 mostly. */
  oldSlotOf(id: number): number {
    return this.fittingOf[id] < 0 ? -1 : MAX_PEOPLE + this.fittingOf[id];
  }

  /** How far somebody has come into their new look, 0..1. */
  shareOf(id: number): number {
    return this.fittingOf[id] < 0 ? 1 : this.fittings[this.fittingOf[id]].share;
  }

  /** Goes on with the changes under way; call once a frame. */
  beginFrame(deltaSeconds: number): void {
    for (const fitting of this.fittings) {
      if (fitting.id < 0) continue;
      fitting.share = Math.min(1, fitting.share + deltaSeconds / FADE_SECONDS);
      if (fitting.share < 1) continue;
      this.fittingOf[fitting.id] = -1;
      fitting.id = -1;
    }
  }

  private change(id: number, isClose: boolean): void {
    const look = this.actors.lookOf(id), before = this.looks[id];
    if (isClose && before !== undefined && this.counts[id] !== UNKNOWN && !sameLook(before, look)) this.keepOld(id);
    this.styled[id] = this.actors.styled[id];
    this.table.set(id, look, this.actors.stickColour[id]);
    if (before === look) return;
    this.looks[id] = look;
    this.scale[id] = scaleOf(look);
    this.farLook[id] = farLookOf(look);
    this.counts[id] = UNKNOWN;
  }

  private keepOld(id: number): void {
    const at = this.fittingOf[id] < 0 ? this.fittings.findIndex((fitting) => fitting.id < 0) : -1;
    if (at < 0) return;
    const slot = MAX_PEOPLE + at, fitting = this.fittings[at];
    this.table.copy(id, slot);
    this.parts.copyWithin(slot * MAX_PARTS, id * MAX_PARTS, (id + 1) * MAX_PARTS);
    this.counts[slot] = this.counts[id];
    this.fittingOf[id] = at;
    [fitting.id, fitting.share] = [id, 0];
  }

  // Names of parts are put together here, which would hold up a frame in which ten thousand come in. From afar nobody's parts are asked for.
  private find(slot: number): void {
    const look = this.looks[slot];
    let count = 0;
    if (look !== undefined) {
      for (const name of partsOf(look)) {
        const part = this.kit.partIndex(name);
        if (part >= 0) this.parts[slot * MAX_PARTS + count++] = part;
      }
    }
    this.counts[slot] = count;
  }
}
