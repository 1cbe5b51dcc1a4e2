import { findTag, openTiff } from "./exif.ts";

const MP_ENTRY_TAG = 0xb002;
const ENTRY_BYTES = 16;
/** Multi-picture files of cameras hold 2 or 3 pictures, panoramas up to some dozens. */
const MAX_ENTRIES = 64;

/** A further picture in the same file, as its index says: place and size in bytes. */
export type MpfEntry = { readonly offset: number; readonly length: number };

/**
 * Reads the index of a multi-picture JPEG (CIPA DC-007, APP2 "MPF\0").
 * @param bytes the TIFF block behind "MPF\0"
 * @param base its place in the file: offsets in the index count from there
 * @returns the further pictures; the first one (offset 0) is the file's own picture and left out
 */
export function readMpfIndex(bytes: Uint8Array, base: number): readonly MpfEntry[] {
  const tiff = openTiff(bytes);
  const tag = tiff === null ? null : findTag(tiff, MP_ENTRY_TAG, bytes.length);
  if (tiff === null || tag === null) return [];
  const count = Math.min(Math.floor(tiff.u32(tag + 4) / ENTRY_BYTES), MAX_ENTRIES);
  const start = tiff.u32(tag + 8);
  const entries: MpfEntry[] = [];
  for (let index = 0; index < count; index += 1) {
    const entry = start + index * ENTRY_BYTES;
    if (entry + ENTRY_BYTES > bytes.length) break;
    const offset = tiff.u32(entry + 8);
    if (offset !== 0) entries.push({ offset: base + offset, length: tiff.u32(entry + 4) });
  }
  return entries;
}
