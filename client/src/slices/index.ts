import { ceremonySlice } from './ceremony';
import { chatSlice, type ChatSlice } from './chat';
import { deskSlice, type DeskSlice } from './desk';
import { doorSlice, type DoorSlice } from './door';
import { handsSlice } from './hands';
import { noticesSlice, type NoticesSlice } from './notices';
import { peopleSlice, type PeopleSlice } from './people';
import { photographSlice, type PhotographSlice } from './photograph';
import { pictureSlice } from './picture';
import { selfSlice, type SelfSlice } from './self';
import { settingsSlice, type SettingsSlice } from './settings';
import { showSlice, type ShowSlice } from './show';
import { signingSlice, type SigningSlice } from './signing';
import { slidesSlice, type SlidesSlice } from './slides';
import { stageSlice, type StageSlice } from './stage';
import { tracksSlice, type TracksSlice } from './tracks';
import { voiceSlice } from './voice';

/** What a visit writes, and where it is asked. A page has one of each; a test makes its own. */
export interface VisitSlices {
  readonly door: DoorSlice;
  readonly people: PeopleSlice;
  readonly chat: ChatSlice;
  readonly self: SelfSlice;
  readonly notices: NoticesSlice;
  readonly settings: SettingsSlice;
  readonly show: ShowSlice;
  readonly desk: DeskSlice;
  readonly slides: SlidesSlice;
  readonly signing: SigningSlice;
  readonly photograph: PhotographSlice;
  readonly tracks: TracksSlice;
  readonly stage: StageSlice;
}

export function visitSlices(): VisitSlices {
  return {
    door: doorSlice(), people: peopleSlice(), chat: chatSlice(), self: selfSlice(), notices: noticesSlice(), settings: settingsSlice(), show: showSlice(), desk: deskSlice(),
    slides: slidesSlice(), signing: signingSlice(), photograph: photographSlice(), tracks: tracksSlice(), stage: stageSlice(),
  };
}

/** Those of this page. */
export const shown = { ...visitSlices(), picture: pictureSlice(), hands: handsSlice(), voice: voiceSlice(), ceremony: ceremonySlice() };
