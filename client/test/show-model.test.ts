import { create } from '@bufbuild/protobuf';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { RoomClock } from '../src/net/clock';
import {
  EffectKind, LightGroup, type LightLook, LightLookSchema, LightMove, PlaybackDeed, type ShowAction, ShowActionSchema, ShowCueSchema, type ShowState, ShowStateSchema,
} from '../src/net/generated/show_pb';
import { lightOf, lookNow } from '../src/show/lights';
import { afterCue, positionOf, volumeOf } from '../src/show/model';
import { Timeline } from '../src/show/timeline';
import { showSlice } from '../src/slices/show';
import { Messages } from '../src/visit/messages';
import { Show } from '../src/visit/show';

type Body = ShowAction['body'];
let revision = 1n;
const cue = (atMs: number, ...bodies: unknown[]) =>
  create(ShowCueSchema, { atMs, revision: revision++, seed: 7, actions: bodies.map((body) => create(ShowActionSchema, { body: body as Body })) });
const light = (of: Partial<Omit<LightLook, '$typeName' | '$unknown'>>) => ({ case: 'light', value: create(LightLookSchema, of) });
const nothing = (): ShowState => create(ShowStateSchema);

beforeEach(() => { revision = 1n; });
afterEach(() => { vi.useRealTimers(); });

test('a fade starts from what is shown at the moment of the cue, also in the middle of another', () => {
  let state = afterCue(nothing(), cue(0, light({ primary: 0xff0000, intensity: 1, move: LightMove.SWEEP })));
  state = afterCue(state, cue(1000, light({ primary: 0x0000ff, intensity: 0, fadeMs: 1000 })));
  expect(lookNow(state.lights[0], 1500)).toMatchObject({ primary: 0x800080, intensity: 0.5, move: LightMove.SWEEP });
  state = afterCue(state, cue(1500, light({ primary: 0x00ff00, intensity: 1, fadeMs: 2000 })));
  expect(lookNow(state.lights[0], 1500)).toMatchObject({ primary: 0x800080, intensity: 0.5 });
  expect(lookNow(state.lights[0], 3500)).toMatchObject({ primary: 0x00ff00, intensity: 1 });
});

test('a group has its own look until all get one, and then fades from its own', () => {
  let state = afterCue(nothing(), cue(0, light({ intensity: 1 }), light({ group: LightGroup.HOUSE, intensity: 2 })));
  expect([LightGroup.STAGE, LightGroup.HOUSE].map((group) => lightOf(state.lights, group)?.look?.intensity)).toEqual([1, 2]);
  state = afterCue(state, cue(1000, light({ intensity: 0, fadeMs: 1000 })));
  const at = (group: LightGroup) => lookNow(lightOf(state.lights, group) ?? state.lights[0], 1500)?.intensity;
  expect([at(LightGroup.STAGE), at(LightGroup.HOUSE)]).toEqual([0.5, 1]);
});

test('effects end by themselves or when they are ended', () => {
  const fog = { case: 'effect', value: { kind: EffectKind.FOG, strength: 1 } }, confetti = { case: 'effect', value: { kind: EffectKind.CONFETTI, strength: 1, durationMs: 3000 } };
  let state = afterCue(nothing(), cue(0, fog, confetti));
  expect(state.effects.map(({ effect }) => effect?.kind)).toEqual([EffectKind.FOG, EffectKind.CONFETTI]);
  state = afterCue(state, cue(4000, light({})));
  expect(state.effects.map(({ effect }) => effect?.kind)).toEqual([EffectKind.FOG]);
  state = afterCue(state, cue(5000, { case: 'effect', value: { kind: EffectKind.FOG, off: true } }));
  expect(state.effects).toEqual([]);
});

test('a track keeps its place through pause, seek and volume', () => {
  const deed = (value: Record<string, unknown>) => ({ case: 'playback', value });
  let state = afterCue(nothing(), cue(1000, deed({ deed: PlaybackDeed.PLAY, file: 'a', volume: 1, queue: ['b'] })));
  state = afterCue(state, cue(3000, deed({ deed: PlaybackDeed.PAUSE })));
  expect(positionOf(state.track!, 9000)).toBe(2000);
  state = afterCue(state, cue(10_000, deed({ deed: PlaybackDeed.RESUME }), deed({ deed: PlaybackDeed.VOLUME, volume: 0, fadeMs: 1000 })));
  expect([positionOf(state.track!, 11_000), volumeOf(state.track!, 10_500)]).toEqual([3000, 0.5]);
  state = afterCue(state, cue(12_000, deed({ deed: PlaybackDeed.NEXT })));
  expect([state.track?.file, positionOf(state.track!, 12_500), state.track?.queue]).toEqual(['b', 500, []]);
});

test('cues wait for the room\'s clock, late ones are played at once, and old states are let pass', () => {
  const timeline = new Timeline();
  timeline.take(create(ShowStateSchema, { revision: 5n }));
  revision = 6n;
  timeline.add(cue(1000, light({ intensity: 1 })));
  timeline.add(cue(2000, light({ intensity: 0.5 })));
  const before = timeline.at(999);
  expect([before.revision, timeline.dueMs]).toEqual([5n, 1000]);
  expect(timeline.at(999)).toBe(before);
  expect(timeline.at(1000).revision).toBe(6n);
  timeline.take(create(ShowStateSchema, { revision: 6n, running: false }));
  expect([timeline.at(1500).running, timeline.dueMs], 'what is older than what waits').toEqual([true, 2000]);
  expect(timeline.at(5000).lights[0].startMs, 'late, with its own time').toBe(2000);
  revision = 7n;
  timeline.add(cue(6000, light({ intensity: 0.1 })));
  expect(timeline.at(9000).lights[0].look?.intensity, 'heard already').toBe(0.5);
  timeline.take(create(ShowStateSchema, { revision: 9n }));
  expect(timeline.at(9000).lights).toEqual([]);
});

test('a visit tells its slice of each change, and is woken where nobody draws', () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
  const messages = new Messages(), slice = showSlice(), clock = new RoomClock();
  clock.begin(0, performance.now());
  const show = new Show({ messages, requests: undefined as never, send: () => true, now: () => true }, clock, slice);
  messages.take({ case: 'showState', value: create(ShowStateSchema, { revision: 0n }) });
  messages.take({ case: 'showCue', value: cue(250, { case: 'applause', value: { on: true, text: 'Bravo' } }) });
  expect(slice.applause.value).toBe(null);
  vi.advanceTimersByTime(260);
  expect(slice.applause.value).toBe('Bravo');
  show.begin();
  expect([slice.state.value, slice.applause.value]).toEqual([null, null]);
});
