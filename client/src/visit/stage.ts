import { StageWayKind, type Stages } from '../net/generated/kapok_pb';
import type { StageOnAir, StageSlice, WayName } from '../slices/stage';
import type { RoomLine } from './parts';

const KINDS: Readonly<Partial<Record<StageWayKind, WayName>>> = { [StageWayKind.WHEP]: 'whep', [StageWayKind.FLV]: 'flv', [StageWayKind.LL_HLS]: 'llhls' };

/** What the room says of the event's stages. It is kept while the line is lost: a picture comes another way, and goes on. */
export class OnAir {
  constructor({ messages }: RoomLine, private readonly slice: StageSlice) {
    messages.on('stages', (stages) => (slice.onAir.value = readStages(stages)));
  }

  /** One is in no room. */
  clear(): void {
    this.slice.onAir.value = [];
  }
}

/** Ways that this page does not know are left out, so that a newer venue can have more of them. */
export function readStages({ onAir }: Stages): readonly StageOnAir[] {
  return onAir.map((one) => ({
    stage: one.stage, title: one.title, live: one.live, isAway: one.isInterrupted, hasVideo: one.hasVideo, hasAudio: one.hasAudio,
    width: one.width, height: one.height, clockMs: one.clockMs, utcMs: one.utcMs,
    ways: one.ways.flatMap(({ kind, address, codecs, height }) => {
      const name = KINDS[kind];
      return name === undefined ? [] : [{ kind: name, address, codecs, height }];
    }),
  }));
}
