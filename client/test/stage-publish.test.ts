import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Publisher, type PublishFault } from '../src/stage/publish';

/** What the venue is asked, and how it answers the next offers. */
interface Asked { readonly method: string; readonly path: string; readonly key: string | null; readonly body: string }
let asked: Asked[], answers: (() => Response | Promise<Response>)[], connections: FakeConnection[], told: string[];

interface FakeSender { track: unknown; replaceTrack(track: { kind: string } | null): Promise<void>; getParameters(): object; setParameters(): Promise<void> }
interface FakeTransceiver { sender: FakeSender; receiver: { track: { kind: string } }; codecs: { mimeType: string }[]; setCodecPreferences(codecs: { mimeType: string }[]): void }

/** A connection as the page has it; what becomes of it is up to the test. */
class FakeConnection {
  connectionState: RTCPeerConnectionState = 'new';
  onconnectionstatechange: (() => void) | null = null;
  localDescription: { sdp: string } | null = null;
  remote = '';
  readonly transceivers: FakeTransceiver[] = [];

  constructor() { connections.push(this); }
  addTransceiver(of: string | { kind: string }): unknown {
    const kind = typeof of === 'string' ? of : of.kind, sender = {
      track: typeof of === 'string' ? null : of, getParameters: () => ({ encodings: [{}] }), setParameters: () => Promise.resolve(),
      replaceTrack(track: { kind: string } | null) { sender.track = track; return Promise.resolve(); },
    };
    const transceiver: FakeTransceiver = { sender, receiver: { track: { kind } }, codecs: [], setCodecPreferences: (codecs) => (transceiver.codecs = codecs) };
    this.transceivers.push(transceiver);
    return transceiver;
  }
  getTransceivers(): unknown[] { return this.transceivers; }
  setLocalDescription(): Promise<void> { this.localDescription = { sdp: `offer ${connections.length}` }; return Promise.resolve(); }
  setRemoteDescription({ sdp }: { sdp: string }): Promise<void> { this.remote = sdp; return Promise.resolve(); }
  close(): void { this.connectionState = 'closed'; }
  become(state: RTCPeerConnectionState): void { this.connectionState = state; this.onconnectionstatechange?.(); }
}

const ANSWER = 'v=0\r\na=rtpmap:111 opus/48000/2\r\na=fmtp:111 minptime=10\r\nm=video 9 UDP/TLS/RTP/SAVPF 102\r\na=rtpmap:102 H264/90000\r\na=fmtp:102 packetization-mode=1\r\n';
const created = (): Response => new Response(ANSWER, { status: 201, headers: { Location: '/api/v1/stage/whip/one' } });
const refusal = (status: number, body = '', type = 'text/plain') => (): Response => new Response(body, { status, headers: { 'Content-Type': type } });
const stream = (...kinds: string[]): MediaStream => ({ getTracks: () => kinds.map((kind) => ({ kind, contentHint: '' })) }) as unknown as MediaStream;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
  [asked, answers, connections, told] = [[], [], [], []];
  vi.stubGlobal('RTCPeerConnection', FakeConnection);
  vi.stubGlobal('RTCRtpSender', { getCapabilities: () => ({ codecs: [{ mimeType: 'video/VP8' }, { mimeType: 'video/rtx' }, { mimeType: 'video/H264' }] }) });
  vi.stubGlobal('fetch', async (path: string, init: RequestInit) => {
    asked.push({ method: init.method ?? 'GET', path, key: new Headers(init.headers).get('Authorization'), body: typeof init.body === 'string' ? init.body : '' });
    return init.method === 'POST' ? (answers.shift() ?? created)() : new Response(null, { status: 200 });
  });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const publish = (of = stream('audio', 'video')): Publisher => new Publisher('http://venue.test/api/v1/stage/whip', 'secret', of, {
  state: (state) => told.push(state), ended: (fault: PublishFault, reason) => told.push(`${fault}: ${reason}`),
});
const pass = (ms: number): Promise<unknown> => vi.advanceTimersByTimeAsync(ms);
const last = (): FakeConnection => connections[connections.length - 1];
const posts = (): Asked[] => asked.filter(({ method }) => method === 'POST');

