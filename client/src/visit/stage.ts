import { StageWayKind, type Stages } from '../net/generated/kapok_pb';
import type { StageOnAir, StageSlice, WayName } from '../slices/stage';
import type { RoomLine } from './parts';

const KINDS: Readonly<Partial<Record<StageWayKind, WayName>>> = { [StageWayKind.WHEP]: 'whep', [StageWayKind.FLV]: 'flv', [StageWayKind.LL_HLS]: 'llhls' };

const TOLD_MS = 2_000;

/** What the room says of the event's stages. It is kept while the line is lost: a picture comes another way, and goes on. */
export class OnAir {
  private silence: ReturnType<typeof setTimeout> | undefined;

  constructor({ messages }: RoomLine, private readonly slice: StageSlice) {
    messages.on('stages', (stages) => {
      clearTimeout(this.silence);
      slice.onAir.value = readStages(stages);
    });
  }

  /** A room has greeted one. It tells of stages at once, or nothing where none is on air; until then what plays plays on. */
  begin(): void {
    clearTimeout(this.silence);
    this.silence = setTimeout(() => this.clear(), TOLD_MS);
  }

  /** One is in no room. */
  clear(): void {
    clearTimeout(this.silence);
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
