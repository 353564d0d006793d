import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { DEFAULT_LOOK } from '../src/avatar/look';
import { Role, type Person } from '../src/net/generated/kapok_pb';
import { isMissingPart } from '../src/net/parts';
import { visitSlices } from '../src/slices';
import { port } from '../src/slices/port';
import { Messages } from '../src/visit/messages';
import { Requests, type Outcome } from '../src/visit/requests';
import { showFound, showRoster } from '../src/visit/roster';
import { People } from '../src/world/people';

describe('messages of the room', () => {
  it('go to their owner', () => {
    const messages = new Messages(), heard: string[] = [];
    messages.on('notice', ({ code }) => heard.push(code));
    expect(messages.take({ case: 'notice', value: { $typeName: 'kapok.v1.Notice', code: 'notice.busy', values: {} } })).toBe(true);
    expect(heard).toEqual(['notice.busy']);
  });

  it('have one owner each', () => {
    const messages = new Messages();
    messages.on('found', () => undefined);
    expect(() => messages.on('found', () => undefined)).toThrow('Two take the message found.');
  });

  it('that nobody takes are let pass: a visit may run without voices', () => {
    expect(new Messages().take({ case: 'silences', value: { $typeName: 'kapok.v1.Silences', everyone: true, zones: [] } })).toBe(false);
  });
});

describe('a port', () => {
  interface Asks { readonly say: (text: string) => void; readonly wave: () => void }

  it('keeps the newest of what is asked before its part has come, and drops what is of the moment', () => {
    const told: string[] = [], asks = port<Asks>({ say: 'kept', wave: 'dropped' }, (name) => told.push(name)), heard: string[] = [];
    asks.say('one');
    asks.say('two');
    asks.wave();
    asks.connect({ say: (text) => heard.push(text), wave: () => heard.push('wave') });
    asks.say('three');
    asks.wave();
    expect(heard).toEqual(['two', 'three', 'wave']);
    expect(told).toEqual(['say', 'say']);
  });
});

describe('a part of the page that did not come', () => {
  it.each(['Failed to fetch dynamically imported module: http://a/app/session-1.js', 'error loading dynamically imported module: http://a/x.js',
    'Importing a module script failed.', 'Unable to preload CSS for /app/x.css'])('is known by what browsers say: %s', (text) => {
    expect(isMissingPart(new TypeError(text))).toBe(true);
  });

  it('is not taken for a browser without WebGL, nor for any other fault', () => {
    expect([new Error('Error creating WebGL context.'), new TypeError('Cannot read properties of undefined'), 'text', null].map(isMissingPart))
      .toEqual([false, false, false, false]);
  });
});

