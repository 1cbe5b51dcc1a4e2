import { describe, expect, test } from "vitest";
import type { InspectionFacts, SourceFormat, WalkFacts } from "#lib/inspection/model.ts";
import { defaultInspectionLimits as limits, inspectionLimitsSchema, reasonCodes } from "#lib/inspection/model.ts";
import { chooseLane } from "#lib/inspection/rules/choose-lane.ts";
import { findTypeMismatch, getExtension } from "#lib/inspection/rules/declared-type.ts";
import { bytesPerPixel, estimateDecodeBytes } from "#lib/inspection/rules/estimate-decode-bytes.ts";
import { formatBytes, formatPixels } from "#lib/inspection/rules/figures.ts";
import { inspectBytes } from "#lib/inspection/rules/inspect.ts";
import { compareSeverity, reasonTexts } from "#lib/inspection/rules/reasons.ts";
import { WalkLog } from "#lib/inspection/rules/walk-result.ts";
import * as make from "#tests/support/hostile-files.ts";

const facts = (change: Partial<WalkFacts>): InspectionFacts => {
  const walk = { ...new WalkLog(change.format ?? "jpeg").facts, frames: 1, bitDepth: 8, channels: 3, samplesPerPixel: 3, ...change };
  const full = { ...walk, decodePixels: Math.max(walk.decodePixels, walk.width * walk.height) };
  return { ...full, estimatedDecodeBytes: estimateDecodeBytes(full, 0) };
};

describe("declared name and type", () => {
  test.each<[SourceFormat, string, string | undefined]>([
    ["jpeg", "a.jpg", undefined], ["jpeg", "A.JPEG", "image/jpeg"], ["jpeg", "a.jpe", "image/jpg"], ["jpeg", "a.jfif", "image/pjpeg"], ["jpeg", "hero", ""],
    ["jpeg", "hero.final", "application/octet-stream"], ["jpeg", "photo.v2", "IMAGE/JPEG; charset=binary"], ["jpeg", "dir.png/hero", undefined], ["jpeg", ".htaccess", undefined],
    ["png", "a.png", "image/png"], ["png", "a.apng", "image/apng"], ["png", "shell.php.png", undefined], ["gif", "a.gif", "image/gif"], ["webp", "a.webp", "image/webp"], ["avif", "a.avif", "image/avif"],
  ])("%s named %s sent as %s agrees", (format, name, type) => {
    expect(findTypeMismatch(format, { name, type })).toBeNull();
  });

  test.each<[SourceFormat, string, string | undefined, RegExp]>([
    ["png", "a.jpg", undefined, /ends in \.jpg, but the file really is a PNG\. Rename it to end in \.png/],
    ["jpeg", "a.png", "image/jpeg", /really is a JPEG/],
    ["jpeg", "IMG_1.HEIC", undefined, /\.heic/],
    ["jpeg", "a.php ", undefined, /\.php/],
    ["gif", "a.svg", undefined, /really is a GIF/],
    ["avif", "a.avif", "image/png", /sent as image\/png, but the file really is an AVIF/],
    ["webp", "a.webp", "text/html", /sent as text\/html/],
  ])("%s named %s sent as %s disagrees", (format, name, type, sentence) => {
    expect(findTypeMismatch(format, { name, type })).toMatch(sentence);
  });

  test("the ending of a name", () => {
    expect(["a.JPG", "a", "a.", ".hidden", "x/y.png/z", "C:\\dir.gif\\a.webp", "a.b.c"].map(getExtension)).toEqual(["jpg", "", "", "", "", "webp", "c"]);
  });
});

describe("estimated decode memory", () => {
  test.each<[string, Partial<WalkFacts>, number]>([
    ["baseline JPEG", { format: "jpeg" }, 1.6],
    ["progressive 4:2:0 JPEG", { format: "jpeg", coding: "buffered", samplesPerPixel: 1.5 }, 3.4],
    ["progressive 4:4:4 JPEG", { format: "jpeg", coding: "buffered", samplesPerPixel: 3 }, 6.4],
    ["PNG", { format: "png" }, 1.6],
    ["interlaced RGB PNG", { format: "png", coding: "buffered" }, 5],
    ["interlaced 16-bit RGBA PNG", { format: "png", coding: "buffered", channels: 4, bitDepth: 16 }, 10],
    ["WebP", { format: "webp" }, 5],
    ["lossless WebP", { format: "webp", coding: "buffered" }, 6],
    ["animated WebP", { format: "webp", animated: true }, 10],
    ["GIF", { format: "gif", coding: "buffered" }, 6],
    ["AVIF", { format: "avif", coding: "buffered" }, 33],
  ])("%s: bytes per pixel", (_what, change, expected) => {
    expect(bytesPerPixel(facts(change))).toBeCloseTo(expected);
  });

  test("adds the file, and counts the largest picture that is claimed anywhere", () => {
    expect(estimateDecodeBytes(facts({ width: 100, height: 100 }), 5000)).toBe(21_000);
    expect(estimateDecodeBytes(facts({ width: 10, height: 10, decodePixels: 10_000 }), 5000)).toBe(21_000);
  });

  // The measured jobs of IMAGE-FACTS.md: all of them must fit.
  test.each<[string, Partial<WalkFacts>, number]>([
    ["108 MP progressive of 51 MB", { width: 12_000, height: 9000, coding: "buffered", samplesPerPixel: 1.5, progressive: true }, 51_000_000],
    ["192 MP baseline hero of 47 MB", { width: 16_000, height: 12_000 }, 47_000_000],
    ["268 MP baseline", { width: 16_000, height: 16_750 }, 60_000_000],
    ["12 MP AVIF", { format: "avif", width: 4000, height: 3000, coding: "buffered" }, 5_000_000],
  ])("%s fits the child", (_what, change, sizeBytes) => {
    expect(estimateDecodeBytes(facts(change), sizeBytes)).toBeLessThanOrEqual(limits.maxDecodeBytes);
  });
});

