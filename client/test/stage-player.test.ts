import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { StageOnAir, StageWay } from '../src/slices/stage';
import type { Fault, Made, Playback, PlaybackEvents } from '../src/stage/playback';
import { StagePlayer } from '../src/stage/player';
import { TARGET_MS } from '../src/stage/step';
import type { Abilities } from '../src/stage/ways';

const way = (kind: StageWay['kind'], height = 0): StageWay => ({ kind, address: `/live/a/${kind}${height}`, codecs: [], height });
const WAYS = [{ ...way('whep'), codecs: ['avc1.42e01f', 'opus'] }, way('llhls'), way('flv')];
const STAGE: StageOnAir = { stage: 'arena', title: '', live: 'a', isAway: false, hasVideo: true, hasAudio: true, ways: WAYS,
  width: 0, height: 0, clockMs: 5_000, utcMs: 1_000_000 };
const ABLE: Abilities = { receives: () => true, appends: () => true, playsHls: false };

/** A way that does as the test says. Its picture moves with the clock while it goes. */
class FakePlayback implements Playback {
  isClosed = false;
  goes = true;
  hidden = false;
  private moved = 0;
  readonly video: HTMLVideoElement;
  readonly canSteer: boolean;
  behindMs = 0;

  constructor(readonly way: StageWay, readonly events: PlaybackEvents) {
    this.canSteer = way.kind !== 'whep';
    const buffered = { length: 1, start: () => 0, end: () => 60 };
    this.video = { paused: false, currentTime: 50, playbackRate: 1, seeking: false, buffered, play: () => Promise.resolve() } as unknown as HTMLVideoElement;
  }

  get sound(): HTMLVideoElement { return this.video; }
  made(): Made { return this.canSteer ? { utcMs: STAGE.utcMs + roomMs() - STAGE.clockMs - this.behindMs } : { agoMs: 80 }; }
  progress(): number { return this.goes ? ++this.moved : this.moved; }
  rest(isHidden: boolean): void { this.hidden = isHidden; }
  close(): void { this.isClosed = true; }
}

let opened: FakePlayback[], signs: string[], shown: Playback | null, player: StagePlayer;
const roomMs = (): number => performance.now() + 4_000;
const last = (): FakePlayback => opened[opened.length - 1];
const kinds = (): string[] => opened.map((one) => one.way.kind);

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'performance'] });
  [opened, signs, shown] = [[], [], null];
  player = new StagePlayer({
    abilities: ABLE, roomMs, random: () => 0.5,
    open: (of, events) => {
      opened.push(new FakePlayback(of, events));
      return last();
    },
  }, { sign: (sign) => signs.push(sign), shows: (playback) => (shown = playback) });
});
afterEach(() => {
  player.dispose();
  vi.useRealTimers();
});

const pass = (ms: number): void => void vi.advanceTimersByTime(ms);
const fail = (fault: Fault): void => last().events.fails(fault);

