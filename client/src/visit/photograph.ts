import { create } from '@bufbuild/protobuf';
import type { EventFiles } from '../net/files';
import { PhotographKeptSchema } from '../net/generated/kapok_pb';
import type { PhotographSlice } from '../slices/photograph';
import type { RoomLine } from './parts';

/** The group photograph: what the room says of it, and that its picture is kept. */
export class Photographs {
  constructor(private readonly line: RoomLine, slice: PhotographSlice, readonly files: EventFiles) {
    line.messages.on('photograph', (told) => { slice.told.value = told; });
    line.messages.on('photographKept', () => { slice.news.value++; });
  }

  /** The event's picture of it is there. */
  tellKept(id: string): void {
    void this.line.requests.ask({ body: { case: 'photographKept', value: create(PhotographKeptSchema, { id }) } });
  }
}
