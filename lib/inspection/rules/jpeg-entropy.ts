import type { ByteWindow, Walk } from "./byte-window.ts";

/** Where a scan's data ended and how many bytes of it carry picture (stuffing, fill and restart markers not counted). */
export type ScanEnd = { readonly endsAt: number; readonly entropyBytes: number };

/** Steps taken one by one before `indexOf` is worth its call: hostile data has a 0xFF every other byte, real data one in 200. */
const NEAR_BYTES = 16;

/** The next 0xFF before `last`, or `last`. */
function seekMarker(bytes: Uint8Array, from: number, last: number): number {
  const near = Math.min(last, from + NEAR_BYTES);
  let index = from;
  while (index < near && bytes[index] !== 0xff) index += 1;
  if (index < near || index === last) return index;
  const found = bytes.indexOf(0xff, index);
  return found === -1 || found > last ? last : found;
}

/**
 * Walks entropy-coded data to the marker behind it. Stuffed zeros and restart markers belong to the data.
 * @returns the place of that marker's 0xFF, or the end of the file when there is none
 */
export function* walkEntropy(window: ByteWindow, from: number): Walk<ScanEnd> {
  let at = from;
  let overhead = 0;
  while (yield* window.load(at, 2)) {
    const bytes = window.bytes;
    const last = bytes.length - 1;
    let index = at - window.offset;
    while (index < last) {
      if (bytes[index] !== 0xff) {
        index = seekMarker(bytes, index, last);
        continue;
      }
      const next = bytes[index + 1] ?? 0;
      if (next === 0xff) {
        index += 1;
        overhead += 1;
      } else if (next === 0) {
        index += 2;
        overhead += 1;
      } else if (next >= 0xd0 && next <= 0xd7) {
        index += 2;
        overhead += 2;
      } else {
        const endsAt = window.offset + index;
        return { endsAt, entropyBytes: endsAt - from - overhead };
      }
    }
    // The last byte of a window may be half of a marker: it is looked at again with its successor.
    if (index === last && bytes[last] !== 0xff) index += 1;
    at = window.offset + index;
  }
  return { endsAt: window.sizeBytes, entropyBytes: window.sizeBytes - from - overhead };
}
