import { describe, expect, test } from "vitest";
import type { ReasonCode } from "#lib/inspection/model.ts";
import { defaultInspectionLimits, inspectionSchema } from "#lib/inspection/model.ts";
import { inspectBytes } from "#lib/inspection/rules/inspect.ts";
import * as make from "#tests/support/hostile-files.ts";

const { bytes, jpegFile, jpegSegment, pngChunk, pngFile } = make;
type Case = readonly [what: string, name: string, file: Uint8Array, verdict: "refused" | "quarantined" | "failed", code: ReasonCode, detail?: RegExp];

const php = "<?php system($_GET['c']); ?>";
const cases: readonly Case[] = [
  ["nothing at all", "a.jpg", bytes(), "refused", "empty-file"],
  ["a PNG named .jpg", "hero.jpg", pngFile(), "refused", "type-mismatch", /really is a PNG/],
  ["a JPEG named .php", "shell.php", jpegFile(), "refused", "type-mismatch"],
  ["a picture of 100 MB and a byte", "a.jpg", bytes(jpegFile(), Buffer.alloc(100 * 1024 * 1024)), "refused", "file-too-large"],

  ["JPEG: 65,000² pixels", "a.jpg", jpegFile({ width: 65_000, height: 65_000, entropy: Buffer.alloc(17) }), "refused", "too-many-pixels", /65,000 × 65,000 pixels; the limit is 268 megapixels/],
  ["JPEG: progressive giant", "a.jpg", jpegFile({ width: 12_000, height: 12_000, sof: 0xc2, sampling: [0x11, 0x11, 0x11], entropy: Buffer.alloc(2_000_000) }), "refused", "too-much-decode-memory", /864|92\d/],
  ["JPEG: split scans of a giant", "a.jpg", jpegFile({ width: 12_000, height: 12_000, firstScanComponents: 1, scans: 3, sampling: [0x11, 0x11, 0x11], entropy: Buffer.alloc(2_000_000) }), "refused", "too-much-decode-memory"],
  ["JPEG: 200 scans", "a.jpg", jpegFile({ sof: 0xc2, scans: 200 }), "quarantined", "too-many-scans", /200 passes/],
  ["JPEG: ZIP behind", "a.jpg", bytes(jpegFile(), make.zipFile()), "quarantined", "embedded-foreign-content", /ZIP/],
  ["JPEG: ZIP behind noise and zeros", "a.jpg", bytes(jpegFile(), Buffer.alloc(100), Buffer.alloc(2_000_000, 7), make.zipFile()), "quarantined", "embedded-foreign-content", /ZIP/],
  ["JPEG: HTML behind", "a.jpg", bytes(jpegFile(), "<html><script>alert(1)</script>"), "quarantined", "embedded-foreign-content", /HTML/],
  ["JPEG: PHP behind", "a.jpg", bytes(jpegFile(), "\n\n", php), "quarantined", "embedded-foreign-content", /PHP/],
  ["JPEG: PDF behind", "a.jpg", bytes(jpegFile(), "%PDF-1.7\n"), "quarantined", "embedded-foreign-content", /PDF/],
  ["JPEG: program behind", "a.jpg", bytes(jpegFile(), make.foreignFiles["elf"] ?? ""), "quarantined", "embedded-foreign-content", /Linux/],
  ["JPEG: Windows program behind", "a.jpg", bytes(jpegFile(), make.foreignFiles["exe"] ?? ""), "quarantined", "embedded-foreign-content", /Windows/],
  ["JPEG: PHP in the comment", "a.jpg", jpegFile({ metadata: [jpegSegment(0xfe, php)] }), "quarantined", "embedded-foreign-content", /PHP code stands in the file's metadata/],
  ["JPEG: PHP in upper case in EXIF", "a.jpg", jpegFile({ metadata: [jpegSegment(0xe1, bytes("Exif\0\0", make.exifTiff(1), "<?PHP eval($x);"))] }), "quarantined", "embedded-foreign-content"],
  ["JPEG: short PHP echo in the comment", "a.jpg", jpegFile({ metadata: [jpegSegment(0xfe, "<?=`$_GET[1]`?>")] }), "quarantined", "embedded-foreign-content"],
  ["JPEG: script in the comment", "a.jpg", jpegFile({ metadata: [jpegSegment(0xfe, "<SCRIPT src=//x>")] }), "quarantined", "embedded-foreign-content"],
  ["JPEG: ZIP in the comment", "a.jpg", jpegFile({ metadata: [jpegSegment(0xfe, make.zipFile())] }), "quarantined", "embedded-foreign-content", /ZIP/],
  ["JPEG: PHAR in the comment", "a.jpg", jpegFile({ metadata: [jpegSegment(0xfe, "__HALT_COMPILER(); ?>")] }), "quarantined", "embedded-foreign-content"],
  ["JPEG: video behind (motion photo)", "a.jpg", bytes(jpegFile(), make.foreignFiles["mp4"] ?? ""), "refused", "trailing-data", /video/],
  ["JPEG: Samsung notes behind", "a.jpg", bytes(jpegFile(), "SEFH", Buffer.alloc(40, 1), "SEFT"), "refused", "trailing-data", /Samsung/],
  ["JPEG: one byte behind", "a.jpg", bytes(jpegFile(), "x"), "refused", "trailing-data", /1 byte/],
  ["JPEG: more zeros behind than padding", "a.jpg", bytes(jpegFile(), Buffer.alloc(70_000)), "refused", "trailing-data"],
  ["JPEG: a second JPEG behind, unannounced", "a.jpg", bytes(jpegFile(), jpegFile()), "refused", "trailing-data", /JPEG picture that the file does not announce/],
  ["JPEG: MPF index that points elsewhere", "a.jpg", make.mpfFile([jpegFile()], { shift: 5 }), "refused", "trailing-data"],
  ["JPEG: MPF picture with a ZIP behind it", "a.jpg", bytes(make.mpfFile([jpegFile()]), make.zipFile()), "quarantined", "embedded-foreign-content"],
  ["JPEG: MPF picture cut short", "a.jpg", make.mpfFile([jpegFile()]).subarray(0, -2), "failed", "truncated"],
  ["JPEG: MPF picture with 200 scans", "a.jpg", make.mpfFile([jpegFile({ sof: 0xc2, scans: 200 })]), "quarantined", "too-many-scans"],
  ["JPEG: two JPEGs behind a gain-map announcement", "a.jpg", bytes(jpegFile({ metadata: [make.gainMapXmp()] }), jpegFile(), jpegFile()), "refused", "trailing-data"],
  ["JPEG: two frame headers", "a.jpg", jpegFile({ metadata: [make.sofSegment({})] }), "failed", "corrupt-structure", /two frame headers/],
  ["JPEG: lossless", "a.jpg", jpegFile({ sof: 0xc3 }), "refused", "unsupported-coding"],
  ["JPEG: arithmetic", "a.jpg", jpegFile({ sof: 0xc9 }), "refused", "unsupported-coding"],
  ["JPEG: hierarchical", "a.jpg", jpegFile({ sof: 0xc5 }), "refused", "unsupported-coding"],
  ["JPEG: 12 bits", "a.jpg", jpegFile({ precision: 12 }), "refused", "unsupported-coding"],
  ["JPEG: two channels", "a.jpg", jpegFile({ sampling: [0x11, 0x11] }), "refused", "unsupported-coding"],
  ["JPEG: no height", "a.jpg", jpegFile({ height: 0 }), "failed", "corrupt-structure", /16 × 0 pixels/],
  ["JPEG: sampling factor 0", "a.jpg", jpegFile({ sampling: [0x00, 0x11, 0x11] }), "failed", "corrupt-structure"],
  ["JPEG: no picture", "a.jpg", bytes(make.SOI, make.EOI), "failed", "corrupt-structure"],
  ["JPEG: metadata and no picture", "a.jpg", bytes(make.SOI, make.exifSegment(1), make.EOI), "failed", "corrupt-structure"],
  ["JPEG: rubbish between segments", "a.jpg", jpegFile({ metadata: [make.exifSegment(1), bytes("oops")] }), "failed", "corrupt-structure", /found other data/],
  ["JPEG: reserved marker", "a.jpg", jpegFile({ metadata: [jpegSegment(0x4f, "x")] }), "failed", "corrupt-structure", /FF 4F/],
  ["JPEG: impossible segment length", "a.jpg", jpegFile({ metadata: [bytes([0xff, 0xe0, 0, 1])] }), "failed", "corrupt-structure", /impossible length/],
  ["JPEG: all 0xFF", "a.jpg", Buffer.alloc(600_000, 0xff).fill(0xd8, 1, 2), "failed", "truncated"],
  ["JPEG: huge picture in a few bytes", "a.jpg", jpegFile({ width: 16_000, height: 16_000, entropy: Buffer.alloc(40) }), "failed", "truncated", /40 bytes of picture data cannot fill 256 megapixels/],
  ["JPEG: 1,100 comments", "a.jpg", jpegFile({ metadata: Array.from({ length: 1100 }, () => jpegSegment(0xfe, "hi")) }), "quarantined", "too-many-metadata-chunks"],
  ["JPEG: 17 MB of comments", "a.jpg", jpegFile({ metadata: Array.from({ length: 270 }, () => jpegSegment(0xfe, Buffer.alloc(65_533, 0x3c))) }), "refused", "too-much-metadata"],

  ["PNG: 65,000² of one colour", "a.png", make.pngPixelBomb(), "refused", "too-many-pixels", /65,000 × 65,000/],
  ["PNG: huge picture in a few bytes", "a.png", bytes(make.PNG_SIGNATURE, make.ihdr(10_000, 10_000), make.idat(1, 1), pngChunk("IEND")), "failed", "truncated", /cannot fill 10,000 × 10,000/],
  ["PNG: interlaced giant", "a.png", bytes(make.PNG_SIGNATURE, make.ihdr(11_000, 11_000, 16, 6, 1), pngChunk("IDAT", Buffer.alloc(1_000_000)), pngChunk("IEND")), "refused", "too-much-decode-memory"],
  ["PNG: 90 packed text chunks of 1 MB", "a.png", make.compressedTextBomb(90, 1_000_000), "quarantined", "too-many-metadata-chunks", /90 of them packed/],
  ["PNG: one packed text chunk of 2 MB", "a.png", pngFile(pngChunk("zTXt", bytes("k\0\0", Buffer.alloc(2_000_000)))), "quarantined", "too-much-compressed-metadata"],
  ["PNG: 2,000 text chunks", "a.png", pngFile(...Array.from({ length: 2000 }, () => pngChunk("tEXt", "k\0v"))), "quarantined", "too-many-metadata-chunks"],
  ["PNG: animation of 400 frames", "a.png", make.apngFile(400), "refused", "too-many-frames", /400 frames/],
  ["PNG: animation that says 4 billion frames", "a.png", make.apngFile(2, { declared: 0xffffffff }), "refused", "too-many-frames"],
  ["PNG: animation that says more frames than it has", "a.png", make.apngFile(2, { declared: 3 }), "failed", "corrupt-structure"],
  ["PNG: frame outside of the picture", "a.png", make.apngFile(2, { left: 4 }), "failed", "corrupt-structure", /outside/],
  ["PNG: ZIP behind", "a.png", bytes(pngFile(), make.zipFile()), "quarantined", "embedded-foreign-content"],
  ["PNG: bytes behind", "a.png", bytes(pngFile(), "hello"), "refused", "trailing-data"],
  ["PNG: PHP in text", "a.png", pngFile(pngChunk("tEXt", `Comment\0${php}`)), "quarantined", "embedded-foreign-content", /tEXt/],
  ["PNG: PHP deep in a large private chunk", "a.png", pngFile(pngChunk("prVt", bytes(Buffer.alloc(262_130), php, Buffer.alloc(300_000)))), "quarantined", "embedded-foreign-content"],
  ["PNG: unknown critical chunk", "a.png", pngFile(pngChunk("EVIL", "x")), "failed", "corrupt-structure", /EVIL/],
  ["PNG: two headers", "a.png", pngFile(make.ihdr(8, 8)), "failed", "corrupt-structure"],
  ["PNG: header not first", "a.png", bytes(make.PNG_SIGNATURE, pngChunk("tEXt", "k\0v"), make.ihdr(8, 8), make.idat(8, 8), pngChunk("IEND")), "failed", "corrupt-structure"],
  ["PNG: colour type 5", "a.png", bytes(make.PNG_SIGNATURE, make.ihdr(8, 8, 8, 5), make.idat(8, 8), pngChunk("IEND")), "failed", "corrupt-structure"],
  ["PNG: no palette", "a.png", bytes(make.PNG_SIGNATURE, make.ihdr(8, 8, 8, 3), make.idat(8, 8, 1), pngChunk("IEND")), "failed", "corrupt-structure"],
  ["PNG: interrupted data", "a.png", pngFile(make.idat(8, 8), pngChunk("tEXt", "k\0v")), "failed", "corrupt-structure", /interrupted/],
  ["PNG: no data", "a.png", bytes(make.PNG_SIGNATURE, make.ihdr(8, 8), pngChunk("IEND")), "failed", "corrupt-structure"],
  ["PNG: one flipped bit", "a.png", flipBit(pngFile(), 50), "failed", "corrupt-structure", /checksum/],
  ["PNG: sent in text mode", "a.png", bytes("\x89PNG\n\x1a\n", pngFile().subarray(8)), "failed", "corrupt-structure", /text mode/],
  ["PNG: Apple's private form", "a.png", bytes(make.PNG_SIGNATURE, pngChunk("CgBI", "\x50\0\x20\x06"), pngFile().subarray(8)), "refused", "unsupported-coding"],

  ["GIF: 2,000 frames", "a.gif", make.gifFile(2000), "refused", "too-many-frames", /2,000 frames/],
  ["GIF: large canvas, many frames", "a.gif", make.gifFile(200, { width: 2000, height: 2000 }), "refused", "too-many-frame-pixels", /800 megapixels/],
  ["GIF: frame that makes the canvas enormous", "a.gif", bytes(make.gifHeader(1, 1), make.gifFrame(65_535, 65_535), [0x3b]), "refused", "too-many-pixels", /4,295 megapixels/],
  ["GIF: no canvas", "a.gif", make.gifFile(1, { width: 0 }), "failed", "corrupt-structure"],
  ["GIF: no frame", "a.gif", bytes(make.gifHeader(2, 2), [0x3b]), "failed", "corrupt-structure"],
  ["GIF: PHP in the comment", "a.gif", make.gifFile(1, { extra: make.gifComment(php) }), "quarantined", "embedded-foreign-content"],
  ["GIF: PHP in place of a picture", "a.gif", bytes("GIF89a", php), "quarantined", "embedded-foreign-content"],
  ["GIF: HTML behind", "a.gif", bytes(make.gifFile(1), "<script>alert(1)</script>"), "quarantined", "embedded-foreign-content"],
  ["GIF: animation cut between frames", "a.gif", make.gifFile(3).subarray(0, -1), "failed", "truncated"],
  ["GIF: unknown block", "a.gif", make.gifFile(1, { extra: bytes([0x99]) }), "failed", "corrupt-structure"],

  ["WebP: 38 bytes of 7000²", "a.webp", make.webpPixelBomb(), "quarantined", "decompression-bomb", /38 bytes unfold to 147 MB/],
  ["WebP: 16383²", "a.webp", make.webpFile(make.vp8l(16_383, 16_383)), "refused", "too-many-pixels"],
  ["WebP: canvas of 16 million²", "a.webp", make.webpFile(make.vp8x(16_777_216, 16_777_216), make.vp8l(1, 1)), "refused", "too-many-pixels"],
  ["WebP: the picture is larger than the file says", "a.webp", make.webpFile(make.vp8x(10, 10), make.vp8l(16_000, 16_000)), "refused", "too-much-decode-memory"],
  ["WebP: the picture is a little larger than it says", "a.webp", make.webpFile(make.vp8x(10, 10), make.vp8l(20, 20)), "failed", "corrupt-structure", /10 × 10 pixels and the picture inside has 20 × 20/],
  ["WebP: 400 frames", "a.webp", make.animatedWebp(400), "refused", "too-many-frames"],
  ["WebP: frame outside", "a.webp", make.animatedWebp(2, 4), "failed", "corrupt-structure"],
  ["WebP: ZIP behind", "a.webp", bytes(make.webpFile(make.vp8l(8, 8)), make.zipFile()), "quarantined", "embedded-foreign-content"],
  ["WebP: PHP in XMP", "a.webp", make.webpFile(make.vp8x(8, 8, 4), make.vp8l(8, 8), make.riffChunk("XMP ", bytes(php))), "quarantined", "embedded-foreign-content"],
  ["WebP: two pictures", "a.webp", make.webpFile(make.vp8l(8, 8), make.vp8l(8, 8)), "failed", "corrupt-structure"],
  ["WebP: chunk longer than the file", "a.webp", make.webpFile(bytes("VP8L", make.u32le(0xffffffff), Buffer.alloc(20))), "failed", "truncated"],
  ["WebP: canvas and nothing on it", "a.webp", make.webpFile(make.vp8x(8, 8)), "failed", "corrupt-structure"],

  ["AVIF: 8192² in some hundred bytes", "a.avif", make.avifFile({ width: 8192, height: 8192 }), "refused", "too-many-pixels"],
  ["AVIF: 16 MP", "a.avif", make.avifFile({ width: 4000, height: 4000, unused: Buffer.alloc(50_000) }), "refused", "too-many-pixels", /12 megapixels for AVIF/],
  ["AVIF: the stream is larger than the box says", "a.avif", make.avifFile({ width: 64, height: 64, coded: [128, 128] }), "failed", "corrupt-structure", /64 × 64 pixels and the picture inside has 128 × 128/],
  ["AVIF: the stream is enormous and the box is not", "a.avif", make.avifFile({ width: 64, height: 64, coded: [60_000, 60_000] }), "refused", "too-many-pixels", /the picture inside has 3,600 megapixels/],
  ["AVIF: HEVC inside", "a.avif", make.avifFile({ width: 64, height: 64, itemType: "hvc1" }), "refused", "unsupported-coding", /hvc1/],
  ["AVIF: animation", "a.avif", make.avifFile({ width: 64, height: 64, brand: "avis", extra: make.box("moov") }), "refused", "unsupported-coding"],
  ["AVIF: PHP in a free box", "a.avif", make.avifFile({ width: 64, height: 64, extra: make.box("free", bytes(php)) }), "quarantined", "embedded-foreign-content"],
  ["AVIF: ZIP in unused picture data", "a.avif", make.avifFile({ width: 64, height: 64, unused: make.zipFile() }), "quarantined", "embedded-foreign-content"],
  ["AVIF: 70 KB that nothing refers to", "a.avif", make.avifFile({ width: 64, height: 64, unused: Buffer.alloc(70_000, 1) }), "refused", "trailing-data"],
  ["AVIF: ZIP behind", "a.avif", bytes(make.avifFile({ width: 64, height: 64 }), make.zipFile()), "quarantined", "embedded-foreign-content"],
  ["AVIF: no index", "a.avif", bytes(make.u32be(20), "ftypavif", make.u32be(0), "mif1"), "failed", "corrupt-structure"],
];

function flipBit(file: Buffer, at: number): Buffer {
  file[at] = (file[at] ?? 0) ^ 1;
  return file;
}

const inspect = (file: Uint8Array, name: string, type?: string) => inspectBytes(file, { name, type }, defaultInspectionLimits);

describe("hostile and broken files", () => {
  test.each(cases.map(([what, ...rest]) => ({ what, rest })))("$what", ({ rest: [name, file, verdict, code, detail] }) => {
    const inspection = inspectionSchema.parse(inspect(file, name));
    expect(inspection).toMatchObject({ verdict });
    const [first] = inspection.reasons;
    expect(inspection.reasons.map((reason) => reason.code)).toContain(code);
    // The verdict comes from the first reason, and the one expected is of that weight.
    const reason = inspection.reasons.find((candidate) => candidate.code === code);
    expect(reason?.detail).toMatch(detail ?? /\.$/);
    expect(first?.detail).toMatch(/^[A-Z0-9].*\.$/);
  });
});

describe("not a picture we accept", () => {
  const allowedCodes: Record<string, ReasonCode> = { svg: "format-not-allowed", "svg in utf-16": "format-not-allowed", pdf: "format-not-allowed", tiff: "format-not-allowed", "tiff big-endian": "format-not-allowed", heic: "format-not-allowed", bmp: "format-not-allowed", jxl: "format-not-allowed", "jxl in boxes": "format-not-allowed", psd: "format-not-allowed", ico: "format-not-allowed" };
  test.each(Object.entries(make.foreignFiles))("%s, named hero.jpg and sent as image/jpeg", (what, file) => {
    const inspection = inspect(file, "hero.jpg", "image/jpeg");
    expect(inspection).toMatchObject({ verdict: "refused", facts: null, reasons: [{ code: allowedCodes[what] ?? "not-an-image" }] });
  });
});

describe("a file cut anywhere is never accepted", () => {
  const files: Readonly<Record<string, Buffer>> = {
    "a.jpg": jpegFile({ metadata: [make.exifSegment(6), make.gainMapXmp()], sof: 0xc2, scans: 3 }),
    "mpf.jpg": make.mpfFile([jpegFile({ width: 8, height: 8 })]),
    "a.png": pngFile(pngChunk("tEXt", "k\0v")),
    "anim.png": make.apngFile(3),
    "anim.gif": make.gifFile(2, { extra: make.gifLoop() }),
    "a.webp": make.webpFile(make.vp8x(8, 8), make.vp8l(8, 8)),
    "a.avif": make.avifFile({ width: 64, height: 64 }),
  };
  test.each(Object.entries(files))("%s", (name, file) => {
    expect(inspect(file, name).verdict).toBe("accepted");
    const primaryEnd = name === "mpf.jpg" ? file.indexOf(make.EOI) + 2 : -1;
    for (let length = 0; length < file.length; length += 1) {
      // Cut right behind the first picture a phone's file is a whole JPEG that has lost its second picture.
      if (length === primaryEnd) continue;
      expect(inspect(file.subarray(0, length), name).verdict, `cut at ${length} of ${file.length}`).not.toBe("accepted");
    }
  });
});
