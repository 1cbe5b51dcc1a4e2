import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { SourceFormat } from "#lib/inspection/model.ts";
import { defaultInspectionLimits, inspectionSchema, sourceFormats } from "#lib/inspection/model.ts";
import { MAX_REQUEST_BYTES } from "#lib/inspection/rules/byte-window.ts";
import { inspectBytes, walkInspection } from "#lib/inspection/rules/inspect.ts";
import { inspectFile } from "#lib/inspection/verbs/inspect-file.ts";
import * as make from "#tests/support/hostile-files.ts";
import { paint } from "#tests/fixtures/images/sharp-samples.ts";

const seeds: Record<SourceFormat, readonly Buffer[]> = {
  jpeg: [make.jpegFile({ metadata: [make.exifSegment(6), make.gainMapXmp()], sof: 0xc2, scans: 3 }), make.mpfFile([make.jpegFile({ width: 8, height: 8 })])],
  png: [make.apngFile(3), make.pngFile(make.pngChunk("zTXt", "k\0\0abc"), make.pngChunk("eXIf", make.exifTiff(3)))],
  gif: [make.gifFile(3, { extra: make.bytes(make.gifComment("hello"), make.gifLoop()) })],
  webp: [make.animatedWebp(3), make.webpFile(make.vp8x(8, 8, 0x1c), make.vp8l(8, 8), make.riffChunk("EXIF", make.exifTiff(7)))],
  avif: [make.avifFile({ width: 64, height: 48, extra: make.box("free", Buffer.alloc(30)) })],
};
const magic: Record<SourceFormat, Buffer> = {
  jpeg: make.bytes([0xff, 0xd8, 0xff]),
  png: make.PNG_SIGNATURE,
  gif: make.bytes("GIF89a"),
  webp: make.bytes("RIFF\xff\xff\0\0WEBP"),
  avif: make.bytes(make.u32be(20), "ftypavif", make.u32be(0), "avif"),
};

/** The inspection's cost: bytes asked for, largest request, number of requests. */
function measure(file: Uint8Array): { asked: number; largest: number; requests: number } {
  const walk = walkInspection(file.length, { name: "a" }, defaultInspectionLimits);
  const cost = { asked: 0, largest: 0, requests: 0 };
  for (let step = walk.next(); !step.done;) {
    const { offset, length } = step.value;
    expect(offset).toBeGreaterThanOrEqual(0);
    expect(offset + length).toBeLessThanOrEqual(file.length);
    cost.asked += length;
    cost.requests += 1;
    cost.largest = Math.max(cost.largest, length);
    step = walk.next(file.subarray(offset, offset + length));
  }
  return cost;
}

/** Sniffing, a search of a damaged head and tail, and each byte at most three times (checksum, content, overlap). */
function expectBoundedCost(file: Uint8Array): void {
  const cost = measure(file);
  expect(cost.largest).toBeLessThanOrEqual(MAX_REQUEST_BYTES);
  expect(cost.requests).toBeLessThanOrEqual(file.length / 16_384 + 3000);
  expect(cost.asked).toBeLessThanOrEqual(3 * file.length + 4 * MAX_REQUEST_BYTES);
}

const anyFormat = fc.constantFrom(...sourceFormats);
const mutated = anyFormat.chain((format) =>
  fc.record({
    file: fc.constantFrom(...seeds[format]),
    edits: fc.array(fc.record({ at: fc.nat(), kind: fc.constantFrom("set", "insert", "remove", "repeat"), value: fc.constantFrom(0, 1, 0x7f, 0x80, 0xfe, 0xff, 0xd8, 0xd9, 0x3c, 0x50), count: fc.integer({ min: 1, max: 64 }) }), { minLength: 1, maxLength: 6 }),
    cut: fc.option(fc.nat()),
  }),
).map(({ file, edits, cut }) => {
  let changed: Uint8Array = Uint8Array.from(file);
  for (const { at, kind, value, count } of edits) {
    const place = at % Math.max(1, changed.length);
    const end = Math.min(changed.length, place + count);
    if (kind === "set") changed[place] = value;
    else if (kind === "insert") changed = make.bytes(changed.subarray(0, place), Buffer.alloc(count, value), changed.subarray(place));
    else if (kind === "remove") changed = make.bytes(changed.subarray(0, place), changed.subarray(end));
    else changed = make.bytes(changed.subarray(0, end), changed.subarray(place));
  }
  return cut === null ? changed : changed.subarray(0, cut % (changed.length + 1));
});

