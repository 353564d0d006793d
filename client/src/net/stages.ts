import { getJson } from './join';

/** A stage as whoever may go live on it sees it (docs/stage.md). */
export interface StageDesk {
  readonly title: string;
  readonly key: string;
  readonly whip: string;
  readonly rtmp: string;
  readonly onAir: StageHealth | null;
  /** Who was turned away last; null for nobody. */
  readonly refused: StageRefused | null;
}
export interface StageRefused {
  readonly code: string;
  readonly values: Readonly<Record<string, string>>;
  /** When. */
  readonly at: Date;
}
export interface StageHealth {
  readonly way: string;
  readonly video: string;
  readonly audio: string;
  readonly width: number;
  readonly height: number;
  readonly framesPerSecond: number;
  readonly videoKilobits: number;
  readonly audioKilobits: number;
  readonly keyframeSeconds: number;
  readonly viewers: number;
  readonly warnings: readonly { readonly code: string; readonly values: Readonly<Record<string, string>> }[];
}

type Json = Readonly<Record<string, unknown>>;

const number = (value: unknown): number => (typeof value === 'number' && Number.isFinite(value) ? value : 0);
const text = (value: unknown): string => (typeof value === 'string' ? value : '');

/** Asks for a stage's address, key and health. @throws JoinError with the code of the refusal. */
export async function fetchStage(eventId: string, stage: string): Promise<StageDesk> {
  return parseStage(await getJson(`/api/v1/events/${encodeURIComponent(eventId)}/stages/${encodeURIComponent(stage)}`));
}

/** Reads it; what is absent or malformed is empty rather than trusted. */
export function parseStage(answer: unknown): StageDesk {
  const from = (answer ?? {}) as Json, onAir = from.onAir as Json | null | undefined;
  return { title: text(from.title), key: text(from.key), whip: text(from.whip), rtmp: text(from.rtmp),
    onAir: typeof onAir === 'object' && onAir !== null ? parseHealth(onAir) : null, refused: parseRefused(from.refused) };
}

function parseRefused(from: unknown): StageRefused | null {
  if (typeof from !== 'object' || from === null) return null;
  const at = new Date(text((from as Json).at));
  return Number.isNaN(at.getTime()) ? null : { ...parseWarning(from as Json), at };
}

function parseHealth(from: Json): StageHealth {
  const { viewers: by } = from, viewers = typeof by === 'object' && by !== null ? Object.values(by).reduce((sum: number, count) => sum + number(count), 0) : number(by);
  return {
    way: text(from.way), video: text(from.videoCodec), audio: text(from.audioCodec), width: number(from.width), height: number(from.height),
    framesPerSecond: number(from.framesPerSecond), videoKilobits: number(from.videoKilobits), audioKilobits: number(from.audioKilobits),
    keyframeSeconds: number(from.keyframeSeconds), viewers, warnings: Array.isArray(from.warnings) ? (from.warnings as Json[]).map(parseWarning) : [],
  };
}

function parseWarning(from: Json): StageHealth['warnings'][number] {
  const values = typeof from?.values === 'object' && from.values !== null ? Object.entries(from.values as Json) : [];
  return { code: text(from?.code), values: Object.fromEntries(values.map(([name, value]) => [name, String(value)])) };
}
