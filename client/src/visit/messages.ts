import type { ServerBody } from '../net/control';

type Case = ServerBody['case'];
type Value<C extends Case> = Extract<ServerBody, { case: C }>['value'];

/** Who takes which message of the room: each kind has one owner, which registers itself; a new kind of message is a line in its owner's file. */
export class Messages {
  private readonly owners = new Map<Case, (value: never) => void>();

  /** @throws Error when the kind has an owner already. */
  on<C extends Case>(kind: C, take: (value: Value<C>) => void): void {
    if (this.owners.has(kind)) throw new Error(`Two take the message ${kind}.`);
    this.owners.set(kind, take);
  }

  /** Gives a message to its owner. @returns Whether it has one: what nobody takes is not an error, for a visit may run without voices. */
  take(message: ServerBody): boolean {
    const take = this.owners.get(message.case) as ((value: unknown) => void) | undefined;
    take?.(message.value);
    return take !== undefined;
  }
}
