// Who is drawn how fully: by count, nearest first, so that cost stays flat however many are in the room.

export const NEAR = 0, MID = 1, FAR = 2, IMPOSTOR = 3;
export const UNSEEN = 255;
/** Beyond these, in metres, detail is finer than a pixel whatever the count says. */
const LIMITS = [13, 34, 90];
/** Somebody who is in a better tier keeps it until others are clearly nearer. */
const STAY = 0.9;
const FADE_SECONDS = 0.3;
/** Finer than people can be told apart by eye, so that nobody is sorted by comparing. */
const BINS = 4096, BINS_A_METRE = 32;

/** Tiers of everybody by id, and the dithered fade from the one before. Allocates nothing after construction. */
export class Tiers {
  readonly tier: Uint8Array;
  readonly from: Uint8Array;
  /** 0..1: how far the change from `from` has come; 1 is done. */
  readonly fade: Float32Array;
  private readonly bins = new Int32Array(BINS);
  private readonly bin: Int16Array;
  private readonly nearest: Int32Array;

  constructor(capacity: number) {
    this.tier = new Uint8Array(capacity).fill(UNSEEN);
    this.from = new Uint8Array(capacity).fill(UNSEEN);
    this.fade = new Float32Array(capacity).fill(1);
    this.bin = new Int16Array(capacity);
    this.nearest = new Int32Array(capacity);
  }

  /** Forgets somebody who was not seen in the last frame, so that they appear without a fade. */
  forget(id: number): void {
    this.tier[id] = UNSEEN;
    this.fade[id] = 1;
  }

  /**
   * Gives tiers to those in view.
   * @param ids Those in view; the first `count` are read.
   * @param metres Distance by place in `ids`. A negative one is always nearest: oneself.
   */
  assign(ids: Int32Array, metres: Float32Array, count: number, quota: readonly [number, number, number], deltaSeconds: number): void {
    const { nearest } = this, sorted = this.sortNearest(ids, metres, count, quota[0] + quota[1] + quota[2], deltaSeconds);
    let level = NEAR, used = 0;
    for (let k = 0; k < sorted; k++) {
      const place = nearest[k];
      while (level < IMPOSTOR && (used >= quota[level] || this.bin[place] > LIMITS[level] * BINS_A_METRE)) {
        level++;
        used = 0;
      }
      used++;
      this.change(ids[place], level, deltaSeconds);
    }
  }

  /**
   * Sorts by counting those who may be within the quotas, as places in `ids`, and makes impostors of all others.
   * @returns How many were sorted.
   */
  private sortNearest(ids: Int32Array, metres: Float32Array, count: number, wanted: number, deltaSeconds: number): number {
    const { bins, bin, tier, nearest } = this;
    bins.fill(0);
    for (let i = 0; i < count; i++) {
      const own = tier[ids[i]], stays = own === NEAR ? STAY * STAY : own < IMPOSTOR ? STAY : 1;
      const at = Math.min(BINS - 1, (Math.max(0, metres[i]) * stays * BINS_A_METRE) | 0);
      bin[i] = at;
      bins[at]++;
    }
    let end = 0, sorted = 0;
    for (; end < BINS && sorted < wanted; end++) {
      const here = bins[end];
      bins[end] = sorted;
      sorted += here;
    }
    for (let i = 0; i < count; i++) {
      if (bin[i] < end) nearest[bins[bin[i]]++] = i;
      else this.change(ids[i], IMPOSTOR, deltaSeconds);
    }
    return sorted;
  }

  private change(id: number, to: number, deltaSeconds: number): void {
    const now = this.tier[id];
    this.fade[id] = Math.min(1, this.fade[id] + deltaSeconds / FADE_SECONDS);
    if (now === to) return;
    if (now === UNSEEN) {
      this.tier[id] = to;
      this.fade[id] = 1;
    } else if (this.fade[id] < 1) {
      // In the middle of a change only its way back is free: a third tier waits its turn.
      if (this.from[id] !== to) return;
      this.fade[id] = 1 - this.fade[id];
      this.from[id] = now;
      this.tier[id] = to;
    } else {
      this.from[id] = now;
      this.tier[id] = to;
      this.fade[id] = 0;
    }
  }
}
