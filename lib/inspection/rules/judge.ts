import type { DeclaredFile, Inspection, InspectionFacts, InspectionLimits, Reason } from "../model.ts";
import { checkLimits } from "./check-limits.ts";
import { findTypeMismatch } from "./declared-type.ts";
import { estimateDecodeBytes } from "./estimate-decode-bytes.ts";
import { formatBytes } from "./figures.ts";
import { compareSeverity, reasonTexts } from "./reasons.ts";
import type { Sniffed } from "./sniff.ts";
import type { WalkResult } from "./walk-result.ts";

/** Everything known about a file when it is judged. `walk` is null when its content is no accepted format. */
export type Evidence = {
  readonly sniffed: Sniffed;
  readonly walk: WalkResult | null;
  readonly declared: DeclaredFile;
  readonly sizeBytes: number;
};

/**
 * A bomb is a file that is sound and within the other limits of size. The first kilobyte of an interrupted upload unfolds just
 * as far on paper, and is no attack.
 */
const keepsBomb = (reasons: readonly Reason[]): boolean => reasons.every((reason) => reason.code === "decompression-bomb" || reason.code === "too-much-decode-memory");

/** The verdict over a file: accepted with its facts, or every reason against it, most serious first. */
export function judge(evidence: Evidence, limits: InspectionLimits): Inspection {
  const { sniffed, walk, declared, sizeBytes } = evidence;
  const facts = walk?.known ? toInspectionFacts(walk, sizeBytes) : null;
  const exceeded = facts === null ? [] : checkLimits(facts, sizeBytes, limits);
  const all = [...sizeReasons(sizeBytes, limits), ...contentReasons(sniffed, declared), ...(walk?.findings ?? []), ...exceeded];
  const reasons = keepsBomb(all) ? all : all.filter((reason) => reason.code !== "decompression-bomb");
  reasons.sort((left, right) => compareSeverity(left.code, right.code));
  const [first] = reasons;
  if (first !== undefined) return { verdict: reasonTexts[first.code].outcome, reasons, facts };
  if (facts !== null) return { verdict: "accepted", facts, reasons: [] };
  return { verdict: "failed", reasons: [{ code: "corrupt-structure", detail: "No picture was found in the file." }], facts: null };
}

function toInspectionFacts(walk: WalkResult, sizeBytes: number): InspectionFacts {
  return { ...walk.facts, estimatedDecodeBytes: estimateDecodeBytes(walk.facts, sizeBytes) };
}

function sizeReasons(sizeBytes: number, limits: InspectionLimits): readonly Reason[] {
  if (sizeBytes <= limits.maxBytes) return [];
  return [{ code: "file-too-large", detail: `The file has ${formatBytes(sizeBytes)}; the limit is ${formatBytes(limits.maxBytes)}.` }];
}

function contentReasons(sniffed: Sniffed, declared: DeclaredFile): readonly Reason[] {
  switch (sniffed.kind) {
    case "empty":
      return [{ code: "empty-file", detail: "The file has no content: 0 bytes." }];
    case "other-image":
      return [{ code: "format-not-allowed", detail: `The format of this file is ${sniffed.name}. Export as JPEG or PNG.` }];
    case "foreign":
      if (sniffed.name === "SVG") return [{ code: "format-not-allowed", detail: "This is an SVG drawing, which can hold programs. Export as PNG." }];
      if (sniffed.name === "PDF" || sniffed.name === "EPS" || sniffed.name === "PostScript") return [{ code: "format-not-allowed", detail: `This is a ${sniffed.name} document. Export the page as JPEG or PNG.` }];
      return [{ code: "not-an-image", detail: `The content is ${sniffed.name}, whatever the name says.` }];
    case "unknown":
      return [{ code: "not-an-image", detail: "The content is no picture format that we know." }];
    case "allowed": {
      const mismatch = findTypeMismatch(sniffed.format, declared);
      return mismatch === null ? [] : [{ code: "type-mismatch", detail: mismatch }];
    }
    default:
      return sniffed satisfies never;
  }
}
