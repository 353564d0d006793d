const ANSWER_MS = 2000; // a room that says otherwise for so long has refused

/**
 * Something of one's own that shows at once what one wants, before the room has answered. What the room knew before it heard of the wish does not undo it;
 * what it says after two seconds does.
 */
export class Wish<T> {
  private wanted?: T;
  private until = -Infinity;

  /** @param show Shows a value. @param now Milliseconds of a clock that only goes on. */
  constructor(private readonly show: (value: T) => void, private readonly now: () => number = () => performance.now()) {}

  /** One wants it to be so. */
  want(value: T): void {
    this.wanted = value;
    this.until = this.now() + ANSWER_MS;
    this.show(value);
  }

  /** The room says that it is so. */
  is(value: T): void {
    if (value === this.wanted || this.now() >= this.until) this.show(value);
  }
}
