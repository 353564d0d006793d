import { create, fromJson, type JsonValue } from '@bufbuild/protobuf';
import { Texture, Vector3 } from 'three';
import { expect, test } from 'vitest';
import { EffectKind, LightMove, ShowActionSchema, ShowCueSchema, type ShowState, ShowStateSchema, StickPattern } from '../src/net/generated/show_pb';
import { aimOf, type Aim, type Lamp } from '../src/scene/effects/beams';
import type { FrameInfo, Place } from '../src/scene/place';
import { BoardScreen, shareAcross, shareDown, type ScreenSource } from '../src/scene/screen';
import { EffectName, Move, type ShowState as Drawn } from '../src/scene/show';
import { clockText } from '../src/scene/sources/cards';
import { ScreenSources } from '../src/scene/sources/registry';
import { CueShow, flashAt } from '../src/show/cue-show';
import { afterCue } from '../src/show/model';
import { ShowScreens } from '../src/show/screens';

let revision = 1n;
function after(state: ShowState, atMs: number, ...actions: JsonValue[]): ShowState {
  return afterCue(state, create(ShowCueSchema, { atMs, revision: revision++, seed: 7, actions: actions.map((action) => fromJson(ShowActionSchema, action)) }));
}
const nothing = create(ShowStateSchema);
const look = (of: Record<string, JsonValue>): JsonValue => ({ light: { primary: 0xff0000, secondary: 0x0000ff, intensity: 1, speed: 1, spread: 0.5, ...of } });
/** What a page that has followed shows, and what one shows that has just come. */
const drawnAt = (state: ShowState, time: number, calm = false): Drawn => new CueShow(() => state).at(time, time * 2, calm);

test('numbers of movements and effects are those of the protocol', () => {
  expect(Move).toMatchObject({ STILL: LightMove.STILL, SWEEP: LightMove.SWEEP, FAN: LightMove.FAN, CIRCLE: LightMove.CIRCLE, CHASE: LightMove.CHASE, FLASH: LightMove.FLASH });
  expect(EffectName).toMatchObject({ CONFETTI: EffectKind.CONFETTI, SPARKS: EffectKind.COLD_SPARKS, FIREWORKS: EffectKind.FIREWORKS, FOG: EffectKind.FOG,
    LANTERNS: EffectKind.LANTERNS, WAVE: EffectKind.LIGHT_WAVE });
});

test('two who came at different times see the same frame', () => {
  let state = after(nothing, 1000, look({ fadeMs: 4000, move: 'LIGHT_MOVE_FAN' }), { effect: { kind: 'EFFECT_KIND_CONFETTI' } });
  const followed = new CueShow(() => state);
  for (let time = 0.5; time < 3; time += 0.1) followed.at(time, time * 2, false);
  state = after(state, 3000, look({ fadeMs: 2000, intensity: 0.2, pan: 1 }), { sticks: { sector: 2, colour: 0x00ff00, pattern: 'STICK_PATTERN_WAVE' } });
  expect(followed.at(4, 8, false)).toEqual(drawnAt(state, 4));
  expect(followed.at(4.5, 9, false).intensity).toBeGreaterThan(0.2);
  expect(followed.at(6, 12, false).intensity).toBeCloseTo(0.2, 5);
});

test('where nothing was said of a group it is as the place has it, and what was said first fades from there', () => {
  const state = after(nothing, 0, look({ group: 'LIGHT_GROUP_BEAMS', intensity: 2, fadeMs: 1000 })), half = drawnAt(state, 0.5), { taken, beams, house } = half;
  expect([taken, house.taken, house.intensity, beams.taken]).toEqual([0, 0, 1, expect.closeTo(0.5, 5)]);
  expect(beams.intensity).toBeCloseTo(1.5, 5);
  const own = drawnAt(nothing, 0.5);
  expect(half.primary).toEqual(own.primary);
  expect(drawnAt(after(state, 2000, { light: { group: 'LIGHT_GROUP_BEAMS', own: true } }), 3).beams.taken).toBe(0);
});

test('no flash comes more than three times a second, whatever the beat, and none with reduced motion', () => {
  for (const beatMs of [120, 200, 300, 333, 400, 500, 1000]) {
    const begun: number[] = [];
    for (let ms = 5000, last = 1; ms < 15_000; ms += 5) {
      const now = flashAt(ms / 1000, ms / beatMs);
      if (now > last + 0.1) begun.push(ms);
      last = now;
    }
    for (const at of begun) expect(begun.filter((other) => other >= at && other < at + 1000).length, `${beatMs} ms`).toBeLessThanOrEqual(3);
    expect(begun.length, `${beatMs} ms`).toBeGreaterThan(5);
  }
  expect([5, 5.1, 5.2].map((time) => drawnAt(after(nothing, 0, look({ move: 'LIGHT_MOVE_FLASH' })), time, true).flash)).toEqual([1, 1, 1]);
});

