import type { WalkLog } from "./walk-result.ts";

/** A WebP frame's bitstream header. */
export type WebpBitstream = { readonly width: number; readonly height: number; readonly lossless: boolean; readonly alpha: boolean };

/** Bytes of a bitstream that `parseBitstream` reads. */
export const BITSTREAM_HEAD_BYTES = 10;

/**
 * Reads the header of a `VP8 ` (RFC 6386 §9.1) or `VP8L` (RFC 9649 §3.4) chunk; null when it is no key frame or invalid.
 * @param data the first BITSTREAM_HEAD_BYTES of the chunk's data, or all when fewer
 */
export function parseBitstream(type: string, data: Uint8Array): WebpBitstream | null {
  const u8 = (offset: number): number => data[offset] ?? 0;
  if (type === "VP8L") {
    if (data.length < 5 || u8(0) !== 0x2f || u8(4) >> 5 !== 0) return null;
    const width = 1 + (u8(1) | ((u8(2) & 0x3f) << 8));
    const height = 1 + ((u8(2) >> 6) | (u8(3) << 2) | ((u8(4) & 0x0f) << 10));
    return { width, height, lossless: true, alpha: (u8(4) & 0x10) !== 0 };
  }
  const isKeyFrame = (u8(0) & 1) === 0;
  if (data.length < 10 || !isKeyFrame || u8(3) !== 0x9d || u8(4) !== 0x01 || u8(5) !== 0x2a) return null;
  const width = (u8(6) | (u8(7) << 8)) & 0x3fff;
  const height = (u8(8) | (u8(9) << 8)) & 0x3fff;
  return width === 0 || height === 0 ? null : { width, height, lossless: false, alpha: false };
}

/** The extended header: canvas and what the file says it holds. */
export type WebpCanvas = { readonly width: number; readonly height: number; readonly animated: boolean };

/** What has been seen of a WebP so far. */
export type WebpState = { canvas: WebpCanvas | null; stillFrames: number; animationFrames: number };

/** Takes one frame's bitstream into the facts; a sentence says what is wrong with it. */
export function takeBitstream(frame: WebpBitstream, box: { width: number; height: number } | null, log: WalkLog): string | null {
  const { facts } = log;
  if (box !== null && (box.width !== frame.width || box.height !== frame.height)) {
    facts.decodePixels = Math.max(facts.decodePixels, frame.width * frame.height);
    return `The file says ${box.width} × ${box.height} pixels and the picture inside has ${frame.width} × ${frame.height}.`;
  }
  facts.frames += 1;
  facts.decodePixels = Math.max(facts.decodePixels, frame.width * frame.height);
  if (frame.lossless) facts.coding = "buffered";
  if (frame.alpha) takeAlpha(log);
  if (facts.width === 0) Object.assign(facts, { width: frame.width, height: frame.height });
  return null;
}

export function takeAlpha(log: WalkLog): void {
  Object.assign(log.facts, { hasAlpha: true, channels: 4, samplesPerPixel: 4 });
}
