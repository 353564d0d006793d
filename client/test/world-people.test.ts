import { create } from '@bufbuild/protobuf';
import { describe, expect, it } from 'vitest';
import { Form } from '../src/net/frames';
import type { Sketch } from '../src/net/crowd-list';
import { LookSchema, PersonSchema } from '../src/net/generated/kapok_pb';
import { Tier, type Sample, type TierArea } from '../src/net/state-frame';
import { isInArea } from '../src/world/hearsay';
import { People } from '../src/world/people';
import { levelFloor } from './floors';

const floor = levelFloor(200);
const grid = { columns: 32, rows: 32, metres: 4, originX: -64, originZ: -64 };
const FRAME = 1 / 60;
/** The square of 4 m that begins at the middle of the grid, and those around it. */
const around: TierArea = { level: 0, column: 16, row: 16, squares: 2 ** 25 - 1 };
const only: TierArea = { level: 0, column: 16, row: 16, squares: 1 << 12 };

const sketch = (id: number): Sketch => ({ id, role: 1, body: 0, hair: 2, outfit: 3, height: 1, skin: 300, hairColour: 10, top: 20, bottom: 30, stick: 40 });
const sample = (part: Partial<Sample>): Sample =>
  ({ id: 1, tier: Tier.Near, form: Form.Standing, x: 2, z: 2, y: 0, yaw: 0, velocityX: 0, velocityZ: 0, seat: -1, lit: null, roomMs: 1000, ...part });

function room(): People {
  const people = new People();
  people.begin(grid);
  people.area(Tier.Near, around);
  people.area(Tier.Mid, { ...around, level: 1, column: 8, row: 8 });
  return people;
}

const shown = (people: People, id: number, roomMs: number): { x: number; z: number } | null => {
  people.settle(roomMs);
  people.advance(roomMs + 120, FRAME, -1, floor, [], { x: 0, z: 0 });
  const { actors } = people;
  return actors.shown.has(id) ? { x: actors.x[id], z: actors.z[id] } : null;
};

describe('somebody in the room', () => {
  it('is shown once their place is known, whichever comes first', () => {
    const people = room();
    people.person(sample({ id: 1 }));
    expect(shown(people, 1, 1100)).toBeNull();
    people.put(sketch(1));
    expect(shown(people, 1, 1200)).toEqual({ x: 2, z: 2 });
    people.put(sketch(2));
    expect(shown(people, 2, 1300)).toBeNull();
    people.far(sample({ id: 2, tier: Tier.Far, x: 30, z: 30 }), false, true);
    expect(shown(people, 2, 1400)).toEqual({ x: 30, z: 30 });
  });

  it('is a sketch until introduced', () => {
    const people = room();
    people.put(sketch(1));
    expect([people.nameOf(1), people.actors.lookOf(1).hair]).toEqual(['', 2]);
    people.introduce(create(PersonSchema, { id: 1, name: 'Mei', role: 1, look: create(LookSchema, { hair: 7 }) }));
    expect([people.nameOf(1), people.actors.lookOf(1).hair]).toEqual(['Mei', 7]);
    people.put(sketch(1));
    expect(people.actors.lookOf(1).hair).toBe(7);
  });

  it('may be introduced first, as one is to oneself', () => {
    const people = room();
    people.introduce(create(PersonSchema, { id: 1, name: 'Mei', role: 1, look: create(LookSchema, { hair: 7 }) }));
    people.put(sketch(1));
    expect([people.nameOf(1), people.here.count]).toEqual(['Mei', 1]);
  });

  it('leaves no ghost', () => {
    const people = room();
    people.put(sketch(1));
    people.person(sample({ id: 1 }));
    expect(shown(people, 1, 1100)).not.toBeNull();
    people.remove(1, 1150);
    people.person(sample({ id: 1, roomMs: 1140 }));
    people.put(sketch(1));
    expect(shown(people, 1, 1200)).toBeNull();
  });
});

