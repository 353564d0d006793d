import { Color } from 'three';

export const CALM = 0.3; // share of the tempo that is left with reduced motion
const CAMERA_CYCLE = 48; // seconds: panel, whole wall, artwork alone

/** How beams move: the numbers of the protocol's LightMove. */
export const Move = { STILL: 1, SWEEP: 2, FAN: 3, CIRCLE: 4, CHASE: 5, FLASH: 6 } as const;

/** Kinds of effects: the numbers of the protocol's EffectKind. */
export const EffectName = { CONFETTI: 1, SPARKS: 2, FIREWORKS: 3, FOG: 4, LANTERNS: 5, WAVE: 6 } as const;
export const EFFECTS = 6;
export const SECTORS = 8;

/** The light of a group of lamps: two colours in linear RGB, and their strength, 0 dark .. 1 as bright as the place was made for .. 2. */
export interface LampLight {
  readonly primary: Color;
  readonly secondary: Color;
  readonly intensity: number;
  /** How much of it a cue gave, 0..1; the rest is the place's own. A place that needs no lamps, such as one by daylight, has none where nobody asks for them. */
  readonly taken: number;
}

/** How beams are led. Ranges as in the protocol's LightLook. */
export interface BeamFigure {
  readonly move: number;
  /** 0 still .. 1 usual .. 4. */
  readonly speed: number;
  /** −1 left .. 1 right of the stage. */
  readonly pan: number;
  /** 0 down at the stage .. 1 over the audience. */
  readonly tilt: number;
  /** 0 all on one point .. 1 wide. */
  readonly spread: number;
}

/** Beams go over from one figure into the next: share 0 is `before` alone, 1 `now` alone. */
export interface BeamLight extends LampLight {
  readonly before: BeamFigure;
  readonly now: BeamFigure;
  readonly share: number;
}

/** An effect that runs, or has just ended. */
export interface RunningEffect {
  /** 0 off .. 1 full; fades in and out. */
  readonly strength: number;
  /** Seconds since it began, and for how many more are made of what it is made of; infinite until it is ended. */
  readonly age: number;
  readonly lasts: number;
  /** 0..1, the same for everyone. */
  readonly seed: number;
  /** It has no beginning that anybody saw: what falls comes from above instead of being shot. */
  readonly isAmbient: boolean;
  /** Linear RGB; the first `colourCount` count, none: the effect's own. */
  readonly colours: readonly Color[];
  readonly colourCount: number;
}

/** Everyone's glow sticks in a sector of the audience. */
export interface SectorLight {
  readonly isOn: boolean;
  readonly colour: Color;
  /** 0 steady, 1 wave, 2 alternate, 3 breathe: the protocol's StickPattern. */
  readonly pattern: number;
}

/** What the stage camera is asked for. */
export interface ShotWish {
  /** 0 it cuts by itself, 1 fixed, 2 follow, 3 sweep, 4 crowd: the protocol's ShotKind. */
  readonly kind: number;
  readonly number: number;
  /** Whom to follow; 0 whoever performs. */
  readonly person: number;
  /** Room time in seconds at which it began, and how long a sweep takes; 0 the usual. */
  readonly since: number;
  readonly seconds: number;
}

/**
 * What the show is at a moment of room time: an input of drawing, so that places draw a show and never decide it. The same moment gives the same
 * state to everyone in a room. Read it within the frame for which it was made and keep none of its objects: the next frame writes into them.
 */
export interface ShowState extends LampLight {
  /** The light of the stage is the state's own; beams and the hall's lamps have theirs. */
  readonly beams: BeamLight;
  readonly house: LampLight;
  /** 0..1, swells softly on the beat; half-way and still with reduced motion. */
  readonly pulse: number;
  /** How far lights have moved, seconds: runs slower with reduced motion, and stands while a show is held. */
  readonly motion: number;
  /** What moves on the beat, beats; with reduced motion it follows {@link motion} instead. */
  readonly beat: number;
  /** 0..1, a flash on the beat at most three times a second, and dark in between; 1 and still with reduced motion. */
  readonly flash: number;
  /** How much of the fans of lasers is on, 0..1. With reduced motion they are never drawn. */
  readonly lasers: number;
  /** By {@link EffectName}; 0 is none. */
  readonly effects: readonly RunningEffect[];
  /** By sector, 0 the first: counted from the left of the stage, as seen from it. */
  readonly sticks: readonly SectorLight[];
  /** How much of the main screen the stage camera has, 0..1 each: a panel on it, and the whole of it. A place without performers shows none. */
  readonly camera: { readonly panel: number; readonly full: number };
  readonly shot: ShotWish;
  /** What a sign on the screens asks of everyone; null for none. */
  readonly sign: string | null;
}

