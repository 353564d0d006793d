import type { StageChoice, StageOnAir, StageWay } from '../slices/stage';

/** What this browser plays. */
export interface Abilities {
  /** Whether WebRTC receives a codec, as `H264`, `VP8`, `opus`. */
  receives(codec: string): boolean;
  /** Whether Media Source Extensions play these codecs out of fragmented MP4. */
  appends(codecs: readonly string[]): boolean;
  /** HLS plays in a video element without them: Safari. */
  readonly playsHls: boolean;
}

/** Names under which codecs of RFC 6381 go in SDP. */
const NAMES: readonly (readonly [prefix: string, name: string, isSound: boolean])[] = [
  ['avc1', 'H264', false], ['avc3', 'H264', false], ['vp8', 'VP8', false], ['vp08', 'VP8', false], ['vp09', 'VP9', false], ['vp9', 'VP9', false], ['av01', 'AV1', false],
  ['opus', 'opus', true], ['mp4a', 'mp4a', true],
];

/**
 * The ways in which a stage can be watched here, the best first: what one chose, then WebRTC with its small delay, LL-HLS that is made for many, and FLV.
 * A way that lacks the sound or the picture comes after those that have both. @param isSmall Smaller renditions come first: a phone, or a person who saves data.
 */
export function waysFor(stage: StageOnAir, abilities: Abilities, choice: StageChoice, isSmall: boolean): readonly StageWay[] {
  const rank = (way: StageWay): number => {
    const isChosen = choice === way.kind || (choice === 'small' && way.height > 0);
    const isWholeSize = way.height === 0, wantsSmall = choice === 'small' || (choice === 'auto' && isSmall);
    return (isChosen ? 0 : 100) + (lacks(way, stage) ? 50 : 0) + (isWholeSize === wantsSmall ? 10 : 0) + ['whep', 'llhls', 'flv'].indexOf(way.kind);
  };
  return stage.ways.filter((way) => plays(way, abilities)).sort((a, b) => rank(a) - rank(b));
}

/** Whether there is a smaller rendition to choose. */
export function hasSmall(stage: StageOnAir): boolean {
  return stage.ways.some(({ height }) => height > 0);
}

function plays({ kind, codecs }: StageWay, abilities: Abilities): boolean {
  if (kind === 'whep') return codecs.length > 0 && codecs.every((codec) => abilities.receives(nameOf(codec)?.[1] ?? codec));
  if (kind === 'llhls' && abilities.playsHls) return true;
  return codecs.length === 0 || abilities.appends(codecs);
}

function lacks({ codecs }: StageWay, { hasVideo, hasAudio }: StageOnAir): boolean {
  const known = codecs.map(nameOf);
  if (known.length === 0) return false;
  return (hasAudio && !known.some((one) => one?.[2] === true)) || (hasVideo && !known.some((one) => one?.[2] === false));
}

function nameOf(codec: string): (typeof NAMES)[number] | undefined {
  const lower = codec.toLowerCase();
  return NAMES.find(([prefix]) => lower.startsWith(prefix));
}

interface SourceMaker { isTypeSupported(type: string): boolean }

/** Of this browser. */
export function ownAbilities(): Abilities {
  const has = new Set(['video', 'audio'].flatMap((kind) =>
    (globalThis.RTCRtpReceiver?.getCapabilities?.(kind)?.codecs ?? []).map(({ mimeType }) => mimeType.slice(mimeType.indexOf('/') + 1).toLowerCase())));
  // iOS has a managed one only.
  const { MediaSource: usual, ManagedMediaSource: managed } = globalThis as { MediaSource?: SourceMaker; ManagedMediaSource?: SourceMaker };
  const source = managed ?? usual;
  return {
    receives: (codec) => has.has(codec.toLowerCase()),
    appends: (codecs) => source?.isTypeSupported(`video/mp4; codecs="${codecs.join(',')}"`) ?? false,
    playsHls: source === undefined && document.createElement('video').canPlayType('application/vnd.apple.mpegurl') !== '',
  };
}
