import type { StageChoice, StageOnAir, StageSign, StageWay } from '../slices/stage';
import { play, type Fault, type OpenWay, type Playback } from './playback';
import { Stepper } from './step';
import { waysFor, type Abilities } from './ways';

const TURN_MS = 250;
const STALL_MS = 3_000; // without a new picture: another way is tried
const STARVED_TURNS = 2; // so long it stood still: it is kept a little later from now on
const FIRST_REST_MS = 1_000, LONGEST_REST_MS = 300_000; // after which a way that failed is tried again
const FULL_REST_MS = 30_000;
const BARE_REST_MS = 8_000; // at the most, while nothing is shown
const GOOD_MS = 30_000; // whatever has played so long may be believed again
/** Faults that the same way will have again, until the broadcast is another one. */
const LASTING: ReadonlySet<Fault> = new Set(['codec']);

/** What a player is given by the page. */
export interface PlayerWorld {
  readonly abilities: Abilities;
  readonly open: OpenWay;
  /** Room time now, milliseconds. */
  roomMs(): number;
  /** 0 to 1: spreads a whole audience's return. */
  readonly random: () => number;
}

export interface PlayerEvents {
  sign(sign: StageSign): void;
  /** Another element shows the stage from now on; null for none. */
  shows(playback: Playback | null): void;
}

interface Rest { readonly since: number; readonly ms: number; readonly failures: number }

/**
 * Watches one stage: takes it by the best way there is, goes on to the next where one fails or stands still, and comes back to a better one later. What is
 * shown stays until something else shows. The picture is held to the room's clock ({@link Stepper}).
 */
export class StagePlayer {
  /** Why a way was given up last, for the tests. */
  lastFault: Fault | null = null;
  private stage: StageOnAir | null = null;
  private shown: Playback | null = null;
  private tried: Playback | null = null;
  private stepper: Stepper | null = null;
  private readonly rests = new Map<string, Rest>();
  private choice: StageChoice = 'auto';
  private isSmall = false;
  private isHidden = false;
  private lastSeen = { progress: -1, at: 0, starved: 0 };
  private shownSince = 0;
  private signed: StageSign = 'none';
  private readonly timer: ReturnType<typeof setInterval>;

  constructor(private readonly world: PlayerWorld, private readonly events: PlayerEvents) {
    this.timer = setInterval(() => this.turn(), TURN_MS);
  }

  /** Watches a stage, or another state of the same; null watches none. */
  follow(stage: StageOnAir | null): void {
    const before = this.stage;
    this.stage = stage;
    if (stage === null || stage.live !== before?.live) {
      this.rests.clear();
      this.abandon();
      if (stage === null) this.replace(null);
    }
    if (before?.isAway === true && stage?.isAway === false) this.seenNow();
    this.turn();
  }

  /** @param isSmall A smaller rendition does. */
  prefer(choice: StageChoice, isSmall: boolean): void {
    if (choice === this.choice && isSmall === this.isSmall) return;
    [this.choice, this.isSmall] = [choice, isSmall];
    this.abandon();
    this.rests.clear();
    this.turn();
  }

  /** Nobody sees it. */
  hide(isHidden: boolean): void {
    this.isHidden = isHidden;
    this.shown?.rest(isHidden);
    if (!isHidden) this.stepper?.unsettle();
    this.seenNow();
  }

  /** Tries at once what would be tried later. */
  retry(): void {
    this.rests.clear();
    this.turn();
  }

  dispose(): void {
    clearInterval(this.timer);
    this.stage = null;
    this.abandon();
    this.replace(null);
  }

  /** Room time at which what is shown now was on stage, milliseconds; null while that is not known. */
  roomTimeOfPicture(): number | null {
    const made = this.shown?.made() ?? null, { stage } = this;
    if (made === null || stage === null) return null;
    if ('agoMs' in made) return this.world.roomMs() - made.agoMs;
    return stage.utcMs === 0 ? null : stage.clockMs + (made.utcMs - stage.utcMs);
  }

  /** How late it is to be, by the way it comes; 0 while it does not. */
  get targetMs(): number {
    return this.stepper?.targetMs ?? 0;
  }

  get playback(): Playback | null {
    return this.shown;
  }

  // ---- what is done four times a second

  private turn(): void {
    const { stage } = this;
    if (stage === null) return this.sign('none');
    const now = performance.now();
    this.watch(now);
    this.step(now);
    const ways = waysFor(stage, this.world.abilities, this.choice, this.isSmall);
    if (this.shown !== null && this.rankOf(ways) === Infinity) this.replace(null);
    const next = ways.find((way) => this.isRested(way, now));
    if (next !== undefined && ways.indexOf(next) < this.rankOf(ways) && this.tried === null && !stage.isAway) this.try(next);
    this.sign(this.signOf(stage, ways.length));
  }

