import { t } from '../i18n';
import type { NoticesSlice } from '../slices/notices';
import type { OwnAvatar } from '../world/own';
import type { People } from '../world/people';
import { nearestSeat, type Seat } from '../world/places';
import type { RoomLine } from './parts';

const SEAT_REACH = 1.4; // metres; the server allows a little more
const CLICK_REACH = 0.5; // how far beside a seat a click means it

/** Sitting down and standing up: the seat in reach, and the one that was clicked from afar. */
export class Seating {
  private pending = -1;

  constructor(private readonly line: RoomLine, private readonly people: People, private readonly own: OwnAvatar, private readonly notices: NoticesSlice) {}

  /** One was put somewhere: no seat is walked to any more. */
  forget(): void {
    this.pending = -1;
  }

  /** A place was clicked; where it is a seat, one sits down once there. */
  clicked(seats: readonly Seat[], x: number, y: number, z: number): void {
    this.pending = this.free(seats, x, y, z, CLICK_REACH);
  }

  isInReach(seats: readonly Seat[]): boolean {
    return this.inReach(seats) >= 0;
  }

  /** Sits down on the seat that was clicked, once one has arrived beside it. */
  arrive(seats: readonly Seat[]): void {
    if (this.pending < 0 || this.own.isWalkingByItself) return;
    const { x, z } = this.own.shown, seat = seats[this.pending];
    if (seat && Math.hypot(seat.x - x, seat.z - z) < SEAT_REACH) this.sit(this.pending);
    this.pending = -1;
  }

  toggle(seats: readonly Seat[]): void {
    if (this.own.shown.seat >= 0) return this.standUp();
    const seat = this.inReach(seats);
    if (seat < 0) this.notices.toast(t('notice.no-seat'));
    else this.sit(seat);
  }

  standUp(): void {
    this.line.now({ case: 'stand', value: { $typeName: 'kapok.v1.Stand' } });
  }

  private sit(seat: number): void {
    this.line.now({ case: 'sit', value: { $typeName: 'kapok.v1.Sit', seat } });
  }

  private inReach(seats: readonly Seat[]): number {
    const { x, y, z } = this.own.shown;
    return this.free(seats, x, y, z, SEAT_REACH);
  }

  private free(seats: readonly Seat[], x: number, y: number, z: number, reach: number): number {
    return nearestSeat(seats, x, y, z, reach, (seat) => this.people.isSeatTaken(seat));
  }
}
