import { expect, test } from 'vitest';
import { Wish } from '../src/visit/wish';

function start(): { shown: boolean[]; wish: Wish<boolean>; pass: (ms: number) => void } {
  const shown: boolean[] = [];
  let now = 0;
  return { shown, wish: new Wish<boolean>((on) => shown.push(on), () => now), pass: (ms) => { now += ms; } };
}

test('what the room knew before does not undo what one wants', () => {
  const { shown, wish, pass } = start();
  wish.is(true);
  wish.want(false);
  pass(100);
  wish.is(true);
  expect(shown).toEqual([true, false]);
  pass(50);
  wish.is(false);
  wish.want(true);
  wish.is(false);
  expect(shown.at(-1)).toBe(true);
});

test('a room that says otherwise for two seconds is right', () => {
  const { shown, wish, pass } = start();
  wish.want(true);
  pass(1999);
  wish.is(false);
  expect(shown.at(-1)).toBe(true);
  pass(1);
  wish.is(false);
  expect(shown.at(-1)).toBe(false);
});
