import type { PngHeader } from "./png-header.ts";
import { parsePngHeader } from "./png-header.ts";
import { formatCount } from "./figures.ts";
import type { WalkLog } from "./walk-result.ts";

/** What has been seen of a PNG so far; the order of chunks is judged against it. */
export type PngState = {
  header: PngHeader | null;
  palette: boolean;
  transparency: boolean;
  idatBytes: number;
  /** IDAT chunks must stand together: `closed` once another chunk has followed them. */
  idat: "before" | "inside" | "closed";
  declaredFrames: number | null;
  frameControls: number;
};

export const startPng = (): PngState => ({ header: null, palette: false, transparency: false, idatBytes: 0, idat: "before", declaredFrames: null, frameControls: 0 });

export type PngChunk = { readonly type: string; readonly length: number; readonly offset: number };

/** Chunks whose text or profile is deflated and unfolds inside the decoder. iTXt may or may not be: it counts as if. */
export const COMPRESSED_METADATA = ["zTXt", "iTXt", "iCCP"];
/** Small fixed chunks that say how to show the picture; no room for anything else in them. */
const TECHNICAL = ["tRNS", "gAMA", "cHRM", "sRGB", "cICP", "mDCV", "cLLI", "sBIT", "bKGD", "hIST", "pHYs", "tIME", "oFFs", "pCAL", "sCAL", "sTER", "acTL", "fcTL", "fdAT"];

export const isMetadataChunk = (type: string): boolean => isAncillary(type) && !TECHNICAL.includes(type);
const isAncillary = (type: string): boolean => (type.charCodeAt(0) & 0x20) !== 0;

/**
 * Takes one chunk into the state.
 * @param head the first bytes of the chunk's data (256, or all when fewer)
 * @returns a sentence saying what is wrong, or null
 */
export function takePngChunk(state: PngState, chunk: PngChunk, head: Uint8Array, log: WalkLog): string | null {
  if (state.header === null) return chunk.type === "IHDR" ? takeHeader(state, head, chunk.length, log) : `The PNG begins with a ${chunk.type} chunk in place of its header.`;
  if (state.idat === "inside" && chunk.type !== "IDAT") state.idat = "closed";
  if (isMetadataChunk(chunk.type)) return takeMetadata(chunk, log);
  switch (chunk.type) {
    case "IHDR":
      return "The PNG has two headers.";
    case "IDAT":
      if (state.idat === "closed") return "The picture data is interrupted by other chunks.";
      if (state.header.colourType === 3 && !state.palette) return "The palette is missing.";
      state.idat = "inside";
      state.idatBytes += chunk.length;
      return null;
    case "PLTE":
      return takePalette(state, chunk);
    case "tRNS":
      state.transparency = true;
      return null;
    case "acTL":
      if (chunk.length !== 8 || state.idat !== "before" || state.declaredFrames !== null) return "The animation's header is invalid.";
      state.declaredFrames = readU32(head, 0);
      return null;
    case "fcTL":
      return takeFrameControl(state, state.header, chunk, head);
    case "IEND":
      return chunk.length === 0 ? null : "The end chunk is not empty.";
    default:
      return isAncillary(chunk.type) ? null : `The PNG has an unknown critical chunk (${chunk.type}).`;
  }
}

function takeHeader(state: PngState, head: Uint8Array, length: number, log: WalkLog): string | null {
  const header = length === 13 ? parsePngHeader(head) : "The PNG's header has the wrong length.";
  if (typeof header === "string") return header;
  state.header = header;
  const { width, height, bitDepth, channels, interlaced } = header;
  Object.assign(log.facts, { width, height, bitDepth, channels, frames: 1, progressive: interlaced, samplesPerPixel: channels, decodePixels: width * height });
  log.facts.scans = interlaced ? 7 : 1;
  log.facts.coding = interlaced ? "buffered" : "sequential";
  log.facts.hasAlpha = header.colourType === 4 || header.colourType === 6;
  return null;
}

function takeMetadata(chunk: PngChunk, log: WalkLog): null {
  log.metadata(chunk.length);
  if (COMPRESSED_METADATA.includes(chunk.type)) {
    log.facts.compressedMetadataBytes += chunk.length;
    log.facts.compressedMetadataChunks += 1;
  }
  return null;
}

function takePalette(state: PngState, chunk: PngChunk): string | null {
  if (state.palette || state.idat !== "before" || chunk.length === 0 || chunk.length > 768 || chunk.length % 3 !== 0) return "The palette is invalid.";
  state.palette = true;
  return null;
}

function takeFrameControl(state: PngState, header: PngHeader, chunk: PngChunk, head: Uint8Array): string | null {
  if (chunk.length !== 26) return "A frame of the animation has an invalid header.";
  const [width, height, left, top] = [readU32(head, 4), readU32(head, 8), readU32(head, 12), readU32(head, 16)];
  state.frameControls += 1;
  if (width > 0 && height > 0 && left + width <= header.width && top + height <= header.height) return null;
  return `Frame ${formatCount(state.frameControls)} of the animation lies outside of the picture.`;
}

const readU32 = (bytes: Uint8Array, offset: number): number =>
  (((bytes[offset] ?? 0) << 24) | ((bytes[offset + 1] ?? 0) << 16) | ((bytes[offset + 2] ?? 0) << 8) | (bytes[offset + 3] ?? 0)) >>> 0;
