import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { create, type DescMessage, fromBinary, fromJson, type JsonValue, type MessageShape, toBinary, toJson } from '@bufbuild/protobuf';
import { afterEach, beforeAll, describe, expect, it, test, vi } from 'vitest';
import { RoomClock } from '../src/net/clock';
import { EffectKind, LightLookSchema, type LightNow, type ShowAction, ShowActionSchema, ShowCueSchema, type ShowState, ShowStateSchema } from '../src/net/generated/show_pb';
import { lightAt } from '../src/show/lights';
import { afterCue, liftAt, present } from '../src/show/model';
import { Timeline } from '../src/show/timeline';
import { positionOf, volumeOf } from '../src/show/track';
import { showSlice } from '../src/slices/show';
import { Messages } from '../src/visit/messages';
import { Show } from '../src/visit/show';

interface Vectors {
  readonly apply: readonly { readonly name: string; readonly state: JsonValue; readonly cue: JsonValue; readonly expected: JsonValue }[];
  readonly present: readonly { readonly name: string; readonly apply: number; readonly nowMs: number; readonly expected: JsonValue }[];
  readonly lights: readonly { readonly present: number; readonly group: number; readonly own: number; readonly look: JsonValue | null }[];
  readonly tracks: readonly { readonly present: number; readonly positionMs: number; readonly volume: number }[];
  readonly lifts: readonly { readonly present: number; readonly up: number }[];
}

/** As it comes over the wire: floats have single precision. */
function read<T extends DescMessage>(schema: T, json: JsonValue): MessageShape<T> {
  return fromBinary(schema, toBinary(schema, fromJson(schema, json)));
}

describe('the state of a show is what the server makes of it', () => {
  const vectors = JSON.parse(readFileSync(join(import.meta.dirname, '../../tests/vectors/show.json'), 'utf8')) as Vectors;
  let states: ShowState[] = [];
  beforeAll(() => { states = vectors.apply.map(({ expected }) => read(ShowStateSchema, expected)); });
  const wire = (state: ShowState): JsonValue => toJson(ShowStateSchema, fromBinary(ShowStateSchema, toBinary(ShowStateSchema, state)));

  it.each(vectors.apply.map((vector, index) => [vector.name, index] as const))('%s', (_, index) => {
    const { state, cue } = vectors.apply[index], before = read(ShowStateSchema, state), kept = wire(before);
    expect(wire(afterCue(before, read(ShowCueSchema, cue)))).toEqual(wire(states[index]));
    expect(wire(before), 'a state is never written to').toEqual(kept);
  });

  it('and so is what is left of it later', () => {
    for (const { name, apply, nowMs, expected } of vectors.present) expect(wire(present(states[apply], nowMs)), name).toEqual(wire(read(ShowStateSchema, expected)));
  });

  it('and so is what is seen and heard of it', () => {
    const at = (index: number): [ShowState, number] => [states[vectors.present[index].apply], vectors.present[index].nowMs];
    for (const { present: index, group, own, look } of vectors.lights) {
      const [state, nowMs] = at(index), seen = lightAt(state, group, nowMs);
      expect(seen.own).toBeCloseTo(own, 5);
      const wired = (json: JsonValue): JsonValue => toJson(LightLookSchema, read(LightLookSchema, json));
      expect(seen.look && wired(toJson(LightLookSchema, seen.look))).toEqual(look ? wired(look) : null);
    }
    for (const { present: index, positionMs, volume } of vectors.tracks) {
      const [{ track }, nowMs] = at(index);
      if (!track) throw new Error('no track');
      expect([positionOf(track, nowMs), volumeOf(track, nowMs)]).toEqual([expect.closeTo(positionMs, 6), expect.closeTo(volume, 6)]);
    }
    for (const { present: index, up } of vectors.lifts) expect(liftAt(at(index)[0].lift, at(index)[1])).toBeCloseTo(up, 6);
  });
});

let revision = 1n;
const cue = (atMs: number, ...actions: JsonValue[]) =>
  create(ShowCueSchema, { atMs, revision: revision++, seed: 7, actions: actions.map((action): ShowAction => fromJson(ShowActionSchema, action)) });
const light = (intensity: number): JsonValue => ({ light: { intensity } });
const first = (state: ShowState | null): LightNow | undefined => state?.lights[0];

afterEach(() => { vi.useRealTimers(); });

test('cues wait for the room\'s clock, late ones are played at once, and old states are let pass', () => {
  const timeline = new Timeline();
  expect(timeline.at(0), 'nothing is known yet').toBe(null);
  timeline.take(create(ShowStateSchema, { revision: 5n }));
  revision = 6n;
  timeline.add(cue(1000, light(1)));
  timeline.add(cue(2000, light(0.5)));
  const before = timeline.at(999);
  expect([before?.revision, timeline.dueMs]).toEqual([5n, 1000]);
  expect(timeline.at(999)).toBe(before);
  expect(timeline.at(1000)?.revision).toBe(6n);
  timeline.take(create(ShowStateSchema, { revision: 6n }));
  expect([timeline.at(1500)?.running, timeline.dueMs], 'what is older than what waits').toEqual([true, 2000]);
  expect(first(timeline.at(5000))?.startMs, 'late, with its own time').toBe(2000);
  revision = 7n;
  timeline.add(cue(6000, light(0.1)));
  expect(first(timeline.at(9000))?.look?.intensity, 'heard already').toBe(0.5);
  timeline.take(create(ShowStateSchema, { revision: 9n }));
  expect(timeline.at(9000)?.lights).toEqual([]);
});

test('more cues than a room could have waiting are played, not kept', () => {
  const timeline = new Timeline();
  revision = 1n;
  for (let i = 0; i < 1000; i++) timeline.add(cue(1e9, { effect: { kind: EffectKind.FOG } }));
  expect(timeline.at(0)?.revision).toBe(744n);
});

test('a visit tells its slice of each change, and is woken where nobody draws', () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
  const messages = new Messages(), slice = showSlice(), clock = new RoomClock();
  clock.begin(0, performance.now());
  const show = new Show({ messages, requests: undefined as never, send: () => true, now: () => true }, clock, slice);
  messages.take({ case: 'showState', value: create(ShowStateSchema, { revision: 0n }) });
  revision = 1n;
  messages.take({ case: 'showCue', value: cue(250, { applause: { on: true, text: 'Bravo' } }) });
  expect(slice.applause.value).toBe(null);
  vi.advanceTimersByTime(260);
  expect(slice.applause.value).toBe('Bravo');
  show.begin();
  expect([slice.state.value, slice.applause.value]).toEqual([null, null]);
});
