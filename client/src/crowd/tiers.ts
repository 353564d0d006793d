// Who is drawn how fully: by count, nearest first, so that cost stays flat however many are in the room.

export const NEAR = 0, MID = 1, FAR = 2, IMPOSTOR = 3;
export const UNSEEN = 255;
/** Beyond these, in metres, detail is finer than a pixel whatever the count says. */
const LIMITS = [13, 34, 90];
/** Somebody who is in a better tier keeps it until others are clearly nearer. */
const STAY = 0.9;
const FADE_SECONDS = 0.3;
const BINS = 512, BINS_A_METRE = 4;
const ID_RANGE = 16384;

/** Tiers of everybody by id, and the dithered fade from the one before. Allocates nothing after construction. */
export class Tiers {
  readonly tier: Uint8Array;
  readonly from: Uint8Array;
  /** 0..1: how far the change from `from` has come; 1 is done. */
  readonly fade: Float32Array;
  private readonly keys: Float64Array;
  private readonly bins = new Int32Array(BINS);
  private readonly effective: Float32Array;

  constructor(capacity: number) {
    this.tier = new Uint8Array(capacity).fill(UNSEEN);
    this.from = new Uint8Array(capacity).fill(UNSEEN);
    this.fade = new Float32Array(capacity).fill(1);
    this.keys = new Float64Array(capacity);
    this.effective = new Float32Array(capacity);
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
    const { keys, bins, effective, tier } = this, wanted = quota[0] + quota[1] + quota[2];
    bins.fill(0);
    for (let i = 0; i < count; i++) {
      const d = Math.max(0, tier[ids[i]] < IMPOSTOR ? metres[i] * STAY : metres[i]);
      effective[i] = d;
      bins[Math.min(BINS - 1, (d * BINS_A_METRE) | 0)]++;
    }
    // Only the nearest are sorted: those up to the bin in which the quotas run out.
    let last = 0;
    for (let sum = 0; last < BINS && sum < wanted; last++) sum += bins[last];
    let sorted = 0;
    for (let i = 0; i < count; i++) {
      if (effective[i] * BINS_A_METRE >= last && last < BINS) {
        this.change(ids[i], IMPOSTOR, deltaSeconds);
        continue;
      }
      const own = tier[ids[i]];
      const d = metres[i] < 0 ? 0 : metres[i] * (own === NEAR ? STAY * STAY : own < IMPOSTOR ? STAY : 1);
      keys[sorted++] = Math.floor(d * 256) * ID_RANGE + ids[i];
    }
    const order = keys.subarray(0, sorted).sort();
    let level = NEAR, used = 0;
    for (let k = 0; k < sorted; k++) {
      const id = order[k] % ID_RANGE, d = Math.floor(order[k] / ID_RANGE) / 256;
      while (level < IMPOSTOR && (used >= quota[level] || d > LIMITS[level])) {
        level++;
        used = 0;
      }
      used++;
      this.change(id, level, deltaSeconds);
    }
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
