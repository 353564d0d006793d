import { getJson } from '../../net/join';

/** A line in the two languages of Kapok. */
export interface BothTexts { readonly en: string; readonly zhHans: string }

/** What a certificate of attendance says. */
export interface CertificateFacts {
  /** 32 hexadecimal digits. */
  readonly number: string;
  /** The path of the page that says whether it is real. */
  readonly page: string;
  readonly name: string;
  /** What was attended; empty for the event as such. */
  readonly title: string;
  readonly event: BothTexts;
  readonly room: BothTexts;
  readonly organisation: string;
  /** When, in milliseconds since 1970. */
  readonly atMs: number;
}

/** One's own certificates of an event, the newest first. @throws JoinError where the server does not answer. */
export async function fetchOwnCertificates(eventId: string): Promise<CertificateFacts[]> {
  return readCertificates(await getJson(`/api/v1/events/${encodeURIComponent(eventId)}/certificates/mine`));
}

/** Reads the server's answer; what is no certificate in it is left out. */
export function readCertificates(answer: unknown): CertificateFacts[] {
  const list = isRecord(answer) && Array.isArray(answer.certificates) ? (answer.certificates as unknown[]) : [];
  return list.flatMap((one) => {
    if (!isRecord(one)) return [];
    const { number, name, title, event, room, organisation, atMs } = one, page = one.page;
    const isWhole = isText(number) && /^[0-9a-f]{32}$/.test(number) && page === `/certificate/${number}` && isText(name) && isText(title) && isBoth(event) && isBoth(room)
      && isText(organisation) && typeof atMs === 'number' && Math.abs(atMs) <= 8.64e15;
    return isWhole ? [{ number, page, name, title, event, room, organisation, atMs }] : [];
  });
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
const isText = (value: unknown): value is string => typeof value === 'string';
const isBoth = (value: unknown): value is BothTexts => isRecord(value) && isText(value.en) && isText(value.zhHans);
