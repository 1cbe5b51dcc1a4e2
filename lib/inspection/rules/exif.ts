import { hasText } from "./bytes.ts";

const ORIENTATION_TAG = 0x0112;
const SHORT = 3;
/** Real IFD0s hold under 60 tags; the bound keeps a count of 65,535 from costing anything. */
const MAX_TAGS = 512;

/** A TIFF structure's reader in its own byte order; beyond the end everything is 0. */
export type TiffReader = { readonly u16: (offset: number) => number; readonly u32: (offset: number) => number; readonly firstIfd: number };

/** Reads a TIFF header ("II*" or "MM*"), or null when there is none. */
export function openTiff(bytes: Uint8Array): TiffReader | null {
  const isLittle = hasText(bytes, 0, "II*\0");
  if (!isLittle && !hasText(bytes, 0, "MM\0*")) return null;
  const u8 = (offset: number): number => bytes[offset] ?? 0;
  const u16 = (offset: number): number => (isLittle ? u8(offset) + u8(offset + 1) * 256 : u8(offset) * 256 + u8(offset + 1));
  const u32 = (offset: number): number => (isLittle ? u16(offset) + u16(offset + 2) * 65_536 : u16(offset) * 65_536 + u16(offset + 2));
  return { u16, u32, firstIfd: u32(4) };
}

/** The 12-byte entry of `tag` in the first directory as its offset, or null. */
export function findTag(tiff: TiffReader, tag: number, sizeBytes: number): number | null {
  const count = Math.min(tiff.u16(tiff.firstIfd), MAX_TAGS);
  for (let index = 0; index < count; index += 1) {
    const entry = tiff.firstIfd + 2 + index * 12;
    if (entry + 12 > sizeBytes) return null;
    if (tiff.u16(entry) === tag) return entry;
  }
  return null;
}

/**
 * EXIF orientation of a TIFF block (what follows "Exif\0\0" in a JPEG; the content of eXIf in PNG and EXIF in WebP).
 * @returns 1..8; 1 when absent, malformed or out of range, as decoders read it
 */
export function readOrientation(bytes: Uint8Array): number {
  const tiffBytes = hasText(bytes, 0, "Exif\0\0") ? bytes.subarray(6) : bytes;
  const tiff = openTiff(tiffBytes);
  const entry = tiff === null ? null : findTag(tiff, ORIENTATION_TAG, tiffBytes.length);
  if (tiff === null || entry === null || tiff.u16(entry + 2) !== SHORT) return 1;
  const value = tiff.u16(entry + 8);
  return value >= 1 && value <= 8 ? value : 1;
}
