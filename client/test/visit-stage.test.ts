import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { DEFAULT_LOOK } from '../src/avatar/look';
import { type Stages, StageWayKind } from '../src/net/generated/kapok_pb';
import { parseStage } from '../src/net/stages';
import { visitSlices, type VisitSlices } from '../src/slices';
import { Visit } from '../src/visit/visit';
import { FakeVenue } from './support/fake-venue';

let venue: FakeVenue, slices: VisitSlices, visit: Visit;

beforeEach(async () => {
  vi.useFakeTimers();
  venue = new FakeVenue();
  slices = visitSlices();
  visit = new Visit(slices, { wantsFrames: false });
  visit.connect();
  slices.door.ask.enter('Mei', DEFAULT_LOOK);
  await vi.advanceTimersByTimeAsync(200);
});
afterEach(() => {
  slices.door.ask.leave();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const ON_AIR = { onAir: [{ stage: 'arena', title: 'Arena', live: 'x7', isInterrupted: true, hasVideo: true, hasAudio: true, width: 1280, height: 720, clockMs: 5, utcMs: 9,
  ways: [{ kind: StageWayKind.FLV, address: '/live/x7.flv', codecs: ['avc1.64001f'], height: 0 },
    { kind: 99, address: '/live/x7.hologram', codecs: [], height: 0 }] }] } as unknown as Partial<Stages>;
const tell = async (stages: Partial<Stages>): Promise<void> => {
  venue.find('Mei').line?.tell('stages', stages);
  await vi.advanceTimersByTimeAsync(10);
};
const lives = (): string[] => slices.stage.onAir.value.map(({ live }) => live);

describe('what is on air', () => {
  it('is known as the room tells it, without ways that this page does not know', async () => {
    await tell(ON_AIR);
    expect(slices.stage.onAir.value).toEqual([{ stage: 'arena', title: 'Arena', live: 'x7', isAway: true, hasVideo: true, hasAudio: true, width: 1280, height: 720,
      clockMs: 5, utcMs: 9, ways: [{ kind: 'flv', address: '/live/x7.flv', codecs: ['avc1.64001f'], height: 0 }] }]);
    await tell({ onAir: [] });
    expect(lives()).toEqual([]);
  });

  it('stays while the line is lost, and after the return where the room tells it again', async () => {
    await tell(ON_AIR);
    visit.entrance.connection?.breakLine();
    expect(lives()).toEqual(['x7']);
    await vi.advanceTimersByTimeAsync(1_000);
    await tell(ON_AIR);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(lives()).toEqual(['x7']);
  });

  it('is over where the room tells nothing after the return', async () => {
    await tell(ON_AIR);
    visit.entrance.connection?.breakLine();
    await vi.advanceTimersByTimeAsync(8_000);
    expect(lives()).toEqual([]);
  });

  it('is nothing outside', async () => {
    await tell(ON_AIR);
    slices.door.ask.leave();
    await vi.advanceTimersByTimeAsync(10);
    expect(lives()).toEqual([]);
  });
});

describe('the desk of a stage', () => {
  it('is read as the venue gives it', () => {
    const desk = parseStage({ title: 'Arena', key: 'k', whip: 'https://v/whip', rtmp: 'rtmp://v/live', second: 'refused',
      refused: { code: 'stage.refused.picture-codec', values: { value: 'HEVC' }, at: '2026-12-01T20:00:00Z' },
      onAir: { way: 'rtmp', videoCodec: 'H.264', audioCodec: 'AAC', width: 1280, height: 720, framesPerSecond: 30, videoKilobits: 1500, audioKilobits: 128, keyframeSeconds: 2,
        viewers: { whep: 2, llhls: 3 }, warnings: [{ code: 'stage.warning.keyframes', values: { seconds: 8 } }] } });
    expect(desk).toEqual({ title: 'Arena', key: 'k', whip: 'https://v/whip', rtmp: 'rtmp://v/live', onAir: { way: 'rtmp', video: 'H.264', audio: 'AAC', width: 1280, height: 720,
      framesPerSecond: 30, videoKilobits: 1500, audioKilobits: 128, keyframeSeconds: 2, viewers: 5, warnings: [{ code: 'stage.warning.keyframes', values: { seconds: '8' } }] },
      refused: { code: 'stage.refused.picture-codec', values: { value: 'HEVC' }, at: new Date('2026-12-01T20:00:00Z') } });
    expect(parseStage({ refused: { code: 'x', at: 'yesterday' } }).refused).toBeNull();
  });

  const nonsense = [null, 7, 'no', [], { onAir: 3 }, { onAir: { viewers: 'many', warnings: [null, 4, { values: 2 }], width: 'wide' } }];
  it.each(nonsense)('and %j leaves it empty rather than broken', (answer) => {
    expect(parseStage(answer)).toMatchObject({ key: '', whip: '' });
  });
});
