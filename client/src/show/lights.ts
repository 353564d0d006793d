import { LightGroup, type LightLook, type LightNow } from '../net/generated/show_pb';

type Fading = Pick<LightNow, 'look' | 'from' | 'startMs'>;

/** How far a change has come, 0..1 and eased. @param startMs Room time at which it begins; before that it is 0. */
export function shareAt(roomMs: number, startMs: number, fadeMs: number): number {
  const t = fadeMs > 0 ? Math.min(1, Math.max(0, (roomMs - startMs) / fadeMs)) : roomMs >= startMs ? 1 : 0;
  return t * t * (3 - 2 * t);
}

/** Mixes two colours as they are kept (0xRRGGBB). What is drawn is mixed in linear light; this is where a fade that was interrupted goes on from. */
export function mixColour(from: number, to: number, share: number): number {
  let mixed = 0;
  for (const shift of [16, 8, 0]) mixed |= Math.round(channel(from, shift) + (channel(to, shift) - channel(from, shift)) * share) << shift;
  return mixed >>> 0;
}

/** The look that is shown at a moment, half-way where it fades: what the next fade starts from. */
export function lookNow({ look, from, startMs }: Fading, roomMs: number): LightLook | undefined {
  if (!look) return from;
  const share = shareAt(roomMs, startMs, look.fadeMs);
  if (!from || share >= 1) return look;
  if (share <= 0) return { ...from, group: look.group };
  const later = share >= 0.5;
  const mixed = (key: 'intensity' | 'speed' | 'pan' | 'tilt' | 'spread' | 'pulse'): number => from[key] + (look[key] - from[key]) * share;
  return {
    ...look, primary: mixColour(from.primary, look.primary, share), secondary: mixColour(from.secondary, look.secondary, share), intensity: mixed('intensity'),
    speed: mixed('speed'), pan: mixed('pan'), tilt: mixed('tilt'), spread: mixed('spread'), pulse: mixed('pulse'), move: later ? look.move : from.move,
    lasers: later ? look.lasers : from.lasers,
  };
}

/** What holds for a group: its own look, or what all share. */
export function lightOf(lights: readonly LightNow[], group: LightGroup): LightNow | undefined {
  return lights.find(({ look }) => look?.group === group) ?? lights.find(({ look }) => look?.group === LightGroup.UNSPECIFIED);
}

function channel(colour: number, shift: number): number {
  return (colour >>> shift) & 255;
}
