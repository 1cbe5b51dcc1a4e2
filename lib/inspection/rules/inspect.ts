import type { DeclaredFile, Inspection, InspectionLimits, SourceFormat } from "../model.ts";
import type { Walk } from "./byte-window.ts";
import { ByteWindow } from "./byte-window.ts";
import { searchForeignContent } from "./foreign-content.ts";
import { judge } from "./judge.ts";
import { SNIFF_BYTES, sniff } from "./sniff.ts";
import type { WalkResult } from "./walk-result.ts";
import { walkAvif } from "./walk-avif.ts";
import { walkGif } from "./walk-gif.ts";
import { walkJpeg } from "./walk-jpeg.ts";
import { walkPng } from "./walk-png.ts";
import { walkWebp } from "./walk-webp.ts";

const walkers: Record<SourceFormat, (sizeBytes: number, limits: InspectionLimits) => Walk<WalkResult>> = {
  jpeg: walkJpeg,
  png: walkPng,
  webp: walkWebp,
  gif: walkGif,
  avif: walkAvif,
};

/** How far a damaged file is searched for what it may really be ("GIF89a<?php …"). */
const DAMAGED_SEARCH_BYTES = 256 * 1024;

/**
 * The whole inspection as one walk: sniff, walk the structure, judge. It asks for byte ranges and is handed them, so the same
 * rule runs over bytes in memory (`inspectBytes`) and over a file (`verbs/inspect-file.ts`). Never throws on any content.
 * @param sizeBytes size of the whole file; files over the limit are judged by their first bytes only
 */
export function* walkInspection(sizeBytes: number, declared: DeclaredFile, limits: InspectionLimits): Walk<Inspection> {
  const window = new ByteWindow(sizeBytes);
  const headBytes = Math.min(SNIFF_BYTES, sizeBytes);
  if (headBytes > 0) yield* window.load(0, headBytes, headBytes);
  const sniffed = sniff(window.slice(0, headBytes));
  if (sniffed.kind !== "allowed" || sizeBytes > limits.maxBytes) return judge({ sniffed, walk: null, declared, sizeBytes }, limits);
  const walk = yield* walkers[sniffed.format](sizeBytes, limits);
  const isDamaged = walk.findings.some((finding) => finding.code === "corrupt-structure" || finding.code === "truncated");
  const hidden = isDamaged ? yield* searchForeignContent(window, 0, DAMAGED_SEARCH_BYTES) : null;
  const findings = hidden === null ? walk.findings : [...walk.findings, { code: "embedded-foreign-content" as const, detail: `The damaged file holds ${hidden}.` }];
  return judge({ sniffed, walk: { ...walk, findings }, declared, sizeBytes }, limits);
}

/** Hands a walk its bytes from memory until it is done. */
export function runWalk<Result>(walk: Walk<Result>, bytes: Uint8Array): Result {
  let step = walk.next();
  while (!step.done) step = walk.next(bytes.subarray(step.value.offset, step.value.offset + step.value.length));
  return step.value;
}

/** Inspects a file that is in memory: tests and small checks. For files use `inspectFile`. */
export function inspectBytes(bytes: Uint8Array, declared: DeclaredFile, limits: InspectionLimits): Inspection {
  return runWalk(walkInspection(bytes.length, declared, limits), bytes);
}
