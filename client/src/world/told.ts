import { MAX_PEOPLE } from './actors';
import { Form } from '../net/frames';
import type { Sample } from '../net/state-frame';
import type { Seat } from './places';

/** What was told of everyone in one tier, by id. Metres, radians, metres a second. */
export class Told {
  readonly x = new Float32Array(MAX_PEOPLE);
  readonly z = new Float32Array(MAX_PEOPLE);
  readonly y = new Float32Array(MAX_PEOPLE);
  readonly velocityX = new Float32Array(MAX_PEOPLE);
  readonly velocityZ = new Float32Array(MAX_PEOPLE);
  readonly yaw = new Float32Array(MAX_PEOPLE);
  /** Room time at which it was true, milliseconds. */
  readonly roomMs = new Float64Array(MAX_PEOPLE);
  readonly form = new Uint8Array(MAX_PEOPLE);
  readonly seat = new Int16Array(MAX_PEOPLE);
  /** 1 while it may be believed. */
  readonly holds = new Uint8Array(MAX_PEOPLE);
  private readonly lit = new Int8Array(MAX_PEOPLE);
  private seats: readonly Seat[] = [];

  /** Where the seats of the room are: of somebody seated, only the number is told. */
  setSeats(seats: readonly Seat[]): void {
    this.seats = seats;
  }

  /** Notes a report, unless it is older than what is known. */
  note(sample: Readonly<Sample>, x: number, z: number): void {
    const { id } = sample;
    if (this.holds[id] === 1 && sample.roomMs < this.roomMs[id]) return;
    this.holds[id] = 1;
    this.x[id] = x;
    this.z[id] = z;
    this.y[id] = sample.y;
    this.yaw[id] = sample.yaw;
    this.velocityX[id] = sample.velocityX;
    this.velocityZ[id] = sample.velocityZ;
    this.form[id] = sample.form;
    this.seat[id] = sample.seat;
    this.roomMs[id] = sample.roomMs;
    this.lit[id] = sample.lit === null ? -1 : sample.lit ? 1 : 0;
  }

  /** Copies what is told of somebody. */
  read(id: number, to: Sample): Sample {
    to.id = id;
    to.form = this.form[id];
    to.x = this.x[id];
    to.z = this.z[id];
    to.y = this.y[id];
    to.yaw = this.yaw[id];
    to.velocityX = this.velocityX[id];
    to.velocityZ = this.velocityZ[id];
    to.seat = this.seat[id];
    to.roomMs = this.roomMs[id];
    to.lit = this.lit[id] < 0 ? null : this.lit[id] === 1;
    return to;
  }

  /** Where somebody is at a time by what was told, carried on as far as one likes. */
  xAt(id: number, roomMs: number): number {
    return this.form[id] === Form.Seated ? (this.seats[this.seat[id]]?.x ?? 0) : this.x[id] + (this.velocityX[id] * (roomMs - this.roomMs[id])) / 1000;
  }

  zAt(id: number, roomMs: number): number {
    return this.form[id] === Form.Seated ? (this.seats[this.seat[id]]?.z ?? 0) : this.z[id] + (this.velocityZ[id] * (roomMs - this.roomMs[id])) / 1000;
  }
}
