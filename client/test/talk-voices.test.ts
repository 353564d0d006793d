import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { DEFAULT_LOOK } from '../src/avatar/look';
import { VoiceMeasure } from '../src/net/generated/kapok_pb';
import { shown } from '../src/slices';
import { Voices } from '../src/talk/voices';
import { Visit } from '../src/visit/visit';
import { FakeVenue } from './support/fake-venue';

const { door, notices, voice } = shown; // those of the page: voices write into them
let venue: FakeVenue;

beforeEach(() => {
  vi.useFakeTimers();
  venue = new FakeVenue();
});
afterEach(() => {
  door.ask.leave();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** Somebody comes in who has voices, and nothing that sounds. */
async function enter(): Promise<Visit> {
  const visit = new Visit(shown, { wantsFrames: false });
  const voices = new Voices({ people: visit.people, clock: visit.clock, own: visit.own, line: visit, finder: visit.finder, zones: () => [] });
  visit.company.whenLeft((ids) => voices.forget(ids));
  visit.connect();
  door.ask.enter('Mei', DEFAULT_LOOK);
  await vi.advanceTimersByTimeAsync(200);
  voice.offered.value = true;
  return visit;
}

const asked = (kind: string): unknown[] => venue.asked.filter(({ body }) => body.case === kind).map(({ body }) => body.value);

describe('voices while the line is lost', () => {
  it('a hand that is raised is up after the return, and whom one does not want to hear is hushed', async () => {
    const tom = venue.add('arena', 'Tom'), visit = await enter();
    visit.entrance.connection?.breakLine();
    voice.ask.raiseHand(true);
    voice.ask.hush(tom.id, true);
    expect(notices.toasts.value.map(({ text }) => text)).toContain('Kept, and done as soon as the connection is back.');
    await vi.advanceTimersByTimeAsync(4_000);
    expect(asked('raiseHand')).toEqual([expect.objectContaining({ on: true })]);
    expect(asked('hush')).toEqual([expect.objectContaining({ person: tom.id, on: true })]);
  });

  it('a measure about a voice goes to nobody who has the id of the one that was meant', async () => {
    const tom = venue.add('arena', 'Tom'), visit = await enter();
    visit.entrance.connection?.breakLine();
    voice.ask.silence(tom.id, true);
    voice.ask.silenceEveryone(true);
    venue.remove('arena', tom);
    venue.add('arena', 'Ann', undefined, tom.id);
    await vi.advanceTimersByTimeAsync(4_000);
    expect(asked('moderateVoice')).toEqual([expect.objectContaining({ measure: VoiceMeasure.SILENCE_EVERYONE, on: true })]);
  });
});
