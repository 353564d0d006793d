/** What a slot carries: whose sound, and whether it is music. */
export interface Carried { readonly person: number; readonly isMusic: boolean }

/** One change as the room tells it; no person means silence. */
export interface SlotNews { readonly slot: number; readonly person?: number; readonly isMusic: boolean }

/** Which person's sound each slot carries; voice slots from 0, stage slots after them. */
export class SlotBook {
  private slots: (Carried | null)[] = [];

  constructor(readonly voiceSlots = 0, readonly stageSlots = 0) {
    this.slots = new Array<Carried | null>(voiceSlots + stageSlots).fill(null);
  }

  get count(): number {
    return this.slots.length;
  }

  at(slot: number): Carried | null {
    return this.slots[slot] ?? null;
  }

  isStage(slot: number): boolean {
    return slot >= this.voiceSlots;
  }

  /** Takes news in; what names a slot that was not asked for is ignored. @returns The slots that carry another sound now. */
  take(news: readonly SlotNews[]): number[] {
    const changed = new Set<number>();
    for (const { slot, person, isMusic } of news) {
      if (!Number.isInteger(slot) || slot < 0 || slot >= this.slots.length) continue;
      const before = this.slots[slot];
      if (before?.person === person && (before?.isMusic ?? false) === (person !== undefined && isMusic)) continue;
      this.slots[slot] = person === undefined ? null : { person, isMusic };
      changed.add(slot);
    }
    return [...changed];
  }

  /** The slot that carries somebody's voice; −1 when none does. */
  slotOf(person: number): number {
    return this.slots.findIndex((carried) => carried?.person === person && !carried.isMusic);
  }
}
