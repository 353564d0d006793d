import { Color } from 'three';

const CALM = 0.3; // share of the tempo that is left with reduced motion
const CAMERA_CYCLE = 48; // seconds: panel, whole wall, artwork alone

/**
 * What the show is at a moment of room time: an input of drawing, so that places draw a show and never decide it. The same moment gives the same
 * state to everyone in a room. Read it within the frame for which it was made and keep none of its objects: the next frame writes into them.
 */
export interface ShowState {
  /** The two colours of the moment, linear RGB, 0..1 a channel. */
  readonly primary: Color;
  readonly secondary: Color;
  /** Strength of all lights of the show: 0 is a dark stage, 1 as bright as the place was made for. At most 4. */
  readonly intensity: number;
  /** 0..1, swells softly on the beat; half-way and still with reduced motion. */
  readonly pulse: number;
  /** How far lights have moved, seconds: runs slower with reduced motion, and stands while a show is held. */
  readonly motion: number;
  /** What moves on the beat, beats; with reduced motion it follows {@link motion} instead. */
  readonly beat: number;
  /** Whether fans of lasers and confetti are on. With reduced motion lasers are never drawn. */
  readonly lasers: boolean;
  readonly confetti: boolean;
  /** How much of the main screen the stage camera has, 0..1 each: a panel on it, and the whole of it. A place without performers shows none. */
  readonly camera: { readonly panel: number; readonly full: number };
}

/** Whoever knows the show: by default {@link DefaultShow}, by cue where somebody runs one. */
export interface ShowSource {
  /**
   * The state at a moment. Allocates nothing: it is asked each frame.
   * @param time Room time, seconds. @param beat Beats since the room's clock began. @param reducedMotion Whether the viewer asked for calm: nothing flashes then, and little moves.
   */
  at(time: number, beat: number, reducedMotion: boolean): ShowState;
}

/**
 * The show that runs where nobody runs one: two colours that wander through the spectrum, and the stage camera now and then. Everything moves slowly
 * enough that nothing flashes; beats only swell.
 */
export class DefaultShow implements ShowSource {
  private readonly state = {
    primary: new Color(), secondary: new Color(), intensity: 1, pulse: 0, motion: 0, beat: 0, lasers: true, confetti: true, camera: { panel: 0, full: 0 },
  };

  at(time: number, beat: number, reducedMotion: boolean): ShowState {
    const { state } = this, motion = time * (reducedMotion ? CALM : 1), drift = motion * 0.06, into = beat - Math.floor(beat);
    state.motion = motion;
    state.beat = reducedMotion ? motion : beat;
    state.pulse = reducedMotion ? 0.5 : Math.exp(-into * 3.2) * Math.min(1, into * 12);
    // Rose to magenta against azure to violet: the two mix to light, never to grey.
    state.primary.setHSL(0.91 + 0.06 * Math.sin(drift * 3), 0.86, 0.6);
    state.secondary.setHSL(0.64 + 0.09 * Math.sin(drift * 2 + 1), 0.88, 0.58);
    state.lasers = !reducedMotion;
    // 0-26 s the camera's panel, 26-38 s the camera on the whole wall, then artwork alone.
    const at = ((time % CAMERA_CYCLE) + CAMERA_CYCLE) % CAMERA_CYCLE;
    state.camera.full = smooth(at, 26, 27.2) * (1 - smooth(at, 38, 39.2));
    state.camera.panel = 1 - smooth(at, 37.5, 38.7) * (1 - smooth(at, 46.8, 48));
    return state;
  }
}

function smooth(value: number, from: number, to: number): number {
  const t = Math.min(1, Math.max(0, (value - from) / (to - from)));
  return t * t * (3 - 2 * t);
}