describe('tiers', () => {
  it('whoever leaves the area of the near tier is shown as the next tier knows them', () => {
    const people = room();
    people.put(sketch(1));
    people.person(sample({ tier: Tier.Mid, x: 3, z: 2, velocityX: 0 }));
    people.person(sample({ x: 2, z: 2 }));
    expect(shown(people, 1, 1100)).toEqual({ x: 2, z: 2 });
    people.area(Tier.Near, { ...only, column: 20 });
    for (let ms = 1200; ms < 3000; ms += 16) shown(people, 1, ms);
    expect(shown(people, 1, 3000)?.x).toBeCloseTo(3, 1);
  });

  it('a report from afar does not blur what is known closely, unless it contradicts it', () => {
    const people = room();
    people.put(sketch(1));
    people.person(sample({ x: 2, z: 2, roomMs: 1000 }));
    people.far(sample({ tier: Tier.Far, x: 2.4, z: 2.3, roomMs: 1100 }), false, true);
    expect(shown(people, 1, 1200)).toEqual({ x: 2, z: 2 });
    people.far(sample({ tier: Tier.Far, x: 40, z: 2, roomMs: 1300 }), false, true);
    expect(shown(people, 1, 1400)?.x).toBe(40);
  });

  it('whoever is followed is shown exactly for as long as one is told', () => {
    const people = room();
    people.put(sketch(1));
    people.far(sample({ tier: Tier.Far, x: 50, z: 50 }), false, true);
    people.person(sample({ tier: Tier.Prominent, x: 50.7, z: 50.2 }));
    expect(shown(people, 1, 1200)).toEqual({ x: expect.closeTo(50.7, 4), z: expect.closeTo(50.2, 4) });
    for (let ms = 1300; ms < 7000; ms += 16) shown(people, 1, ms);
    expect(shown(people, 1, 7000)?.x).toBeCloseTo(50, 1);
  });

  it('the end of a place is completed from where they are shown', () => {
    const people = room();
    people.put(sketch(1));
    people.far(sample({ tier: Tier.Far, x: 20.25, z: -30.25, velocityX: 1 }), false, true);
    // 3 s later at 23.25: step (23.25 + 64) / 0.5 = 174, of which the low five bits are 14; −30.25 is step 67, of which they are 3.
    people.far(sample({ tier: Tier.Far, x: 14, z: 3, roomMs: 4000 }), true, true);
    expect(people.hearsay.read(Tier.Far, 1, sample({}))).toMatchObject({ x: 23.25, z: -30.25 });
    expect(people.hearsay.hearFar(sample({ id: 9, tier: Tier.Far, x: 1, z: 1 }), true, true)).toBe(false);
  });

  it('an area holds its squares and a little around', () => {
    expect([isInArea(grid, only, 2, 2), isInArea(grid, only, 4.01, 2), isInArea(grid, only, 4.1, 2), isInArea(grid, only, -0.01, -0.01)]).toEqual([true, true, false, true]);
    expect(isInArea(grid, { level: 5, column: 0, row: 0, squares: 1 << 12 }, 63, -63)).toBe(true);
  });
});

describe('the crowd far away', () => {
  const hall = (): People => {
    const people = room();
    for (let id = 1; id <= 60; id++) {
      people.put(sketch(id));
      people.far(sample({ id, tier: Tier.Far, x: 40 + (id % 8), z: 40 + id / 8 }), false, true);
    }
    shown(people, 1, 1100);
    return people;
  };
  const cell = Math.floor((42 + 64) / 32) * 4 + Math.floor((42 + 64) / 32);
  const having = (people: People, of: (id: number) => boolean): number[] => Array.from(people.here.ids.subarray(0, people.here.count)).filter(of).sort((a, b) => a - b);
  const who = (people: People, kind: number): number[] => having(people, (id) => people.actors.emote[id] === kind);

  it('claps as many as were counted, the same ones for everybody', () => {
    const [one, other] = [hall(), hall()];
    for (const people of [one, other]) people.tally(cell, 2, 25, 2000);
    expect(who(one, 2)).toHaveLength(25);
    expect(who(one, 2)).toEqual(who(other, 2));
    one.tally(cell, 2, 25, 2100);
    expect(who(one, 2)).toHaveLength(50);
  });

  it('holds as many glow sticks as were counted', () => {
    const people = hall();
    people.tally(cell, 9, 30, 2000);
    people.tally(cell, 10, 60, 2000);
    const lit = having(people, (id) => people.actors.stickOn[id] === 1).length;
    expect(lit).toBeGreaterThan(18);
    expect(lit).toBeLessThan(42);
  });
});