test('beams never flash more often than three times a second, each or all, and stand nearly still with reduced motion', () => {
  const lamps: Lamp[] = Array.from({ length: 12 }, (_, i) => ({ x: i * 3 - 16, y: 16, z: -35, row: i % 3, reach: 20 })), aim: Aim = { pitch: 0, roll: 0, bright: 0, colour: 0 };
  for (const move of ['STILL', 'SWEEP', 'FAN', 'CIRCLE', 'CHASE', 'FLASH']) {
    for (const speed of [0, 1, 4]) {
      const state = after(nothing, 0, look({ move: `LIGHT_MOVE_${move}`, speed })), show = new CueShow(() => state);
      const turns = lamps.map(() => ({ last: 1, rising: false, at: [] as number[] }));
      let farthest = 0;
      for (let time = 20; time < 30; time += 0.01) {
        const drawn = show.at(time, time * 2, false);
        lamps.forEach((lamp, i) => {
          aimOf(drawn.beams.now, lamp, i, drawn, false, aim);
          const turn = turns[i], rising = aim.bright > turn.last + 0.001;
          if (rising && !turn.rising && turn.last < 0.8) turn.at.push(time);
          [turn.last, turn.rising] = [aim.bright, rising];
        });
        const calm = show.at(time, time * 2, true);
        aimOf(calm.beams.now, lamps[0], 0, calm, true, aim);
        farthest = Math.max(farthest, Math.abs(aim.bright - 1));
      }
      for (const { at } of turns) for (const from of at) expect(at.filter((time) => time >= from && time < from + 1).length, `${move} at ${speed}`).toBeLessThanOrEqual(3);
      expect(farthest, `${move} at ${speed}, calm`).toBeLessThanOrEqual(0.77);
    }
  }
});

test('an effect runs by room time, ends by itself after its length, and goes softly when it is ended', () => {
  let state = after(nothing, 1000, { effect: { kind: 'EFFECT_KIND_FOG', strength: 0.8 } }, { effect: { kind: 'EFFECT_KIND_COLD_SPARKS', durationMs: 2000, colours: [0xff0000] } });
  const show = new CueShow(() => state);
  const at = (time: number, kind: number) => show.at(time, time, false).effects[kind];
  expect(at(0.5, EffectName.FOG).strength).toBe(0);
  expect(at(3, EffectName.FOG)).toMatchObject({ strength: expect.closeTo(0.8, 5), age: expect.closeTo(2, 5), lasts: Infinity });
  expect(at(3, EffectName.SPARKS)).toMatchObject({ lasts: 2, colourCount: 1 });
  expect(at(14, EffectName.SPARKS).strength).toBe(0);
  state = after(state, 15_000, { effect: { kind: 'EFFECT_KIND_FOG', off: true } }, look({}));
  expect(at(15, EffectName.FOG).strength).toBeCloseTo(0.8, 5);
  expect(at(15.75, EffectName.FOG).strength).toBeCloseTo(0.4, 5);
  expect(at(16.6, EffectName.FOG).strength).toBe(0);
  expect(drawnAt(state, 3, true).lasers).toBe(0);
});

test('sticks have their sector\'s colour, the colour of all, or their own', () => {
  const state = after(nothing, 0, { sticks: { colour: 0xffffff } },
    { sticks: { sector: 3, colour: 0xff0000, pattern: 'STICK_PATTERN_BREATHE' } }, { sticks: { sector: 5, off: true } });
  const { sticks } = drawnAt(state, 1);
  expect(sticks.map(({ isOn }) => isOn)).toEqual([true, true, true, true, false, true, true, true]);
  expect([sticks[2].colour.getHex(), sticks[2].pattern, sticks[0].colour.getHex()]).toEqual([0xff0000, StickPattern.BREATHE, 0xffffff]);
});

class Source implements ScreenSource {
  readonly kind = 'slide';
  readonly isWhole = true;
  readonly texture = new Texture();
  disposed = 0;
  constructor(readonly aspect = 4 / 3) {}
  update(): void {}
  dispose(): void { this.disposed++; }
}
function placeWith(...names: string[]): { place: Place; boards: BoardScreen[] } {
  const boards = names.map((name) => new BoardScreen({ name, position: new Vector3(), yaw: 0, width: 16, height: 9 }, [new Source(16 / 9)]));
  return { place: { screens: new Map(boards.map((board) => [board.surface.name, board])) } as unknown as Place, boards };
}
const show = (screen: string, content: JsonValue, more: Record<string, JsonValue> = {}): JsonValue => ({ screen: { screen, content, ...more } });

