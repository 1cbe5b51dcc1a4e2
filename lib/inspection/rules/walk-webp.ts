import type { InspectionLimits } from "../model.ts";
import type { Walk } from "./byte-window.ts";
import { ByteWindow } from "./byte-window.ts";
import { readOrientation } from "./exif.ts";
import { formatCount } from "./figures.ts";
import { searchForeignContent } from "./foreign-content.ts";
import { walkTail } from "./tail.ts";
import type { WalkResult } from "./walk-result.ts";
import { WalkLog } from "./walk-result.ts";
import type { WebpState } from "./webp-chunks.ts";
import { BITSTREAM_HEAD_BYTES, parseBitstream, takeAlpha, takeBitstream } from "./webp-chunks.ts";

type Chunk = { readonly type: string; readonly length: number; readonly offset: number; readonly end: number };
type Box = { readonly width: number; readonly height: number };

const EXIF_BYTES = 64 * 1024;
const FRAME_HEADER_BYTES = 16;

/**
 * Walks a WebP of `sizeBytes` (RFC 9649): the RIFF size, every chunk, each frame's own dimensions against those of its
 * canvas (decoders allocate by the frame's), metadata, and that nothing stands behind the RIFF container.
 */
export function* walkWebp(sizeBytes: number, limits: InspectionLimits): Walk<WalkResult> {
  const window = new ByteWindow(sizeBytes);
  const log = new WalkLog("webp");
  Object.assign(log.facts, { bitDepth: 8, channels: 3, samplesPerPixel: 3, scans: 1 });
  const state: WebpState = { canvas: null, stillFrames: 0, animationFrames: 0 };
  const isWhole = yield* window.load(0, 20);
  const end = 8 + window.u32le(4);
  if (!isWhole || end > sizeBytes) {
    if (isWhole) yield* walkChunks(window, 12, sizeBytes, null, { limits, state, log });
    log.add("truncated", `The file says it has ${formatCount(end)} bytes, but only ${formatCount(sizeBytes)} arrived.`);
    return log.result();
  }
  const isSound = yield* walkChunks(window, 12, end, null, { limits, state, log });
  log.facts.animated = log.facts.frames > 1;
  if (isSound && checkComplete(state, log)) yield* walkTail(window, end, log);
  return log.result();
}

type Context = { readonly limits: InspectionLimits; readonly state: WebpState; readonly log: WalkLog };

/** Walks the chunks in [from, to): of the file, or of one animation frame when `box` is its size. */
function* walkChunks(window: ByteWindow, from: number, to: number, box: Box | null, context: Context): Walk<boolean> {
  const { limits, log } = context;
  let at = from;
  for (let parts = 0; at < to; parts += 1) {
    if (parts >= limits.maxParts) {
      log.add("too-many-parts", `The file has more than ${formatCount(limits.maxParts)} chunks.`);
      return false;
    }
    const chunk = yield* readChunk(window, at, to, log);
    if (chunk === null || !(yield* walkChunk(window, chunk, box, context))) return false;
    at = chunk.end;
  }
  return true;
}

function* readChunk(window: ByteWindow, at: number, to: number, log: WalkLog): Walk<Chunk | null> {
  // The header and a frame's own header in one request; data that is skipped is not read.
  const isRead = at + 8 <= to && (yield* window.load(at, Math.min(64, window.sizeBytes - at), 64 * 1024));
  const length = isRead ? window.u32le(at + 4) : 0;
  if (!isRead || at + 8 + length > to) {
    log.add(to === window.sizeBytes ? "truncated" : "corrupt-structure", `The chunk at byte ${formatCount(at)} is longer than the file.`);
    return null;
  }
  // Chunks of odd length are followed by one zero; the last one's may be left out.
  return { type: window.type(at), length, offset: at + 8, end: Math.min(to, at + 8 + length + (length & 1)) };
}

