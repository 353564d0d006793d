import { beforeEach, describe, expect, it } from 'vitest';
import type { Clip, Poses } from '../src/avatar/clips';
import { DEFAULT_LOOK } from '../src/avatar/look';
import { Actors } from '../src/world/actors';
import { Form } from '../src/net/frames';
import type { Moment } from '../src/crowd/clip-choice';
import { Motion } from '../src/crowd/motion';

const NAMES = ['idle', 'idle2', 'walk', 'run', 'jump', 'sit', 'sitClap', 'wave', 'clap', 'cheer', 'dance', 'bow', 'heart', 'laugh', 'point', 'stickWave', 'sway', 'talk', 'think',
  'sitWave', 'sitCheer', 'sitDance', 'sitHeart', 'sitLaugh', 'sitBow', 'sitPoint', 'sitStick', 'perform', 'perform2', 'perform3', 'perform4', 'stickWaveCalm',
  'sitStickCalm', 'danceCalm'];
const clips: Clip[] = NAMES.map((name, i) => ({
  name, first: 1 + i * 11, frames: 10, seconds: 2, ...(name === 'stickWave' && { beats: 2 }), ...(name === 'walk' && { metresPerCycle: 1.4 }),
  ...(name === 'run' && { metresPerCycle: 2.4 }),
}));
const poses = { clips, indexOf: (name: string) => Math.max(0, NAMES.indexOf(name)), has: (name: string) => NAMES.includes(name) } as unknown as Poses;

let motion: Motion, actors: Actors, now: number;
const ID = 7;
/** The actor of the tests, as if it were an object of its own. */
const actor = new Proxy({} as Record<'x' | 'y' | 'z' | 'yaw' | 'speed' | 'form' | 'emote' | 'emoteStart' | 'mouth', number> & { stickOn: boolean; performer: boolean }, {
  get: (_, field) => actors[field as 'x'][ID],
  set: (_, field, value) => {
    actors[field as 'x'][ID] = Number(value);
    return true;
  },
});
const moment = (): Moment => ({ roomMs: now, beatMs: 500 });
const clip = () => NAMES[motion.clip[ID]];
const step = (seconds = 0.05) => {
  now += seconds * 1000;
  motion.advance(ID, moment(), seconds);
};
const enter = (id: number) => {
  motion.enter(id, moment());
  motion.advance(id, moment(), 0);
};

