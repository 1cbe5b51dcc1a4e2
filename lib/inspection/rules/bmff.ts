import { toText } from "./bytes.ts";

/** A box of an ISO base media file inside bytes in hand: its content is [start, end). */
export type BmffBox = { readonly type: string; readonly start: number; readonly end: number };

/** A run of bytes with the big-endian readers of ISO/IEC 14496-12; beyond the end everything is 0. */
export class BmffBytes {
  readonly bytes: Uint8Array;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  /** An unsigned number of 0..8 bytes. Above 2^53 it loses precision, which no honest offset reaches. */
  uint(offset: number, sizeBytes: number): number {
    let value = 0;
    for (let index = 0; index < sizeBytes; index += 1) value = value * 256 + (this.bytes[offset + index] ?? 0);
    return value;
  }

  type(offset: number): string {
    return toText(this.bytes.subarray(offset, offset + 4));
  }

  /** The boxes in [from, to), at most `limit`; null when one is longer than what holds it, or there are more. */
  boxes(from: number, to: number, limit: number): readonly BmffBox[] | null {
    const boxes: BmffBox[] = [];
    let at = from;
    while (at < to) {
      const header = parseBoxHeader(this.uint(at, 4), at + 16 <= to ? this.uint(at + 8, 8) : 0, to - at);
      if (at + 8 > to || header === null || boxes.length >= limit) return null;
      boxes.push({ type: this.type(at + 4), start: at + header.headerBytes, end: at + header.sizeBytes });
      at += header.sizeBytes;
    }
    return boxes;
  }
}

/**
 * A box's header and whole size from its 32-bit size field (0: to the end, 1: 64-bit size behind the type).
 * @param remaining bytes from the box's start to the end of what holds it
 * @returns null when the size is impossible or goes beyond `remaining`
 */
export function parseBoxHeader(size32: number, size64: number, remaining: number): { headerBytes: number; sizeBytes: number } | null {
  const headerBytes = size32 === 1 ? 16 : 8;
  let sizeBytes = size32;
  if (size32 === 1) sizeBytes = size64;
  if (size32 === 0) sizeBytes = remaining;
  return sizeBytes < headerBytes || sizeBytes > remaining ? null : { headerBytes, sizeBytes };
}
