import type { ScreenNow } from '../net/generated/show_pb';
import type { Place } from '../scene/place';
import type { Screen } from '../scene/screen';

/** Names under which places have the screen that matters most. */
const MAIN = ['wall', 'main', 'event'];

/** The screen that a cue means which names none; null where the place has no screens. */
export function mainScreenOf(place: Place | null): Screen | null {
  if (place === null) return null;
  const name = MAIN.find((one) => place.screens.has(one));
  return (name === undefined ? place.screens.values().next().value : place.screens.get(name)) ?? null;
}

/**
 * What the show has put on a screen. @param own The room's own stage, which an empty name means.
 * @returns The stage that is on it; null where it is something else; undefined where the show has said nothing of this screen.
 */
export function stageOnScreen(screens: readonly ScreenNow[], name: string, own: string): string | null | undefined {
  const now = screens.find(({ content }) => content?.screen === name) ?? screens.find(({ content }) => content?.screen === '' || content?.screen === '*');
  if (now === undefined) return undefined;
  for (const picture of [now.content?.content, now.content?.beside]) if (picture?.body.case === 'stream') return picture.body.value.stage || own;
  return null;
}
