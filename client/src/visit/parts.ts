import type { ClientBody } from '../net/control';
import type { Ticket } from '../net/join';
import type { Floor } from '../world/floor';
import type { Places } from '../world/places';
import type { Messages } from './messages';
import type { Requests } from './requests';

/** A room one is in: its floor and what stands on it. */
export interface LoadedRoom {
  readonly id: string;
  readonly floor: Floor;
  readonly places: Places;
}

/** What the parts of a visit share: who takes messages, and the two ways to ask the room for something. */
export interface RoomLine {
  readonly messages: Messages;
  /** For what is to last: kept until the room has heard it. */
  readonly requests: Requests;
  /** For what the page does by itself. @returns Whether it was sent. */
  send(body: ClientBody): boolean;
  /** For what is of the moment: while the line is lost it is not done, and one is told so. @returns Whether it was sent. */
  now(body: ClientBody): boolean;
}

/**
 * What shows a visit, where something does. A visit runs without one: for tests, and for a page that shows no place.
 * @remarks Called by the visit alone, from message handlers, never within a frame. Nothing here may throw but `load`.
 */
export interface VisitView {
  /** Loads what is shown of a place; one is inside once it is there. @throws What cannot be loaded: the visit ends with it. */
  load(ticket: Ticket): Promise<void>;
  /** One is in a room that was loaded; again for the same room after a return. */
  entered(room: LoadedRoom): void;
  /** One was put somewhere, in the room one is in. */
  placed(): void;
  /** A room has greeted one, also after a return: what was known of its people is void. */
  begun(ticket: Ticket): void;
  /** One is on the way elsewhere, or out. */
  cleared(): void;
  /** Somebody said a line that one may read. */
  said(person: number, text: string): void;
  chime(kind: 'chat' | 'announcement' | 'away'): void;
}

/** Shows nothing. */
export const NO_VIEW: VisitView = {
  load: () => Promise.resolve(),
  entered: () => undefined,
  placed: () => undefined,
  begun: () => undefined,
  cleared: () => undefined,
  said: () => undefined,
  chime: () => undefined,
};
