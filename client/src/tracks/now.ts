import type { QueuedTrack, TrackNow } from '../net/generated/show_pb';

/** What plays at a moment, as everyone computes it from what the room said. */
export interface Playing {
  readonly file: string;
  readonly title: string;
  readonly positionMs: number;
  readonly durationMs: number;
  readonly paused: boolean;
  /** 0 to 1, of the room. */
  readonly volume: number;
  readonly queue: readonly QueuedTrack[];
}

/** How loud a track is meant to be at a moment. */
export function volumeAt({ volume, volumeFrom, fadedMs, fadeMs }: TrackNow, roomMs: number): number {
  if (fadeMs === 0) return volume;
  const share = Math.min(1, Math.max(0, (roomMs - fadedMs) / fadeMs));
  return volumeFrom + (volume - volumeFrom) * share;
}

/** What plays now: each track goes on where the one before ended, however late one asks. @returns Null when all is over. */
export function playingAt(track: TrackNow | undefined, roomMs: number): Playing | null {
  if (track === undefined || (track.ends && roomMs >= track.fadedMs + track.fadeMs)) return null;
  let { file, title, durationMs } = track, start = track.startMs, next = 0;
  while (!track.paused && durationMs > 0 && roomMs >= start + durationMs) {
    if (next >= track.queue.length) return null;
    start += durationMs;
    ({ file, title, durationMs } = track.queue[next++]);
  }
  const positionMs = track.paused ? track.pausedAtMs : roomMs - start;
  return { file, title, durationMs, positionMs, paused: track.paused, volume: volumeAt(track, roomMs), queue: track.queue.slice(next) };
}