beforeEach(() => {
  actors = new Actors();
  actors.set(ID, { look: DEFAULT_LOOK });
  motion = new Motion(poses, actors);
  now = 60_000;
  enter(ID);
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
      actor.z += 1.4 * 0.05;
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

  it('gives every emote a seated form, and a seated stick its wave', () => {
    actor.form = Form.Seated;
    step();
    const seen: string[] = [];
    for (let emote = 1; emote <= 8; emote++) {
      [actor.emote, actor.emoteStart] = [emote, now];
      for (let i = 0; i < 8; i++) step();
      seen.push(clip());
    }
    expect(seen).toEqual(['sitWave', 'sitClap', 'sitCheer', 'sitDance', 'sitHeart', 'sitLaugh', 'sitBow', 'sitPoint']);
    [actor.emote, actor.stickOn] = [0, true];
    step();
    expect(clip()).toBe('sitStick');
  });

  it('keeps to calm forms when less motion is asked for', () => {
    motion.choice.calm = true;
    actor.stickOn = true;
    step();
    const standing = clip();
    actor.form = Form.Seated;
    step();
    expect([standing, clip()]).toEqual(['stickWaveCalm', 'sitStickCalm']);
  });

  it('lets performers dance their own dances, neighbours different ones, and go on after the emote', () => {
    [actor.performer, actor.emote, actor.emoteStart] = [true, 4, now];
    step();
    const own = clip();
    actors.set(8, { performer: true, emote: 4, emoteStart: now });
    enter(8);
    expect(own).toMatch(/^perform/);
    motion.advance(8, moment(), 0.05);
    expect(NAMES[motion.clip[8]]).toMatch(/^perform/);
    expect(motion.clip[8]).not.toBe(motion.clip[7]);
    actor.emote = 0;
    for (let i = 0; i < 200; i++) step();
    expect(clip()).toMatch(/^perform/);
    for (let i = 0; i < 1200; i++) step();
    expect(clip()).not.toMatch(/^perform/);
  });

  /** Moves the actor over the floor for some seconds. */
  const travel = (seconds: number, speed: number, course: number, each: () => void = () => undefined) => {
    actor.speed = speed;
    for (let t = 0; t < seconds - 1e-9; t += 0.05) {
      actor.x += Math.sin(course) * speed * 0.05;
      actor.z += Math.cos(course) * speed * 0.05;
      step(0.05);
      each();
    }
  };

  it.each([0.4, 1.4, 2.2, 3.2, 5])('keeps the speed of the feet to that of the ground at %f m/s', (speed) => {
    travel(1, speed, 0);
    let before = motion.phase[7], metres = 0;
    travel(2, speed, 0, () => {
      metres += ((motion.phase[7] - before + 1) % 1) * (clips[motion.clip[7]].metresPerCycle ?? 0);
      before = motion.phase[7];
    });
    expect(Math.abs(metres / (speed * 2) - 1)).toBeLessThan(0.02);
  });

  it('stands still when the actor is said to move but does not', () => {
    travel(1, 1.4, 0);
    const before = motion.phase[7];
    step(0.05); // no way covered
    expect(motion.phase[7]).toBe(before);
  });

  it('never runs backwards: a body carried against its yaw turns within 0.3 s', () => {
    actor.yaw = 0;
    travel(1, 3.4, 0);
    let against = 0, longest = 0;
    travel(2, 3.4, Math.PI, () => {
      const forwards = Math.cos(motion.yaw[7] - Math.PI);
      against = forwards < 0 ? against + 0.05 : 0;
      longest = Math.max(longest, against);
    });
    expect(longest).toBeLessThanOrEqual(0.3);
    expect(Math.cos(motion.yaw[7] - Math.PI)).toBeGreaterThan(0.99);
    travel(1, 3.4, 0);
    expect(Math.cos(motion.yaw[7])).toBeGreaterThan(0.99);
  });

  it('turns without a jerk', () => {
    travel(1, 2, 0);
    let before = motion.yaw[7], most = 0;
    travel(2, 2, Math.PI * 0.9, () => {
      most = Math.max(most, Math.abs(motion.yaw[7] - before));
      before = motion.yaw[7];
    });
    expect(most).toBeLessThan(12 * 0.05 + 1e-3);
  });

  describe('from afar', () => {
    /** Where the shaders have somebody in their clip after so many seconds without another look. */
    const later = (seconds: number): number => {
      const at = motion.begin[ID] + Math.abs(motion.rate[ID]) * (now / 1000 + seconds);
      return motion.rate[ID] < 0 ? Math.min(1, Math.max(0, at)) : at - Math.floor(at);
    };
    const glance = (seconds: number) => {
      now += seconds * 1000;
      motion.glance(ID, moment(), now / 1000, seconds);
    };

    it('goes on as it would near by', () => {
      for (const state of [{}, { stickOn: true }, { form: Form.Seated }, { emote: 1, emoteStart: now + 100 }]) {
        actors.set(ID, { form: Form.Standing, stickOn: false, emote: 0, ...state });
        glance(0.2);
        for (const seconds of [0, 0.05, 0.4]) {
          const expected = motion.choice.phaseOf(ID, motion.clip[ID], { roomMs: now + seconds * 1000, beatMs: 500 }, 0);
          const off = Math.abs(later(seconds) - expected);
          expect(Math.min(off, 1 - off)).toBeLessThan(1e-3);
        }
      }
    });

    it('an emote ends, and rests at its end until one looks again', () => {
      [actor.emote, actor.emoteStart] = [1, now];
      glance(0.1);
      expect(clip()).toBe('wave');
      expect(later(5)).toBe(1);
      glance(2.5);
      expect(clip()).not.toBe('wave');
    });

    it('keeps the feet to the ground in between', () => {
      actor.speed = 1.4;
      glance(0.1);
      const before = motion.phase[ID];
      for (let i = 0; i < 30; i++) {
        actor.z += 1.4 * 0.2;
        glance(0.2);
        actor.z += 1.4 * 0.05;
        const carried = later(0.05);
        glance(0.05);
        const off = Math.abs(later(0) - carried);
        expect(Math.min(off, 1 - off)).toBeLessThan(0.01);
      }
      expect(motion.phase[ID]).toBe(before);
    });
  });
});
