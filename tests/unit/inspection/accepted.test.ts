import { describe, expect, test } from "vitest";
import { defaultInspectionLimits } from "#lib/inspection/model.ts";
import { inspectBytes } from "#lib/inspection/rules/inspect.ts";
import { samples } from "#tests/fixtures/images/sharp-samples.ts";
import * as make from "#tests/support/hostile-files.ts";

const { bytes, jpegFile, pngChunk, pngFile } = make;
const inspect = (file: Uint8Array, name: string) => inspectBytes(file, { name }, defaultInspectionLimits);

describe("real pictures are accepted", () => {
  test.each(samples)("$what", async ({ name, make: encode, facts }) => {
    const file = await encode();
    const inspection = inspect(file, name);
    expect(inspection.reasons).toEqual([]);
    expect(inspection).toMatchObject({ verdict: "accepted", facts });
  });
});

describe("what cameras, phones and editors really write is accepted", () => {
  const second = jpegFile({ width: 8, height: 8 });
  const cases: readonly (readonly [what: string, name: string, file: Uint8Array, facts: object])[] = [
    ["phone JPEG with a second picture", "a.jpg", make.mpfFile([second]), { extraImages: 1, gainMap: false }],
    ["three pictures, aligned by zeros", "a.jpg", make.mpfFile([second, second], { gap: 300 }), { extraImages: 2 }],
    ["Ultra HDR: index and announcement", "a.jpg", make.mpfFile([second], { metadata: [make.gainMapXmp()] }), { extraImages: 1, gainMap: true }],
    ["Ultra HDR without an index", "a.jpg", bytes(jpegFile({ metadata: [make.gainMapXmp()] }), second), { extraImages: 1, gainMap: true }],
    ["ISO 21496 gain map", "a.jpg", bytes(jpegFile({ metadata: [make.jpegSegment(0xe2, "urn:iso:std:iso:ts:21496:-1\0\0\0\0\0")] }), second), { extraImages: 1, gainMap: true }],
    ["Apple gain map, announced in the second picture", "a.jpg", make.mpfFile([jpegFile({ metadata: [make.xmpSegment("urn:com:apple:photo:2020:aux:hdrgainmap")] })]), { gainMap: true }],
    ["zero padding behind a JPEG", "a.jpg", bytes(jpegFile(), Buffer.alloc(4096)), { trailingBytes: 4096 }],
    ["fill bytes before markers", "a.jpg", jpegFile({ metadata: [bytes([0xff, 0xff, 0xff])] }), { width: 16 }],
    ["restart markers and stuffed zeros", "a.jpg", jpegFile({ entropy: bytes([1, 2, 0xff, 0, 0xff, 0xd0, 3, 4, 0xff, 0xff, 0, 9, 0xff, 0xd7]) }), { scans: 1 }],
    ["big-endian EXIF orientation", "a.jpg", jpegFile({ metadata: [make.exifSegment(8, "MM")] }), { orientation: 8 }],
    ["EXIF orientation out of range", "a.jpg", jpegFile({ metadata: [make.exifSegment(9)] }), { orientation: 1 }],
    ["100 scans", "a.jpg", jpegFile({ sof: 0xc2, scans: 100 }), { scans: 100, progressive: true }],
    ["XMP with escaped markup and a PHP mention", "a.jpg", jpegFile({ metadata: [make.xmpSegment("<dc:title>&lt;script&gt; &lt;?php how PK works; &lt;html&gt;</dc:title>")] }), {}],
    ["a scripted word that is no tag", "a.jpg", jpegFile({ metadata: [make.jpegSegment(0xfe, "<scripting> <htmlish> <?pharmacy?> PK\x03\x04")] }), {}],
    ["animated PNG", "a.png", make.apngFile(3), { frames: 3, animated: true }],
    ["PNG with text, EXIF and private notes", "a.png", pngFile(pngChunk("tEXt", "Software\0Shop"), pngChunk("eXIf", make.exifTiff(5)), pngChunk("prVt", "x")), { orientation: 5, metadataChunks: 3 }],
    ["GIF with comment and loop", "a.gif", make.gifFile(3, { extra: bytes(make.gifComment("made by hand"), make.gifLoop()) }), { frames: 3 }],
    ["bare GIF without its end mark", "a.gif", make.gifFile(1).subarray(0, -1), { frames: 1, animated: false }],
    ["WebP with an unknown chunk", "a.webp", make.webpFile(make.vp8x(8, 8), make.vp8l(8, 8), make.riffChunk("NOTE", Buffer.alloc(5))), { metadataBytes: 5 }],
    ["animated WebP", "a.webp", make.animatedWebp(4), { frames: 4, animated: true, coding: "buffered" }],
    ["AVIF with a free box", "a.avif", make.avifFile({ width: 64, height: 48, extra: make.box("free", Buffer.alloc(100)) }), { width: 64, height: 48 }],
    ["AVIF turned by its own box", "a.avif", make.avifFile({ width: 64, height: 48, turn: 1 }), { width: 48, height: 64, orientation: 1 }],
  ];
  test.each(cases)("%s", (_what, name, file, facts) => {
    const inspection = inspect(file, name);
    expect(inspection.reasons).toEqual([]);
    expect(inspection).toMatchObject({ verdict: "accepted", facts });
  });
});
