/** What the interface may ask of one part of the client: the part's own functions, once it has come. */
export type Port<T> = T & {
  /** The part is here: it answers from now on, first what was asked before it came. A later one takes its place. */
  connect(part: T): void;
};

/** Each ask of a port, and whether it is kept where it comes before the part that answers. */
type Names<T> = { readonly [Name in keyof T]: 'kept' | 'dropped' };

type Ask = (...given: unknown[]) => void;

/**
 * Makes a port. The code of a part comes after the door is shown: of what is asked until then the newest of each kind is kept, where it is kept at all.
 * @param asked Is told of what is kept.
 */
export function port<T extends object>(names: Names<T>, asked: (name: keyof T) => void = () => undefined): Port<T> {
  let part: Record<string, Ask> | null = null;
  const early = new Map<string, unknown[]>();
  const asks: Record<string, Ask> = {};
  for (const [name, kept] of Object.entries<'kept' | 'dropped'>(names)) {
    asks[name] = (...given) => {
      if (part !== null) part[name](...given);
      else if (kept === 'kept') {
        early.set(name, given);
        asked(name as keyof T);
      }
    };
  }
  const connect = (given: T): void => {
    part = given as unknown as Record<string, Ask>;
    for (const [name, arguments_] of early) part[name](...arguments_);
    early.clear();
  };
  return { ...asks, connect } as unknown as Port<T>;
}