/** Whoever knows the show: by default {@link DefaultShow}, by cue where somebody runs one. */
export interface ShowSource {
  /**
   * The state at a moment. Allocates nothing: it is asked each frame.
   * @param time Room time, seconds. @param beat Beats since the room's clock began. @param reducedMotion Whether the viewer asked for calm: nothing flashes then, and little moves.
   */
  at(time: number, beat: number, reducedMotion: boolean): ShowState;
}

type Writable<T> = { -readonly [K in keyof T]: T[K] };

/** A state to write into, all off. */
export class ShowFrame implements ShowState {
  readonly primary = new Color();
  readonly secondary = new Color();
  intensity = 1;
  readonly beams = { primary: new Color(), secondary: new Color(), intensity: 1, taken: 0, before: figure(), now: figure(), share: 1 };
  readonly house = { primary: new Color(1, 1, 1), secondary: new Color(1, 1, 1), intensity: 1, taken: 0 };
  taken = 0;
  pulse = 0;
  motion = 0;
  beat = 0;
  flash = 1;
  lasers = 0;
  readonly effects = Array.from({ length: EFFECTS + 1 }, effect);
  readonly sticks = Array.from({ length: SECTORS }, (): Writable<SectorLight> => ({ isOn: false, colour: new Color(), pattern: 0 }));
  readonly camera = { panel: 0, full: 0 };
  readonly shot: Writable<ShotWish> = { kind: 0, number: 0, person: 0, since: 0, seconds: 0 };
  sign: string | null = null;
}

export function figure(): Writable<BeamFigure> {
  return { move: Move.SWEEP, speed: 1, pan: 0, tilt: 0.4, spread: 0.5 };
}

function effect(): Writable<RunningEffect> {
  return { strength: 0, age: 0, lasts: 0, seed: 0, isAmbient: false, colours: Array.from({ length: 6 }, () => new Color()), colourCount: 0 };
}

/** Swells on the beat and fades until the next. */
export function pulseAt(beat: number, reducedMotion: boolean): number {
  const into = beat - Math.floor(beat);
  return reducedMotion ? 0.5 : Math.exp(-into * 3.2) * Math.min(1, into * 12);
}

/**
 * The show that runs where nobody runs one: two colours that wander through the spectrum, and the stage camera now and then. Everything moves slowly
 * enough that nothing flashes; beats only swell.
 */
export class DefaultShow implements ShowSource {
  private readonly state = new ShowFrame();

  constructor() {
    const confetti = this.state.effects[EffectName.CONFETTI];
    [confetti.strength, confetti.age, confetti.lasts, confetti.isAmbient] = [1, 0, Infinity, true];
  }

  at(time: number, beat: number, reducedMotion: boolean): ShowFrame {
    const { state } = this, motion = time * (reducedMotion ? CALM : 1), drift = motion * 0.06;
    state.motion = motion;
    state.beat = reducedMotion ? motion : beat;
    state.pulse = pulseAt(beat, reducedMotion);
    // Rose to magenta against azure to violet: the two mix to light, never to grey.
    state.primary.setHSL(0.91 + 0.06 * Math.sin(drift * 3), 0.86, 0.6);
    state.secondary.setHSL(0.64 + 0.09 * Math.sin(drift * 2 + 1), 0.88, 0.58);
    state.beams.primary.copy(state.primary);
    state.beams.secondary.copy(state.secondary);
    state.lasers = reducedMotion ? 0 : 1;
    state.effects[EffectName.CONFETTI].age = time;
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