describe('a stage is watched by whichever way brings it', () => {
  it('first with the least delay', () => {
    player.follow(STAGE);
    expect(signs).toEqual(['starting']);
    last().events.shows();
    expect(kinds()).toEqual(['whep']);
    expect(shown).toBe(opened[0]);
    expect(signs).toEqual(['starting', 'playing']);
  });

  it.each<Fault>(['full', 'codec', 'silent', 'network', 'gone', 'part'])('and by the next at once where that fails: %s', (fault) => {
    player.follow(STAGE);
    fail(fault);
    expect(kinds()).toEqual(['whep', 'llhls']);
    fail(fault);
    expect(kinds()).toEqual(['whep', 'llhls', 'flv']);
    last().events.shows();
    expect(signs.at(-1)).toBe('playing');
  });

  it('and where its picture stands still', () => {
    player.follow(STAGE);
    last().events.shows();
    pass(5_000);
    expect(kinds()).toEqual(['whep']);
    last().goes = false;
    pass(4_000);
    expect(kinds()).toEqual(['whep', 'llhls']);
    expect(opened[0].isClosed).toBe(true);
  });

  it('comes back to the better way while the other one is shown, and changes over only once that shows', () => {
    player.follow(STAGE);
    fail('full');
    const second = last();
    second.events.shows();
    pass(20_000);
    expect(opened).toHaveLength(2);
    pass(15_000);
    expect(kinds()).toEqual(['whep', 'llhls', 'whep']);
    expect(shown).toBe(second);
    last().events.shows();
    expect(shown).toBe(opened[2]);
    expect(second.isClosed).toBe(true);
  });

  it('and not to one whose codec is missing', () => {
    player.follow(STAGE);
    fail('codec');
    last().events.shows();
    pass(900_000);
    expect(kinds()).toEqual(['whep', 'llhls']);
  });

  it('later and later to one that fails each time, and at once when one asks for it', () => {
    player.follow(STAGE);
    fail('silent');
    last().events.shows();
    const tries: number[] = [];
    for (let second = 0; second < 600; second++) {
      pass(1_000);
      if (last().way.kind !== 'whep' || last().isClosed) continue;
      tries.push(second);
      fail('silent');
    }
    expect(tries.length).toBeGreaterThan(4);
    expect(tries.length).toBeLessThan(12);
    const before = opened.length;
    player.retry();
    expect(opened).toHaveLength(before + 1);
  });

  it('says so where none brings it, and goes on trying', () => {
    player.follow(STAGE);
    for (let i = 0; i < 12; i++) {
      fail('network');
      pass(3_000);
    }
    expect(signs.at(-1)).toBe('unreachable');
    pass(10_000);
    last().events.shows();
    expect(signs.at(-1)).toBe('playing');
  });

  it('keeps the last picture while the performer is away, and goes on when they are back', () => {
    player.follow(STAGE);
    last().events.shows();
    player.follow({ ...STAGE, isAway: true });
    last().goes = false;
    pass(25_000);
    expect(opened).toHaveLength(1);
    expect(shown).toBe(opened[0]);
    expect(signs.at(-1)).toBe('away');
    player.follow(STAGE);
    last().goes = true;
    pass(10_000);
    expect(opened).toHaveLength(1);
    expect(signs.at(-1)).toBe('playing');
  });

  it('takes it anew where nothing comes after they are back', () => {
    player.follow(STAGE);
    last().events.shows();
    player.follow({ ...STAGE, isAway: true });
    last().goes = false;
    pass(20_000);
    player.follow(STAGE);
    pass(4_000);
    expect(kinds()).toEqual(['whep', 'llhls']);
  });

  it('begins anew with another broadcast, and forgets what failed in the one before', () => {
    player.follow(STAGE);
    fail('codec');
    last().events.shows();
    player.follow({ ...STAGE, live: 'b', ways: WAYS.map((one) => ({ ...one, address: one.address.replace('/a/', '/b/') })) });
    expect(last().way.address).toBe('/live/b/whep0');
    expect(opened[1].isClosed).toBe(true);
    player.follow(null);
    expect(last().isClosed).toBe(true);
    expect(shown).toBeNull();
    expect(signs.at(-1)).toBe('none');
  });

  it('changes to the way that one chose, while the other is still shown', () => {
    player.follow(STAGE);
    last().events.shows();
    player.prefer('flv', false);
    expect(kinds()).toEqual(['whep', 'flv']);
    expect(shown).toBe(opened[0]);
    last().events.shows();
    expect(opened[0].isClosed).toBe(true);
    player.prefer('flv', true);
    expect(opened).toHaveLength(2);
  });

  it('plays on unseen, and does not take a page that sleeps for a stage that stands', () => {
    player.follow(STAGE);
    last().events.shows();
    player.hide(true);
    last().goes = false;
    pass(60_000);
    expect(opened).toHaveLength(1);
    expect(last().hidden).toBe(true);
    player.hide(false);
    last().goes = true;
    pass(10_000);
    expect(opened).toHaveLength(1);
  });
});

describe('the time of its picture', () => {
  it('is room time, by the dates that the stage has', () => {
    player.follow(STAGE);
    fail('codec');
    last().events.shows();
    last().behindMs = 1_250;
    expect(player.roomTimeOfPicture()).toBeCloseTo(roomMs() - 1_250, 3);
  });

  it('or by how long ago it came', () => {
    player.follow(STAGE);
    last().events.shows();
    expect(player.roomTimeOfPicture()).toBeCloseTo(roomMs() - 80, 3);
  });

  it('is held to the delay of its way', () => {
    player.follow(STAGE);
    fail('codec');
    last().behindMs = 9_000;
    last().events.shows();
    expect(last().video.currentTime).toBeCloseTo(50 + (9_000 - TARGET_MS.llhls) / 1000, 1);
    last().behindMs = TARGET_MS.llhls + 100;
    pass(250);
    expect(last().video.playbackRate).toBeCloseTo(1.025, 3);
    last().behindMs = TARGET_MS.llhls - 100;
    pass(250);
    expect(last().video.playbackRate).toBeCloseTo(0.975, 3);
  });
});
