import { hasText, indexOfText } from "./bytes.ts";
import { readOrientation } from "./exif.ts";
import type { MpfEntry } from "./mpf.ts";
import { readMpfIndex } from "./mpf.ts";

export const JPEG_APP1 = 0xe1;
export const JPEG_APP2 = 0xe2;
export const JPEG_COMMENT = 0xfe;

const XMP = "http://ns.adobe.com/xap/1.0/\0";
const ISO_GAIN_MAP = "urn:iso:std:iso:ts:21496:-1\0";
const HDR_GAIN_MAP = "http://ns.adobe.com/hdr-gain-map/1.0/";
const APPLE_GAIN_MAP = "urn:com:apple:photo:2020:aux:hdrgainmap";

/** What one metadata segment says that matters here; a field is absent when the segment says nothing of it. */
export type JpegMetadata = { readonly orientation?: number; readonly mpf?: readonly MpfEntry[]; readonly gainMap?: true };

export const isMetadataMarker = (marker: number): boolean => (marker >= 0xe0 && marker <= 0xef) || marker === JPEG_COMMENT;

/**
 * Reads EXIF orientation, the multi-picture index and gain-map announcements; leaves everything else alone.
 * @param segment the segment behind its length field
 * @param offset place of `segment` in the file, in bytes
 */
export function readJpegMetadata(marker: number, segment: Uint8Array, offset: number): JpegMetadata {
  if (marker === JPEG_APP1 && hasText(segment, 0, "Exif\0\0")) return { orientation: readOrientation(segment) };
  if (marker === JPEG_APP1 && hasText(segment, 0, XMP)) return announcesGainMap(segment) ? { gainMap: true } : {};
  if (marker === JPEG_APP2 && hasText(segment, 0, "MPF\0")) return { mpf: readMpfIndex(segment.subarray(4), offset + 4) };
  if (marker === JPEG_APP2 && hasText(segment, 0, ISO_GAIN_MAP)) return { gainMap: true };
  return {};
}

// Ultra HDR: a container directory with an item of this meaning. Some writers leave the directory to the MPF index.
const announcesGainMap = (xmp: Uint8Array): boolean =>
  indexOfText(xmp, HDR_GAIN_MAP) !== -1 || indexOfText(xmp, '"GainMap"') !== -1 || indexOfText(xmp, APPLE_GAIN_MAP) !== -1;
