import type { InspectionLimits } from "../model.ts";
import { countUnusedBytes, takeAvifPicture } from "./avif-picture.ts";
import { parseBoxHeader } from "./bmff.ts";
import type { ByteWindow as Window, Walk } from "./byte-window.ts";
import { ByteWindow, MAX_REQUEST_BYTES } from "./byte-window.ts";
import { formatBytes, formatCount } from "./figures.ts";
import { searchForeignContent } from "./foreign-content.ts";
import type { HeifMeta } from "./heif-meta.ts";
import { parseHeifMeta } from "./heif-meta.ts";
import { reportTail, skipPadding } from "./tail.ts";
import type { WalkResult } from "./walk-result.ts";
import { WalkLog } from "./walk-result.ts";

type TopBox = { readonly type: string; readonly offset: number; readonly start: number; readonly end: number };

/** Boxes that may stand at the top of a still picture (ISO/IEC 23008-12; uuid for content credentials). */
const PICTURE_BOXES = ["ftyp", "meta", "mdat", "free", "skip", "uuid", "wide"];
const FREE_BOXES = ["free", "skip", "uuid", "wide"];
/** Encoders align items to 4 or 16 bytes, editors leave a replaced EXIF block behind. */
const MAX_UNUSED_BYTES = 65_536;

/**
 * Walks an AVIF of `sizeBytes`: top-level boxes to the last byte, the item index, each AV1 stream's own dimensions, metadata
 * items, and bytes that nothing refers to. Image sequences (`moov`) are refused: we render still AVIF only.
 */
export function* walkAvif(sizeBytes: number, limits: InspectionLimits): Walk<WalkResult> {
  const window = new ByteWindow(sizeBytes);
  const log = new WalkLog("avif");
  const boxes = yield* walkTopBoxes(window, limits, log);
  const metaBox = boxes?.find((box) => box.type === "meta");
  if (boxes === null) return log.result();
  if (boxes.some((box) => box.type === "moov")) {
    log.add("unsupported-coding", "This is an animated AVIF; animations are accepted as GIF or WebP.");
    return log.result();
  }
  const meta = metaBox === undefined ? "The file has no picture index." : yield* readMeta(window, metaBox);
  if (typeof meta === "string") {
    log.add("corrupt-structure", meta);
    return log.result();
  }
  if (yield* takeAvifPicture(window, meta, log)) yield* checkUnused(window, boxes, meta, log);
  return log.result();
}

function* walkTopBoxes(window: Window, limits: InspectionLimits, log: WalkLog): Walk<readonly TopBox[] | null> {
  const boxes: TopBox[] = [];
  let at = 0;
  while (at < window.sizeBytes) {
    const remaining = window.sizeBytes - at;
    const isHeader = yield* window.load(at, Math.min(16, remaining), 4096);
    const type = window.type(at + 4);
    const isKnown = isHeader && remaining >= 8 && (PICTURE_BOXES.includes(type) || type === "moov");
    if (!isKnown && boxes.some((box) => box.type === "meta")) return (yield* walkBehind(window, at, log)) ? boxes : null;
    const header = parseBoxHeader(window.u32be(at), window.u32be(at + 8) * 2 ** 32 + window.u32be(at + 12), remaining);
    if (!isKnown || header === null || boxes.length >= limits.maxParts) {
      if (boxes.length >= limits.maxParts) log.add("too-many-parts", `The file has more than ${formatCount(limits.maxParts)} boxes.`);
      else if (isKnown) log.add("truncated", `The ${type} box at byte ${formatCount(at)} is longer than the file.`);
      else log.add("corrupt-structure", `Expected a box at byte ${formatCount(at)} and found other data.`);
      return null;
    }
    boxes.push({ type, offset: at, start: at + header.headerBytes, end: at + header.sizeBytes });
    at += header.sizeBytes;
  }
  return boxes;
}

/** What stands behind the last box: padding, or something that does not belong there. Returns false when it was reported. */
function* walkBehind(window: Window, from: number, log: WalkLog): Walk<boolean> {
  log.facts.trailingBytes = window.sizeBytes - from;
  const at = yield* skipPadding(window, from);
  if (at >= window.sizeBytes) return true;
  yield* reportTail(window, from, at, log);
  return true;
}

function* readMeta(window: Window, box: TopBox): Walk<HeifMeta | string> {
  const length = box.end - box.start;
  if (length > MAX_REQUEST_BYTES) return `The picture's index has ${formatBytes(length)}.`;
  return (yield* window.load(box.start, length, length)) ? parseHeifMeta(window.slice(box.start, length)) : "The picture's index is damaged.";
}

function* checkUnused(window: Window, boxes: readonly TopBox[], meta: HeifMeta, log: WalkLog): Walk<void> {
  let unused = 0;
  for (const box of boxes) {
    const isFree = FREE_BOXES.includes(box.type);
    const bytes = isFree ? box.end - box.start : countUnusedBytes(meta, box.start, box.end);
    if (!isFree && box.type !== "mdat") continue;
    if (box.type === "uuid") log.metadata(bytes);
    else unused += bytes;
    // Picture data is not searched; a box with room for anything else is, once.
    const found = isFree || bytes > 16 ? yield* searchForeignContent(window, box.start, box.end) : null;
    if (found !== null) log.add("embedded-foreign-content", `The file's ${box.type} box holds ${found}.`);
  }
  if (unused > MAX_UNUSED_BYTES) log.add("trailing-data", `${formatBytes(unused)} in the file belong to no picture.`);
}
