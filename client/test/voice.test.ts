import { describe, expect, it } from 'vitest';
import { QuietDetector, LineQuality } from '../src/voice/quality';
import { RetryPolicy } from '../src/voice/retry';
import { mendOffer } from '../src/voice/sdp';
import { SlotBook } from '../src/voice/slots';
import { constraintsOf } from '../src/voice/microphone';

const section = (mid: number, direction: string): string => [
  `m=audio ${mid === 0 ? 9 : 0} UDP/TLS/RTP/SAVPF 111 63`, `a=mid:${mid}`, `a=${direction}`, 'a=rtcp-mux', 'a=rtpmap:111 opus/48000/2', 'a=rtcp-fb:111 transport-cc',
  'a=fmtp:111 minptime=10;useinbandfec=1', 'a=rtpmap:63 red/48000/2', 'a=fmtp:63 111/111', '',
].join('\r\n');
const offer = `v=0\r\no=- 1 2 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\n${section(0, 'sendonly')}${section(1, 'recvonly')}${section(2, 'recvonly')}`;

describe('an offer', () => {
  it('asks that lost packets come again, right after the congestion feedback, in every section', () => {
    const mended = mendOffer(offer, { stereo: new Set() });
    expect(mended.match(/a=rtcp-fb:111 transport-cc\r\na=rtcp-fb:111 nack\r\n/g)).toHaveLength(3);
    expect(mended.replaceAll('a=rtcp-fb:111 nack\r\n', '')).toBe(offer);
  });

  it('asks once, however often it is mended', () => {
    const once = mendOffer(offer, { stereo: new Set([2]) });
    expect(mendOffer(once, { stereo: new Set([2]) })).toBe(once);
  });

  it('asks for stereo in the sections of the stage only', () => {
    const sections = mendOffer(offer, { stereo: new Set([2]) }).split(/(?=^m=)/m).slice(1);
    expect(sections.map((one) => one.includes('useinbandfec=1;stereo=1\r\n'))).toEqual([false, false, true]);
  });

  it('has stereo also where the browser gave no parameters, and nack where it gave no feedback', () => {
    const bare = 'v=0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 109\r\na=rtpmap:109 opus/48000/2\r\na=mid:0\r\n';
    expect(mendOffer(bare, { stereo: new Set([0]) }))
      .toBe('v=0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 109\r\na=rtpmap:109 opus/48000/2\r\na=fmtp:109 stereo=1\r\na=rtcp-fb:109 nack\r\na=mid:0\r\n');
  });

  it('keeps sections without Opus as they are', () => {
    const video = 'v=0\r\nm=video 9 UDP/TLS/RTP/SAVPF 96\r\na=rtpmap:96 VP8/90000\r\n';
    expect(mendOffer(video, { stereo: new Set([0]) })).toBe(video);
  });
});

describe('slots', () => {
  it('tell which of them carry another sound', () => {
    const book = new SlotBook(2, 1);
    expect(book.take([{ slot: 0, person: 7, isMusic: false }, { slot: 2, person: 9, isMusic: true }])).toEqual([0, 2]);
    expect(book.take([{ slot: 0, person: 7, isMusic: false }])).toEqual([]);
    expect(book.at(0)).toEqual({ person: 7, isMusic: false });
    expect([book.isStage(1), book.isStage(2)]).toEqual([false, true]);
    expect(book.take([{ slot: 0, isMusic: false }])).toEqual([0]);
    expect(book.at(0)).toBeNull();
  });

  it('take no news of slots that were not asked for', () => {
    const book = new SlotBook(1, 0);
    expect(book.take([{ slot: 1, person: 3, isMusic: false }, { slot: -1, person: 3, isMusic: false }, { slot: 0.5, person: 3, isMusic: false }])).toEqual([]);
    expect(book.count).toBe(1);
  });

  it('find a voice, not the music of the same person', () => {
    const book = new SlotBook(1, 1);
    book.take([{ slot: 1, person: 5, isMusic: true }]);
    expect(book.slotOf(5)).toBe(-1);
    book.take([{ slot: 0, person: 5, isMusic: false }]);
    expect(book.slotOf(5)).toBe(0);
  });

  it('know another sound of the same person from the one before', () => {
    const book = new SlotBook(0, 1);
    book.take([{ slot: 0, person: 5, isMusic: true }]);
    expect(book.take([{ slot: 0, person: 5, isMusic: false }])).toEqual([0]);
  });
});

