import { CeremonyKind, type Picture, type ScreenNow, type ShowState } from '../net/generated/show_pb';
import type { Place } from '../scene/place';
import type { ScreenSources } from '../scene/sources/registry';
import { ShownPictures } from '../scene/sources/shown';
import { ceremonyPicture } from './ceremony-screen';
import { contentOf } from './contents';
import type { PictureWish, ScreenWish } from '../scene/sources/wish';

/** Name of the screen that is a signing wall, where a place has one. */
const SIGNING = 'signing';

const NOTHING: ScreenWish = { picture: null, beside: null }, WALL: ScreenWish = { picture: { kind: 'wall', id: '' }, beside: null };
const USUAL_FADE = { since: 0, seconds: 0 };
const STEP_FADE = 0.4;

/** Keeps the screens of a place at what the room shows. One place's life long. */
export class ShowScreens {
  private readonly pictures: ShownPictures;
  private told: ShowState | null | undefined;

  constructor(private readonly place: Place, sources: ScreenSources) {
    this.pictures = new ShownPictures(place, sources);
  }

  /** Before each frame; does nothing where nothing has changed. */
  follow(state: ShowState | null): void {
    if (state === this.told && !this.pictures.isStale) return;
    this.told = state;
    const main = this.place.screens.keys().next().value, wall = this.place.screens.has(SIGNING) ? SIGNING : main;
    const signs = state?.running === true && state.ceremony?.step?.kind === CeremonyKind.SIGNING;
    for (const name of this.place.screens.keys()) {
      const now = state?.running === true ? (name === main ? mainOf(state, name) : contentOf(state.screens, name)) : undefined;
      const step = state !== null && name === main ? ceremonyPicture(state.ceremony, now) : null;
      if (step !== null) {
        this.pictures.show(name, { picture: step.picture, beside: null }, { since: step.since, seconds: STEP_FADE });
        continue;
      }
      const fade = now ? { since: now.startMs / 1000, seconds: (now.content?.fadeMs ?? 0) / 1000 } : USUAL_FADE;
      // While people sign they see it; a wall that is nothing else shows what was signed ever after, unless a cue says otherwise.
      if (name === wall && (signs || (name === SIGNING && (now?.content?.content?.body.case ?? 'own') === 'own'))) this.pictures.show(name, WALL, USUAL_FADE);
      else this.pictures.show(name, now ? { picture: wishOf(now.content?.content), beside: wishOf(now.content?.beside) } : NOTHING, fade);
    }
    this.pictures.sweep();
  }

  dispose(): void {
    this.pictures.dispose();
  }
}

/** The main screen is told by its name, or by none. */
function mainOf({ screens }: ShowState, name: string): ScreenNow | undefined {
  const named = screens.find(({ content }) => content?.screen === name), main = contentOf(screens, '');
  return named && main && main.content?.screen === '' ? (named.startMs >= main.startMs ? named : main) : (named ?? main);
}

/** @returns Null for what the place shows by itself. */
export function wishOf(picture: Picture | undefined): PictureWish | null {
  const body = picture?.body;
  switch (body?.case) {
    case 'dark': return { kind: 'dark' };
    case 'camera': return { kind: 'camera' };
    case 'stream': return { kind: 'stream', id: body.value.stage };
    case 'slides': return { kind: 'slides', id: body.value.deck };
    case 'picture': case 'film': return { kind: body.case, id: body.value.file };
    case 'text': return { kind: 'text', lines: body.value.lines, colour: body.value.colour, ground: body.value.ground };
    case 'visualiser': return { kind: 'visualiser', style: body.value.style };
    case 'countdown': return { kind: 'countdown', untilMs: body.value.untilMs, title: body.value.title };
    default: return null;
  }
}
