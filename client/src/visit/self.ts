import { t } from '../i18n';
import type { Look } from '../avatar/look';
import type { NoticesSlice } from '../slices/notices';
import type { SelfSlice } from '../slices/self';
import type { RoomLine } from './parts';
import type { Outcome } from './requests';
import { Wish } from './wish';

/** What one does with oneself: look, glow stick, emotes. What lasts is kept while the line is lost; a gesture is of the moment. */
export class Self {
  /** Whether one's glow stick is lit: one's own key and the room both say so. */
  private readonly stick: Wish<boolean>;
  private asked = 0; // wishes about the stick that the room has not heard

  constructor(private readonly line: RoomLine, private readonly slice: SelfSlice, private readonly notices: NoticesSlice) {
    this.stick = new Wish<boolean>((on) => { slice.stickOn.value = on; });
  }

  emote(kind: number): void {
    this.line.now({ case: 'emote', value: { $typeName: 'kapok.v1.Emote', kind } });
  }

  toggleStick(): void {
    this.setStick(!this.slice.stickOn.value, this.slice.look.value?.stick ?? 0xffffff);
  }

  setStickColour(colour: number): void {
    const { look } = this.slice;
    if (look.value) look.value = { ...look.value, stick: colour };
    this.setStick(true, colour);
  }

  setLook(look: Look): void {
    this.slice.look.value = look;
    this.line.requests.ask({ body: { case: 'setLook', value: { $typeName: 'kapok.v1.SetLook', look: { $typeName: 'kapok.v1.Look', ...look } } }, isRepeatable: true,
      kind: 'look', settled: this.told });
  }

  private setStick(on: boolean, colour: number): void {
    this.stick.want(on);
    this.asked++;
    this.line.requests.ask({
      body: { case: 'setStick', value: { $typeName: 'kapok.v1.SetStick', on, colour } }, isRepeatable: true, kind: 'stick', again: () => this.stick.want(on),
      settled: (outcome) => {
        this.asked--;
        this.told(outcome);
      },
    });
  }

  /** The room says whether the stick is lit. What it says before it has heard the wish is of before. */
  stickIs(on: boolean): void {
    if (this.asked === 0) this.stick.is(on);
  }

  private readonly told = (outcome: Outcome): void => {
    if (outcome === 'unanswered' || outcome === 'unsure') this.notices.toast(t('notice.not-done'));
  };
}