test('screens show what was said of them, of the main one, or of all, and share one source', () => {
  const made: string[] = [], sources = new ScreenSources(), { place, boards: [wall, side] } = placeWith('wall', 'side'), screens = new ShowScreens(place, sources);
  sources.provide('slides', (deck) => { made.push(deck); return new Source(); });
  let state = after(nothing, 0, show('*', { slides: { deck: 'a' } }));
  screens.follow(state);
  expect([made, wall.source === side.source, wall.source.kind]).toEqual([['a'], true, 'slide']);
  const { source } = wall;
  state = after(state, 1000, show('', { slides: { deck: 'b' } }));
  screens.follow(state);
  expect([made, side.source === source, wall.source === source]).toEqual([['a', 'b'], true, false]);
  state = after(state, 2000, show('wall', { own: {} }), show('side', { own: {} }));
  screens.follow(state);
  expect(wall.source.aspect).toBe(16 / 9);
});

test('a wall that was signed is shown where the place has one, with or without a show, until a cue puts something else there', () => {
  const sources = new ScreenSources(), { place, boards: [event, signing] } = placeWith('event', 'signing'), screens = new ShowScreens(place, sources), wall = new Source(2);
  const own = signing.source;
  screens.follow(null);
  expect(signing.source, 'nobody has signed').toBe(own);
  sources.provide('wall', () => wall);
  screens.follow(null);
  expect([signing.source === wall, event.source === wall]).toEqual([true, false]);
  let state = after(nothing, 0, { doors: { open: true } });
  expect(state.running).toBe(false);
  screens.follow(state);
  expect(signing.source).toBe(wall);
  state = after(state, 1000, show('signing', { slides: { deck: 'a' } }));
  sources.provide('slides', () => new Source());
  screens.follow(state);
  expect(signing.source, 'the stage manager takes it down').not.toBe(wall);
  state = after(state, 2000, show('signing', { own: {} }));
  screens.follow(state);
  expect(signing.source).toBe(wall);
});

test('where the stage camera draws nothing the wall is not black: it shows what is beside it, or its own', () => {
  const { place, boards: [wall, side] } = placeWith('wall', 'side'), own = wall.source, stream = new Source(16 / 9), sources = new ScreenSources();
  const camera = Object.assign(new Source(16 / 9), { live: false });
  Object.assign(place, { camera });
  sources.provide('stream', () => stream);
  const state = after(nothing, 0, show('wall', { camera: {} }), show('side', { camera: {} }, { beside: { stream: {} } })), screens = new ShowScreens(place, sources);
  screens.follow(state);
  expect([wall.source === own, side.source === stream]).toEqual([true, true]);
  camera.live = true; // a better preset
  screens.follow(state);
  expect(wall.source).toBe(camera);
  camera.live = false;
  screens.follow(state);
  expect(wall.source).toBe(own);
});

test('a picture that is not there yet comes when it is, and one that nobody shows is given up', () => {
  const sources = new ScreenSources(), { place, boards: [wall] } = placeWith('wall'), screens = new ShowScreens(place, sources), stream = new Source(16 / 9);
  let onAir = false;
  sources.provide('stream', () => (onAir ? stream : null));
  let state = after(nothing, 0, show('wall', { stream: {} }));
  screens.follow(state);
  expect(wall.source).not.toBe(stream);
  onAir = true;
  screens.follow(state);
  expect(wall.source, 'nobody said that something changed').not.toBe(stream);
  sources.changed();
  screens.follow(state);
  expect(wall.source).toBe(stream);
  const draw = (time: number) => wall.update({ time, delta: 3, show: drawnAt(state, time), reducedMotion: false } as FrameInfo, null);
  draw(0.5);
  state = after(state, 1000, show('wall', { slides: { deck: 'none' } }, { fadeMs: 500 }));
  screens.follow(state);
  expect(stream.disposed, 'it still fades out').toBe(0);
  draw(9);
  screens.follow(after(state, 2000, { applause: { on: true } }));
  expect(stream.disposed).toBe(1);
  expect(() => screens.dispose()).not.toThrow();
});

test('a slide is shown whole, with ground beside it', () => {
  const tall = new Source(4 / 3), wide = new Source(4);
  expect([shareAcross(tall, 2.5), shareDown(tall, 2.5)]).toEqual([expect.closeTo(1.875, 5), 1]);
  expect([shareAcross(wide, 2.5), shareDown(wide, 2.5)]).toEqual([1, expect.closeTo(1.6, 5)]);
});

test('a countdown reads as clocks do', () => {
  expect([9, 60, 90, 600, 3600, 3725].map(clockText)).toEqual(['9', '1:00', '1:30', '10:00', '1:00:00', '1:02:05']);
});
