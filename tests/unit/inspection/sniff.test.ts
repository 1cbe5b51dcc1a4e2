import { expect, test } from "vitest";
import { SNIFF_BYTES, readBrands, sniff } from "#lib/inspection/rules/sniff.ts";
import { bytes, foreignFiles, u32be } from "#tests/support/hostile-files.ts";

test.each([
  [bytes([0xff, 0xd8, 0xff, 0xe0]), "jpeg"],
  [bytes("\x89PNG\r\n\x1a\n"), "png"],
  [bytes("GIF87a"), "gif"],
  [bytes("GIF89a"), "gif"],
  [bytes("RIFF\0\0\0\0WEBPVP8 "), "webp"],
  [bytes(u32be(28), "ftypavif", u32be(0), "mif1miaf"), "avif"],
  [bytes(u32be(28), "ftypmif1", u32be(0), "miafavif"), "avif"],
])("%# is allowed", (head, format) => {
  expect(sniff(head)).toEqual({ kind: "allowed", format });
});

test.each([
  ["svg", "foreign", "SVG"],
  ["svg in utf-16", "foreign", "SVG"],
  ["pdf", "foreign", "PDF"],
  ["tiff", "other-image", "TIFF or camera raw"],
  ["heic", "other-image", "HEIC"],
  ["bmp", "other-image", "BMP"],
  ["jxl", "other-image", "JPEG XL"],
  ["psd", "other-image", "Photoshop"],
  ["zip", "foreign", "ZIP"],
  ["elf", "foreign", "Linux program"],
  ["exe", "foreign", "Windows program"],
  ["php", "foreign", "PHP"],
  ["shell script", "foreign", "script"],
  ["html", "foreign", "HTML"],
  ["text", "foreign", "text"],
  ["mp4", "foreign", "video"],
])("%s is told by name", (what, kind, name) => {
  expect(sniff(foreignFiles[what] ?? bytes())).toMatchObject({ kind, name });
});

test.each([
  ["SVG behind a byte order mark, a comment and white space", "\xef\xbb\xbf \n<!-- a --><!-- b -->\n<SVG>", "SVG"],
  ["SVG behind a doctype", '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "x">', "SVG"],
  ["SVG with a prefix", '<s:svg xmlns:s="http://www.w3.org/2000/svg">', "SVG"],
  ["HTML fragment", "<p>hello</p>", "HTML"],
  ["other XML", '<?xml version="1.0"?><note/>', "XML"],
  ["AVI", "RIFF\0\0\0\0AVI LIST", "audio or video"],
])("%s", (_what, head, name) => {
  expect(sniff(bytes(head))).toMatchObject({ kind: "foreign", name });
});

test("nothing, noise and a cut magic number", () => {
  expect(sniff(bytes())).toEqual({ kind: "empty" });
  expect(sniff(foreignFiles["noise"] ?? bytes())).toEqual({ kind: "unknown" });
  expect(sniff(bytes([0xff, 0xd8]))).toEqual({ kind: "unknown" });
});

test("white space in any amount stays cheap", () => {
  expect(sniff(Buffer.alloc(SNIFF_BYTES, 0x20))).toMatchObject({ kind: "foreign", name: "text" });
  expect(sniff(bytes(...Array.from({ length: SNIFF_BYTES / 4 }, () => "<!--")))).toMatchObject({ kind: "foreign" });
});

test("the minor version of a file type box is no brand", () => {
  expect(readBrands(bytes(u32be(20), "ftypheic", "avif", "mif1"))).toEqual(["heic", "mif1"]);
});
