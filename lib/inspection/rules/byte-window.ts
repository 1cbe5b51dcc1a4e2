/** A piece of the file a rule wants to see, in bytes. */
export type ByteRange = { readonly offset: number; readonly length: number };

/** A rule that asks for bytes and is handed them (shorter at the end of the file); it never reads by itself. */
export type Walk<Result> = Generator<ByteRange, Result, Uint8Array>;

/** No request is larger than this, however large the numbers in the file are. */
export const MAX_REQUEST_BYTES = 1024 * 1024;

/** Read-ahead of a forward walk: small enough that one window's work stays near a millisecond. */
export const WINDOW_BYTES = 256 * 1024;

const NOTHING = new Uint8Array(0);

/** The part of a file that is in hand. Readers outside of it answer 0, so call `load` first. */
export class ByteWindow {
  readonly sizeBytes: number;
  /** Place of `bytes[0]` in the file. */
  offset = 0;
  bytes: Uint8Array = NOTHING;

  constructor(sizeBytes: number) {
    this.sizeBytes = sizeBytes;
  }

  get end(): number {
    return this.offset + this.bytes.length;
  }

  holds(offset: number, length: number): boolean {
    return offset >= this.offset && offset + length <= this.end;
  }

  /**
   * Brings `length` bytes at `offset` into hand, reading ahead by up to `ahead` bytes.
   * @returns false when the file ends before them, or when more than MAX_REQUEST_BYTES are wanted
   */
  *load(offset: number, length: number, ahead: number = WINDOW_BYTES): Walk<boolean> {
    if (this.holds(offset, length)) return true;
    if (offset < 0 || length > MAX_REQUEST_BYTES || offset + length > this.sizeBytes) return false;
    const wanted = Math.min(Math.max(length, ahead), MAX_REQUEST_BYTES, this.sizeBytes - offset);
    const bytes = yield { offset, length: wanted };
    // A driver that hands back more than was asked for must not move the end of the file.
    this.bytes = bytes.length > wanted ? bytes.subarray(0, wanted) : bytes;
    this.offset = offset;
    return this.bytes.length >= length;
  }

  u8(offset: number): number {
    return this.bytes[offset - this.offset] ?? 0;
  }

  u16be(offset: number): number {
    return this.u8(offset) * 0x100 + this.u8(offset + 1);
  }

  u32be(offset: number): number {
    return this.u16be(offset) * 0x10000 + this.u16be(offset + 2);
  }

  u16le(offset: number): number {
    return this.u8(offset) + this.u8(offset + 1) * 0x100;
  }

  u24le(offset: number): number {
    return this.u16le(offset) + this.u8(offset + 2) * 0x10000;
  }

  u32le(offset: number): number {
    return this.u16le(offset) + this.u16le(offset + 2) * 0x10000;
  }

  /** Four bytes as Latin-1 text: chunk and box types. */
  type(offset: number): string {
    return String.fromCharCode(this.u8(offset), this.u8(offset + 1), this.u8(offset + 2), this.u8(offset + 3));
  }

  /** A view (no copy), valid until the next `load`. */
  slice(offset: number, length: number): Uint8Array {
    const from = Math.max(0, offset - this.offset);
    return this.bytes.subarray(from, Math.max(from, offset - this.offset + length));
  }
}
