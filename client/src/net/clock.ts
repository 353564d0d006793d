const DRIFT = 0.0002; // how far two computers' clocks part at most, of the time that passes (200 ppm)
const AFRESH_MS = 50; // bounds that contradict each other by more say that a clock was set: one begins anew

/**
 * Room time as this client knows it, by the intersection of intervals (Marzullo 1984, as in NTP): whatever was heard cannot have been sent
 * later than it came, and no answer can be earlier than its question. A busy page hears late, but its best moments narrow the interval and
 * are kept; the interval widens again as clocks drift. Local times are performance.now() milliseconds.
 */
export class RoomClock {
  private least = -Infinity; // bounds of the offset from local time to room time, milliseconds
  private most = Infinity;
  private boundsMs = 0; // local time at which the bounds hold
  private shortest: number | null = null;
  private latest = -Infinity;

  /** Sets the clock roughly from Welcome, before the first exchange, and forgets the room before. */
  begin(roomMs: number, localMs: number): void {
    [this.least, this.most, this.boundsMs, this.shortest, this.latest] = [roomMs - localMs, Infinity, localMs, null, -Infinity];
  }

  /** Takes an answer: asked and heard at local times, given at a room time between. */
  exchange(sentMs: number, receivedMs: number, roomMs: number): void {
    if (!(receivedMs >= sentMs) || !Number.isFinite(roomMs)) return;
    this.shortest = Math.min(this.shortest ?? Infinity, receivedMs - sentMs);
    this.narrow(roomMs - receivedMs, roomMs - sentMs, receivedMs);
  }

  /** Takes the room time of anything that came. */
  heard(roomMs: number, receivedMs: number): void {
    if (Number.isFinite(roomMs)) this.narrow(roomMs - receivedMs, Infinity, receivedMs);
  }

  /** Shortest round trip since the room began, or null before the first. */
  get roundTripMs(): number | null {
    return this.shortest;
  }

  /** How far the clock can be off, either way; infinite before the first exchange. */
  get uncertaintyMs(): number {
    return (this.most - this.least) / 2;
  }

  /** Room time at a local time. Never runs backwards: a corrected clock waits for a moment instead. */
  at(localMs: number): number {
    const offset = this.most === Infinity ? this.least : (this.least + this.most) / 2;
    this.latest = Math.max(this.latest, localMs + offset);
    return this.latest;
  }

  private narrow(least: number, most: number, nowMs: number): void {
    const drift = Math.max(0, nowMs - this.boundsMs) * DRIFT;
    this.boundsMs = Math.max(this.boundsMs, nowMs);
    [this.least, this.most] = [Math.max(this.least - drift, least), Math.min(this.most + drift, most)];
    const contradiction = this.least - this.most;
    if (contradiction > AFRESH_MS) [this.least, this.most] = [least, most];
    else if (contradiction > 0) this.least = this.most = (this.least + this.most) / 2;
  }
}
