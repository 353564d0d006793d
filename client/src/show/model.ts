import { create } from '@bufbuild/protobuf';
import {
  CeremonyKind, type CeremonyStep, type Effect, type LightLook, LightMove, LightNowSchema, PlaybackDeed, type Playback, type ScreenContent, type ShowAction,
  type ShowCue, type ShowState, type SlideTurn, type StickLight, TrackNowSchema, LiftNowSchema, ShotNowSchema, CeremonyNowSchema, ScreenNowSchema, EffectNowSchema,
  LightGroup,
} from '../net/generated/show_pb';
import { lightOf, lookNow, shareAt } from './lights';

const MOST_DECKS = 16;

/**
 * The state after a cue: the twin of the server's ShowModel (src/Kapok.World/Show), held to it by tests/vectors/show.json. Fades start from what is shown at the
 * moment of the cue. Changes neither of its arguments.
 */
export function afterCue(state: ShowState, { actions, atMs, revision, seed }: ShowCue): ShowState {
  const next: ShowState = { ...state, revision, running: true };
  for (const { body } of actions) act(next, body, atMs, seed);
  next.effects = next.effects.filter((effect) => effect.effect && !hasEnded(effect.effect, effect.startMs, atMs));
  return next;
}

/** Whether an effect is over at a moment. One of no length goes on until it is ended, but for those that last as long as they do. */
export function hasEnded({ durationMs, kind }: Effect, startMs: number, roomMs: number): boolean {
  const lasts = durationMs || USUAL_MS[kind] || 0;
  return lasts > 0 && roomMs >= startMs + lasts;
}

/** How long effects last that say nothing of it, milliseconds by kind; 0 until they are ended. */
export const USUAL_MS: readonly number[] = [0, 12_000, 8_000, 14_000, 0, 0, 4_000];

type Body = ShowAction['body'];

function act(next: ShowState, body: Body, atMs: number, seed: number): void {
  switch (body.case) {
    case 'light': return light(next, body.value, atMs);
    case 'screen': return screen(next, body.value, atMs);
    case 'effect': return effect(next, body.value, atMs, seed);
    case 'sticks': return sticks(next, body.value);
    case 'playback': return playback(next, body.value, atMs);
    case 'doors': return void (next.doorsClosed = !body.value.open);
    case 'lift': return void (next.lift = create(LiftNowSchema, { up: body.value.up, startMs: atMs, overMs: body.value.overMs }));
    case 'applause': return void (next.applause = body.value.on ? body.value : undefined);
    case 'camera': return void (next.shot = create(ShotNowSchema, { shot: body.value, startMs: atMs }));
    case 'ceremony': return ceremony(next, body.value, atMs);
    case 'slide': return slide(next, body.value);
    case 'announce': // is told by a message of its own
    case undefined:
  }
}

function light(next: ShowState, look: LightLook, atMs: number): void {
  const put = (group: LightGroup): void => {
    const before = lightOf(next.lights, group), from = before ? lookNow(before, atMs) : undefined;
    const move = look.move === LightMove.UNSPECIFIED ? (from?.move ?? LightMove.UNSPECIFIED) : look.move;
    const now = create(LightNowSchema, { look: { ...look, group, move }, from: from ? { ...from, group } : undefined, startMs: atMs });
    next.lights = [...next.lights.filter((other) => other.look?.group !== group), now].sort((a, b) => (a.look?.group ?? 0) - (b.look?.group ?? 0));
  };
  if (look.group !== LightGroup.UNSPECIFIED) return put(look.group);
  // Each group fades from its own look; those that had one go on as entries until the next change of all finds them alike.
  for (const group of next.lights.map((one) => one.look?.group ?? LightGroup.UNSPECIFIED)) if (group !== LightGroup.UNSPECIFIED) put(group);
  put(LightGroup.UNSPECIFIED);
}

function screen(next: ShowState, content: ScreenContent, atMs: number): void {
  const before = next.screens.find((one) => one.content?.screen === content.screen), kept = next.screens.filter((one) => one !== before && content.screen !== '*');
  next.screens = [...kept, create(ScreenNowSchema, { content, from: before?.content, startMs: atMs })];
}

function effect(next: ShowState, what: Effect, atMs: number, seed: number): void {
  const others = next.effects.filter((one) => one.effect?.kind !== what.kind);
  next.effects = what.off ? others : [...others, create(EffectNowSchema, { effect: what, startMs: atMs, seed })];
}

function sticks(next: ShowState, what: StickLight): void {
  const kept = what.sector === 0 ? [] : next.sticks.filter(({ sector }) => sector !== what.sector);
  const hasAll = kept.some(({ sector }) => sector === 0);
  next.sticks = what.off && !hasAll ? kept : [...kept, what];
}

function slide(next: ShowState, turn: SlideTurn): void {
  next.slides = [...next.slides.filter(({ deck }) => deck !== turn.deck), turn].slice(-MOST_DECKS);
}

function ceremony(next: ShowState, step: CeremonyStep, atMs: number): void {
  next.ceremony = step.end || step.kind === CeremonyKind.UNSPECIFIED ? undefined : create(CeremonyNowSchema, { step, startMs: atMs });
}

/** Where a track is, milliseconds. */
export function positionOf({ startMs, paused, pausedAtMs }: { startMs: number; paused: boolean; pausedAtMs: number }, roomMs: number): number {
  return paused ? pausedAtMs : Math.max(0, roomMs - startMs);
}

/** How loud a track is meant to be at a moment, 0..1. */
export function volumeOf({ volume, volumeFrom, fadedMs, fadeMs }: { volume: number; volumeFrom: number; fadedMs: number; fadeMs: number }, roomMs: number): number {
  const share = shareAt(roomMs, fadedMs, fadeMs);
  return volumeFrom + (volume - volumeFrom) * share;
}

function playback(next: ShowState, what: Playback, atMs: number): void {
  const { track } = next;
  switch (what.deed) {
    case PlaybackDeed.PLAY:
      next.track = create(TrackNowSchema, {
        file: what.file || track?.file || '', title: what.title, startMs: atMs - what.positionMs, volume: what.volume, queue: what.queue, volumeFrom: what.fadeMs > 0 ? 0 : what.volume,
        fadedMs: atMs, fadeMs: what.fadeMs,
      });
      return;
    case PlaybackDeed.STOP: return void (next.track = undefined);
    case PlaybackDeed.PAUSE:
      if (track && !track.paused) next.track = { ...track, paused: true, pausedAtMs: positionOf(track, atMs) };
      return;
    case PlaybackDeed.RESUME:
      if (track?.paused) next.track = { ...track, paused: false, startMs: atMs - track.pausedAtMs, pausedAtMs: 0 };
      return;
    case PlaybackDeed.SEEK:
      if (track) next.track = track.paused ? { ...track, pausedAtMs: what.positionMs } : { ...track, startMs: atMs - what.positionMs };
      return;
    case PlaybackDeed.VOLUME:
      if (track) next.track = { ...track, volumeFrom: volumeOf(track, atMs), volume: what.volume, fadedMs: atMs, fadeMs: what.fadeMs };
      return;
    case PlaybackDeed.QUEUE:
      if (track) next.track = { ...track, queue: what.queue };
      return;
    case PlaybackDeed.NEXT:
      if (track) {
        const [file, ...queue] = track.queue;
        next.track = file === undefined ? undefined : create(TrackNowSchema, { file, startMs: atMs, volume: track.volume, volumeFrom: track.volume, queue });
      }
      return;
    case PlaybackDeed.UNSPECIFIED:
  }
}