describe('requests', () => {
  let sent: [number, string][], isLive: boolean, outcomes: [string, Outcome, string][], names: Map<number, string>;

  beforeEach(() => {
    vi.useFakeTimers();
    [sent, isLive, outcomes, names] = [[], true, [], new Map()];
  });
  afterEach(() => vi.useRealTimers());

  const make = (): Requests => new Requests({
    send: (body, request) => {
      if (isLive) sent.push([request, body.case]);
      return isLive;
    },
    identify: (_, then) => then((id) => names.get(id) ?? ''),
  }, 40);
  const wish = (name: string, more: object = {}): Parameters<Requests['ask']>[0] =>
    ({ body: { case: 'stand', value: { $typeName: 'kapok.v1.Stand' } }, settled: (outcome, notice) => outcomes.push([name, outcome, notice]), ...more });

  it('are numbered one after the other, and settled by their number alone', () => {
    const requests = make(), first = requests.ask(wish('a')), second = requests.ask(wish('b'));
    expect([first.number, second.number]).toEqual([41, 42]);
    requests.done(42, 'notice.muted');
    requests.done(7, '');
    expect(outcomes).toEqual([['b', 'done', 'notice.muted']]);
    expect(requests.waiting).toBe(1);
  });

  it('begin again at 1 after the last number there is', () => {
    const requests = new Requests({ send: () => true, identify: () => undefined }, 0xffff_ffff);
    expect(requests.ask(wish('a')).number).toBe(1);
  });

  it('that were sent as the line broke keep their number; those that are doubtful after long are not sent again', () => {
    const requests = make();
    requests.ask(wish('line'));
    requests.ask(wish('block', { isRepeatable: true }));
    requests.lost();
    vi.advanceTimersByTime(30_000);
    requests.returned();
    expect(sent.map(([number]) => number)).toEqual([41, 42, 41, 42]);
    requests.lost();
    vi.advanceTimersByTime(30_000);
    requests.returned();
    expect(sent.map(([number]) => number)).toEqual([41, 42, 41, 42, 42]);
    expect(outcomes).toEqual([['line', 'unsure', '']]);
  });

  it('about people are sent only where the id still means them', () => {
    const requests = make();
    isLive = false;
    requests.ask(wish('tom', { about: [{ id: 3, name: 'Tom' }] }));
    requests.ask(wish('ann', { about: [{ id: 4, name: 'Ann' }] }));
    isLive = true;
    names.set(3, 'Tom').set(4, 'Eve');
    requests.returned();
    expect(sent.map(([number]) => number)).toEqual([41]);
    expect(outcomes).toEqual([['ann', 'gone', '']]);
  });

  it('that came too fast are sent again one by one, in order, with what was asked meanwhile behind them', () => {
    const requests = make();
    for (const name of ['a', 'b', 'c']) requests.ask(wish(name));
    requests.done(42, 'notice.too-fast');
    requests.done(43, 'notice.too-fast');
    requests.done(41, '');
    requests.ask(wish('d'));
    expect(sent.map(([number]) => number)).toEqual([41, 42, 43]);
    vi.advanceTimersByTime(1_100);
    expect(sent.map(([number]) => number)).toEqual([41, 42, 43, 42]);
    vi.advanceTimersByTime(5_000);
    expect(sent.map(([number]) => number)).toEqual([41, 42, 43, 42, 43, 44]);
    for (const number of [42, 43, 44]) requests.done(number, '');
    expect(outcomes.map(([name, outcome]) => `${name} ${outcome}`)).toEqual(['a done', 'b done', 'c done', 'd done']);
  });

  it('that never come through at the right pace are told as not done', () => {
    const requests = make();
    requests.ask(wish('a'));
    for (let i = 0; i < 30 && requests.waiting > 0; i++) {
      requests.done(41, 'notice.too-fast');
      vi.advanceTimersByTime(1_100);
    }
    expect(outcomes).toEqual([['a', 'done', 'notice.too-fast']]);
  });

  it('of a kind give way to a newer one, and those of one room end with it', () => {
    const requests = make();
    isLive = false;
    requests.ask(wish('red', { kind: 'look' }));
    requests.ask(wish('blue', { kind: 'look' }));
    requests.leave();
    expect(outcomes).toEqual([['red', 'replaced', ''], ['blue', 'left', '']]);
    expect(requests.waiting).toBe(0);
  });
});

describe('the roster', () => {
  const person = (id: number, role = Role.ATTENDEE): Person =>
    ({ $typeName: 'kapok.v1.Person', id, name: `p${id}`, role, stickOn: false, away: false, muted: false, bot: false, silenced: false,
      look: { $typeName: 'kapok.v1.Look', ...DEFAULT_LOOK } });

  it('has oneself first, then who is on stage or in charge, then the nearest; the blocked are marked', () => {
    const people = new People(), { people: slice, self } = visitSlices(), sticks: boolean[] = [];
    people.begin({ columns: 10, rows: 10, metres: 4, originX: 0, originZ: 0 });
    for (const [id, role, x] of [[0, Role.ATTENDEE, 0], [1, Role.ATTENDEE, 9], [2, Role.ATTENDEE, 4], [3, Role.PERFORMER, 30]] as const) {
      people.introduce(person(id, role));
      people.actors.x[id] = x;
    }
    slice.rosterWanted.value = true;
    showRoster(people, 0, new Set([2]), slice, self, (on) => sticks.push(on));
    expect(slice.roster.value.map(({ id, metres, blocked }) => [id, metres, blocked])).toEqual([[0, 0, false], [3, 30, false], [2, 4, true], [1, 9, false]]);
    expect([slice.here.value, self.role.value, sticks]).toEqual([4, 'attendee', [false]]);
  });

  it('is not made while nobody reads it', () => {
    const people = new People(), { people: slice, self } = visitSlices();
    people.introduce(person(0));
    showRoster(people, 0, new Set(), slice, self, () => undefined);
    expect([slice.roster.value, slice.here.value]).toEqual([[], 1]);
  });

  it('has the card of somebody who was only looked up', () => {
    const people = new People(), { people: slice, self } = visitSlices();
    slice.card.value = 9;
    showFound(slice, [person(9, Role.SPEAKER)], true);
    showRoster(people, -1, new Set(), slice, self, () => undefined);
    expect(slice.cardPerson.value).toMatchObject({ id: 9, name: 'p9', role: 'speaker' });
    expect(slice.found.value.more).toBe(true);
  });
});
