import { part } from '../../net/parts';
import type { Place } from '../place';
import type { ScreenFade, ScreenSource } from '../screen';
import type { ScreenSources } from './registry';
import { keyOf, type PictureWish, type ScreenWish } from './wish';

/** What is drawn here comes when it is wanted first: most visits see a place's own pictures, or somebody's stream. */
let drawn: typeof import('./drawn') | null = null;

/** Settles when pictures can be drawn at once. */
export const loadDrawn = part(async () => { drawn = await import('./drawn'); });

/**
 * Puts what is wanted onto a place's screens. Sources are made when they are wanted first, shared by screens that want the same, and given up once none shows
 * them. Allocates only when a wish changes.
 */
export class ShownPictures {
  private readonly made = new Map<string, ScreenSource>();
  private readonly wanted = new Map<string, string>(); // by screen: what it was given last
  private readonly missing = new Set<string>(); // screens whose picture is not there yet
  private version = -1;
  private hadCamera = false;

  constructor(private readonly place: Place, private readonly sources: ScreenSources) {}

  /** Puts a wish onto a screen of the place, unless it is there. */
  show(name: string, wish: ScreenWish, fade: ScreenFade): void {
    const screen = this.place.screens.get(name), { picture, beside } = this.hasCamera ? wish : withoutCamera(wish);
    if (!screen) return;
    const aspect = screen.surface.width / screen.surface.height;
    const key = picture === null ? '' : beside === null ? keyOf(picture, aspect) : `${keyOf(picture, aspect)} | ${keyOf(beside, aspect)} ${aspect.toFixed(2)}`;
    if ((this.wanted.get(name) ?? '') === key && !(this.missing.has(name) && this.version !== this.sources.version)) return;
    this.wanted.set(name, key);
    const source = picture === null ? null : beside === null ? this.sourceOf(picture, aspect) : this.pairOf(key, picture, beside, aspect);
    if (picture !== null && (source === null || (beside !== null && source.parts === undefined))) this.missing.add(name);
    else this.missing.delete(name);
    screen.show(source, fade);
  }

  /** Whether something may be there now that was not: `show` is worth asking again. */
  get isStale(): boolean {
    return (this.missing.size > 0 && this.version !== this.sources.version) || this.hadCamera !== this.hasCamera;
  }

  /** After all screens were told: gives up what none shows. A picture that still fades out is kept until the next time. */
  sweep(): void {
    this.version = this.sources.version;
    this.hadCamera = this.hasCamera;
    const screens = [...this.place.screens.values()], used = new Set<ScreenSource>();
    for (const source of this.made.values()) if (screens.some((screen) => screen.has(source))) for (const part of partsOf(source)) used.add(part);
    for (const [key, source] of this.made) {
      if (used.has(source)) continue;
      this.made.delete(key);
      source.dispose();
    }
  }

  /** Takes everything off the screens. */
  dispose(): void {
    for (const screen of this.place.screens.values()) screen.show(null);
    for (const source of this.made.values()) source.dispose();
    this.made.clear();
  }

  private get hasCamera(): boolean {
    return this.place.camera?.live === true;
  }

  private sourceOf(wish: PictureWish, aspect: number): ScreenSource | null {
    if (wish.kind === 'camera') return this.place.camera ?? null; // the place's own
    return this.keep(keyOf(wish, aspect), () => ('id' in wish ? this.sources.make(wish.kind, wish.id) : this.draw()?.drawPicture(wish, aspect) ?? null));
  }

  private pairOf(key: string, picture: PictureWish, beside: PictureWish, aspect: number): ScreenSource | null {
    const left = this.sourceOf(picture, aspect / 2), right = this.sourceOf(beside, aspect / 2);
    if (left === null || right === null) return left ?? right; // one alone is better than none
    return this.keep(key, () => this.draw()?.drawPair(left, right, aspect) ?? null);
  }

  private draw(): typeof drawn {
    if (drawn === null) void loadDrawn().then(() => { if (drawn !== null) this.sources.changed(); });
    return drawn;
  }

  private keep(key: string, make: () => ScreenSource | null): ScreenSource | null {
    const there = this.made.get(key);
    if (there) return there;
    const source = make();
    if (source) this.made.set(key, source);
    return source;
  }
}

/** A source and what it is put together from. */
function partsOf(source: ScreenSource): readonly ScreenSource[] {
  return source.parts ? [source, ...source.parts] : [source];
}

/** Where the stage camera draws nothing, as on the weakest machines: what is beside it, or the place's own. A black wall would say that the show is broken. */
function withoutCamera({ picture, beside }: ScreenWish): ScreenWish {
  const [first, second] = [picture, beside].map((one) => (one?.kind === 'camera' ? null : one));
  return first === null ? { picture: second, beside: null } : { picture: first, beside: second };
}