describe("lane", () => {
  test.each<[string, Partial<WalkFacts>, number, "standard" | "bulk"]>([
    ["phone picture", { width: 4000, height: 3000 }, 3_000_000, "standard"],
    ["24 MP", { width: 6000, height: 4000 }, 12_000_000, "standard"],
    ["hero", { width: 16_000, height: 12_000 }, 47_000_000, "bulk"],
    ["exactly the pixel threshold", { width: 10_000, height: 5000 }, 1_000_000, "bulk"],
    ["one pixel row under it", { width: 10_000, height: 4999 }, 1_000_000, "standard"],
    ["progressive giant", { width: 7000, height: 7000, coding: "buffered" }, 10_000_000, "bulk"],
    ["long animation", { format: "gif", width: 1000, height: 1000, frames: 100, animated: true }, 5_000_000, "bulk"],
    ["large file", { width: 1000, height: 1000 }, 40_000_000, "bulk"],
    ["small AVIF", { format: "avif", width: 1600, height: 1200 }, 200_000, "standard"],
    ["12 MP AVIF", { format: "avif", width: 4000, height: 3000 }, 2_000_000, "bulk"],
  ])("%s", (_what, change, sizeBytes, lane) => {
    expect(chooseLane(facts(change), sizeBytes, limits)).toBe(lane);
  });
});

describe("reasons", () => {
  test.each(reasonCodes)("%s has a sentence, advice, and a status exactly when it is refused", (code) => {
    const { outcome, httpStatus, title, advice } = reasonTexts[code];
    expect(title).toMatch(/^[A-Z].*\.$/);
    expect(advice).toMatch(/^[A-Z].*\.$/);
    expect(httpStatus !== null).toBe(outcome === "refused");
  });

  test("the most serious comes first", () => {
    const codes = ["truncated", "too-many-pixels", "embedded-foreign-content"] as const;
    expect([...codes].sort(compareSeverity)).toEqual(["embedded-foreign-content", "too-many-pixels", "truncated"]);
  });

  test("a file with several faults names all of them, and is judged by the worst", () => {
    const file = make.bytes(make.jpegFile({ sof: 0xc2, scans: 120, metadata: [make.jpegSegment(0xfe, "<?php")] }), "x");
    const inspection = inspectBytes(file, { name: "a.png" }, limits);
    expect(inspection.verdict).toBe("quarantined");
    expect(inspection.reasons.map((reason) => reason.code)).toEqual(["embedded-foreign-content", "too-many-scans", "type-mismatch", "trailing-data"]);
    expect(inspection.facts).toMatchObject({ width: 16, height: 16, scans: 120 });
  });

  test("the first kilobyte of a large picture is an interrupted upload, not a bomb", () => {
    const whole = make.bytes(make.PNG_SIGNATURE, make.ihdr(9000, 9000), make.pngChunk("IDAT", Buffer.alloc(300_000)), make.pngChunk("IEND"));
    expect(inspectBytes(whole.subarray(0, 1024), { name: "a.png" }, limits).reasons.map((reason) => reason.code)).toEqual(["truncated"]);
  });
});

test("limits are settings: each may be changed alone", () => {
  const strict = inspectionLimitsSchema.parse({ maxPixels: 100, maxFrames: 2 });
  expect(inspectBytes(make.jpegFile(), { name: "a" }, strict).reasons).toEqual([{ code: "too-many-pixels", detail: "The file says 16 × 16 pixels; the limit is 0 megapixels." }]);
  expect(inspectBytes(make.apngFile(3), { name: "a" }, strict)).toMatchObject({ verdict: "refused", reasons: [{ code: "too-many-frames" }] });
  expect(() => inspectionLimitsSchema.parse({ maxFrames: 0 })).toThrow();
});

test("figures as a person reads them", () => {
  expect([0, 1, 999, 1500, 47_100_000, 4_225_000_000].map(formatBytes)).toEqual(["0 bytes", "1 byte", "999 bytes", "1.5 KB", "47.1 MB", "4,225 MB"]);
  expect([300_000, 12_000_000, 268_000_000].map(formatPixels)).toEqual(["0.3 megapixels", "12 megapixels", "268 megapixels"]);
});
