import type { InspectionLimits } from "../model.ts";
import { hasText } from "./bytes.ts";
import type { Walk } from "./byte-window.ts";
import { ByteWindow } from "./byte-window.ts";
import { CRC32_START, finishCrc32, updateCrc32 } from "./crc32.ts";
import { readOrientation } from "./exif.ts";
import { formatBytes, formatCount } from "./figures.ts";
import { searchForeignContent } from "./foreign-content.ts";
import type { PngChunk, PngState } from "./png-chunks.ts";
import { isMetadataChunk, startPng, takePngChunk } from "./png-chunks.ts";
import { leastIdatBytes } from "./png-header.ts";
import { walkTail } from "./tail.ts";
import type { WalkResult } from "./walk-result.ts";
import { WalkLog } from "./walk-result.ts";

const SIGNATURE = "\x89PNG\r\n\x1a\n";
/** IHDR, fcTL and acTL are shorter than this; nothing else is read by content. */
const HEAD_BYTES = 256;
/** Chunks up to this size are taken whole. */
const SMALL_BYTES = 4096;
/** An eXIf block is read this far for its orientation, which stands in its first directory. */
const EXIF_BYTES = 64 * 1024;

/**
 * Walks a PNG of `sizeBytes` chunk by chunk: order, lengths, checksums of all chunks (picture data too: it finds a
 * damaged upload before a worker does), animation frames, metadata, and that nothing stands behind IEND.
 */
export function* walkPng(sizeBytes: number, limits: InspectionLimits): Walk<WalkResult> {
  const window = new ByteWindow(sizeBytes);
  const log = new WalkLog("png");
  const state = startPng();
  const end = yield* walkChunks(window, limits, state, log);
  finishFacts(state, log);
  if (end !== null && checkComplete(state, log)) yield* walkTail(window, end, log);
  return log.result();
}

function* walkChunks(window: ByteWindow, limits: InspectionLimits, state: PngState, log: WalkLog): Walk<number | null> {
  const hasSignature = (yield* window.load(0, SIGNATURE.length)) && hasText(window.bytes, 0, SIGNATURE);
  if (!hasSignature) {
    log.add(window.sizeBytes < SIGNATURE.length ? "truncated" : "corrupt-structure", "The PNG's signature is damaged, as a transfer in text mode does.");
    return null;
  }
  let at = SIGNATURE.length;
  for (let parts = 0; parts < limits.maxParts; parts += 1) {
    const chunk = yield* readChunk(window, at, log);
    if (chunk === null) return null;
    const head = yield* readHead(window, chunk);
    const problem = takePngChunk(state, chunk, head, log);
    if (problem !== null) {
      log.add(chunk.type === "CgBI" ? "unsupported-coding" : "corrupt-structure", chunk.type === "CgBI" ? "This is a PNG in Apple's private form for apps." : problem);
      return null;
    }
    if (!(yield* walkData(window, chunk, log))) return null;
    at = chunk.offset + chunk.length + 4;
    if (chunk.type === "IEND") return at;
  }
  log.add("too-many-parts", `The file has more than ${formatCount(limits.maxParts)} chunks.`);
  return null;
}

/** Reads a chunk's length and type and makes sure that all of it is inside the file. */
function* readChunk(window: ByteWindow, at: number, log: WalkLog): Walk<PngChunk | null> {
  const stops = `The file stops at byte ${formatCount(window.sizeBytes)}, before the picture's end chunk.`;
  // Header, head and a small chunk's whole data in one window: none of them is asked for twice.
  if (!(yield* window.load(at, 8)) || !(yield* window.load(at, Math.min(window.sizeBytes - at, 12 + SMALL_BYTES)))) {
    log.add("truncated", stops);
    return null;
  }
  const [length, type] = [window.u32be(at), window.type(at + 4)];
  if (!/^[A-Za-z]{4}$/.test(type) || length > 0x7fffffff) {
    log.add("corrupt-structure", `Expected a chunk at byte ${formatCount(at)} and found other data.`);
    return null;
  }
  if (at + 12 + length <= window.sizeBytes) return { type, length, offset: at + 8 };
  log.add("truncated", stops);
  return null;
}

function* readHead(window: ByteWindow, chunk: PngChunk): Walk<Uint8Array> {
  const length = Math.min(chunk.length, HEAD_BYTES);
  return (yield* window.load(chunk.offset, length)) ? window.slice(chunk.offset, length) : window.slice(chunk.offset, 0);
}

/** Checks a chunk's checksum, and its content when it is metadata. Returns false to stop. */
function* walkData(window: ByteWindow, chunk: PngChunk, log: WalkLog): Walk<boolean> {
  const end = chunk.offset + chunk.length;
  if (isMetadataChunk(chunk.type)) yield* readMetadata(window, chunk, log);
  let crc = CRC32_START;
  for (let at = chunk.offset - 4; at < end;) {
    if (!(yield* window.load(at, 1))) return false;
    const stop = Math.min(end, window.end);
    crc = updateCrc32(crc, window.bytes, at - window.offset, stop - window.offset);
    at = stop;
  }
  if ((yield* window.load(end, 4)) && window.u32be(end) === finishCrc32(crc)) return true;
  log.add("corrupt-structure", `The checksum of the ${chunk.type} chunk at byte ${formatCount(chunk.offset - 8)} is wrong: some bytes have changed on the way.`);
  return false;
}

function* readMetadata(window: ByteWindow, chunk: PngChunk, log: WalkLog): Walk<void> {
  if (chunk.type === "eXIf") {
    const length = Math.min(chunk.length, EXIF_BYTES);
    if (yield* window.load(chunk.offset, length)) log.facts.orientation = readOrientation(window.slice(chunk.offset, length));
  }
  const found = yield* searchForeignContent(window, chunk.offset, chunk.offset + chunk.length);
  if (found !== null) log.add("embedded-foreign-content", `The file's metadata (${chunk.type}) holds ${found}.`);
}

function finishFacts(state: PngState, log: WalkLog): void {
  const { facts } = log;
  if (state.header === null) return;
  facts.frames = Math.max(1, state.declaredFrames ?? 0, state.frameControls);
  facts.animated = state.declaredFrames !== null && facts.frames > 1;
  if (state.transparency) facts.hasAlpha = true;
  if (state.transparency && (state.header.colourType === 0 || state.header.colourType === 2 || state.header.colourType === 3)) {
    facts.channels += 1;
    facts.samplesPerPixel = facts.channels;
  }
}

function checkComplete(state: PngState, log: WalkLog): boolean {
  if (state.header === null || state.idat === "before") {
    log.add("corrupt-structure", "The file ends without a picture in it.");
    return false;
  }
  if (state.declaredFrames !== null && state.declaredFrames > state.frameControls) {
    log.add("corrupt-structure", `The animation says ${formatCount(state.declaredFrames)} frames and has ${formatCount(state.frameControls)}.`);
  }
  const least = leastIdatBytes(state.header);
  if (state.idatBytes >= least) return true;
  log.add("truncated", `${formatBytes(state.idatBytes)} of picture data cannot fill ${formatCount(state.header.width)} × ${formatCount(state.header.height)} pixels.`);
  return true;
}
