import { type BothTexts, type CertificateFacts } from '../ceremony/certificate/facts';
import type { CertificateWords } from '../ceremony/certificate/paper';
import { language } from '../i18n';
import { cert } from '../i18n/certificate';

const inLanguage = ({ en, zhHans }: BothTexts): string => (language.value === 'zh-Hans' ? zhHans : en);

/** When it was, as the page that verifies it says it too: in UTC, so that two who compare read the same. */
export function dateOf({ atMs }: CertificateFacts): { readonly date: string; readonly time: string } {
  const at = new Date(atMs), say = (options: Intl.DateTimeFormatOptions): string =>
    new Intl.DateTimeFormat(language.value === 'zh-Hans' ? 'zh-CN' : 'en-GB', { timeZone: 'UTC', ...options }).format(at);
  return { date: say({ day: 'numeric', month: 'long', year: 'numeric' }), time: say({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }) };
}

/** What a certificate is called where there are several. */
export function summaryOf(facts: CertificateFacts): string {
  return [facts.title || inLanguage(facts.event), inLanguage(facts.room), dateOf(facts).date].join(' · ');
}

/** What stands on the paper, in the language of the page. @param origin Where the venue is, such as `https://venue.example.org`. */
export function wordsOf(facts: CertificateFacts, origin: string): CertificateWords {
  const event = inLanguage(facts.event), isEvent = [facts.event.en, facts.event.zhHans].includes(facts.title);
  return {
    language: language.value, heading: cert('paper.heading'), otherHeading: cert('paper.other'), that: cert('paper.that'), name: facts.name, attended: cert('paper.attended'),
    event, title: isEvent ? '' : facts.title, place: cert('paper.place', { room: inLanguage(facts.room), ...dateOf(facts) }), organisation: facts.organisation,
    issuedBy: cert('paper.by'), verify: cert('paper.verify'), number: cert('paper.number', { number: facts.number }), address: `${origin}${facts.page}`,
  };
}
