import { Texture, Vector3, type Camera, type WebGLRenderer } from 'three';
import { expect, test } from 'vitest';
import type { FrameInfo } from '../src/scene/place';
import { BoardScreen, shareAcross, shareDown, type ScreenSource, type Surface } from '../src/scene/screen';
import { DefaultShow } from '../src/scene/show';

const SURFACE: Surface = { name: 'main', position: new Vector3(), yaw: 0, width: 16, height: 9 };

class Picture implements ScreenSource {
  readonly kind = 'picture';
  readonly texture = new Texture();
  updates = 0;
  disposed = false;
  title: readonly string[] = [];
  constructor(readonly aspect = 16 / 9) {}
  update(): void { this.updates++; }
  setTitle(lines: readonly string[]): void { this.title = lines; }
  dispose(): void { this.disposed = true; }
}

const show = new DefaultShow();
function frame(time: number, delta = 0.1, reducedMotion = false): FrameInfo {
  return { time, delta, beat: time * 2, show: show.at(time, time * 2, reducedMotion), camera: {} as Camera, renderer: {} as WebGLRenderer, reducedMotion };
}
const shown = ({ uniforms: { uSlide, uNextSlide, uDissolve } }: BoardScreen): [Texture, Texture, number] => [uSlide.value, uNextSlide.value, uDissolve.value];

test('a screen shows its own pictures one after the other, by room time', () => {
  const [a, b] = [new Picture(), new Picture()], screen = new BoardScreen(SURFACE, [a, b]);
  for (const [time, now, next, dissolve] of [[0, a, b, 0], [12.7, a, b, 0], [13.4, a, b, 0.5], [14, b, a, 0], [28, a, b, 0], [-1, b, a, 0]] as const) {
    screen.update(frame(time), null);
    expect(shown(screen)).toEqual([now.texture, next.texture, time === -1 ? expect.any(Number) : expect.closeTo(dissolve, 5)]);
  }
});

test('what a screen is given dissolves in, stays, and gives way to the own again', () => {
  const [own, guest] = [new Picture(), new Picture(4 / 3)], screen = new BoardScreen(SURFACE, [own]);
  screen.update(frame(0), null);
  screen.show(guest);
  expect(screen.source).toBe(guest);
  screen.update(frame(0.1, 0.6), null);
  expect(shown(screen)).toEqual([own.texture, guest.texture, expect.closeTo(0.5, 5)]);
  for (let i = 0; i < 3; i++) screen.update(frame(1 + i, 1), null);
  expect(shown(screen)[1]).toBe(guest.texture);
  expect(screen.uniforms.uFit.value.toArray().slice(2), 'cut to fill').toEqual([1, expect.closeTo(0.75, 5)]);
  screen.show(null);
  screen.update(frame(5, 2), null);
  screen.update(frame(5.1), null);
  expect(shown(screen)[0]).toBe(own.texture);
  const { updates } = guest;
  screen.update(frame(5.2), null);
  expect(guest.updates, 'a picture that nobody sees is not drawn').toBe(updates);
  screen.dispose();
  expect([own.disposed, guest.disposed], 'what a screen was given is its owner\'s').toEqual([true, false]);
});

test('with reduced motion nothing dissolves', () => {
  const [own, guest] = [new Picture(), new Picture()], screen = new BoardScreen(SURFACE, [own, new Picture()]);
  screen.update(frame(13.4, 0.1, true), null);
  expect(screen.uniforms.uDissolve.value).toBe(0);
  screen.show(guest);
  screen.update(frame(13.5, 0.1, true), null);
  expect(shown(screen)[0]).toBe(guest.texture);
});

test('the title goes to a screen\'s own pictures', () => {
  const own = new Picture(), screen = new BoardScreen(SURFACE, [own]);
  screen.setTitle(['Opening Night']);
  expect(own.title).toEqual(['Opening Night']);
});

test('a picture is cut to fill a screen of another shape, and shown whole where it was made for it', () => {
  for (const [aspect, across, down] of [[16 / 9, 1, 1], [1.785, 1, 1], [4 / 3, 1, 0.75], [32 / 9, 0.5, 1]] as const)
    expect([shareAcross(new Picture(aspect), 16 / 9), shareDown(new Picture(aspect), 16 / 9)]).toEqual([expect.closeTo(across, 5), expect.closeTo(down, 5)]);
});

test('the show is the same for everyone at the same moment, and calm where calm is asked for', () => {
  const [mine, yours] = [new DefaultShow(), new DefaultShow()];
  mine.at(3, 6, false);
  expect(mine.at(33.3, 66.6, false)).toEqual(yours.at(33.3, 66.6, false));
  for (let time = 0; time < 60; time += 0.7) {
    const { pulse, lasers, motion, camera: { panel, full } } = mine.at(time, time * 2, true);
    expect([pulse, lasers, motion]).toEqual([0.5, 0, expect.closeTo(time * 0.3, 5)]);
    for (const share of [panel, full]) expect(share).toBeGreaterThanOrEqual(0);
    for (const share of [panel, full]) expect(share).toBeLessThanOrEqual(1);
  }
});

test('asking the show allocates no new state', () => {
  expect(show.at(1, 2, false)).toBe(show.at(2, 4, false));
});
