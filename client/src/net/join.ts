import type { Look } from '../avatar/look';

/** A room of the venue, as the public API shows it. */
export interface RoomInfo {
  readonly id: string;
  readonly title: string;
  readonly capacity: number;
  readonly people: number;
  /** Address of its scene, and the name of the look that the scene is given. */
  readonly scene?: string;
  readonly sceneName?: string;
}

export interface Venue {
  /** Id of the event, such as `opening-night`. */
  readonly event: string;
  readonly title: string;
  readonly subtitle: string;
  /** Changes with the server's program; empty where it says nothing. */
  readonly build: string;
  readonly rooms: readonly RoomInfo[];
}

/** A single-use ticket and what it opens. */
export interface Ticket {
  readonly ticket: string;
  readonly socket: string;
  readonly room: { readonly id: string; readonly title: string; readonly capacity: number; readonly scene: string; readonly sceneName?: string; readonly floor: string };
}

export interface JoinRequest {
  readonly name: string;
  readonly look?: Look;
  /** Token of a role link. */
  readonly link?: string;
  /** A portal's pass, as `Travel.arrive` has it. */
  readonly pass?: string;
  readonly resume?: string;
  readonly from?: string;
}

/** The server said no: `code` is that of its problem details, or `unreachable` when it did not answer. */
export class JoinError extends Error {
  constructor(readonly code: string, readonly retryAfterSeconds: number) {
    super(code);
  }
}

interface VenueAnswer {
  readonly event?: string;
  readonly title?: string;
  readonly organisation?: string;
  readonly build?: unknown;
  readonly rooms?: readonly { readonly id: string; readonly title?: string; readonly capacity?: number; readonly people?: number; readonly scene?: string;
    readonly sceneName?: string }[];
}

export async function fetchVenue(): Promise<Venue> {
  const answer = (await getJson('/api/v1/venue')) as VenueAnswer;
  return {
    event: answer.event ?? '',
    title: answer.title ?? 'Kapok',
    subtitle: answer.organisation ?? '',
    build: typeof answer.build === 'string' ? answer.build : '',
    rooms: (answer.rooms ?? []).map((room) =>
      ({ id: room.id, title: room.title ?? room.id, capacity: room.capacity ?? 0, people: room.people ?? 0, scene: room.scene, sceneName: room.sceneName })),
  };
}

/** A place in the line before a full room. */
interface Waiting { readonly waiting: { readonly position: number; readonly askAgainInSeconds: number } }

/** Why one waits at the door: others are before one in the line, or too many came at once from one's network; in so many seconds one's page asks again. */
export type Wait = { readonly kind: 'line'; readonly position: number } | { readonly kind: 'crowded'; readonly seconds: number };

const LONGEST_WAIT_SECONDS = 120, USUAL_WAIT_SECONDS = 3;

/**
 * Gets a ticket. Before a full room one stands in line until it is one's turn; where too many came from one's network, one asks again when the server says.
 * @param waits Is told why one waits whenever that may have changed. @returns False gives up.
 * @throws JoinError When the server refuses, or does not answer, or one gave up; and on a return when it asks to come later, which the connection does anyway.
 */
export async function join(room: string, request: JoinRequest, waits: (wait: Wait) => boolean): Promise<Ticket> {
  for (;;) {
    const answer = await ask(room, request);
    if (answer instanceof JoinError) {
      if (request.resume !== undefined) throw answer;
      await countDown(room, answer.retryAfterSeconds, waits);
      continue;
    }
    if (!('waiting' in answer)) return answer;
    const wait = { kind: 'line', position: answer.waiting.position } as const;
    if (!waits(wait)) return leaveLine(room);
    await pause(answer.waiting.askAgainInSeconds);
    if (!waits(wait)) return leaveLine(room);
  }
}

/** Tells the server that one waits no more, so that those behind move up at once. It would find out by itself, some seconds later. */
function leaveLine(room: string): never {
  void fetch(joinPath(room), { method: 'DELETE', credentials: 'same-origin', keepalive: true }).catch(() => undefined);
  throw new JoinError('gave-up', 0);
}

function joinPath(room: string): string {
  return `/api/v1/rooms/${encodeURIComponent(room)}/join`;
}

/** @returns The server's answer; a JoinError when it asks to come later. */
async function ask(room: string, request: JoinRequest): Promise<Ticket | Waiting | JoinError> {
  try {
    const response = await reach(joinPath(room), { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(request) });
    return (await response.json()) as Ticket | Waiting;
  } catch (error) {
    if (error instanceof JoinError && error.code === 'too-fast') return error;
    throw error;
  }
}

async function countDown(room: string, retryAfterSeconds: number, waits: (wait: Wait) => boolean): Promise<void> {
  const asked = Math.min(LONGEST_WAIT_SECONDS, retryAfterSeconds > 0 ? retryAfterSeconds : USUAL_WAIT_SECONDS);
  // To the second: the server keeps each guest's turn, and those turned away together are given different ones.
  for (let seconds = Math.ceil(asked); seconds > 0; seconds--) {
    if (!waits({ kind: 'crowded', seconds })) return leaveLine(room);
    await pause(1);
  }
}

const pause = (seconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, seconds * 1000));

export async function getJson(path: string): Promise<unknown> {
  return (await reach(path)).json();
}

export async function getBytes(path: string): Promise<ArrayBuffer> {
  return (await reach(path)).arrayBuffer();
}

async function reach(path: string, init?: RequestInit): Promise<Response> {
  const response = await fetch(path, { credentials: 'same-origin', ...init }).catch(() => {
    throw new JoinError('unreachable', 0);
  });
  if (response.ok) return response;
  const problem = (await response.json().catch(() => ({}))) as { code?: unknown };
  const fallback = response.status === 429 ? 'too-fast' : response.status >= 500 ? 'unreachable' : 'refused';
  throw new JoinError(typeof problem.code === 'string' ? problem.code : fallback, Number(response.headers.get('Retry-After')) || 0);
}
