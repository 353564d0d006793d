import { Color, LinearSRGBColorSpace, SRGBColorSpace } from 'three';
import { LightGroup, type LightLook, type LightNow, type ShowState as Kept } from '../net/generated/show_pb';
import { CALM, DefaultShow, EFFECTS, Move, pulseAt, SECTORS, ShowFrame, type LampLight, type ShowSource } from '../scene/show';
import { lightOf, progress } from './lights';
import { lengthOf } from './model';

const MOST_FLASHES = 2.5; // a second: WCAG 2.3.1 allows three
const TAIL_SECONDS = 1.5; // in which an effect goes that is ended
const RISE_SECONDS = 0.6;
const LINGER_SECONDS = 10; // after the last was made, until all has come down

/** What of a look fades; its colours as they are kept, in sRGB. */
interface Lamp { readonly primary: Color; readonly secondary: Color; intensity: number; pan: number; tilt: number; spread: number; pulse: number }
/** A group's light: from a share of the place's own and the rest of a look, to a look or the own. */
interface Fade {
  readonly from: Lamp;
  readonly to: Lamp;
  hasFrom: boolean;
  fromOwn: number;
  isOwn: boolean; // what it fades to
  startMs: number;
  fadeMs: number;
  move: number;
  speed: number;
  lasers: number;
}

/** Room seconds of its beginning, for how long, how much, and when it was ended. */
interface Run { since: number; lasts: number; peak: number; ended: number }

const GROUPS = [LightGroup.STAGE, LightGroup.BEAMS, LightGroup.HOUSE] as const;
const NONE: readonly never[] = [];

/**
 * The show that a room's cues make. Where nothing was said yet of some lights they are as the place's own show has them, and what was said first fades from there.
 * What is kept of a state is taken over when it changes; a frame allocates nothing.
 */
export class CueShow implements ShowSource {
  private readonly own = new DefaultShow();
  private readonly state = new ShowFrame();
  private readonly fades = GROUPS.map((): Fade => ({
    from: lamp(), to: lamp(), hasFrom: false, fromOwn: 0, isOwn: true, startMs: 0, fadeMs: 0, move: 0, speed: 1, lasers: 0,
  }));
  private readonly mixed = lamp();
  private readonly runs = Array.from({ length: EFFECTS + 1 }, (): Run => ({ since: Infinity, lasts: 0, peak: 0, ended: Infinity }));
  /** What was taken over in the last frame; null where the place shows its own. */
  adopted: Kept | null = null;
  private isRun = false;

  /** @param stateAt What the room shows at a moment of room time, milliseconds: the same object until it changes. Null while nothing is known. */
  constructor(private readonly stateAt: (roomMs: number) => Kept | null) {}

  at(time: number, beat: number, reducedMotion: boolean): ShowFrame {
    const kept = this.stateAt(time * 1000), own = this.own.at(time, beat, reducedMotion);
    if (kept !== this.adopted) this.adopt(kept, time);
    if (kept === null || !this.isRun) return own;
    const { state } = this;
    state.motion = time * (reducedMotion ? CALM : 1);
    state.beat = reducedMotion ? state.motion : beat;
    state.camera.panel = own.camera.panel;
    state.camera.full = own.camera.full;
    this.light(time * 1000, beat, reducedMotion, own);
    this.runEffects(time, reducedMotion);
    state.flash = reducedMotion ? 1 : flashAt(time, beat);
    return state;
  }

  private adopt(kept: Kept | null, time: number): void {
    const { state } = this;
    this.adopted = kept;
    this.isRun = kept?.running === true;
    GROUPS.forEach((group, i) => takeFade(this.fades[i], kept ? lightOf(kept.lights, group) : undefined));
    for (let kind = 1; kind <= EFFECTS; kind++) {
      const run = this.runs[kind];
      // What is over by itself may come down in peace; what was ended before goes now.
      if (time < run.since + run.lasts && run.ended === Infinity && !kept?.effects.some((one) => one.effect?.kind === kind)) run.ended = time;
    }
    for (const { effect, seed, startMs } of kept?.effects ?? NONE) {
      const running = state.effects[effect?.kind ?? 0], run = this.runs[effect?.kind ?? 0];
      if (!effect || !running || !run) continue;
      [run.since, run.lasts] = [startMs / 1000, lengthOf(effect) / 1000];
      [run.peak, run.ended] = [Math.min(1, effect.strength || 1), Infinity];
      running.seed = (seed % 65521) / 65521;
      running.colourCount = Math.min(running.colours.length, effect.colours.length);
      for (let i = 0; i < running.colourCount; i++) running.colours[i].setHex(effect.colours[i]);
    }
    for (let sector = 0; sector < SECTORS; sector++) {
      const said = kept?.sticks.find((one) => one.sector === sector + 1) ?? kept?.sticks.find((one) => one.sector === 0), to = state.sticks[sector];
      to.isOn = said !== undefined && !said.off;
      to.colour.setHex(said?.colour ?? 0);
      to.pattern = said?.pattern ?? 0;
    }
    const shot = kept?.shot, { shot: wish } = state;
    [wish.kind, wish.number, wish.person] = [shot?.shot?.kind ?? 0, shot?.shot?.number ?? 0, shot?.shot?.person ?? 0];
    [wish.since, wish.seconds] = [(shot?.startMs ?? 0) / 1000, (shot?.shot?.overMs ?? 0) / 1000];
    state.sign = kept?.applause?.on === true ? kept.applause.text : null;
  }

