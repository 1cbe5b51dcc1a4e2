import { hasTextIgnoringCase } from "./bytes.ts";
import type { ByteWindow, Walk } from "./byte-window.ts";
import { WINDOW_BYTES } from "./byte-window.ts";

/** Longest signature plus the bytes that confirm it: what two neighbouring windows must share. */
export const FOREIGN_OVERLAP_BYTES = 64;

// Each is five bytes or longer, so that random data (thumbnails, profiles, compressed text) matches less than once in
// 10^12 bytes. XMP is XML: `<?xpacket`, `<rdf:…` and escaped `&lt;script` match none of them.
const MARKUP: readonly (readonly [text: string, name: string, mustEndTag: boolean])[] = [
  ["<?php", "PHP code", false],
  ["<script", "a script", true],
  ["<html", "a web page", true],
  ["<!doctype html", "a web page", false],
  ["<iframe", "a web page", true],
  ["<%@ page", "a server page", false],
];
const ZIP_METHODS = [0, 1, 6, 8, 9, 12, 14, 93, 95, 96, 97, 98, 99];

/**
 * Names the first thing in `bytes` that is not picture metadata: PHP, a script, a web page, a ZIP, PHAR or PDF.
 * @returns a noun phrase for a sentence ("PHP code"), or null
 */
export function findForeignContent(bytes: Uint8Array): string | null {
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at];
    if (byte === 0x3c) {
      const found = mayBeMarkup(bytes[at + 1]) ? matchMarkup(bytes, at) : null;
      if (found !== null) return found;
    } else if (byte === 0x50) {
      if (isZipEntry(bytes, at)) return "a ZIP archive";
    } else if (byte === 0x25) {
      if (hasTextIgnoringCase(bytes, at, "%pdf-") && (bytes[at + 6] ?? 0) === 0x2e) return "a PDF document";
    } else if (byte === 0x5f) {
      if (hasTextIgnoringCase(bytes, at, "__halt_compiler(")) return "a PHP archive";
    }
  }
  return null;
}

// ? s h ! i % in either case: a segment full of "<" must not cost more than any other.
const mayBeMarkup = (next: number | undefined): boolean =>
  next === 0x3f || next === 0x21 || next === 0x25 || next === 0x73 || next === 0x53 || next === 0x68 || next === 0x48 || next === 0x69 || next === 0x49;

function matchMarkup(bytes: Uint8Array, at: number): string | null {
  for (const [text, name, mustEndTag] of MARKUP) {
    if (hasTextIgnoringCase(bytes, at, text) && (!mustEndTag || endsTagName(bytes[at + text.length]))) return name;
  }
  return isShortEcho(bytes, at) ? "PHP code" : null;
}

const endsTagName = (byte: number | undefined): boolean => byte === undefined || byte === 0x3e || byte === 0x2f || (byte >= 0x09 && byte <= 0x0d) || byte === 0x20;

// `<?=` is three bytes, too few by themselves: want a backtick, `$_` or a call that runs things right behind it.
function isShortEcho(bytes: Uint8Array, at: number): boolean {
  if (!hasTextIgnoringCase(bytes, at, "<?=")) return false;
  const next = bytes[at + 3] === 0x20 ? at + 4 : at + 3;
  return ["`$_", "$_get", "$_post", "$_request", "system(", "eval(", "exec(", "shell_exec(", "passthru("].some((call) => hasTextIgnoringCase(bytes, next, call));
}

/** A ZIP local file header whose fields are plausible: version ≤ 6.3, a known method, a printable name. */
function isZipEntry(bytes: Uint8Array, at: number): boolean {
  if (bytes[at + 1] !== 0x4b || bytes[at + 2] !== 0x03 || bytes[at + 3] !== 0x04 || at + 30 >= bytes.length) return false;
  const u16 = (offset: number): number => (bytes[at + offset] ?? 0) + (bytes[at + offset + 1] ?? 0) * 256;
  const nameBytes = u16(26);
  if ((u16(4) & 0xff) > 63 || !ZIP_METHODS.includes(u16(8)) || nameBytes === 0 || nameBytes > 4096) return false;
  return bytes.subarray(at + 30, at + 30 + Math.min(nameBytes, 16)).every((byte) => byte >= 0x20 && byte !== 0x7f);
}

/**
 * Looks through a stretch of the file window by window, each byte once plus a small overlap.
 * @returns what `findForeignContent` says, or null; a stretch beyond the end of the file counts up to that end
 */
export function* searchForeignContent(window: ByteWindow, from: number, to: number): Walk<string | null> {
  const end = Math.min(to, window.sizeBytes);
  let at = from;
  while (at < end) {
    const wanted = Math.min(WINDOW_BYTES, end - at);
    // Use what is in hand before asking for more: small chunks share one window.
    const held = window.holds(at, 1) ? Math.min(window.end - at, wanted) : 0;
    const isEnough = held === wanted || held > 4 * FOREIGN_OVERLAP_BYTES;
    if (!isEnough && !(yield* window.load(at, wanted))) return null;
    const bytes = window.slice(at, isEnough ? held : wanted);
    const found = findForeignContent(bytes);
    if (found !== null) return found;
    if (at + bytes.length >= end) return null;
    at += bytes.length - FOREIGN_OVERLAP_BYTES;
  }
  return null;
}
