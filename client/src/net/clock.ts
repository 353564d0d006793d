const EXCHANGES = 8;

/**
 * Room time as this client knows it, by Cristian's algorithm: of the last eight exchanges the one with the shortest round trip gives the
 * offset. Local times are performance.now() milliseconds.
 */
export class RoomClock {
  private readonly exchanges: { roundTrip: number; offset: number }[] = [];
  private offset = 0;
  private latest = -Infinity;

  /** Sets the clock roughly from Welcome, before the first exchange, and forgets the room before. */
  begin(roomMs: number, localMs: number): void {
    this.exchanges.length = 0;
    this.offset = roomMs - localMs;
    this.latest = -Infinity;
  }

  exchange(sentMs: number, receivedMs: number, roomMs: number): void {
    if (!(receivedMs >= sentMs) || !Number.isFinite(roomMs)) return;
    this.exchanges.push({ roundTrip: receivedMs - sentMs, offset: roomMs - (sentMs + receivedMs) / 2 });
    if (this.exchanges.length > EXCHANGES) this.exchanges.shift();
    this.offset = this.exchanges.reduce((best, next) => (next.roundTrip <= best.roundTrip ? next : best)).offset;
  }

  /** Round trip of the exchange in use, or null before the first. */
  get roundTripMs(): number | null {
    return this.exchanges.length === 0 ? null : Math.min(...this.exchanges.map((exchange) => exchange.roundTrip));
  }

  /** Room time at a local time. Never runs backwards: a corrected clock waits for a moment instead. */
  at(localMs: number): number {
    this.latest = Math.max(this.latest, localMs + this.offset);
    return this.latest;
  }
}
