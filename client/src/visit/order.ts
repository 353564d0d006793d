import { t } from '../i18n';
import { Measure } from '../net/generated/kapok_pb';
import type { NoticesSlice } from '../slices/notices';
import type { Finder } from './finder';
import type { RoomLine } from './parts';
import type { Outcome, Request } from './requests';

const MEASURES = { mute: Measure.MUTE, unmute: Measure.UNMUTE, kick: Measure.KICK, ban: Measure.BAN } as const;

/** Reports and measures. What the room says to them is told as it comes; what never reached it is told as that. */
export class Order {
  constructor(private readonly line: RoomLine, private readonly finder: Finder, private readonly notices: NoticesSlice) {}

  report(person: number, reason: string): void {
    this.ask(person, { body: { case: 'report', value: { $typeName: 'kapok.v1.Report', person, reason } } });
  }

  moderate(person: number, measure: keyof typeof MEASURES, reason: string): void {
    this.ask(person, { body: { case: 'moderate', value: { $typeName: 'kapok.v1.Moderate', measure: MEASURES[measure], person, reason } }, isRepeatable: true });
  }

  private ask(person: number, request: Request): void {
    const name = this.finder.nameOf(person);
    const { isSent } = this.line.requests.ask({ ...request, about: [{ id: person, name }], settled: (outcome) => this.settled(name, outcome) });
    if (!isSent) this.notices.toast(t('notice.kept'));
  }

  private settled(name: string, outcome: Outcome): void {
    if (outcome === 'done' || outcome === 'replaced') return;
    this.notices.toast(t(outcome === 'gone' || outcome === 'left' ? 'notice.gone-before' : 'notice.not-done', { name }));
  }
}
