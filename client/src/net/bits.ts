/** Reads unsigned fields from bytes, most significant bit first. Past the end it gives zeros and sets `overrun`. */
export class BitReader {
  overrun = false;
  private bit = 0;

  constructor(private readonly bytes: Uint8Array) {}

  read(bits: number): number {
    if (this.bit + bits > this.bytes.length * 8) {
      this.overrun = true;
      return 0;
    }
    let value = 0;
    for (let left = bits; left > 0;) {
      const inByte = this.bit & 7;
      const take = Math.min(left, 8 - inByte);
      value = (value << take) | ((this.bytes[this.bit >> 3] >> (8 - inByte - take)) & ((1 << take) - 1));
      this.bit += take;
      left -= take;
    }
    return value;
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

  /** Bytes used so far, the last one counted whole. */
  get bytesRead(): number {
    return (this.bit + 7) >> 3;
  }
}
