import { create } from '@bufbuild/protobuf';
import { describe, expect, it } from 'vitest';
import { QueuedTrackSchema, TrackNowSchema, type TrackNow } from '../src/net/generated/show_pb';
import { Loudness } from '../src/audio/loudness';
import { follow } from '../src/tracks/follow';
import { playingAt } from '../src/tracks/now';
import { TrackPlayer, type Media } from '../src/tracks/player';

const track = (more: Partial<Omit<TrackNow, '$typeName' | '$unknown'>> = {}): TrackNow => create(TrackNowSchema, {
  file: 'one', title: 'One', startMs: 1000, volume: 1, durationMs: 10_000,
  queue: [create(QueuedTrackSchema, { file: 'two', title: 'Two', durationMs: 5000 }), create(QueuedTrackSchema, { file: 'three', title: 'Three', durationMs: 4000 })], ...more,
});

describe('what plays now', () => {
  it('goes on with the next when one is over, however late one asks', () => {
    expect(playingAt(track(), 4000)).toMatchObject({ file: 'one', positionMs: 3000 });
    expect(playingAt(track(), 11_500)).toMatchObject({ file: 'two', positionMs: 500, queue: [{ file: 'three' }] });
    expect(playingAt(track(), 19_900)).toMatchObject({ file: 'three', positionMs: 3900, queue: [] });
    expect(playingAt(track(), 20_001)).toBeNull();
    expect(playingAt(undefined, 0)).toBeNull();
  });

  it('stands still where it was stopped, and has not begun before its time', () => {
    expect(playingAt(track({ paused: true, pausedAtMs: 2500 }), 99_000)).toMatchObject({ file: 'one', positionMs: 2500, paused: true });
    expect(playingAt(track(), 400)).toMatchObject({ positionMs: -600 });
  });

  it('fades, and is over when it has faded out', () => {
    const fading = track({ volume: 0, volumeFrom: 1, fadedMs: 3000, fadeMs: 1000, ends: true });
    expect(playingAt(fading, 3500)?.volume).toBeCloseTo(0.5);
    expect(playingAt(fading, 4000)).toBeNull();
  });
});

describe('holding a player to the clock', () => {
  it('bends its pace for a small drift, jumps for a large one, and leaves it alone else', () => {
    expect(follow(5000, 5011, false, 40)).toEqual({ seekTo: null, rate: 1 });
    expect(follow(5000, 5030, false, 40).rate).toBeCloseTo(0.97);
    expect(follow(5000, 4900, false, 40).rate).toBeCloseTo(1.05);
    expect(follow(5000, 5010, true, 40).rate).toBeCloseTo(0.99);
    expect(follow(5000, 5003, true, 40).rate).toBe(1);
    expect(follow(5000, 5300, false, 40)).toEqual({ seekTo: 5040, rate: 1 });
  });
});

/** A media element that plays by hand: jumps take a while, and its pace is a little off. */
class FakeMedia implements Media {
  src = '';
  playbackRate = 1;
  paused = true;
  readyState = 4;
  seeking = false;
  ended = false;
  duration = 600;
  volume = 1;
  preload: Media['preload'] = '';
  error = null;
  plays = 0;
  private at = 0;
  private seekLeft = 0;
  private startLeft = 0;
  /** For how long its clock stands after a jump, though it says that it plays. */
  slowMs = 0;
  /** Its clock does not run, though it says that it plays. */
  isStuck = false;
  jumps = 0;

  get currentTime(): number {
    return this.at;
  }

  set currentTime(seconds: number) {
    this.at = seconds;
    [this.seeking, this.seekLeft, this.startLeft] = [true, 120, this.slowMs];
    this.jumps++;
  }

  play(): Promise<void> {
    this.plays++;
    this.paused = false;
    return Promise.resolve();
  }

  pause(): void {
    this.paused = true;
  }

  load(): void {}

  removeAttribute(): void {
    this.src = '';
  }

  slip(seconds: number): void {
    this.at += seconds;
  }

  pass(ms: number): void {
    const sought = Math.min(this.seekLeft, ms);
    this.seekLeft -= sought;
    if (this.seekLeft === 0) this.seeking = false;
    const stood = this.paused || this.seeking ? 0 : Math.min(this.startLeft, ms - sought);
    this.startLeft -= stood;
    if (!this.paused && !this.seeking && !this.isStuck) this.at += ((ms - sought - stood) / 1000) * this.playbackRate * 1.002;
  }
}

/** Plays a track for a while. @returns How far it was off in each step, milliseconds. */
async function run(player: TrackPlayer<FakeMedia>, made: FakeMedia[], now: TrackNow, from: number, to: number): Promise<number[]> {
  const off: number[] = [];
  for (let room = from; room < to; room += 50) {
    const playing = playingAt(now, room);
    player.step(playing);
    await Promise.resolve();
    const media = made.find(({ src }) => src === playing?.file);
    if (playing && media && !media.paused && !media.seeking) off.push(Math.abs(media.currentTime * 1000 - playing.positionMs));
    for (const one of made) one.pass(50);
  }
  return off;
}

