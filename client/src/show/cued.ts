import type { Place } from '../scene/place';
import type { ScreenSources } from '../scene/sources/registry';
import type { ShowState } from '../net/generated/show_pb';
import { CueShow } from './cue-show';
import { ShowScreens } from './screens';

/** What a room's show makes of lights and screens: all that a picture needs of it, in one part of the page. */
export class CuedShow {
  readonly show: CueShow;
  private screens: ShowScreens | null = null;

  constructor(stateAt: (roomMs: number) => ShowState | null, private readonly sources: ScreenSources) {
    this.show = new CueShow(stateAt);
  }

  /** Another place, or none. */
  dress(place: Place | null): void {
    this.screens?.dispose();
    this.screens = place === null ? null : new ShowScreens(place, this.sources);
  }

  /** Before each frame, when the show was asked for its state. */
  follow(): void {
    this.screens?.follow(this.show.adopted);
  }
}
