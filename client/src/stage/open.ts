import { FlvPlayback } from './flv';
import { HlsPlayback, NativePlayback } from './hls';
import type { OpenWay } from './playback';
import type { Abilities } from './ways';
import { WhepPlayback } from './whep';

/** Takes a stage by whichever way it is. */
export const openWay = (abilities: Abilities): OpenWay => (way, events) => {
  if (way.kind === 'whep') return new WhepPlayback(way, events);
  if (way.kind === 'flv') return new FlvPlayback(way, events);
  return abilities.playsHls ? new NativePlayback(way, events) : new HlsPlayback(way, events);
};