describe("any bytes whatever", () => {
  test("end in a well-formed verdict at a bounded cost", () => {
    fc.assert(
      fc.property(fc.option(anyFormat), fc.uint8Array({ maxLength: 2000 }), (format, body) => {
        const file = format === null ? body : make.bytes(magic[format], body);
        const inspection = inspectBytes(file, { name: "a" }, defaultInspectionLimits);
        expect(inspectionSchema.parse(inspection)).toEqual(inspection);
        expectBoundedCost(file);
      }),
      { numRuns: 2000 },
    );
  });

  test("mutated pictures end in a well-formed verdict at a bounded cost", () => {
    fc.assert(
      fc.property(mutated, (file) => {
        const inspection = inspectBytes(file, { name: "a" }, defaultInspectionLimits);
        expect(inspectionSchema.parse(inspection)).toEqual(inspection);
        if (inspection.verdict !== "accepted") for (const { detail } of inspection.reasons) expect(detail).not.toMatch(/NaN|undefined|null/);
        expectBoundedCost(file);
      }),
      { numRuns: 4000 },
    );
  });

  test("a driver that hands back fewer bytes than there are only makes the file shorter", () => {
    fc.assert(
      fc.property(anyFormat.chain((format) => fc.constantFrom(...seeds[format])), fc.nat(), (file, missing) => {
        const held = file.subarray(0, missing % file.length);
        const walk = walkInspection(file.length, { name: "a" }, defaultInspectionLimits);
        let step = walk.next();
        for (let steps = 0; !step.done && steps < 10_000; steps += 1) step = walk.next(held.subarray(step.value.offset, step.value.offset + step.value.length));
        expect(step.done).toBe(true);
      }),
    );
  });
});

describe("large and hostile fillings cost no more than their size", () => {
  const large = 3 * 1024 * 1024;
  const pattern = (...values: readonly number[]): Buffer => Buffer.alloc(large, Buffer.from(values));
  const head = make.bytes(make.SOI, make.sofSegment({ width: 100, height: 100 }), make.sosSegment(3));
  const cases: readonly (readonly [string, Buffer])[] = [
    ["scan of 0xFF only", make.bytes(head, pattern(0xff))],
    ["scan of stuffed zeros only", make.bytes(head, pattern(0xff, 0))],
    ["scan of restart markers only", make.bytes(head, pattern(0xff, 0xd0))],
    ["scan headers only", make.bytes(make.SOI, make.sofSegment({}), ...Array.from({ length: 2000 }, () => make.sosSegment(3)))],
    ["zeros behind", make.bytes(make.jpegFile(), pattern(0))],
    ["a tail of PK", make.bytes(make.jpegFile(), pattern(0x50, 0x4b))],
    ["a tail of <s", make.bytes(make.jpegFile(), pattern(0x3c, 0x73))],
    ["empty chunks only", make.bytes(make.PNG_SIGNATURE, make.ihdr(8, 8), ...Array.from({ length: 60_000 }, () => make.pngChunk("tEXt")))],
    ["one chunk of 3 MB of <", make.bytes(make.pngFile(make.pngChunk("prVt", pattern(0x3c))), "x")],
    ["two-byte sub-blocks", make.bytes(make.gifHeader(2, 2), [0x21, 0xfe], pattern(1, 1))],
    ["empty frames", make.gifFile(60_000)],
    ["empty WebP chunks", make.webpFile(make.vp8x(8, 8), ...Array.from({ length: 60_000 }, () => make.riffChunk("NOTE", Buffer.alloc(0))))],
    ["free boxes only", make.bytes(magic.avif, ...Array.from({ length: 60_000 }, () => make.box("free")))],
  ];
  test.each(cases)("%s", (_what, file) => {
    expect(inspectBytes(file, { name: "a" }, defaultInspectionLimits).verdict).not.toBe("accepted");
    expectBoundedCost(file);
  });
});

describe("over a file on disk", () => {
  let folder = "";
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "seawall-inspection-"));
  });
  afterAll(() => rm(folder, { recursive: true }));

  test("inspectFile agrees with inspectBytes on mutated pictures", async () => {
    const path = join(folder, "mutated");
    await fc.assert(
      fc.asyncProperty(mutated, async (file) => {
        await writeFile(path, file);
        const declared = { name: "a", type: "" };
        expect(await inspectFile(path, declared, defaultInspectionLimits)).toEqual(inspectBytes(file, declared, defaultInspectionLimits));
      }),
      { numRuns: 300 },
    );
  });

  test("inspectFile agrees with inspectBytes on pictures of several windows", async () => {
    const path = join(folder, "large");
    const picture = paint(1400, 1000);
    for (const encoded of [picture.clone().jpeg({ quality: 100, progressive: true }), picture.clone().png({ compressionLevel: 0 }), picture.clone().gif({ effort: 1 }), picture.clone().webp({ quality: 100 })]) {
      const file = await encoded.toBuffer();
      expect(file.length).toBeGreaterThan(500_000);
      await writeFile(path, file);
      const inspection = await inspectFile(path, { name: "a" }, defaultInspectionLimits);
      expect(inspection).toEqual(inspectBytes(file, { name: "a" }, defaultInspectionLimits));
      expect(inspection.verdict).toBe("accepted");
    }
  });

  test("a file that does not exist is the file system's error, not a verdict", async () => {
    await expect(inspectFile(join(folder, "none"), { name: "a" }, defaultInspectionLimits)).rejects.toMatchObject({ code: "ENOENT" });
  });
});
