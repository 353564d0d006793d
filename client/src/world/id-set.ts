/** A set of ids that lies in one array without holes: adding, removing and going through it cost no memory. Removing changes the order. */
export class IdSet {
  /** The ids; the first `count` count. */
  readonly ids: Int32Array;
  count = 0;
  private readonly placeOf: Int32Array;

  /** @param capacity Ids are below it. */
  constructor(capacity: number) {
    this.ids = new Int32Array(capacity);
    this.placeOf = new Int32Array(capacity).fill(-1);
  }

  has(id: number): boolean {
    return this.placeOf[id] >= 0;
  }

  add(id: number): void {
    if (this.placeOf[id] >= 0 || id >= this.placeOf.length) return;
    this.placeOf[id] = this.count;
    this.ids[this.count++] = id;
  }

  /** The last one takes the place of who is removed: to remove while going through, go backwards. */
  delete(id: number): void {
    const place = this.placeOf[id];
    if (!(place >= 0)) return;
    const last = this.ids[--this.count];
    this.ids[place] = last;
    this.placeOf[last] = place;
    this.placeOf[id] = -1;
  }

  clear(): void {
    this.placeOf.fill(-1);
    this.count = 0;
  }
}
