import type { InspectionLimits } from "../model.ts";
import type { Walk } from "./byte-window.ts";
import { ByteWindow } from "./byte-window.ts";
import { formatCount } from "./figures.ts";
import { searchForeignContent } from "./foreign-content.ts";
import { walkTail } from "./tail.ts";
import type { WalkResult } from "./walk-result.ts";
import { WalkLog } from "./walk-result.ts";

const EXTENSION = 0x21;
const IMAGE = 0x2c;
const TRAILER = 0x3b;
const GRAPHIC_CONTROL = 0xf9;
const COMMENT = 0xfe;
const APPLICATION = 0xff;

/**
 * Walks a GIF of `sizeBytes` (GIF89a specification): every block and sub-block, frames, comments and application data.
 * The decoder holds a whole canvas of RGBA, so every GIF is `buffered`; frames outside of the canvas make it larger.
 */
export function* walkGif(sizeBytes: number, limits: InspectionLimits): Walk<WalkResult> {
  const window = new ByteWindow(sizeBytes);
  const log = new WalkLog("gif");
  const end = yield* walkBlocks(window, limits, log);
  log.facts.animated = log.facts.frames > 1;
  if (end !== null) yield* walkTail(window, end, log);
  return log.result();
}

function* walkBlocks(window: ByteWindow, limits: InspectionLimits, log: WalkLog): Walk<number | null> {
  if (!(yield* window.load(0, 13))) return stop(window, log);
  readScreen(window, log);
  if (log.facts.width === 0 || log.facts.height === 0) {
    log.add("corrupt-structure", `The file says ${log.facts.width} × ${log.facts.height} pixels.`);
    return null;
  }
  let at: number | null = 13 + paletteBytes(window.u8(10));
  for (let parts = 0; parts < limits.maxParts; parts += 1) {
    if (!(yield* window.load(at, 1))) {
      // Some old programs leave the end mark out. A single bare picture is fine without; an animation (which says so in an
      // application block) may have lost frames.
      return at === window.sizeBytes && log.facts.frames === 1 && log.facts.metadataChunks === 0 ? at : stop(window, log);
    }
    const block = window.u8(at);
    if (block === TRAILER) return finish(at + 1, log);
    if (block === IMAGE) at = yield* walkFrame(window, at + 1, log);
    else if (block === EXTENSION) at = yield* walkExtension(window, at + 1, log);
    else {
      log.add("corrupt-structure", `Expected a block at byte ${formatCount(at)} and found other data.`);
      return null;
    }
    if (at === null) return null;
  }
  log.add("too-many-parts", `The file has more than ${formatCount(limits.maxParts)} blocks.`);
  return null;
}

function stop(window: ByteWindow, log: WalkLog): null {
  log.add("truncated", `The file stops at byte ${formatCount(window.sizeBytes)}, before the picture's end mark.`);
  return null;
}

function finish(end: number, log: WalkLog): number | null {
  if (log.facts.frames > 0) return end;
  log.add("corrupt-structure", "The file ends without a picture in it.");
  return null;
}

const paletteBytes = (flags: number): number => ((flags & 0x80) === 0 ? 0 : 3 * 2 ** ((flags & 7) + 1));

function readScreen(window: ByteWindow, log: WalkLog): void {
  const [width, height] = [window.u16le(6), window.u16le(8)];
  const bitDepth = (window.u8(10) & 7) + 1;
  Object.assign(log.facts, { width, height, bitDepth, channels: 3, samplesPerPixel: 3, scans: 1, decodePixels: width * height, coding: "buffered" });
}

function* walkFrame(window: ByteWindow, at: number, log: WalkLog): Walk<number | null> {
  if (!(yield* window.load(at, 9))) return stop(window, log);
  const [right, bottom] = [window.u16le(at) + window.u16le(at + 4), window.u16le(at + 2) + window.u16le(at + 6)];
  const flags = window.u8(at + 8);
  const { facts } = log;
  facts.frames += 1;
  facts.decodePixels = Math.max(facts.decodePixels, Math.max(right, facts.width) * Math.max(bottom, facts.height));
  if ((flags & 0x40) !== 0) facts.progressive = true;
  const data = at + 9 + paletteBytes(flags);
  if (!(yield* window.load(data, 1))) return stop(window, log);
  const codeBits = window.u8(data);
  if (codeBits < 1 || codeBits > 11 || window.u16le(at + 4) === 0 || window.u16le(at + 6) === 0) {
    log.add("corrupt-structure", `Frame ${formatCount(facts.frames)} has an invalid header.`);
    return null;
  }
  return (yield* skipSubBlocks(window, data + 1)) ?? stop(window, log);
}

function* walkExtension(window: ByteWindow, at: number, log: WalkLog): Walk<number | null> {
  if (!(yield* window.load(at, Math.min(16, window.sizeBytes - at)))) return stop(window, log);
  const label = window.u8(at);
  if (label === GRAPHIC_CONTROL && window.u8(at + 1) >= 1 && (window.u8(at + 2) & 1) === 1 && !log.facts.hasAlpha) {
    Object.assign(log.facts, { hasAlpha: true, channels: 4, samplesPerPixel: 4 });
  }
  const end = yield* skipSubBlocks(window, at + 1);
  if (end === null) return stop(window, log);
  if (label === COMMENT || label === APPLICATION) {
    log.metadata(end - at);
    // Sub-block lengths stand between the text, at most one in 255 bytes; XMP leaves them out altogether.
    const found = yield* searchForeignContent(window, at, end);
    if (found !== null) log.add("embedded-foreign-content", `The file's comments hold ${found}.`);
  }
  return end;
}

/** Hops over sub-blocks to the byte behind their terminator; null when the file ends before. */
function* skipSubBlocks(window: ByteWindow, from: number): Walk<number | null> {
  let at = from;
  while (yield* window.load(at, 1)) {
    while (at < window.end) {
      const length = window.u8(at);
      at += 1 + length;
      if (length === 0) return at;
    }
  }
  return null;
}
