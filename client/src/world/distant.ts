import { Form, type Actor } from '../crowd/actor';
import type { Sample } from '../net/state-frame';
import { approach, turnBetween } from './angle';
import type { Floor } from './floor';
import type { Seat } from './places';

const CARRY_ON_SECONDS = 60;
const FOLLOW_RATE = 1.6, TURN_RATE = 6, RISE_RATE = 10; // per second
const JUMP_METRES = 12; // further than this is a teleport, and shown as one
const REST_METRES = 0.05, WALKING = 0.12;

/**
 * Shows somebody far away: carried on as told, and a correction of metres made up over a second, so that a crowd flows. There are thousands of them, so
 * nothing is blended and nothing kept from frame to frame but where they are shown.
 */
export function showDistant(actor: Actor, told: Readonly<Sample>, roomMs: number, dt: number, floor: Floor | null, seats: readonly Seat[], isNew: boolean): void {
  if (told.form === Form.Seated) return sit(actor, seats[told.seat]);
  const since = Math.min(CARRY_ON_SECONDS, Math.max(0, roomMs - told.roomMs) / 1000);
  const apartX = told.x + told.velocityX * since - actor.x, apartZ = told.z + told.velocityZ * since - actor.z, distance = Math.hypot(apartX, apartZ);
  if (isNew || distance > JUMP_METRES) {
    actor.x += apartX;
    actor.z += apartZ;
    [actor.yaw, actor.speed, actor.form] = [told.yaw, 0, Form.Standing];
    actor.y = heightAt(floor, actor, actor.y);
    return;
  }
  const moves = told.form === Form.Moving;
  if (!moves && distance < REST_METRES && actor.speed < WALKING) {
    [actor.speed, actor.form] = [0, Form.Standing];
    if (turnBetween(actor.yaw, told.yaw) !== 0) actor.yaw += turnBetween(actor.yaw, told.yaw) * approach(TURN_RATE, dt);
    return;
  }
  const share = approach(FOLLOW_RATE, dt);
  const stepX = told.velocityX * dt + (apartX - told.velocityX * dt) * share, stepZ = told.velocityZ * dt + (apartZ - told.velocityZ * dt) * share;
  actor.x += stepX;
  actor.z += stepZ;
  if (dt > 0) actor.speed += (Math.hypot(stepX, stepZ) / dt - actor.speed) * approach(10, dt);
  actor.form = actor.speed > WALKING ? Form.Moving : Form.Standing;
  const heading = actor.speed > WALKING ? Math.atan2(stepX, stepZ) : told.yaw;
  actor.yaw += turnBetween(actor.yaw, heading) * approach(TURN_RATE, dt);
  actor.y += (heightAt(floor, actor, actor.y) - actor.y) * approach(RISE_RATE, dt);
}

function sit(actor: Actor, seat: Seat | undefined): void {
  if (seat === undefined) return;
  [actor.x, actor.y, actor.z, actor.yaw, actor.speed, actor.form] = [seat.x, seat.footY, seat.z, seat.yaw, 0, Form.Seated];
}

function heightAt(floor: Floor | null, { x, z }: Actor, otherwise: number): number {
  const height = floor?.heightAt(x, z) ?? otherwise;
  return Number.isNaN(height) ? otherwise : height;
}
