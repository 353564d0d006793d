import { create } from '@bufbuild/protobuf';
import { effect } from '@preact/signals';
import { SignSchema } from '../net/generated/kapok_pb';
import { CeremonyKind } from '../net/generated/show_pb';
import type { ShowSlice } from '../slices/show';
import type { SigningSlice } from '../slices/signing';
import type { RoomLine } from './parts';

/** The signing wall: passes on what the room says of it, and asks. What it looks like is known to who shows it. */
export class Signing {
  private readonly known = new Set<number>();

  constructor(private readonly line: RoomLine, private readonly slice: SigningSlice, show: ShowSlice) {
    line.messages.on('signed', (signed) => {
      for (const { number } of signed.strokes) this.known.add(number);
      for (const number of signed.removed) this.known.delete(number);
      slice.told.tell(signed);
      slice.count.value = this.known.size;
    });
    effect(() => { slice.isOpen.value = show.state.value?.ceremony?.step?.kind === CeremonyKind.SIGNING; });
  }

  connect(): void {
    this.slice.ask.connect({
      sign: (wish, settled) => void this.line.requests.ask({
        body: { case: 'sign', value: create(SignSchema, wish) }, settled: (outcome, notice) => settled?.(outcome === 'done' && notice === ''),
      }),
    });
  }

  /** A room has greeted one: what was known is void. */
  begin(): void {
    this.known.clear();
    this.slice.told.tell(null);
    this.slice.count.value = 0;
  }
}
