import { create } from '@bufbuild/protobuf';
import { PlaybackDeed, type Playback, type TrackNow, TrackNowSchema } from '../net/generated/show_pb';
import { mix, progress } from './lights';

/** Where a track is, in milliseconds from its beginning; negative before it begins. */
export function positionOf({ paused, pausedAtMs, startMs }: TrackNow, nowMs: number): number {
  return paused ? pausedAtMs : nowMs - startMs;
}

/** How loud a track is meant to be, 0..1. */
export function volumeOf({ volume, volumeFrom, fadedMs, fadeMs }: TrackNow, nowMs: number): number {
  return fadeMs === 0 ? volume : mix(volumeFrom, volume, progress(fadedMs, fadeMs, nowMs));
}

/** The track that plays by now: each goes on where the one before ended, however late it is asked. */
export function trackAt(given: TrackNow | undefined, nowMs: number): TrackNow | undefined {
  if (!given || (given.ends && nowMs >= given.fadedMs + given.fadeMs)) return undefined;
  let track = given;
  while (!track.paused && track.durationMs > 0 && nowMs >= track.startMs + track.durationMs) {
    if (track.queue.length === 0) return undefined;
    track = nextOf(track, track.startMs + track.durationMs);
  }
  return nowMs >= track.fadedMs + track.fadeMs ? faded(track, 0, 0, 0) : track;
}

/** What an order makes of a track. */
export function afterOrder(track: TrackNow | undefined, order: Playback, atMs: number): TrackNow | undefined {
  if (order.deed === PlaybackDeed.PLAY) return played(track, order, atMs);
  if (!track) return undefined;
  const { fadeMs, positionMs } = order;
  switch (order.deed) {
    case PlaybackDeed.PAUSE: return track.paused ? track : { ...track, paused: true, pausedAtMs: Math.max(0, atMs - track.startMs) };
    case PlaybackDeed.RESUME: {
      if (!track.paused) return track;
      const on = { ...track, paused: false, startMs: atMs - track.pausedAtMs, pausedAtMs: 0 };
      return fadeMs > 0 ? faded(on, 0, atMs, fadeMs) : on;
    }
    case PlaybackDeed.STOP:
      return fadeMs === 0 || track.paused ? undefined : { ...faded(track, volumeOf(track, atMs), atMs, fadeMs), volume: 0, ends: true, queue: [] };
    case PlaybackDeed.SEEK: return track.paused ? { ...track, pausedAtMs: positionMs } : { ...track, startMs: atMs - positionMs };
    case PlaybackDeed.VOLUME:
      if (track.ends) return track;
      return { ...faded(track, fadeMs > 0 ? volumeOf(track, atMs) : 0, fadeMs > 0 ? atMs : 0, fadeMs), volume: order.volume ?? 1 };
    case PlaybackDeed.QUEUE: return track.ends ? track : { ...track, queue: order.queue };
    case PlaybackDeed.NEXT: return track.queue.length === 0 ? undefined : nextOf(track, atMs);
    default: return track;
  }
}

function played(track: TrackNow | undefined, order: Playback, atMs: number): TrackNow | undefined {
  if (order.file === '' && !track) return undefined;
  const volume = !track || track.ends ? 1 : track.volume;
  const from = order.file === '' && track ? track : create(TrackNowSchema, { file: order.file, title: order.title, durationMs: order.durationMs });
  return faded({
    ...from, queue: order.file !== '' || order.queue.length > 0 ? order.queue : from.queue, startMs: atMs - order.positionMs, paused: false, pausedAtMs: 0, ends: false,
    volume: order.volume ?? volume,
  }, 0, order.fadeMs > 0 ? atMs : 0, order.fadeMs);
}

function nextOf(track: TrackNow, startMs: number): TrackNow {
  const [{ file, title, durationMs }, ...queue] = track.queue;
  return { ...track, queue, file, title, durationMs, startMs, paused: false, pausedAtMs: 0 };
}

function faded(track: TrackNow, volumeFrom: number, fadedMs: number, fadeMs: number): TrackNow {
  return { ...track, volumeFrom, fadedMs, fadeMs };
}
