import { effect } from '@preact/signals';
import { noiseAround } from '../audio/crowd-noise';
import { Soundscape } from '../audio/soundscape';
import type { Actors } from '../world/actors';
import type { Shown } from '../world/track';
import { shown } from '../slices';

const { door, settings } = shown;

/** What one hears of a visit: the soundscape, under the person's volume, silent where nobody is to be heard. */
export class RoomSound {
  readonly scape = new Soundscape();

  constructor() {
    effect(() => this.scape.setVolume(settings.settings.value.volume));
    effect(() => {
      if (door.phase.value !== 'live') this.scape.hush();
    });
    document.addEventListener('visibilitychange', () => {
      if (document.hidden) this.scape.hush();
    });
  }

  /** @param turnSeconds How long until the next call. */
  follow(actors: Actors, me: number, { x, z }: Shown, turnSeconds: number): void {
    if (settings.settings.value.volume > 0) this.scape.hear(noiseAround(actors, me, x, z), turnSeconds);
  }
}
