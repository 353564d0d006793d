import { create } from '@bufbuild/protobuf';
import { describe, expect, it } from 'vitest';
import { ShowDeskSchema } from '../src/net/generated/show_pb';
import { withRun } from '../src/visit/show';

const desk = (cues: string[] | null, more = false, standby = '') =>
  create(ShowDeskSchema, { run: cues === null ? undefined : { title: 'Gala', cues: cues.map((id) => ({ id })) }, more, standby });

describe('the desk of a show', () => {
  it('keeps the run of show that was told before, and puts a long one together', () => {
    let told = withRun(desk(['1', '2']), null);
    told = withRun(desk(['3'], true), told);
    expect(told.run?.cues.map(({ id }) => id)).toEqual(['1', '2', '3']);
    told = withRun(desk(null, false, '2'), told);
    expect([told.standby, told.run?.title, told.run?.cues.length]).toEqual(['2', 'Gala', 3]);
    expect(withRun(desk(['9']), told).run?.cues.map(({ id }) => id)).toEqual(['9']);
  });
});