describe('going live by WHIP', () => {
  it('gives the offer with the key, and is live once it is connected', async () => {
    publish();
    await pass(1);
    expect(posts()).toEqual([{ method: 'POST', path: 'http://venue.test/api/v1/stage/whip', key: 'Bearer secret', body: 'offer 1' }]);
    expect(told).toEqual(['connecting']);
    last().become('connected');
    expect(told).toEqual(['connecting', 'live']);
    expect(last().remote).toContain('a=fmtp:111 minptime=10;stereo=1');
    expect(last().remote).toContain('a=fmtp:102 packetization-mode=1;x-google-start-bitrate=1500\r\n');
    expect(last().transceivers.map(({ receiver }) => receiver.track.kind)).toEqual(['audio', 'video']);
    expect(last().transceivers[1].codecs[0].mimeType).toBe('video/H264');
  });

  it('ends cleanly', async () => {
    const publisher = publish();
    await pass(1);
    last().become('connected');
    publisher.end();
    expect(asked.at(-1)).toMatchObject({ method: 'DELETE', path: 'http://venue.test/api/v1/stage/whip/one', key: 'Bearer secret' });
    expect(last().connectionState).toBe('closed');
    await pass(60_000);
    expect(posts()).toHaveLength(1);
    expect(told).toEqual(['connecting', 'live']);
  });

  it('ended before the venue has answered, it leaves nothing there', async () => {
    let answer: (response: Response) => void = () => undefined;
    answers.push(() => new Promise((resolve) => (answer = resolve)));
    const publisher = publish();
    await pass(1);
    publisher.end();
    answer(created());
    await pass(1);
    expect(asked.at(-1)?.method).toBe('DELETE');
  });

  const refusals = [[401, 'key: no'], [403, 'key: no'], [409, 'taken: no'], [406, 'codec: no'], [415, 'codec: no'], [422, 'refused: no']] as const;
  it.each(refusals)('is told why not: %i', async (status, line) => {
    answers.push(refusal(status, 'no'));
    publish();
    await pass(1);
    expect(told).toEqual(['connecting', line]);
    await pass(60_000);
    expect(posts()).toHaveLength(1);
  });

  it('reads the reason out of problem details, and no page of a proxy', async () => {
    answers.push(refusal(422, JSON.stringify({ title: 'Refused', detail: 'Too large.' }), 'application/problem+json'));
    publish();
    await pass(1);
    answers.push(refusal(422, '<html>nginx</html>', 'text/html'));
    publish();
    await pass(1);
    expect(told).toEqual(['connecting', 'refused: Too large.', 'connecting', 'refused: ']);
  });

  it('a line that is lost is made again within half a minute, also where the venue still takes one for on air', async () => {
    publish();
    await pass(1);
    last().become('connected');
    last().become('disconnected');
    await pass(1_000);
    expect(connections).toHaveLength(1); // it may mend itself
    answers.push(refusal(409), refusal(502), refusal(503));
    await pass(8_000);
    expect(connections.length).toBeGreaterThan(3);
    last().become('connected');
    expect(told.at(-1)).toBe('live');
    expect(told.filter((line) => line.includes(':'))).toEqual([]);
    expect(asked.filter(({ method }) => method === 'DELETE').length).toBeGreaterThan(0);
  });

  it('and not for longer', async () => {
    publish();
    await pass(1);
    last().become('connected');
    answers.push(...Array.from({ length: 40 }, () => refusal(502)));
    last().become('failed');
    await pass(29_000);
    expect(told.at(-1)).toBe('returning');
    await pass(15_000);
    expect(told.at(-1)).toBe('network: ');
    const count = posts().length;
    await pass(60_000);
    expect(posts()).toHaveLength(count);
  });

  it('sends another picture without connecting anew', async () => {
    const publisher = publish(), other = stream('video');
    await pass(1);
    last().become('connected');
    await publisher.replace(other);
    expect(last().transceivers[1].sender.track).toMatchObject({ kind: 'video' });
    expect(last().transceivers[0].sender.track).toBeNull();
    expect(posts()).toHaveLength(1);
  });
});