describe('a player', () => {
  const make = (): { player: TrackPlayer<FakeMedia>; made: FakeMedia[]; heard: (FakeMedia | null)[] } => {
    const made: FakeMedia[] = [], heard: (FakeMedia | null)[] = [];
    const player = new TrackPlayer<FakeMedia>(() => made[made.push(new FakeMedia()) - 1], (file) => (file === 'bad' ? null : file), {
       plays: (media) => heard.push(media), blocked: () => undefined });
    return { player, made, heard };
  };

  it('is in step within a second for somebody who comes late, and stays so while its clock drifts', async () => {
    const { player, made } = make(), late = track({ startMs: -100_000, durationMs: 600_000 });
    const off = await run(player, made, late, 0, 20_000);
    expect(Math.max(...off.slice(20))).toBeLessThan(50);
    expect(Math.max(...off.slice(100))).toBeLessThan(30);
    expect(made.length).toBe(1);
  });

  it('puts a beginning right by a jump that bending would take seconds for', async () => {
    const { player, made } = make(), late = track({ startMs: -100_000, durationMs: 600_000 });
    await run(player, made, late, 0, 200);
    made[0].slip(-0.12); // its clock began late
    const off = await run(player, made, late, 200, 1_200);
    expect(Math.max(...off.slice(-4))).toBeLessThan(40);
    made[0].slip(-0.12); // later nobody is to hear a jump for that
    const steps = await run(player, made, late, 1_200, 1_400);
    expect(Math.min(...steps)).toBeGreaterThan(60);
  });

  it('does not jump for ever where its clock takes long to run after a jump', async () => {
    const { player, made } = make(), late = track({ startMs: -100_000, durationMs: 600_000 });
    await run(player, made, late, 0, 100);
    made[0].slowMs = 400;
    made[0].slip(-5);
    const off = await run(player, made, late, 100, 6_000);
    expect(made[0].jumps).toBeLessThan(6);
    expect(Math.max(...off.slice(-20))).toBeLessThan(40);
  });

  it('gives its place to another where its clock stands for good', async () => {
    const { player, made, heard } = make(), late = track({ startMs: -100_000, durationMs: 600_000 });
    await run(player, made, late, 0, 100);
    made[0].isStuck = true;
    const off = await run(player, made, late, 100, 3_000);
    expect(made.map(({ src }) => src)).toEqual(['', 'one']);
    expect(heard).toEqual(made);
    expect(Math.max(...off.slice(-20))).toBeLessThan(40);
  });

  it('is not made anew in every step where none ever plays', async () => {
    const { player, made } = make(), late = track({ startMs: -100_000, durationMs: 600_000 });
    player.step(playingAt(late, 0));
    for (let room = 0; room < 60_000; room += 50) {
      for (const one of made) one.isStuck = true;
      await run(player, made, late, room, room + 50);
    }
    expect(made.length).toBeLessThan(20);
  });

  it('has the next track ready, and turns to it in the same step', async () => {
    const { player, made, heard } = make();
    await run(player, made, track(), 1000, 10_950);
    expect(made.map(({ src }) => src)).toEqual(['one', 'two']);
    const off = await run(player, made, track(), 11_000, 15_000);
    expect(made[0].paused).toBe(true);
    expect(made[1].paused).toBe(false);
    expect(heard).toEqual([made[0], made[1]]);
    expect(off.at(-1)).toBeLessThan(30);
    player.step(null);
    expect(heard.at(-1)).toBeNull();
    expect(made.every(({ src }) => src === '' || src === 'three')).toBe(true);
  });

  it('stands where the room stands, and fades by the square', async () => {
    const { player, made } = make();
    await run(player, made, track({ volume: 0.5 }), 1000, 4000);
    expect(made[0].volume).toBeCloseTo(0.25);
    await run(player, made, track({ paused: true, pausedAtMs: 1234 }), 4000, 4500);
    expect(made[0].paused).toBe(true);
    expect(made[0].currentTime).toBeCloseTo(1.234, 2);
  });

  it('plays nothing that is not the venue’s', () => {
    const { player, made } = make();
    player.step(playingAt(track({ file: 'bad', queue: [] }), 2000));
    expect(made).toEqual([]);
  });
});

describe('loudness for pictures', () => {
  it('rises fast, falls slowly, and is unknown while nothing plays', () => {
    const meter = new Loudness();
    expect(meter.follow(undefined, 0)).toBeUndefined();
    expect(meter.follow(0.125, 1000)).toBeCloseTo(0.5); // the first figure holds at once
    const up = meter.follow(0.25, 1100) ?? 0;
    expect(up).toBeGreaterThan(0.8);
    const down = meter.follow(0, 1200) ?? 0;
    expect(down).toBeGreaterThan(0.5);
    expect(down).toBeLessThan(up);
    expect(meter.follow(9, 9000)).toBe(1);
    expect(meter.follow(undefined, 9100)).toBeUndefined();
  });

  it('does not flicker with music that beats ten times a second', () => {
    const meter = new Loudness(), seen: number[] = [];
    for (let i = 0; i < 300; i++) seen.push(meter.follow(i % 6 < 3 ? 0.25 : 0, i * 16.7) ?? 0);
    const late = seen.slice(100);
    expect(Math.max(...late) - Math.min(...late)).toBeLessThan(0.35);
  });
});
