import { expect, test } from 'vitest';
import { LOOK_MS, Silence } from '../src/net/silence';

test('a line that says nothing for more than twelve seconds is dead', () => {
  const silence = new Silence(0);
  silence.heard(500);
  for (let ms = LOOK_MS; ms <= 12_000; ms += LOOK_MS) expect(silence.isDead(ms)).toBe(false);
  expect(silence.isDead(15_000)).toBe(true);
});

test('a page that stood still reads first what came meanwhile', () => {
  const silence = new Silence(0);
  expect(silence.isDead(40_000)).toBe(false);
  expect(silence.isDead(40_010)).toBe(false); // the timer catches up
  silence.heard(40_020);
  expect(silence.isDead(43_000)).toBe(false);
});

test('a line that died while the page slept is given up soon after', () => {
  const silence = new Silence(0);
  expect(silence.isDead(3_600_000)).toBe(false);
  expect(silence.isDead(3_600_000 + LOOK_MS)).toBe(false);
  expect(silence.isDead(3_600_000 + 2 * LOOK_MS)).toBe(true);
});
