/** One JPEG picture's frame header (SOF). */
export type JpegFrame = {
  readonly width: number;
  readonly height: number;
  readonly precision: number;
  readonly components: number;
  readonly progressive: boolean;
  /** Stored samples per pixel after chroma subsampling: 1 grey, 1.5 for 4:2:0, 3 for 4:4:4, 4 for CMYK. */
  readonly samplesPerPixel: number;
};

/** What a start-of-frame marker means to us (ITU-T T.81 table B.1). */
export function classifyFrameMarker(marker: number): "frame" | "unsupported" | "other" {
  if (marker >= 0xc0 && marker <= 0xc2) return "frame";
  if (marker === 0xc4 || marker === 0xc8 || marker === 0xcc) return "other";
  // C3 lossless, C5–C7 and CD–CF hierarchical, C9–CB arithmetic; DE and DF (DHP, EXP) belong to hierarchical files.
  return (marker >= 0xc3 && marker <= 0xcf) || marker === 0xde || marker === 0xdf ? "unsupported" : "other";
}

/**
 * Reads a frame header.
 * @param segment the segment behind its length field
 * @returns the frame, or a sentence saying what is wrong
 */
export function parseFrame(marker: number, segment: Uint8Array): JpegFrame | string {
  const u8 = (offset: number): number => segment[offset] ?? 0;
  const components = u8(5);
  if (segment.length < 6 || segment.length !== 6 + components * 3) return "The picture's frame header has the wrong length.";
  const height = u8(1) * 256 + u8(2);
  const width = u8(3) * 256 + u8(4);
  if (width === 0 || height === 0) return `The file says ${width} × ${height} pixels.`;
  if (components === 0) return "The picture has no colour channels.";
  const factors: (readonly [number, number])[] = [];
  for (let index = 0; index < components; index += 1) {
    const sampling = u8(7 + index * 3);
    const factor = [sampling >> 4, sampling & 15] as const;
    if (factor.some((value) => value < 1 || value > 4)) return "The picture's colour sampling is invalid.";
    factors.push(factor);
  }
  return { width, height, precision: u8(0), components, progressive: marker === 0xc2, samplesPerPixel: samplesPerPixel(factors) };
}

function samplesPerPixel(factors: readonly (readonly [number, number])[]): number {
  const widest = Math.max(...factors.map(([horizontal]) => horizontal));
  const tallest = Math.max(...factors.map(([, vertical]) => vertical));
  return factors.reduce((sum, [horizontal, vertical]) => sum + (horizontal * vertical) / (widest * tallest), 0);
}

/**
 * The fewest entropy-coded bytes that can hold a picture of this size. A sequential block needs a DC and an AC code, a
 * progressive one a DC code, of one bit each at least; a block has 64 samples. Less than that is a cut or forged file.
 */
export function leastEntropyBytes(frame: JpegFrame): number {
  const blocks = Math.floor((frame.width * frame.height * frame.samplesPerPixel) / 64);
  return Math.floor((blocks * (frame.progressive ? 1 : 2)) / 8);
}
