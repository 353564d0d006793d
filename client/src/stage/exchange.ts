/** An SDP offer and its answer by HTTP, as WHIP (RFC 9725) and WHEP have it. */

/** The venue said no, or nothing. */
export class ExchangeError extends Error {
  /** @param status Of HTTP; 0 where nothing answered. @param code Of the refusal, and @param reason one plain line of the venue; empty for none. */
  constructor(readonly status: number, readonly code: string, readonly reason: string) {
    super(`${status} ${reason}`);
  }
}

export interface Answer {
  readonly sdp: string;
  /** Of the session: a DELETE there ends it. */
  readonly session: string;
}

const ANSWER_MS = 8_000, LONGEST_REASON = 300;

/** Gives an offer. @param key Of a publisher; without one for a viewer. @throws ExchangeError. */
export async function giveOffer(address: string, sdp: string, key?: string): Promise<Answer> {
  const response = await fetch(address, {
    method: 'POST', body: sdp, signal: AbortSignal.timeout(ANSWER_MS), credentials: 'omit',
    headers: { 'Content-Type': 'application/sdp', ...(key === undefined ? {} : { Authorization: `Bearer ${key}` }) },
  }).catch(() => { throw new ExchangeError(0, '', ''); });
  const text = await response.text().catch(() => '');
  if (response.status !== 201) throw refusal(response.status, text);
  const base = response.url === '' ? address : response.url, location = response.headers.get('Location') ?? '';
  // An address of another host would be told of our key, so the session stays where the offer went.
  return { sdp: text, session: location === '' ? '' : new URL(new URL(location, base).pathname, base).href };
}

/** Ends a session, also as the page goes. */
export function endSession(session: string, key?: string): void {
  if (session === '') return;
  void fetch(session, { method: 'DELETE', keepalive: true, credentials: 'omit', headers: key === undefined ? {} : { Authorization: `Bearer ${key}` } }).catch(() => undefined);
}

/** A refusal as the venue gives it: problem details (RFC 9457) whose title is one plain sentence, or that sentence alone. What a proxy says is no sentence of ours. */
function refusal(status: number, text: string): ExchangeError {
  try {
    const problem = JSON.parse(text) as { code?: unknown; detail?: unknown; title?: unknown } | null, line = problem?.detail ?? problem?.title;
    return new ExchangeError(status, typeof problem?.code === 'string' ? problem.code : '', typeof line === 'string' ? line.slice(0, LONGEST_REASON) : '');
  } catch {
    return new ExchangeError(status, '', text.startsWith('<') ? '' : text.trim().slice(0, LONGEST_REASON));
  }
}
