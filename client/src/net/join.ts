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
  readonly rooms?: readonly { readonly id: string; readonly title?: string; readonly capacity?: number; readonly people?: number; readonly scene?: string; readonly sceneName?: string }[];
}

export async function fetchVenue(): Promise<Venue> {
  const answer = (await getJson('/api/v1/venue')) as VenueAnswer;
  return {
    event: answer.event ?? '',
    title: answer.title ?? 'Kapok',
    subtitle: answer.organisation ?? '',
    rooms: (answer.rooms ?? []).map((room) => ({ id: room.id, title: room.title ?? room.id, capacity: room.capacity ?? 0, people: room.people ?? 0, scene: room.scene, sceneName: room.sceneName })),
  };
}

/** A place in the line before a full room. */
interface Waiting { readonly waiting: { readonly position: number; readonly askAgainInSeconds: number } }

/**
 * Gets a ticket. Before a full room one stands in line until it is one's turn.
 * @param waits Is told one's place in the line, from 1, whenever it may have changed. @returns False gives up.
 */
export async function join(room: string, request: JoinRequest, waits: (position: number) => boolean): Promise<Ticket> {
  for (;;) {
    const response = await reach(joinPath(room), { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(request) });
    const answer = (await response.json()) as Ticket | Waiting;
    if (!('waiting' in answer)) return answer;
    if (!waits(answer.waiting.position)) return leaveLine(room);
    await new Promise((resolve) => setTimeout(resolve, answer.waiting.askAgainInSeconds * 1000));
    if (!waits(answer.waiting.position)) return leaveLine(room);
  }
}

/** Tells the server that one waits no more, so that those behind move up at once. It would find out by itself, fifteen seconds later. */
function leaveLine(room: string): never {
  void fetch(joinPath(room), { method: 'DELETE', credentials: 'same-origin', keepalive: true }).catch(() => undefined);
  throw new JoinError('gave-up', 0);
}

function joinPath(room: string): string {
  return `/api/v1/rooms/${encodeURIComponent(room)}/join`;
}

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
