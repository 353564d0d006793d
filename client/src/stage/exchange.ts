/** An SDP offer and its answer by HTTP, as WHIP (RFC 9725) and WHEP have it. */

/** The venue said no, or nothing. */
export class ExchangeError extends Error {
  /** @param status Of HTTP; 0 where nothing answered. @param reason One plain line of the venue; empty for none. */
  constructor(readonly status: number, readonly reason: string) {
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
  }).catch(() => { throw new ExchangeError(0, ''); });
  const text = await response.text().catch(() => '');
  if (response.status !== 201) throw new ExchangeError(response.status, reasonOf(text));
  const base = response.url === '' ? address : response.url, location = response.headers.get('Location') ?? '';
  // An address of another host would be told of our key, so the session stays where the offer went.
  return { sdp: text, session: location === '' ? '' : new URL(new URL(location, base).pathname, base).href };
}

/** Ends a session, also as the page goes. */
export function endSession(session: string, key?: string): void {
  if (session === '') return;
  void fetch(session, { method: 'DELETE', keepalive: true, credentials: 'omit', headers: key === undefined ? {} : { Authorization: `Bearer ${key}` } }).catch(() => undefined);
}

/** The plain line of a refusal: the body itself, or the detail of problem details (RFC 9457). */
function reasonOf(text: string): string {
  try {
    const problem = JSON.parse(text) as { detail?: unknown; title?: unknown };
    const line = typeof problem.detail === 'string' ? problem.detail : problem.title;
    return typeof line === 'string' ? line.slice(0, LONGEST_REASON) : '';
  } catch {
    return text.startsWith('<') ? '' : text.trim().slice(0, LONGEST_REASON);
  }
}
