import { create } from '@bufbuild/protobuf';
import { LightGroup, type LightLook, LightLookSchema, LightMove, type LightNow, LightNowSchema, type ShowState } from '../net/generated/show_pb';

/** How far a fade is: 0 before it begins .. 1 when it is over; what takes no time is over as it begins. */
export function progress(startMs: number, fadeMs: number, nowMs: number): number {
  if (nowMs >= startMs + fadeMs) return 1;
  return nowMs <= startMs ? 0 : (nowMs - startMs) / fadeMs;
}

/** Between two values, as the server keeps it: in single precision. */
export function mix(from: number, to: number, share: number): number {
  return Math.fround(from + (to - from) * share);
}

/** What light a group gives: a share of the place's own, 0..1, and the rest of a look; null where all is the place's own. */
export interface SeenLight { readonly own: number; readonly look: LightLook | null }

/** What light a group gives at a moment. @param group Unspecified: those that have no look of their own. */
export function lightAt(state: ShowState, group: LightGroup, nowMs: number): SeenLight {
  const light = entryOf(state.lights, group) ?? entryOf(state.lights, LightGroup.UNSPECIFIED);
  return light ? seen(light, nowMs) : { own: 1, look: null };
}

/** What holds for a group: its own look, or what all share. */
export function lightOf(lights: readonly LightNow[], group: LightGroup): LightNow | undefined {
  return entryOf(lights, group) ?? entryOf(lights, LightGroup.UNSPECIFIED);
}

export function applyLight(state: ShowState, look: LightLook, atMs: number): void {
  // Groups that had a look of their own fade from that one, so they keep an entry until it is over.
  if (look.group === LightGroup.UNSPECIFIED)
    for (const light of state.lights) if (light.look && light.look.group !== LightGroup.UNSPECIFIED) put(state, begun(state, light.look.group, look, atMs));
  put(state, begun(state, look.group, look, atMs));
}

/** What has faded needs no memory of what it faded from; what says the same as all need not say it. */
export function settleLights(state: ShowState, nowMs: number): void {
  let lights = state.lights.map((light) => (isOver(light, nowMs) ? { ...light, from: undefined, fromOwn: 0 } : light));
  const first = entryOf(lights, LightGroup.UNSPECIFIED);
  if (first?.look?.own === true && isOver(first, nowMs)) lights = lights.filter((light) => light !== first);
  const all = entryOf(lights, LightGroup.UNSPECIFIED);
  state.lights = lights.filter((light) => light === all || !isOver(light, nowMs) || !light.look
    || !(all?.look ? isOver(all, nowMs) && isSame(light.look, all.look) : light.look.own));
}

function entryOf(lights: readonly LightNow[], group: LightGroup): LightNow | undefined {
  return lights.find(({ look }) => look?.group === group);
}

function put(state: ShowState, made: LightNow): void {
  const group = made.look?.group ?? 0, others = state.lights.filter(({ look }) => look?.group !== group);
  state.lights = [...others, made].sort((a, b) => (a.look?.group ?? 0) - (b.look?.group ?? 0));
}

function begun(state: ShowState, group: LightGroup, look: LightLook, atMs: number): LightNow {
  const target = look.own ? create(LightLookSchema, { group, own: true, fadeMs: look.fadeMs }) : { ...look, group };
  if (!target.own && target.move === LightMove.UNSPECIFIED) target.move = lightOf(state.lights, group)?.look?.move ?? LightMove.UNSPECIFIED;
  if (target.fadeMs === 0) return create(LightNowSchema, { look: target, startMs: atMs });
  const { own, look: from } = lightAt(state, group, atMs);
  return create(LightNowSchema, { look: target, from: from ?? undefined, fromOwn: own, startMs: atMs });
}

function seen(light: LightNow, nowMs: number): SeenLight {
  const { look, from } = light;
  if (!look) return { own: 1, look: null };
  const share = !from && light.fromOwn === 0 ? 1 : progress(light.startMs, look.fadeMs, nowMs), fromOwn = from ? light.fromOwn : 1;
  const before = (1 - fromOwn) * (1 - share), after = look.own ? 0 : share, own = fromOwn * (1 - share) + (look.own ? share : 0);
  if (before + after <= 0) return { own: 1, look: null };
  const shown = before <= 0 || !from ? plain(look) : after <= 0 ? plain(from) : between(from, look, after / (before + after));
  return { own: Math.fround(own), look: shown };
}

function between(from: LightLook, to: LightLook, share: number): LightLook {
  const each = (key: 'intensity' | 'pan' | 'tilt' | 'spread' | 'pulse'): number => mix(from[key], to[key], share);
  return create(LightLookSchema, {
    primary: mixColour(from.primary, to.primary, share), secondary: mixColour(from.secondary, to.secondary, share), intensity: each('intensity'), pan: each('pan'),
    tilt: each('tilt'), spread: each('spread'), pulse: each('pulse'),
  });
}

/** Only what fades: movement, speed and lasers are those of the look that holds. */
function plain({ primary, secondary, intensity, pan, tilt, spread, pulse }: LightLook): LightLook {
  return create(LightLookSchema, { primary, secondary, intensity, pan, tilt, spread, pulse });
}

/** Between two colours (0xRRGGBB), each channel of sRGB by itself, half rounded up. */
function mixColour(from: number, to: number, share: number): number {
  let mixed = 0;
  for (const shift of [16, 8, 0]) {
    const a = (from >>> shift) & 255, b = (to >>> shift) & 255;
    mixed |= Math.floor(a + (b - a) * share + 0.5) << shift;
  }
  return mixed >>> 0;
}

function isOver({ look, startMs }: LightNow, nowMs: number): boolean {
  return nowMs >= startMs + (look?.fadeMs ?? 0);
}

function isSame(one: LightLook, other: LightLook): boolean {
  return one.own === other.own && one.move === other.move && one.speed === other.speed && one.lasers === other.lasers && one.primary === other.primary
    && one.secondary === other.secondary && one.intensity === other.intensity && one.pan === other.pan && one.tilt === other.tilt && one.spread === other.spread
    && one.pulse === other.pulse;
}
