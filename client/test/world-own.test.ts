import { describe, expect, it } from 'vitest';
import { Form } from '../src/net/frames';
import { OwnAvatar, type Wish } from '../src/world/own';
import { floorOf, levelFloor } from './floors';

const STILL: Wish = { x: 0, z: 0, run: false, jump: false };
const placed = (x: number, z: number): OwnAvatar => {
  const own = new OwnAvatar(() => []);
  own.place({ $typeName: 'kapok.v1.Placement', epoch: 3, x, y: 0, z, yaw: 0, seat: -1 });
  return own;
};
const run = (own: OwnAvatar, wish: Wish, seconds: number, floor = levelFloor(40)): number => {
  let sent = 0;
  for (let t = 0; t < seconds; t += 1 / 60) {
    own.advance(wish, 1 / 60, floor);
    if (own.takeMove()) sent++;
  }
  return sent;
};

describe('my own avatar', () => {
  it('walks, and runs with Shift, never faster than the server allows', () => {
    const [walker, runner] = [placed(0, 0), placed(0, 0)];
    run(walker, { ...STILL, x: 1 }, 3);
    run(runner, { ...STILL, x: 1, z: 1, run: true }, 3);
    expect(walker.shown.x).toBeGreaterThan(4.4);
    expect(walker.shown.x).toBeLessThan(4.9);
    expect(Math.hypot(runner.shown.x, runner.shown.z)).toBeLessThan(4.2 * 3 + 0.1);
    expect(walker.shown.form).toBe(Form.Moving);
  });

  it('sends little: when it starts, turns and stops, at most ten times a second', () => {
    const own = placed(0, 0);
    expect(run(own, { ...STILL, x: 1 }, 3)).toBeLessThan(12);
    const stopping = run(own, STILL, 1);
    expect(stopping).toBeGreaterThan(0);
    expect(stopping).toBeLessThan(6);
    expect(run(own, STILL, 5)).toBe(0);
  });

  it('ends with a move at rest that says where it stands', () => {
    const own = placed(0, 0);
    run(own, { ...STILL, x: 1 }, 1);
    let last = null;
    for (let i = 0; i < 90; i++) {
      own.advance(STILL, 1 / 60, levelFloor(40));
      last = own.takeMove() ?? last;
    }
    expect(last).toMatchObject({ velocityX: 0, velocityZ: 0, epoch: 3, airborne: false });
    expect(last?.x).toBeCloseTo(own.shown.x, 2);
  });

  it('stops at a wall and slides along it', () => {
    const floor = floorOf(Array.from({ length: 24 }, () => '0 0 0 0 X'));
    const own = placed(0.5, 1);
    run(own, { ...STILL, x: 1, z: 1 }, 2, floor);
    expect(own.shown.x).toBeLessThan(1);
    expect(own.shown.z).toBeGreaterThan(2);
  });

  it('jumps less than the 1.4 m the server allows and lands', () => {
    const own = placed(0, 0);
    let highest = 0;
    own.advance({ ...STILL, jump: true }, 1 / 60, levelFloor(40));
    for (let i = 0; i < 120; i++) {
      own.advance(STILL, 1 / 60, levelFloor(40));
      highest = Math.max(highest, own.shown.y);
    }
    expect(highest).toBeGreaterThan(0.5);
    expect(highest).toBeLessThan(1.3);
    expect(own.shown).toMatchObject({ y: 0, form: Form.Standing });
  });

  it('walks by itself to where one clicked', () => {
    const own = placed(0, 0);
    const floor = levelFloor(40);
    expect(own.walkTo(floor, { x: 5, z: -3 })).toBe(true);
    run(own, STILL, 8, floor);
    expect(Math.hypot(own.shown.x - 5, own.shown.z + 3)).toBeLessThan(0.2);
    expect(own.isWalkingByItself).toBe(false);
  });
});

describe('a walk to a goal', () => {
  it('arrives wherever a path was found, at any frame rate, among any walls', () => {
    let seed = 7;
    const random = (): number => (seed = (seed * 16807) % 2147483647) / 2147483647;
    let walks = 0;
    for (let round = 0; round < 60; round++) {
      const rows = Array.from({ length: 40 }, () => Array.from({ length: 40 }, () => (random() < 0.12 ? 'X' : String(Math.floor(random() * 3)))).join(' '));
      const floor = floorOf(rows);
      const somewhere = (): { x: number; z: number } => {
        for (;;) {
          const place = { x: random() * 10, z: random() * 10 };
          if (floor.hasFloor(floor.cellAt(place.x, place.z))) return place;
        }
      };
      const [from, to, dt] = [somewhere(), somewhere(), [0.05, 1 / 60, 0.033, 0.3, 1][round % 5]];
      const own = placed(from.x, from.z);
      if (!own.walkTo(floor, to)) continue;
      walks++;
      for (let t = 0; t < 60 && own.isWalkingByItself; t += dt) own.advance(STILL, dt, floor);
      for (let t = 0; t < 1; t += dt) own.advance(STILL, dt, floor);
      expect(Math.hypot(own.shown.x - to.x, own.shown.z - to.z), `walk ${round} from ${from.x}, ${from.z} to ${to.x}, ${to.z}`).toBeLessThan(0.3);
    }
    expect(walks).toBeGreaterThan(40);
  });

  it('goes on after a put-back, but not after being placed somewhere else', () => {
    const floor = levelFloor(40);
    const back = { $typeName: 'kapok.v1.Placement' as const, epoch: 4, x: 1, y: 0, z: 0, yaw: 0, seat: -1 };
    for (const keeps of [true, false]) {
      const own = placed(0, 0);
      own.walkTo(floor, { x: 5, z: 3 });
      run(own, STILL, 1, floor);
      own.place(back, keeps);
      run(own, STILL, 9, floor);
      expect(Math.hypot(own.shown.x - 5, own.shown.z - 3) < 0.2).toBe(keeps);
    }
  });
});
