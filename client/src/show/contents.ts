import { create, equals } from '@bufbuild/protobuf';
import { type Picture, PictureSchema, type ScreenContent, ScreenContentSchema, type ScreenNow, ScreenNowSchema, type ShowState } from '../net/generated/show_pb';
import { progress } from './lights';

const ALL = '*', MOST_SCREENS = 16;

/** What a screen shows or fades to; what is said of all counts where nothing is said of it. Undefined where it shows the place's own. */
export function contentOf(screens: readonly ScreenNow[], name: string): ScreenNow | undefined {
  return find(screens, name) ?? find(screens, ALL);
}

export function applyScreen(state: ShowState, content: ScreenContent, atMs: number): void {
  if (content.screen === ALL) for (const { content: one } of state.screens) if (one && one.screen !== ALL) put(state, begun(state, one.screen, content, atMs));
  put(state, begun(state, content.screen, content, atMs));
}

/** What has faded needs no memory of what it faded from; what says the same as all need not say it. */
export function settleScreens(state: ShowState, nowMs: number): void {
  let screens = state.screens.map((screen) => (isOver(screen, nowMs) ? { ...screen, from: undefined } : screen));
  const first = find(screens, ALL);
  if (first && isOver(first, nowMs) && isOwn(first.content)) screens = screens.filter((screen) => screen !== first);
  const all = find(screens, ALL);
  state.screens = screens.filter((screen) => screen === all || !isOver(screen, nowMs)
    || !(all ? isOver(all, nowMs) && equals(ScreenContentSchema, plain(screen.content), plain(all.content)) : isOwn(screen.content)));
}

function begun(state: ShowState, name: string, content: ScreenContent, atMs: number): ScreenNow {
  const target: ScreenContent = {
    ...content, screen: name, content: content.content?.body.case === undefined ? ownPicture() : started(content.content, atMs),
    beside: content.beside && started(content.beside, atMs),
  };
  return create(ScreenNowSchema, { content: target, from: target.fadeMs === 0 ? undefined : seen(state, name, atMs), startMs: atMs });
}

/** Two pictures that are half-way cannot be faded from: the one that is seen more stands for both. */
function seen(state: ShowState, name: string, nowMs: number): ScreenContent {
  const screen = contentOf(state.screens, name);
  if (!screen) return create(ScreenContentSchema, { content: ownPicture() });
  const isThere = !screen.from || progress(screen.startMs, screen.content?.fadeMs ?? 0, nowMs) >= 0.5;
  return plain(isThere ? screen.content : screen.from);
}

/** A countdown is kept with how long it takes, and played with when it is over. */
function started(picture: Picture, atMs: number): Picture {
  const { body } = picture;
  if (body.case !== 'countdown' || body.value.untilMs !== 0) return picture;
  return { ...picture, body: { case: 'countdown', value: { ...body.value, untilMs: atMs + body.value.seconds * 1000 } } };
}

function plain(content: ScreenContent | undefined): ScreenContent {
  return { ...(content ?? create(ScreenContentSchema)), screen: '', fadeMs: 0 };
}

function isOwn(content: ScreenContent | undefined): boolean {
  return content?.content?.body.case === 'own' && !content.beside;
}

function ownPicture(): Picture {
  return create(PictureSchema, { body: { case: 'own', value: {} } });
}

function isOver({ content, startMs }: ScreenNow, nowMs: number): boolean {
  return nowMs >= startMs + (content?.fadeMs ?? 0);
}

function find(screens: readonly ScreenNow[], name: string): ScreenNow | undefined {
  return screens.find(({ content }) => content?.screen === name);
}

function put(state: ShowState, made: ScreenNow): void {
  const name = made.content?.screen ?? '', others = state.screens.filter(({ content }) => content?.screen !== name);
  if (others.length >= MOST_SCREENS) return;
  // By code units, as the server compares: the same picture is the same state.
  state.screens = [...others, made].sort((a, b) => ((a.content?.screen ?? '') < (b.content?.screen ?? '') ? -1 : 1));
}
