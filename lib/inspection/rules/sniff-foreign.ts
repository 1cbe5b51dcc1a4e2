import { hasText, hasTextIgnoringCase, toText } from "./bytes.ts";

export const foreignFamilies = ["markup", "script", "archive", "executable", "document", "media", "text"] as const;
export type ForeignFamily = (typeof foreignFamilies)[number];
export type Foreign = { readonly family: ForeignFamily; readonly name: string };

const MAGIC: readonly (readonly [offset: number, magic: string, family: ForeignFamily, name: string])[] = [
  [0, "PK\x03\x04", "archive", "ZIP"],
  [0, "PK\x05\x06", "archive", "ZIP"],
  [0, "PK\x07\x08", "archive", "ZIP"],
  [0, "Rar!\x1a\x07", "archive", "RAR"],
  [0, "7z\xbc\xaf\x27\x1c", "archive", "7-Zip"],
  [0, "\x1f\x8b\x08", "archive", "gzip"],
  [0, "BZh", "archive", "bzip2"],
  [0, "\xfd7zXZ\x00", "archive", "xz"],
  [0, "\x28\xb5\x2f\xfd", "archive", "zstd"],
  [0, "MSCF\0\0\0\0", "archive", "CAB"],
  [257, "ustar", "archive", "tar"],
  [0, "\x7fELF", "executable", "Linux program"],
  [0, "\xca\xfe\xba\xbe", "executable", "Java or macOS program"],
  [0, "\xcf\xfa\xed\xfe", "executable", "macOS program"],
  [0, "\xce\xfa\xed\xfe", "executable", "macOS program"],
  [0, "\0asm", "executable", "WebAssembly program"],
  [0, "%PDF-", "document", "PDF"],
  [0, "%!PS", "document", "PostScript"],
  [0, "\xc5\xd0\xd3\xc6", "document", "EPS"],
  [0, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "document", "Office document"],
  [0, "{\\rtf", "document", "RTF document"],
  [0, "SQLite format 3\0", "document", "database"],
  [4, "ftyp", "media", "video"],
  [0, "\x1a\x45\xdf\xa3", "media", "video"],
  [0, "OggS", "media", "audio or video"],
  [0, "ID3", "media", "audio"],
  [0, "fLaC", "media", "audio"],
  [0, "FLV\x01", "media", "video"],
];

const PREAMBLE = /^(?:\s+|<\?xml[^>]*>|<!--[\s\S]*?-->)+/;
const MARKUP: readonly (readonly [start: RegExp, family: ForeignFamily, name: string])[] = [
  [/^<\?(?:php|=)/, "script", "PHP"],
  [/^#!/, "script", "script"],
  [/^<%/, "script", "server page"],
  [/^(?:<!doctype\s+svg|<svg|<[a-z]+:svg)\b/, "markup", "SVG"],
  [/^(?:<!doctype\s+html|<(?:html|head|body|script|iframe|title|style|table|div|img|a|p|h1|meta|link|form)\b)/, "markup", "HTML"],
  [/^<script/, "markup", "HTML"],
];

/** Names a file that is no picture by its first bytes, or null. */
export function sniffForeign(head: Uint8Array): Foreign | null {
  const known = MAGIC.find(([offset, magic]) => hasText(head, offset, magic));
  if (known !== undefined) return { family: known[2], name: known[3] };
  if (isWindowsProgram(head)) return { family: "executable", name: "Windows program" };
  if (hasText(head, 0, "RIFF") && head.length >= 12) return { family: "media", name: "audio or video" };
  return sniffText(head);
}

// MZ alone is two letters; a program has its header's size in paragraphs or a DOS stub soon after.
function isWindowsProgram(head: Uint8Array): boolean {
  if (!hasText(head, 0, "MZ") || head.length < 64) return false;
  const headerOffset = (head[60] ?? 0) + (head[61] ?? 0) * 256 + (head[62] ?? 0) * 65_536 + (head[63] ?? 0) * 16_777_216;
  return hasText(head, headerOffset, "PE\0\0") || headerOffset < 65_536;
}

function sniffText(head: Uint8Array): Foreign | null {
  const text = decodeText(head);
  if (text === null) return null;
  const isXml = /^\s*<\?xml/i.test(text);
  const start = text.replace(PREAMBLE, "").toLowerCase();
  for (const [pattern, family, name] of MARKUP) if (pattern.test(start)) return { family, name };
  if (/<svg[\s>]/i.test(text)) return { family: "markup", name: "SVG" };
  if (/<(?:html|script)[\s>]/i.test(text)) return { family: "markup", name: "HTML" };
  if (isXml || /^<[a-z!?]/.test(start)) return { family: "markup", name: "XML" };
  return { family: "text", name: "text" };
}

/** The head as text when it is text: UTF-8 (or anything that begins as markup) without control bytes, UTF-16 by its byte order mark. */
function decodeText(head: Uint8Array): string | null {
  const bytes = head.subarray(0, 4096);
  if (hasText(bytes, 0, "\xff\xfe") || hasText(bytes, 0, "\xfe\xff")) {
    const narrow = bytes.subarray(2).filter((byte) => byte !== 0);
    return narrow.every(isTextByte) ? toText(narrow) : null;
  }
  const plain = hasText(bytes, 0, "\xef\xbb\xbf") ? bytes.subarray(3) : bytes;
  if (hasTextIgnoringCase(plain, 0, "<?php") || hasTextIgnoringCase(plain, 0, "<svg")) return toText(plain);
  const isText = plain.every(isTextByte) && (plain[0] === 0x3c || isUtf8(plain));
  return isText ? toText(plain) : null;
}

const isTextByte = (byte: number): boolean => byte >= 0x20 || (byte >= 0x09 && byte <= 0x0d) || byte === 0x1b;

/** Valid UTF-8; the last character may be cut, since this is only the head of a file. */
function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}
