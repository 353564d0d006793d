// What everybody wears, by id: parts of the kit, colours on the GPU, and how tall they are.
import type { Kit } from '../avatar/kit';
import type { Look } from '../avatar/look';
import { farLookOf, LookTable } from '../avatar/look-table';
import { MAX_PARTS, partsOf, scaleOf } from '../avatar/parts';
import type { Actor } from './actor';

/** Looks are compared by identity: an actor's look is replaced, never changed in place. */
export class Wardrobe {
  readonly table: LookTable;
  /** Parts of id: from id * MAX_PARTS, as many as `counts` says, without the stick. */
  readonly parts: Uint8Array;
  readonly counts: Uint8Array;
  readonly scale: Float32Array;
  readonly farLook: Uint8Array;
  private readonly looks: (Look | undefined)[];
  private readonly sticks: Int32Array;

  constructor(private readonly kit: Kit, capacity: number) {
    this.table = new LookTable(capacity);
    this.parts = new Uint8Array(capacity * MAX_PARTS);
    this.counts = new Uint8Array(capacity);
    this.scale = new Float32Array(capacity).fill(1);
    this.farLook = new Uint8Array(capacity);
    this.looks = new Array<Look | undefined>(capacity).fill(undefined);
    this.sticks = new Int32Array(capacity).fill(-1);
  }

  /** Takes over a changed look or stick colour; cheap when nothing changed. */
  dress(actor: Actor): void {
    const { id, look } = actor;
    if (this.looks[id] === look && this.sticks[id] === actor.stickColour) return;
    this.table.set(id, look, actor.stickColour);
    this.sticks[id] = actor.stickColour;
    if (this.looks[id] === look) return;
    this.looks[id] = look;
    this.scale[id] = scaleOf(look);
    this.farLook[id] = farLookOf(look);
    let count = 0;
    for (const name of partsOf(look)) {
      const part = this.kit.partIndex(name);
      if (part >= 0) this.parts[id * MAX_PARTS + count++] = part;
    }
    this.counts[id] = count;
  }
}