function* walkChunk(window: ByteWindow, chunk: Chunk, box: Box | null, context: Context): Walk<boolean> {
  const { state, log } = context;
  switch (chunk.type) {
    case "VP8X":
      return box === null && readCanvas(window, chunk, state, log);
    case "VP8 ":
    case "VP8L":
      return takeFrame(window, chunk, box, context);
    case "ALPH":
      takeAlpha(log);
      return true;
    case "ANIM":
      return true;
    case "ANMF":
      if (box !== null) return fail(log, "An animation frame holds another one.");
      return yield* walkAnimationFrame(window, chunk, context);
    default:
      return yield* readMetadata(window, chunk, log);
  }
}

function fail(log: WalkLog, detail: string): false {
  log.add("corrupt-structure", detail);
  return false;
}

function readCanvas(window: ByteWindow, chunk: Chunk, state: WebpState, log: WalkLog): boolean {
  if (chunk.length < 10 || state.canvas !== null || log.facts.frames > 0) return fail(log, "The file's extended header is invalid.");
  const flags = window.u8(chunk.offset);
  const [width, height] = [1 + window.u24le(chunk.offset + 4), 1 + window.u24le(chunk.offset + 7)];
  state.canvas = { width, height, animated: (flags & 0x02) !== 0 };
  Object.assign(log.facts, { width, height, decodePixels: width * height });
  if ((flags & 0x10) !== 0) takeAlpha(log);
  return true;
}

function takeFrame(window: ByteWindow, chunk: Chunk, box: Box | null, { state, log }: Context): boolean {
  const frame = parseBitstream(chunk.type, window.slice(chunk.offset, Math.min(BITSTREAM_HEAD_BYTES, chunk.length)));
  if (frame === null) return fail(log, "A frame of the picture has an invalid header.");
  if (box === null) state.stillFrames += 1;
  else state.animationFrames += 1;
  const problem = takeBitstream(frame, box ?? state.canvas, log);
  if (problem !== null) return fail(log, problem);
  return true;
}

function* walkAnimationFrame(window: ByteWindow, chunk: Chunk, context: Context): Walk<boolean> {
  const { state, log } = context;
  if (state.canvas === null || chunk.length < FRAME_HEADER_BYTES + 8) return fail(log, "A frame of the animation has an invalid header.");
  const [left, top] = [2 * window.u24le(chunk.offset), 2 * window.u24le(chunk.offset + 3)];
  const box = { width: 1 + window.u24le(chunk.offset + 6), height: 1 + window.u24le(chunk.offset + 9) };
  if (left + box.width > state.canvas.width || top + box.height > state.canvas.height) return fail(log, "A frame of the animation lies outside of the picture.");
  const before = state.animationFrames;
  if (!(yield* walkChunks(window, chunk.offset + FRAME_HEADER_BYTES, chunk.offset + chunk.length, box, context))) return false;
  return state.animationFrames === before + 1 || fail(log, "A frame of the animation holds no picture, or several.");
}

function* readMetadata(window: ByteWindow, chunk: Chunk, log: WalkLog): Walk<boolean> {
  log.metadata(chunk.length);
  if (chunk.type === "EXIF") {
    const length = Math.min(chunk.length, EXIF_BYTES);
    if (yield* window.load(chunk.offset, length)) log.facts.orientation = readOrientation(window.slice(chunk.offset, length));
  }
  const found = yield* searchForeignContent(window, chunk.offset, chunk.offset + chunk.length);
  if (found !== null) log.add("embedded-foreign-content", `The file's metadata (${chunk.type.trim()}) holds ${found}.`);
  return true;
}

function checkComplete(state: WebpState, log: WalkLog): boolean {
  const isAnimation = state.canvas?.animated === true;
  if (isAnimation ? state.animationFrames > 0 && state.stillFrames === 0 : state.stillFrames === 1 && state.animationFrames === 0) return true;
  return fail(log, "The file ends without a picture in it, or with more than it says.");
}
