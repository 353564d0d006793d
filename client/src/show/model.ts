import { create } from '@bufbuild/protobuf';
import {
  CeremonyKind, CeremonyNowSchema, type CeremonyStep, type Effect, EffectKind, EffectNowSchema, type Lift, type LiftNow, LiftNowSchema, type ShowAction, type ShowCue,
  ShotKind, ShotNowSchema, type ShowState, type SlideTurn, type StickLight, StickLightSchema,
} from '../net/generated/show_pb';
import { applyScreen, settleScreens } from './contents';
import { applyLight, mix, progress, settleLights } from './lights';
import { afterOrder, trackAt } from './track';

const MOST_DECKS = 16, MOST_EFFECTS = 16, USUAL_LIFT_MS = 4000;

/**
 * The state after a cue: the twin of the server's ShowModel (src/Kapok.World/Show), held to it by tests/vectors/show.json. Changes neither of its arguments.
 * A state says from when on something fades, plays or runs, and not how far it is: whoever comes late computes the same picture as all others.
 */
export function afterCue(state: ShowState, { actions, atMs, revision, seed }: ShowCue): ShowState {
  const next = present(state, atMs);
  actions.forEach(({ body }, index) => act(next, body, atMs, (seed + index) >>> 0));
  next.revision = revision;
  next.running = isAnything(next);
  return next;
}

/** What is left of a state: without what has ended, with the track that plays by now. */
export function present(state: ShowState, nowMs: number): ShowState {
  const now: ShowState = { ...state };
  settleLights(now, nowMs);
  settleScreens(now, nowMs);
  now.effects = now.effects.filter(({ effect, startMs }) => effect && nowMs < startMs + lengthOf(effect));
  now.track = trackAt(now.track, nowMs);
  if (now.lift && !now.lift.up && nowMs >= now.lift.startMs + now.lift.overMs) now.lift = undefined;
  now.running = isAnything(now);
  return now;
}

/** How long an effect lasts, milliseconds; infinite until it is ended. */
export function lengthOf({ kind, durationMs }: Effect): number {
  if (durationMs > 0) return durationMs;
  switch (kind) {
    case EffectKind.CONFETTI: return 10_000;
    case EffectKind.COLD_SPARKS: return 8_000;
    case EffectKind.FIREWORKS: return 12_000;
    case EffectKind.LIGHT_WAVE: return 4_000;
    default: return Infinity;
  }
}

/** How far up a lift is: 0 down .. 1 up. It moves evenly. */
export function liftAt(lift: LiftNow | undefined, nowMs: number): number {
  return lift ? mix(lift.from, lift.up ? 1 : 0, progress(lift.startMs, lift.overMs, nowMs)) : 0;
}

function act(next: ShowState, body: ShowAction['body'], atMs: number, seed: number): void {
  switch (body.case) {
    case 'light': return applyLight(next, body.value, atMs);
    case 'screen': return applyScreen(next, body.value, atMs);
    case 'effect': return effect(next, body.value, atMs, seed);
    case 'sticks': return sticks(next, body.value);
    case 'playback': return void (next.track = afterOrder(next.track, body.value, atMs));
    case 'doors': return void (next.doorsClosed = !body.value.open);
    case 'lift': return lift(next, body.value, atMs);
    case 'applause': return void (next.applause = body.value.on ? body.value : undefined);
    case 'camera': return void (next.shot = body.value.kind === ShotKind.UNSPECIFIED ? undefined : create(ShotNowSchema, { shot: body.value, startMs: atMs }));
    case 'ceremony': return ceremony(next, body.value, atMs);
    case 'slide': return slide(next, body.value);
    case 'announce': // leaves nothing behind
    case undefined: // what a newer version does is not known here
  }
}

function effect(next: ShowState, what: Effect, atMs: number, seed: number): void {
  // A second fog is the first one, changed; a second burst of confetti is one more.
  if (what.off || what.kind === EffectKind.FOG || what.kind === EffectKind.LANTERNS) next.effects = next.effects.filter((one) => one.effect?.kind !== what.kind);
  if (what.off) return;
  next.effects = [...next.effects.slice(-MOST_EFFECTS + 1), create(EffectNowSchema, { effect: { ...what, strength: what.strength || 1 }, startMs: atMs, seed })];
}

function sticks(next: ShowState, what: StickLight): void {
  const kept = next.sticks.filter(({ sector }) => what.sector !== 0 && sector !== what.sector);
  // Off is said only where something is said of all.
  if (what.off && !kept.some(({ sector }) => sector === 0)) return void (next.sticks = kept);
  next.sticks = [...kept, what.off ? create(StickLightSchema, { sector: what.sector, off: true }) : what].sort((a, b) => a.sector - b.sector);
}

function lift(next: ShowState, { up, overMs }: Lift, atMs: number): void {
  const from = liftAt(next.lift, atMs);
  next.lift = !up && from === 0 ? undefined : create(LiftNowSchema, { up, startMs: atMs, overMs: overMs || USUAL_LIFT_MS, from });
}

function ceremony(next: ShowState, step: CeremonyStep, atMs: number): void {
  if (!step.end) next.ceremony = create(CeremonyNowSchema, { step, startMs: atMs });
  else if (step.kind === CeremonyKind.UNSPECIFIED || step.kind === next.ceremony?.step?.kind) next.ceremony = undefined;
}

function slide(next: ShowState, turn: SlideTurn): void {
  next.slides = [...next.slides.filter(({ deck }) => deck !== turn.deck).slice(-MOST_DECKS + 1), turn];
}

function isAnything({ lights, screens, effects, sticks, track, lift, applause, shot, ceremony }: ShowState): boolean {
  return lights.length > 0 || screens.length > 0 || effects.length > 0 || sticks.length > 0 || Boolean(track ?? lift ?? applause ?? shot ?? ceremony);
}
