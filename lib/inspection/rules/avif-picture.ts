import { AV1_HEAD_BYTES, readAv1Sequence } from "./av1-sequence.ts";
import type { ByteWindow, Walk } from "./byte-window.ts";
import { formatCount } from "./figures.ts";
import { searchForeignContent } from "./foreign-content.ts";
import type { HeifExtent, HeifItem, HeifMeta, HeifProperty } from "./heif-meta.ts";
import type { WalkLog } from "./walk-result.ts";

type Size = { readonly width: number; readonly height: number };

const EMPTY: readonly HeifProperty[] = [];
const propertiesOf = (meta: HeifMeta, item: HeifItem): readonly HeifProperty[] => item.properties.flatMap((index) => meta.properties[index] ?? EMPTY);
const sizeOf = (meta: HeifMeta, item: HeifItem): Size | null => propertiesOf(meta, item).find((property) => property.kind === "size") ?? null;

/** What an item without its own dimensions may be at most: nothing. */
const NO_SIZE: Size = { width: 0, height: 0 };

/**
 * Takes the meta box's picture into the facts: the primary item's size, turned as `irot` says, and as `decodePixels` the
 * largest picture that any box or any AV1 stream in the file claims to be (a forged box hides the real one otherwise).
 */
export function* takeAvifPicture(window: ByteWindow, meta: HeifMeta, log: WalkLog): Walk<boolean> {
  const primary = meta.items.get(meta.primary);
  const size = primary === undefined ? null : sizeOf(meta, primary);
  if (primary === undefined || size === null || size.width === 0 || size.height === 0) return fail(log, "The file names no picture.");
  if (primary.type !== "av01" && primary.type !== "grid" && primary.type !== "iovl" && primary.type !== "tmap") {
    log.add("unsupported-coding", `The picture inside is coded as ${/^\w{4}$/.test(primary.type) ? primary.type : "something"}, not as AV1.`);
    return false;
  }
  const isTurned = propertiesOf(meta, primary).some((property) => property.kind === "turn" && property.quarters % 2 === 1);
  Object.assign(log.facts, { width: isTurned ? size.height : size.width, height: isTurned ? size.width : size.height, frames: 1, scans: 1 });
  Object.assign(log.facts, { bitDepth: 8, channels: 3, gainMap: meta.gainMap, coding: "buffered" });
  if (meta.properties.some((property) => property.kind === "alpha")) Object.assign(log.facts, { hasAlpha: true, channels: 4 });
  for (const property of meta.properties) {
    if (property.kind === "size") log.facts.decodePixels = Math.max(log.facts.decodePixels, property.width * property.height);
  }
  log.facts.samplesPerPixel = log.facts.channels;
  for (const item of meta.items.values()) if (!(yield* takeItem(window, meta, item, log))) return false;
  return true;
}

function* takeItem(window: ByteWindow, meta: HeifMeta, item: HeifItem, log: WalkLog): Walk<boolean> {
  if (!item.inFile) return true;
  for (const extent of item.extents) {
    if (extent.offset + extent.length > window.sizeBytes) {
      log.add("truncated", `Part of the picture should end at byte ${formatCount(extent.offset + extent.length)}, but the file has ${formatCount(window.sizeBytes)}.`);
      return false;
    }
  }
  if (item.type === "av01") return yield* takeAv1Item(window, meta, item, log);
  if (item.type === "Exif" || item.type === "mime") yield* takeMetadataItem(window, item, log);
  return true;
}

function* takeAv1Item(window: ByteWindow, meta: HeifMeta, item: HeifItem, log: WalkLog): Walk<boolean> {
  const head = yield* readHead(window, item.extents);
  const sequence = head === null ? null : readAv1Sequence(head);
  if (sequence === null) return fail(log, "The picture data has no AV1 header that can be read.");
  log.facts.decodePixels = Math.max(log.facts.decodePixels, sequence.width * sequence.height);
  if (item.id === meta.primary || meta.items.get(meta.primary)?.type !== "av01") log.facts.bitDepth = sequence.bitDepth;
  const size = sizeOf(meta, item) ?? NO_SIZE;
  if (size.width === sequence.width && size.height === sequence.height) return true;
  return fail(log, `The file says ${formatCount(size.width)} × ${formatCount(size.height)} pixels and the picture inside has ${formatCount(sequence.width)} × ${formatCount(sequence.height)}.`);
}

function* readHead(window: ByteWindow, extents: readonly HeifExtent[]): Walk<Uint8Array | null> {
  const [first] = extents;
  const length = Math.min(first?.length ?? 0, AV1_HEAD_BYTES);
  if (first === undefined || length === 0 || !(yield* window.load(first.offset, length, length))) return null;
  return window.slice(first.offset, length);
}

function* takeMetadataItem(window: ByteWindow, item: HeifItem, log: WalkLog): Walk<void> {
  for (const { offset, length } of item.extents) {
    // Items may name the same bytes many times over: once metadata exceeds the file, there is nothing new to read.
    if (log.facts.metadataBytes + length > window.sizeBytes) return;
    log.metadata(length);
    const found = yield* searchForeignContent(window, offset, offset + length);
    if (found !== null) log.add("embedded-foreign-content", `The file's metadata (${item.type}) holds ${found}.`);
  }
}

function fail(log: WalkLog, detail: string): false {
  log.add("corrupt-structure", detail);
  return false;
}

/** Bytes of [start, end) that no item uses: where something could be hidden. */
export function countUnusedBytes(meta: HeifMeta, start: number, end: number): number {
  const extents = [...meta.items.values()].filter((item) => item.inFile).flatMap((item) => item.extents);
  const inside = extents.filter((extent) => extent.offset < end && extent.offset + extent.length > start).sort((left, right) => left.offset - right.offset);
  let used = 0;
  let at = start;
  for (const { offset, length } of inside) {
    const to = Math.min(end, offset + length);
    if (to > at) used += to - Math.max(at, offset);
    at = Math.max(at, to);
  }
  return end - start - used;
}
