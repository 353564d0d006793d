import { create } from '@bufbuild/protobuf';
import { describe, expect, it } from 'vitest';
import { Blocked } from '../src/app/blocked';
import { PersonSchema } from '../src/net/generated/kapok_pb';

const person = (id: number, name: string) => create(PersonSchema, { id, name });

describe('who is blocked', () => {
  it('stays so after a return, while they are still there', () => {
    const blocked = new Blocked();
    blocked.set(4, 'Rowdy', true);
    expect(blocked.stillHere([person(3, 'Mei'), person(4, 'Rowdy')])).toEqual([4]);
    expect(blocked.has(4)).toBe(true);
  });

  it('is not whoever is given their id later', () => {
    const blocked = new Blocked();
    blocked.set(4, 'Rowdy', true);
    expect(blocked.stillHere([person(4, 'Newcomer')])).toEqual([]);
    expect(blocked.has(4)).toBe(false);
    blocked.set(5, 'Loud', true);
    blocked.forget([5]);
    expect(blocked.has(5)).toBe(false);
  });
});