  private signOf(stage: StageOnAir, ways: number): StageSign {
    if (stage.isAway) return 'away';
    if (this.shown !== null) return 'playing';
    // A broadcast that has just begun has no ways yet.
    if (ways === 0) return stage.ways.length > 0 ? 'unplayable' : 'starting';
    return [...this.rests.values()].filter(({ failures }) => failures > 1).length >= ways ? 'unreachable' : 'starting';
  }

  private rankOf(ways: readonly StageWay[]): number {
    const rank = ways.findIndex((way) => keyOf(way) === keyOf(this.shown?.way));
    return rank < 0 ? Infinity : rank;
  }

  /** Whether what is shown goes on. While the performer is away nothing comes, and the last picture stays. */
  private watch(now: number): void {
    const { shown, stage, lastSeen } = this;
    if (shown === null) return;
    const progress = shown.progress(), isAway = stage?.isAway === true;
    if (progress !== lastSeen.progress || isAway || this.isHidden) {
      if (lastSeen.starved >= STARVED_TURNS && !isAway) this.stepper?.stalled(now);
      this.lastSeen = { progress, at: now, starved: 0 };
    } else lastSeen.starved++;
    if (shown.video.paused) play(shown.video); // the browser paused it: the element was moved, or a call came
    else if (now - this.lastSeen.at > STALL_MS) this.failed(shown, 'stalled');
  }

  private step(now: number): void {
    const { shown, stepper } = this;
    if (shown === null || stepper === null || !shown.canSteer || this.stage?.isAway === true) return;
    const pictureMs = this.roomTimeOfPicture(), { video } = shown, { buffered } = video;
    if (pictureMs === null || video.seeking) return;
    const stretches = Array.from({ length: buffered.length }, (_, i) => ({ start: buffered.start(i), end: buffered.end(i) }));
    const { rate, to } = stepper.follow(this.world.roomMs() - pictureMs, video.currentTime, stretches, now);
    if (video.playbackRate !== rate) video.playbackRate = rate;
    if (to !== null) video.currentTime = to;
  }

  // ---- ways

  private try(way: StageWay): void {
    const playback: Playback = this.tried = this.world.open(way, {
      shows: () => { if (this.tried === playback) this.shows(playback); },
      fails: (fault) => this.failed(playback, fault),
    });
  }

  private shows(playback: Playback): void {
    this.tried = null;
    this.shownSince = performance.now();
    this.stepper = new Stepper(playback.way.kind);
    this.replace(playback);
    playback.rest(this.isHidden);
    this.turn();
  }

  private failed(playback: Playback, fault: Fault): void {
    const key = keyOf(playback.way), now = performance.now(), isShown = playback === this.shown;
    const failures = (isShown && now - this.shownSince > GOOD_MS ? 0 : this.rests.get(key)?.failures ?? 0) + 1;
    const ms = Math.max(fault === 'full' ? FULL_REST_MS : 0, Math.min(LONGEST_REST_MS, FIRST_REST_MS * 2 ** (failures - 1)));
    this.lastFault = fault;
    this.rests.set(key, { since: now, ms: LASTING.has(fault) ? Infinity : ms * (0.75 + 0.5 * this.world.random()), failures });
    if (playback === this.tried) this.abandon();
    else if (isShown) this.replace(null);
    this.turn();
  }

  private isRested(way: StageWay, now: number): boolean {
    const rest = this.rests.get(keyOf(way));
    return rest === undefined || now - rest.since >= (this.shown === null && rest.ms !== Infinity ? Math.min(rest.ms, BARE_REST_MS) : rest.ms);
  }

  private abandon(): void {
    this.tried?.close();
    this.tried = null;
  }

  private replace(playback: Playback | null): void {
    const before = this.shown;
    if (before === playback) return;
    this.shown = playback;
    if (playback === null) this.stepper = null;
    this.seenNow();
    this.events.shows(playback);
    before?.close();
  }

  private seenNow(): void {
    this.lastSeen = { progress: -1, at: performance.now(), starved: 0 };
  }

  private sign(sign: StageSign): void {
    if (sign === this.signed) return;
    this.signed = sign;
    this.events.sign(sign);
  }
}

function keyOf(way: StageWay | undefined): string {
  return way === undefined ? '' : `${way.kind} ${way.height} ${way.address}`;
}
