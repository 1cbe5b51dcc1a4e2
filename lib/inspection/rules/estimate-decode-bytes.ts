import type { WalkFacts } from "../model.ts";

/** libjpeg keeps one 16-bit coefficient for each sample of a progressive or split picture. */
const COEFFICIENT_BYTES = 2;
/** Strips, resampling and output beside a buffered picture, bytes per pixel (108 MP progressive: 464 MB with Node's own 60). */
const WORKING_BYTES = 0.4;
/** Upper end of what sequential JPEG, PNG and the like took (0.3–1.6). */
const SEQUENTIAL_BYTES = 1.6;
// Measured with sharp 0.35.5 on 35 MP: GIF 5.3, lossless WebP 4.6 (a 38-byte one of 7000² took 196 MB), lossy 1.5 when scaled
// while decoding and an RGBA frame of 4 when not. An animated WebP holds its canvas, a frame and the one before.
const GIF_BYTES = 6;
const WEBP_BYTES = 5;
const WEBP_LOSSLESS_BYTES = 6;
const WEBP_ANIMATED_BYTES = 10;
/** Upper end of AVIF (18–33): libaom's frames, the alpha plane and the RGB copy. */
const AVIF_BYTES = 33;

/**
 * Bytes of memory that decoding and resizing the picture takes at most, beside what an idle child holds: bytes per pixel by
 * format and coding, plus the file itself (IMAGE-FACTS.md, "limitInputPixels is not a memory limit"). Never less than the file.
 * @param sizeBytes size of the file
 */
export function estimateDecodeBytes(facts: WalkFacts, sizeBytes: number): number {
  const pixels = Math.max(facts.decodePixels, facts.width * facts.height);
  return Math.ceil(pixels * bytesPerPixel(facts)) + sizeBytes;
}

/** Bytes per pixel by format and coding. */
export function bytesPerPixel(facts: Pick<WalkFacts, "format" | "coding" | "animated" | "bitDepth" | "channels" | "samplesPerPixel">): number {
  const isBuffered = facts.coding === "buffered";
  switch (facts.format) {
    case "jpeg":
      return isBuffered ? facts.samplesPerPixel * COEFFICIENT_BYTES + WORKING_BYTES : SEQUENTIAL_BYTES;
    case "png":
      // Adam7 is unpacked whole: 5 for RGB, as measured; more for alpha and 16 bits.
      return isBuffered ? facts.channels * Math.ceil(facts.bitDepth / 8) + 2 : SEQUENTIAL_BYTES;
    case "webp":
      return webpBytesPerPixel(isBuffered, facts.animated);
    case "gif":
      return GIF_BYTES;
    case "avif":
      return AVIF_BYTES;
    default:
      return facts.format satisfies never;
  }
}

function webpBytesPerPixel(isLossless: boolean, isAnimated: boolean): number {
  if (isAnimated) return WEBP_ANIMATED_BYTES;
  return isLossless ? WEBP_LOSSLESS_BYTES : WEBP_BYTES;
}
