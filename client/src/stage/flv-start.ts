/** Reads the beginning of an FLV stream (Adobe FLV 10.1, annex E): when its clock is 0, and where the player's begins. */

const HEADER_BYTES = 9, TAG_HEADER_BYTES = 11, SIZE_BYTES = 4;
const AUDIO = 8, VIDEO = 9, SCRIPT = 18;
const MOST_BYTES = 4 << 20; // a stream that has not told by then never does
const NUMBER = 0; // of AMF0

export class FlvStart {
  /** UTC milliseconds at which the stream's clock is 0; null where it is not told. */
  utcMs: number | null = null;
  /** The earliest time of the first picture and the first sound, milliseconds of the stream's clock: where mpegts.js begins to count. */
  firstMs: number | null = null;
  private rest = new Uint8Array();
  private isOver = false;
  private video: number | null = null;
  private audio: number | null = null;
  private seen = 0;

  /** Takes what came. Cheap once it knows enough. */
  take(chunk: Uint8Array): void {
    if (this.isOver) return;
    this.seen += chunk.length;
    const bytes = new Uint8Array(this.rest.length + chunk.length);
    bytes.set(this.rest);
    bytes.set(chunk, this.rest.length);
    this.rest = bytes.subarray(this.readTags(bytes));
    if (this.seen > MOST_BYTES) this.isOver = true;
    if (this.isOver) this.rest = new Uint8Array();
  }

  /** @returns How many bytes are done with. */
  private readTags(bytes: Uint8Array): number {
    let at = 0;
    if (this.seen === bytes.length) { // the first tags follow the header
      if (bytes.length < HEADER_BYTES + SIZE_BYTES) return 0;
      if (bytes[0] !== 0x46 || bytes[1] !== 0x4c || bytes[2] !== 0x56) {
        this.isOver = true;
        return 0;
      }
      at = HEADER_BYTES + SIZE_BYTES;
    }
    while (!this.isOver && at + TAG_HEADER_BYTES <= bytes.length) {
      const size = (bytes[at + 1] << 16) | (bytes[at + 2] << 8) | bytes[at + 3], end = at + TAG_HEADER_BYTES + size + SIZE_BYTES;
      if (end > bytes.length) break;
      const ms = ((bytes[at + 4] << 16) | (bytes[at + 5] << 8) | bytes[at + 6] | (bytes[at + 7] << 24)) >>> 0;
      this.readTag(bytes[at] & 0x1f, ms, bytes.subarray(at + TAG_HEADER_BYTES, at + TAG_HEADER_BYTES + size));
      at = end;
    }
    return at;
  }

  private readTag(type: number, ms: number, body: Uint8Array): void {
    if (type === SCRIPT) this.utcMs ??= numberOf(body, 'kapokUtcMs');
    // The second byte of AVC and AAC is 0 for what sets up the decoder, which has no time.
    else if (type === VIDEO && body[1] !== 0) this.video ??= ms;
    else if (type === AUDIO && body[1] !== 0) this.audio ??= ms;
    if (this.video === null && this.audio === null) return;
    this.firstMs = Math.min(this.video ?? Infinity, this.audio ?? Infinity);
    if (this.video !== null && this.audio !== null) this.isOver = true;
  }
}

/** A number of a script tag by its name, wherever in it that stands; null where it does not. */
function numberOf(body: Uint8Array, name: string): number | null {
  const key = [0, name.length, ...Array.from(name, (letter) => letter.charCodeAt(0)), NUMBER];
  for (let at = 0; at + key.length + 8 <= body.length; at++) {
    if (!key.every((byte, i) => body[at + i] === byte)) continue;
    const value = new DataView(body.buffer, body.byteOffset + at + key.length, 8).getFloat64(0);
    return Number.isFinite(value) ? value : null;
  }
  return null;
}