describe('coming back', () => {
  const middle = (): number => 0.5;

  it('is tried soon after a loss, and ever later', () => {
    const policy = new RetryPolicy(middle), delays = Array.from({ length: 8 }, () => policy.next('lost'));
    expect(delays[0]).toBeLessThan(500);
    for (let i = 1; i < delays.length; i++) expect(delays[i]).toBeGreaterThanOrEqual(delays[i - 1]);
    expect(delays.at(-1)).toBeLessThanOrEqual(30_000);
  });

  it('starts over once it was connected', () => {
    const policy = new RetryPolicy(middle), first = policy.next('lost');
    policy.next('lost');
    policy.connected();
    expect(policy.next('lost')).toBe(first);
  });

  it('is spread', () => {
    expect(new RetryPolicy(() => 0).next('lost')).toBeLessThan(new RetryPolicy(() => 1).next('lost'));
  });

  it('says that voice is blocked after a second attempt without a path, and not for losses or refusals', () => {
    const policy = new RetryPolicy(middle);
    for (const cause of ['lost', 'refused', 'lost', 'no-path'] as const) policy.next(cause);
    expect(policy.isBlocked).toBe(false);
    policy.next('no-path');
    expect(policy.isBlocked).toBe(true);
    policy.connected();
    expect(policy.isBlocked).toBe(false);
  });

  it('is tried at once on another network, which may not block it', () => {
    const policy = new RetryPolicy(middle);
    policy.next('no-path');
    policy.next('no-path');
    expect(policy.next('network')).toBe(0);
    expect(policy.isBlocked).toBe(false);
  });
});

describe('the connection', () => {
  it('is called poor after two bad readings, and good again after three', () => {
    const line = new LineQuality();
    let [received, lost] = [0, 0];
    const read = (came: number, gone: number, roundTripMs: number | null = 40): boolean => {
      [received, lost] = [received + came, lost + gone];
      line.take({ received, lost, roundTripMs });
      return line.isPoor;
    };
    expect([read(100, 0), read(80, 20), read(80, 20)]).toEqual([false, false, true]);
    expect([read(100, 0), read(100, 0), read(100, 0)]).toEqual([true, true, false]);
    expect([read(100, 0, 900), read(100, 0, 900)]).toEqual([false, true]);
  });

  it('is not called poor for a few packets lost in silence', () => {
    const line = new LineQuality();
    [[0, 0], [3, 2], [6, 4], [9, 6]].forEach(([received, lost]) => line.take({ received, lost, roundTripMs: null }));
    expect(line.isPoor).toBe(false);
  });

  it('is judged by what changed: a new connection counts from 0', () => {
    const line = new LineQuality();
    line.take({ received: 5000, lost: 3000, roundTripMs: null });
    line.take({ received: 5100, lost: 3000, roundTripMs: null });
    line.take({ received: 5200, lost: 3000, roundTripMs: null });
    expect(line.isPoor).toBe(false);
  });
});

describe('a microphone', () => {
  it('is called quiet after five seconds of nothing, and no longer at the first sound', () => {
    const quiet = new QuietDetector();
    for (let i = 0; i < 49; i++) quiet.hear(0.0001, 0.1);
    expect(quiet.isQuiet).toBe(false);
    for (let i = 0; i < 3; i++) quiet.hear(0, 0.1);
    expect(quiet.isQuiet).toBe(true);
    quiet.hear(0.01, 0.1);
    expect(quiet.isQuiet).toBe(false);
  });

  it('is asked for with echo cancelling unless headphones are worn', () => {
    expect(constraintsOf({ device: '', headphones: false, cleans: true })).toEqual({ echoCancellation: true, noiseSuppression: true, autoGainControl: true, channelCount: 1 });
    expect(constraintsOf({ device: 'x', headphones: true, cleans: false }))
      .toMatchObject({ deviceId: { exact: 'x' }, echoCancellation: false, noiseSuppression: false, autoGainControl: false });
  });
});
