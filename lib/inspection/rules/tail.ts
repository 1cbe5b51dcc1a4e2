import type { ByteWindow, Walk } from "./byte-window.ts";
import { SNIFF_BYTES, sniff } from "./sniff.ts";
import type { Sniffed } from "./sniff.ts";
import { searchForeignContent } from "./foreign-content.ts";
import { formatBytes } from "./figures.ts";
import type { WalkLog } from "./walk-result.ts";

/**
 * Zero bytes that may stand behind a picture: cameras align pictures to blocks, and some upload tools round files up.
 * Zeros can carry nothing, so they are harmless; more of them than one 64 KiB block is no alignment.
 */
export const MAX_PADDING_BYTES = 65_536;

/** How far a tail is searched for foreign content, from its start and from its end. */
const SEARCH_BYTES = 1024 * 1024;

/** Skips zero bytes from `from`; stops at the first other byte, after MAX_PADDING_BYTES, or at the end of the file. */
export function* skipPadding(window: ByteWindow, from: number): Walk<number> {
  const end = Math.min(window.sizeBytes, from + MAX_PADDING_BYTES);
  let at = from;
  while (at < end && (yield* window.load(at, 1))) {
    const stop = Math.min(end, window.end);
    while (at < stop && window.u8(at) === 0) at += 1;
    if (at < stop) return at;
  }
  return at;
}

/** Judges what stands behind the end of a picture: padding is fine, anything else is reported by what it is. */
export function* walkTail(window: ByteWindow, pictureEnd: number, log: WalkLog): Walk<void> {
  log.facts.trailingBytes = window.sizeBytes - pictureEnd;
  const start = yield* skipPadding(window, pictureEnd);
  if (start < window.sizeBytes) yield* reportTail(window, pictureEnd, start, log);
}

/**
 * Reports the bytes from `pictureEnd` to the end of the file as foreign content or as trailing data.
 * @param start the first of them that is no padding; what begins with zeros itself (a video) is told by both places
 */
export function* reportTail(window: ByteWindow, pictureEnd: number, start: number, log: WalkLog): Walk<void> {
  const length = window.sizeBytes - start;
  const wide = yield* sniffAt(window, pictureEnd);
  const head = wide.kind === "unknown" ? yield* sniffAt(window, start) : wide;
  const named = head.kind === "foreign" && head.family !== "text" && head.family !== "media" ? `a ${head.name} file` : null;
  const found = named ?? (yield* searchForeignContent(window, start, start + SEARCH_BYTES)) ?? (yield* findArchiveEnd(window, start));
  if (found !== null) log.add("embedded-foreign-content", `Behind the picture stands ${found} (${formatBytes(length)}).`);
  else log.add("trailing-data", `${formatBytes(length)} stand behind the end of the picture${describeTail(window, head)}.`);
}

function* sniffAt(window: ByteWindow, offset: number): Walk<Sniffed> {
  const length = Math.min(SNIFF_BYTES, window.sizeBytes - offset);
  return (yield* window.load(offset, length)) ? sniff(window.slice(offset, length)) : { kind: "unknown" };
}

// A ZIP is read from its end: its directory's end record may stand behind any amount of other data.
function* findArchiveEnd(window: ByteWindow, start: number): Walk<string | null> {
  const from = Math.max(start, window.sizeBytes - 65_557);
  if (!(yield* window.load(from, window.sizeBytes - from))) return null;
  for (let at = from; at + 22 <= window.sizeBytes; at += 1) {
    if (window.u8(at) === 0x50 && window.u32be(at) === 0x504b0506 && at + 22 + window.u16le(at + 20) <= window.sizeBytes) return "a ZIP archive";
  }
  return null;
}

function describeTail(window: ByteWindow, head: Sniffed): string {
  if (head.kind === "foreign" && head.family === "media") return ": a video, as motion photos have";
  if (head.kind === "allowed") return `: another ${head.format.toUpperCase()} picture that the file does not announce`;
  if (head.kind === "foreign" && head.family === "text") return ": text";
  return window.u32be(window.sizeBytes - 4) === 0x53454654 ? ": notes of a Samsung camera" : "";
}
