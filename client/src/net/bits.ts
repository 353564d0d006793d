/** Reads unsigned fields of at most 24 bits from bytes, most significant bit first. Past the end it gives zeros and sets `overrun`. */
export class BitReader {
  overrun = false;
  private bytes: Uint8Array;
  private bit = 0;
  private first = 0;
  private end = 0;

  constructor(bytes: Uint8Array = NOTHING) {
    this.bytes = bytes;
    this.begin(bytes, 0);
  }

  /** Reads other bytes from a place on: one reader serves all blocks of all frames, so that reading leaves nothing to collect. */
  begin(bytes: Uint8Array, at: number): void {
    this.bytes = bytes;
    this.first = this.bit = at * 8;
    this.end = bytes.length * 8;
    this.overrun = false;
  }

  read(bits: number): number {
    const { bit, bytes } = this, next = bit + bits;
    if (next > this.end) {
      this.overrun = true;
      return 0;
    }
    if (bits === 0) return 0;
    this.bit = next;
    const at = bit >> 3;
    // Four bytes hold any field. Of the last ones some are missing, and asking for them would slow down all other reads.
    const word = at + 4 <= bytes.length
      ? (bytes[at] << 24) | (bytes[at + 1] << 16) | (bytes[at + 2] << 8) | bytes[at + 3]
      : lastWord(bytes, at);
    return (word << (bit & 7)) >>> (32 - bits);
  }

  /** Two's complement of the given width. */
  readSigned(bits: number): number {
    const value = this.read(bits);
    return value >= 1 << (bits - 1) ? value - (1 << bits) : value;
  }

  /** Skips what is left of a byte begun; whether it was all zeros, as padding must be. */
  skipPadding(): boolean {
    return this.read((8 - (this.bit & 7)) & 7) === 0;
  }

  /** Bytes used since the beginning, the last one counted whole. */
  get bytesRead(): number {
    return (this.bit - this.first + 7) >> 3;
  }
}

const NOTHING = new Uint8Array(0);

function lastWord(bytes: Uint8Array, at: number): number {
  let word = 0;
  for (let i = 0; i < 4; i++) word = (word << 8) | (at + i < bytes.length ? bytes[at + i] : 0);
  return word;
}