  private light(roomMs: number, beat: number, reducedMotion: boolean, own: ShowFrame): void {
    const { state, mixed, fades: [stage, beams, house] } = this, { before, now } = state.beams, ownFigure = own.beams.now;
    mixLamp(stage, roomMs, own, mixed, state);
    state.pulse = pulseAt(beat, reducedMotion) * (1 + (mixed.pulse - 1) * state.taken);
    mixLamp(house, roomMs, own.house, mixed, state.house);
    mixLamp(beams, roomMs, own.beams, mixed, state.beams);
    before.move = ownFigure.move;
    before.speed = ownFigure.speed;
    before.pan = ownFigure.pan;
    before.tilt = ownFigure.tilt;
    before.spread = ownFigure.spread;
    // Movement and speed are at once those of the look that holds; where a place's own light comes back, they are until it is there.
    now.move = beams.move;
    now.speed = beams.speed;
    now.pan = mixed.pan;
    now.tilt = mixed.tilt;
    now.spread = mixed.spread;
    state.beams.share = state.beams.taken;
    state.lasers = reducedMotion ? 0 : own.lasers + (beams.lasers - own.lasers) * state.beams.taken;
  }

  private runEffects(time: number, reducedMotion: boolean): void {
    const { runs, state: { effects } } = this;
    for (let kind = 1; kind <= EFFECTS; kind++) {
      const { since, lasts, peak, ended } = runs[kind], running = effects[kind], age = time - since;
      running.age = age;
      running.lasts = lasts;
      const rise = Math.min(1, age / RISE_SECONDS + 0.02), tail = Math.min(1, Math.max(0, 1 - (time - ended) / TAIL_SECONDS));
      running.strength = age >= 0 && age < lasts + LINGER_SECONDS ? peak * rise * tail * (reducedMotion ? 0.5 : 1) : 0;
    }
  }
}

/** A flash on the beat: bright at once and gone before the next. A tempo over {@link MOST_FLASHES} a second flashes on every second beat, and so on. */
export function flashAt(time: number, beat: number): number {
  // Rounded, or a tempo at the limit would be on either side of it from frame to frame.
  const perSecond = time > 0 ? Math.round((beat / time) * 1000) / 1000 : 0;
  let every = 1;
  while (perSecond / every > MOST_FLASHES && every < 64) every *= 2;
  const into = beat / every - Math.floor(beat / every);
  return Math.exp(-into * 4.5);
}

function lamp(): Lamp {
  return { primary: new Color(), secondary: new Color(), intensity: 1, pan: 0, tilt: 0, spread: 0, pulse: 1 };
}

function takeFade(fade: Fade, now: LightNow | undefined): void {
  const look = now?.look;
  fade.isOwn = look?.own ?? true;
  fade.hasFrom = now?.from !== undefined;
  // What neither fades from a look nor from the own is there at once.
  fade.fromOwn = fade.hasFrom ? (now?.fromOwn ?? 0) : (now?.fromOwn ?? 0) > 0 ? 1 : 0;
  fade.startMs = now?.startMs ?? 0;
  fade.fadeMs = fade.hasFrom || fade.fromOwn > 0 ? (look?.fadeMs ?? 0) : 0;
  if (look && !look.own) {
    takeLook(fade.to, look);
    fade.move = look.move || Move.SWEEP;
    fade.speed = look.speed;
    fade.lasers = look.lasers ? 1 : 0;
  }
  if (now?.from) takeLook(fade.from, now.from);
}

function takeLook(to: Lamp, { primary, secondary, intensity, pan, tilt, spread, pulse }: LightLook): void {
  to.primary.setHex(primary, LinearSRGBColorSpace); // as it is kept
  to.secondary.setHex(secondary, LinearSRGBColorSpace);
  Object.assign(to, { intensity, pan, tilt, spread, pulse });
}

interface WritableLamp { readonly primary: Color; readonly secondary: Color; intensity: number; taken: number }

/** Writes a group's light at a moment, as lightAt has it (lights.ts), without allocating. @param mixed Is written too: the look alone. */
function mixLamp(fade: Fade, roomMs: number, own: LampLight, mixed: Lamp, to: WritableLamp): void {
  const share = progress(fade.startMs, fade.fadeMs, roomMs), { fromOwn, isOwn } = fade;
  const before = (1 - fromOwn) * (1 - share), after = isOwn ? 0 : share, taken = before + after, next = taken > 0 ? after / taken : 1;
  const a = fade.hasFrom ? fade.from : fade.to, b = isOwn ? a : fade.to;
  mixed.primary.lerpColors(a.primary, b.primary, next);
  mixed.secondary.lerpColors(a.secondary, b.secondary, next);
  mixed.intensity = a.intensity + (b.intensity - a.intensity) * next;
  mixed.pan = a.pan + (b.pan - a.pan) * next;
  mixed.tilt = a.tilt + (b.tilt - a.tilt) * next;
  mixed.spread = a.spread + (b.spread - a.spread) * next;
  mixed.pulse = a.pulse + (b.pulse - a.pulse) * next;
  to.primary.setRGB(mixed.primary.r, mixed.primary.g, mixed.primary.b, SRGBColorSpace).lerp(own.primary, 1 - taken);
  to.secondary.setRGB(mixed.secondary.r, mixed.secondary.g, mixed.secondary.b, SRGBColorSpace).lerp(own.secondary, 1 - taken);
  to.intensity = own.intensity + (mixed.intensity - own.intensity) * taken;
  to.taken = taken;
}
