import { effect } from '@preact/signals';
import { noiseAround } from '../audio/crowd-noise';
import { Soundscape } from '../audio/soundscape';
import type { Actors } from '../world/actors';
import { model } from '../ui/model';
import type { Shown } from '../world/track';

/** What one hears of a visit: the soundscape, under the person's volume, silent where nobody is to be heard. */
export class RoomSound {
  readonly scape = new Soundscape();

  constructor() {
    effect(() => this.scape.setVolume(model.settings.value.volume));
    effect(() => {
      if (model.phase.value !== 'live') this.scape.hush();
    });
    document.addEventListener('visibilitychange', () => {
      if (document.hidden) this.scape.hush();
    });
  }

  /** @param turnSeconds How long until the next call. */
  follow(actors: Actors, me: number, { x, z }: Shown, turnSeconds: number): void {
    if (model.settings.value.volume > 0) this.scape.hear(noiseAround(actors, me, x, z), turnSeconds);
  }
}
