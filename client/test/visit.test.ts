import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { DEFAULT_LOOK } from '../src/avatar/look';
import { Role } from '../src/net/generated/kapok_pb';
import { visitSlices, type VisitSlices } from '../src/slices';
import { NO_VIEW, type VisitView } from '../src/visit/parts';
import { Visit } from '../src/visit/visit';
import { FakeVenue } from './support/fake-venue';

interface Visitor { readonly visit: Visit; readonly slices: VisitSlices }

let venue: FakeVenue;

beforeEach(() => {
  vi.useFakeTimers();
  venue = new FakeVenue();
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const moment = (ms = 200): Promise<unknown> => vi.advanceTimersByTimeAsync(ms);

/** Somebody comes in without a picture. */
async function enter(name: string, view: VisitView = NO_VIEW): Promise<Visitor> {
  const slices = visitSlices(), visit = new Visit(slices, { wantsFrames: false, view });
  visit.connect();
  slices.people.rosterWanted.value = true;
  slices.door.ask.enter(name, DEFAULT_LOOK);
  await moment();
  return { visit, slices };
}

const linesOf = ({ slices }: Visitor): string[] => slices.chat.chat.value.map(({ text, own, state }) => `${own ? 'me' : 'them'}: ${text}${state === 'said' ? '' : ` (${state})`}`);
const toastsOf = ({ slices }: Visitor): string[] => slices.notices.toasts.value.map(({ text }) => text);
const whatWas = (by: string, kind: string): unknown[] => venue.asked.filter((one) => one.by === by && one.body.case === kind).map(({ body }) => body.value);

/** The line breaks, and nothing of it is known to either side until the page notices. */
function cut({ visit }: Visitor): void {
  visit.entrance.connection?.breakLine();
}

describe('a visit without a picture', () => {
  it('comes in, says that it wants no frames, and knows who is there', async () => {
    venue.add('arena', 'Tom');
    const mei = await enter('Mei');
    expect(mei.slices.door.phase.value).toBe('live');
    expect(venue.find('Mei').noFrames).toBe(true);
    expect(mei.slices.people.roster.value.map(({ name }) => name)).toEqual(['Mei', 'Tom']);
    expect(mei.slices.people.here.value).toBe(2);
    venue.remove('arena', venue.find('Tom'));
    await moment();
    expect(mei.slices.people.roster.value.map(({ name }) => name)).toEqual(['Mei']);
  });

  it('talks with another one, both ways', async () => {
    const mei = await enter('Mei'), tom = await enter('Tom');
    mei.slices.chat.ask.say('hello');
    expect(linesOf(mei)).toEqual(['me: hello (waits)']);
    await moment();
    tom.slices.chat.ask.say('  hello yourself ');
    await moment();
    expect(linesOf(mei)).toEqual(['me: hello', 'them: hello yourself']);
    expect(linesOf(tom)).toEqual(['them: hello', 'me: hello yourself']);
    expect([mei.slices.chat.unread.value, tom.slices.chat.unread.value]).toEqual([1, 1]);
  });

  it('goes through a portal with its pass, and is another room\'s', async () => {
    const mei = await enter('Mei'), { announcement } = mei.slices.notices;
    mei.visit.messages.take({ case: 'announcement', value: { $typeName: 'kapok.v1.Announcement', text: 'The doors close', from: 'Olga', roomMs: 0 } });
    expect(announcement.value?.text).toBe('The doors close');
    mei.slices.door.ask.takePortal();
    await moment(400);
    expect(mei.slices.door.room.value?.id).toBe('forum');
    expect(announcement.value).toBeNull(); // it was said in the other room
    expect(mei.slices.door.phase.value).toBe('live');
    expect(venue.joins.at(-1)).toMatchObject({ pass: 'pass', from: 'arena' });
    expect(venue.people('arena')).toEqual([]);
  });

  it('is told that it was kicked, and does not come back by itself', async () => {
    const mei = await enter('Mei'), mod = await enter('Mod');
    mod.slices.people.ask.moderate(mei.slices.door.me.value, 'kick', 'enough');
    await moment(60_000);
    expect([mei.slices.door.phase.value, mei.slices.door.reason.value, mei.slices.door.reasonDetail.value, mei.slices.door.mayReturn.value])
      .toEqual(['ended', 'kicked', 'enough', false]);
    expect(venue.joins).toHaveLength(2);
  });

  it('gives way to a newer one of the same person', async () => {
    const mei = await enter('Mei');
    venue.find('Mei').line?.end(4007, 'replaced');
    await moment(60_000);
    expect([mei.slices.door.phase.value, mei.slices.door.reason.value]).toEqual(['ended', 'replaced']);
    expect(venue.joins).toHaveLength(1);
  });

  it('that is kicked while its place still loads does not go in when it has come', async () => {
    let loaded = (): void => undefined;
    const mei = await enter('Mei', { ...NO_VIEW, load: () => new Promise((resolve) => (loaded = resolve)) });
    expect(mei.slices.door.phase.value).toBe('loading');
    venue.find('Mei').line?.end(4004, 'kicked');
    await moment();
    loaded();
    await moment();
    expect([mei.slices.door.phase.value, mei.slices.door.reason.value, mei.visit.room]).toEqual(['ended', 'kicked', null]);
  });

  it('whose place fails to load ends only itself, and not the one that was begun since', async () => {
    vi.spyOn(console, 'error').mockImplementation(() => undefined);
    const fails: ((error: Error) => void)[] = [];
    const mei = await enter('Mei', { ...NO_VIEW, load: () => new Promise((_, reject) => fails.push(reject)) });
    mei.slices.door.ask.leave();
    mei.slices.door.ask.enter('Mei', DEFAULT_LOOK);
    await moment();
    fails[0]?.(new Error('the first place is gone'));
    await moment();
    expect(mei.slices.door.phase.value).toBe('loading');
    fails[1]?.(new TypeError('Failed to fetch dynamically imported module: /app/arena-1.js'));
    await moment();
    expect([mei.slices.door.phase.value, mei.slices.door.reason.value, mei.slices.door.mustReload.value]).toEqual(['ended', 'part-missing', true]);
  });
});

describe('while the line is lost', () => {
  it('what one says is kept, said after the return, once and in order', async () => {
    const mei = await enter('Mei'), tom = await enter('Tom');
    venue.swallows.add('say');
    mei.slices.chat.ask.say('sent as the line broke');
    await moment(20);
    venue.swallows.clear();
    cut(mei);
    mei.slices.chat.ask.say('written meanwhile');
    expect(mei.slices.door.phase.value).toBe('lost');
    expect(linesOf(mei)).toEqual(['me: sent as the line broke (waits)', 'me: written meanwhile (waits)']);
    await moment(3_000);
    expect(mei.slices.door.phase.value).toBe('live');
    expect(linesOf(mei)).toEqual(['me: sent as the line broke', 'me: written meanwhile']);
    expect(linesOf(tom)).toEqual(['them: sent as the line broke', 'them: written meanwhile']);
  });

  it('a line that was heard, but whose answer was lost, is not doubled', async () => {
    const mei = await enter('Mei'), tom = await enter('Tom');
    mei.slices.chat.ask.say('once');
    await vi.advanceTimersByTimeAsync(0);
    const { line } = venue.find('Mei');
    if (line) line.onmessage = null; // the answer does not come through
    await moment(20);
    cut(mei);
    await moment(3_000);
    expect(linesOf(tom)).toEqual(['them: once']);
    expect(linesOf(mei)).toEqual(['me: once']);
  });

  it('a block holds at once, and reaches the room after the return', async () => {
    const tom = venue.add('arena', 'Tom'), mei = await enter('Mei');
    cut(mei);
    mei.slices.people.ask.block(tom.id, true);
    await moment(20);
    expect(toastsOf(mei)).toContain('Kept, and done as soon as the connection is back.');
    await moment(3_000);
    expect(venue.find('Mei').blocked).toEqual(new Set([tom.id]));
    expect(mei.visit.relations.blocked).toEqual(new Set([tom.id]));
    expect(mei.slices.people.roster.value.find(({ name }) => name === 'Tom')?.blocked).toBe(true);
  });

  it('a report and a measure about somebody whose id means another person by now go to nobody, and that is told', async () => {
    const tom = venue.add('arena', 'Tom'), mei = await enter('Mei');
    cut(mei);
    mei.slices.people.ask.report(tom.id, 'rude');
    mei.slices.people.ask.moderate(tom.id, 'kick', '');
    venue.remove('arena', tom);
    venue.add('arena', 'Ann', Role.ATTENDEE, tom.id);
    await moment(3_000);
    expect(whatWas('Mei', 'report')).toEqual([]);
    expect(whatWas('Mei', 'moderate')).toEqual([]);
    expect(toastsOf(mei)).toContain('It did not reach the venue in time: Tom is no longer here.');
  });

  it('a report about somebody who is still there is made after the return', async () => {
    const tom = venue.add('arena', 'Tom'), mei = await enter('Mei');
    cut(mei);
    mei.slices.people.ask.report(tom.id, 'rude');
    await moment(3_000);
    expect(whatWas('Mei', 'report')).toEqual([expect.objectContaining({ person: tom.id, reason: 'rude' })]);
  });

  it('of looks and of the glow stick the newest counts', async () => {
    const mei = await enter('Mei');
    cut(mei);
    mei.slices.self.ask.setLook({ ...DEFAULT_LOOK, hair: 1 });
    mei.slices.self.ask.setLook({ ...DEFAULT_LOOK, hair: 2 });
    mei.slices.self.ask.toggleStick();
    await moment(3_000);
    expect(whatWas('Mei', 'setLook')).toEqual([expect.objectContaining({ look: expect.objectContaining({ hair: 2 }) as unknown })]);
    expect(whatWas('Mei', 'setStick')).toHaveLength(1);
    expect(mei.slices.self.stickOn.value).toBe(true);
  });

  it('those whom one follows are followed after the return, but not whoever has their id since', async () => {
    const tom = venue.add('arena', 'Tom'), ann = venue.add('arena', 'Ann'), mei = await enter('Mei');
    mei.slices.people.ask.follow(tom.id, true);
    await moment();
    cut(mei);
    mei.slices.people.ask.follow(ann.id, true);
    venue.remove('arena', tom);
    venue.add('arena', 'Eve', Role.ATTENDEE, tom.id);
    await moment(3_000);
    expect(venue.find('Mei').followed).toEqual([ann.id]);
    expect([...mei.slices.people.followed.value]).toEqual([ann.id]);
  });

  it('what is of the moment is not done, and one is told', async () => {
    const mei = await enter('Mei');
    cut(mei);
    mei.slices.self.ask.emote(3);
    expect(toastsOf(mei)).toEqual(['The connection is lost: that was not done.']);
    await moment(3_000);
    expect(whatWas('Mei', 'emote')).toEqual([]);
  });

  it('a line that the room refuses is shown as not sent, and can be said again or taken back', async () => {
    const mei = await enter('Mei');
    venue.find('Mei').role = Role.UNSPECIFIED; // muted, here
    mei.slices.chat.ask.say('one');
    mei.slices.chat.ask.say('two');
    await moment();
    expect(linesOf(mei)).toEqual(['me: one (failed)', 'me: two (failed)']);
    venue.find('Mei').role = Role.ATTENDEE;
    const [one, two] = mei.slices.chat.chat.value;
    mei.slices.chat.ask.sayAgain(one.key);
    mei.slices.chat.ask.takeBack(two.key);
    await moment();
    expect(linesOf(mei)).toEqual(['me: one']);
  });

  it('a line whose answer never comes on a line that is alive has failed', async () => {
    const mei = await enter('Mei');
    venue.swallows.add('say');
    mei.slices.chat.ask.say('into the void');
    await moment(16_000);
    expect(mei.slices.door.phase.value).toBe('live');
    expect(linesOf(mei)).toEqual(['me: into the void (failed)']);
  });

  it('many lines go out at the pace that the room allows', async () => {
    const mei = await enter('Mei');
    cut(mei);
    for (let i = 0; i < 6; i++) mei.slices.chat.ask.say(String(i));
    await moment(1_000);
    expect(whatWas('Mei', 'say').length).toBeLessThan(4);
    await moment(6_000);
    expect(linesOf(mei)).toEqual(['me: 0', 'me: 1', 'me: 2', 'me: 3', 'me: 4', 'me: 5']);
  });

  it('one who comes back to a server that is newer is told so, and goes on', async () => {
    const mei = await enter('Mei');
    mei.slices.door.build.value = 'one';
    cut(mei);
    await moment(3_000);
    expect(mei.slices.door.isOutdated.value).toBe(false);
    venue.build = 'two';
    cut(mei);
    await moment(3_000);
    expect([mei.slices.door.isOutdated.value, mei.slices.door.phase.value]).toEqual([true, 'live']);
  });
});

describe('at the door', () => {
  it('one who is turned away as too fast waits as long as the server says, is told how long, and goes in', async () => {
    venue.refusals.push(Response.json({ code: 'too-fast' }, { status: 429, headers: { 'Retry-After': '5' } }));
    const mei = await enter('Mei');
    expect(mei.slices.door.waiting.value).toMatchObject({ kind: 'crowded' });
    await moment(3_000);
    expect(mei.slices.door.phase.value).toBe('joining');
    await moment(5_000);
    expect([mei.slices.door.phase.value, mei.slices.door.waiting.value]).toEqual(['live', null]);
  });

  it('one who waits may stop, and is not let in later', async () => {
    venue.refusals.push(Response.json({ code: 'too-fast' }, { status: 429, headers: { 'Retry-After': '5' } }));
    const mei = await enter('Mei');
    mei.slices.door.ask.giveUp();
    await moment(20_000);
    expect([mei.slices.door.phase.value, mei.slices.door.waiting.value, mei.slices.door.reason.value]).toEqual(['entry', null, null]);
    expect(venue.joins).toHaveLength(1);
  });

  it('one stands in line before a full room', async () => {
    const wait = (position: number): Response => Response.json({ waiting: { position, askAgainInSeconds: 2 } }, { status: 202 });
    venue.refusals.push(wait(2), wait(1));
    const mei = await enter('Mei');
    expect(mei.slices.door.waiting.value).toEqual({ kind: 'line', position: 2 });
    await moment(2_000);
    expect(mei.slices.door.waiting.value).toEqual({ kind: 'line', position: 1 });
    await moment(2_500);
    expect(mei.slices.door.phase.value).toBe('live');
    expect(venue.joins).toHaveLength(3);
  });

  it('is told why one is not let in', async () => {
    venue.refusals.push(Response.json({ code: 'banned' }, { status: 403 }));
    const mei = await enter('Mei');
    expect([mei.slices.door.phase.value, mei.slices.door.reason.value]).toEqual(['entry', 'banned']);
  });
});
