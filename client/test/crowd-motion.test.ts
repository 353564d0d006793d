import { beforeEach, describe, expect, it } from 'vitest';
import type { Clip, Poses } from '../src/avatar/clips';
import { DEFAULT_LOOK } from '../src/avatar/look';
import { Form, type Actor } from '../src/crowd/actor';
import { Motion } from '../src/crowd/motion';

const NAMES = ['idle', 'idle2', 'walk', 'run', 'jump', 'sit', 'sitClap', 'wave', 'clap', 'cheer', 'dance', 'bow', 'heart', 'laugh', 'point', 'stickWave', 'sway', 'talk', 'think'];
const clips: Clip[] = NAMES.map((name, i) => ({
  name, first: 1 + i * 11, frames: 10, seconds: 2, ...(name === 'stickWave' && { beats: 2 }), ...(name === 'walk' && { metresPerCycle: 1.4 }), ...(name === 'run' && { metresPerCycle: 2.4 }),
}));
const poses = { clips, indexOf: (name: string) => Math.max(0, NAMES.indexOf(name)), has: (name: string) => NAMES.includes(name) } as unknown as Poses;

let motion: Motion, actor: Actor, now: number;
const clip = () => NAMES[motion.clip[7]];
const step = (seconds = 0.05) => {
  now += seconds * 1000;
  motion.advance(7, actor, now, now / 500, seconds);
};

beforeEach(() => {
  motion = new Motion(poses, 16);
  now = 60_000;
  actor = { id: 7, look: DEFAULT_LOOK, x: 0, y: 0, z: 0, yaw: 0, speed: 0, form: Form.Standing, emote: 0, emoteStart: 0, stickOn: false, stickColour: 0, opacity: 1, mouth: 0, performer: false };
  motion.reset(7, actor, now, now / 500);
});

describe('Motion', () => {
  it('rests, walks, runs, jumps and sits by form and speed', () => {
    expect(['idle', 'idle2', 'sway', 'think']).toContain(clip());
    const seen = [1.4, 3.5].map((speed) => {
      actor.speed = speed;
      step();
      return clip();
    });
    actor.form = Form.Airborne;
    step();
    seen.push(clip());
    actor.form = Form.Seated;
    step();
    expect([...seen, clip()]).toEqual(['walk', 'run', 'jump', 'sit']);
  });

  it('moves the feet by the way walked, never backwards', () => {
    actor.speed = 1.4;
    step();
    let before = motion.phase[7], walked = 0;
    for (let i = 0; i < 40; i++) {
      step(0.05);
      walked += (motion.phase[7] - before + 1) % 1;
      before = motion.phase[7];
    }
    expect(walked).toBeCloseTo((1.4 * 2) / 1.4, 3);
  });

  it('does not flicker between walking and running', () => {
    actor.speed = 3;
    step();
    actor.speed = 2.5;
    step();
    expect(clip()).toBe('run');
  });

  it('cross-fades over a quarter of a second', () => {
    actor.stickOn = true;
    step(0.01);
    expect(motion.oldShare[7]).toBeGreaterThan(0.95);
    for (let i = 0; i < 30; i++) step(0.01);
    expect(motion.oldShare[7]).toBe(0);
  });

  it('plays an emote from its beginning in room time, and returns', () => {
    [actor.emote, actor.emoteStart] = [1, now];
    step(0.5);
    expect(clip()).toBe('wave');
    expect(motion.phase[7]).toBeCloseTo(0.25, 5);
    step(1.6);
    expect(clip()).not.toBe('wave');
  });

  it('waves sticks on the beat, nobody quite exact', () => {
    actor.stickOn = true;
    step();
    const beat = now / 500, off = Math.abs(((motion.phase[7] - beat / 2) % 1) + 1) % 1;
    expect(Math.min(off, 1 - off)).toBeLessThan(0.05);
  });

  it('stays within the rows of its clip', () => {
    for (let i = 0; i < 200; i++) {
      actor.speed = i % 3;
      actor.emote = i % 9;
      actor.stickOn = i % 2 === 0;
      step(0.2);
      const { first, frames } = clips[motion.clip[7]];
      expect(motion.frame[7]).toBeGreaterThanOrEqual(first);
      expect(motion.frame[7]).toBeLessThanOrEqual(first + frames);
    }
  });
});
