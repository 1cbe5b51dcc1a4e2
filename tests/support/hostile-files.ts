/** Builds image files byte by byte: small sound ones, and every hostile shape that the inspection must recognise. */
import { crc32, deflateSync } from "node:zlib";

export const bytes = (...parts: readonly (string | number | Uint8Array | readonly number[])[]): Buffer =>
  Buffer.concat(parts.map((part) => (typeof part === "number" ? Buffer.of(part) : typeof part === "string" ? Buffer.from(part, "latin1") : Buffer.from(part))));
export const u16be = (value: number): Buffer => bytes([value >> 8, value & 255]);
export const u32be = (value: number): Buffer => bytes([(value >>> 24) & 255, (value >>> 16) & 255, (value >>> 8) & 255, value & 255]);
export const u16le = (value: number): Buffer => u16be(value).reverse();
export const u24le = (value: number): Buffer => bytes([value & 255, (value >> 8) & 255, (value >> 16) & 255]);
export const u32le = (value: number): Buffer => u32be(value).reverse();

export const zipFile = (): Buffer => {
  const local = bytes("PK\x03\x04", u16le(20), u16le(0), u16le(0), u32le(0), u32le(0), u32le(2), u32le(2), u16le(5), u16le(0), "a.php", "hi");
  const central = bytes("PK\x01\x02", u16le(20), u16le(20), Buffer.alloc(20), u16le(5), Buffer.alloc(16), "a.php");
  return bytes(local, central, "PK\x05\x06", Buffer.alloc(4), u16le(1), u16le(1), u32le(central.length), u32le(local.length), u16le(0));
};

/* ── JPEG ── */

export const jpegSegment = (marker: number, data: string | Uint8Array): Buffer => bytes([0xff, marker], u16be(Buffer.from(bytes(data)).length + 2), data);
export const SOI = bytes([0xff, 0xd8]);
export const EOI = bytes([0xff, 0xd9]);
const SOF0 = 0xc0;

type Sampling = readonly number[];
export type JpegShape = {
  readonly width?: number;
  readonly height?: number;
  readonly sof?: number;
  readonly precision?: number;
  readonly sampling?: Sampling;
  readonly scans?: number;
  /** Segments between SOI and the frame header. */
  readonly metadata?: readonly Uint8Array[];
  /** Bytes of each scan; by default as many as the size needs. */
  readonly entropy?: Uint8Array;
  readonly firstScanComponents?: number;
};

export const sofSegment = (shape: JpegShape): Buffer => {
  const sampling = shape.sampling ?? [0x22, 0x11, 0x11];
  const components = sampling.flatMap((factor, index) => [index + 1, factor, 0]);
  return jpegSegment(shape.sof ?? SOF0, bytes([shape.precision ?? 8], u16be(shape.height ?? 16), u16be(shape.width ?? 16), [sampling.length], components));
};

export const sosSegment = (components: number): Buffer =>
  jpegSegment(0xda, bytes([components], Array.from({ length: components }, (_, index) => [index + 1, 0]).flat(), [0, 63, 0]));

/** A JPEG whose structure is sound; its picture data is filler. */
export const jpegFile = (shape: JpegShape = {}): Buffer => {
  const components = (shape.sampling ?? [0x22, 0x11, 0x11]).length;
  const least = Math.ceil(((shape.width ?? 16) * (shape.height ?? 16) * 4) / 256) + 16;
  const entropy = shape.entropy ?? Buffer.alloc(Math.min(least, 8_000_000), 0x5a);
  const scan = bytes(sosSegment(shape.firstScanComponents ?? components), entropy);
  return bytes(SOI, ...(shape.metadata ?? []), jpegSegment(0xdb, Buffer.alloc(65, 1)), sofSegment(shape), jpegSegment(0xc4, Buffer.alloc(20)), ...Array.from({ length: shape.scans ?? 1 }, () => scan), EOI);
};

export const exifTiff = (orientation: number, order: "II" | "MM" = "II"): Buffer => {
  const u16 = order === "II" ? u16le : u16be;
  const u32 = order === "II" ? u32le : u32be;
  return bytes(order, u16(42), u32(8), u16(1), u16(0x0112), u16(3), u32(1), u16(orientation), u16(0), u32(0));
};
export const exifSegment = (orientation: number, order: "II" | "MM" = "II"): Buffer => jpegSegment(0xe1, bytes("Exif\0\0", exifTiff(orientation, order)));
export const xmpSegment = (body: string): Buffer =>
  jpegSegment(0xe1, `http://ns.adobe.com/xap/1.0/\0<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF>${body}</rdf:RDF></x:xmpmeta><?xpacket end="w"?>`);
export const gainMapXmp = (): Buffer =>
  xmpSegment('<rdf:Description xmlns:hdrgm="http://ns.adobe.com/hdr-gain-map/1.0/" hdrgm:Version="1.0"><Container:Directory><rdf:li Item:Semantic="GainMap" Item:Length="900"/></Container:Directory></rdf:Description>');

/** A phone's multi-picture JPEG: its index points at each further picture, `shift` bytes off when hostile. */
export const mpfFile = (extras: readonly Uint8Array[], options: { readonly shift?: number; readonly gap?: number; readonly metadata?: readonly Uint8Array[] } = {}): Buffer => {
  const build = (offsets: readonly number[]): Buffer => {
    const entries = [bytes(u32le(0x20030000), u32le(1000), u32le(0), u32le(0)), ...extras.map((extra, index) => bytes(u32le(0x10002), u32le(extra.length), u32le(offsets[index] ?? 0), u32le(0)))];
    const table = bytes(...entries);
    const tiff = bytes("II", u16le(42), u32le(8), u16le(2), u16le(0xb001), u16le(4), u32le(1), u32le(entries.length), u16le(0xb002), u16le(7), u32le(table.length), u32le(38), u32le(0), table);
    return jpegFile({ metadata: [exifSegment(1), jpegSegment(0xe2, bytes("MPF\0", tiff)), ...(options.metadata ?? [])] });
  };
  const gap = Buffer.alloc(options.gap ?? 0);
  const sizeBytes = build(extras.map(() => 0)).length;
  const base = SOI.length + exifSegment(1).length + 4 + 4;
  let at = sizeBytes + gap.length;
  const offsets = extras.map((extra) => {
    const offset = at - base + (options.shift ?? 0);
    at += extra.length + gap.length;
    return offset;
  });
  return bytes(build(offsets), ...extras.flatMap((extra) => [gap, extra]));
};

/* ── PNG ── */

export const PNG_SIGNATURE = bytes("\x89PNG\r\n\x1a\n");
export const pngChunk = (type: string, data: string | Uint8Array = ""): Buffer => {
  const body = bytes(type, data);
  return bytes(u32be(body.length - 4), body, u32be(crc32(body)));
};
export const ihdr = (width: number, height: number, bitDepth = 8, colourType = 2, interlace = 0): Buffer =>
  pngChunk("IHDR", bytes(u32be(width), u32be(height), [bitDepth, colourType, 0, 0, interlace]));
export const idat = (width: number, height: number, bytesPerPixel = 3): Buffer => pngChunk("IDAT", deflateSync(Buffer.alloc((width * bytesPerPixel + 1) * height)));
/** A PNG of these chunks between IHDR (8 × 8 RGB) and the picture data. */
export const pngFile = (...chunks: readonly Uint8Array[]): Buffer => bytes(PNG_SIGNATURE, ihdr(8, 8), ...chunks, idat(8, 8), pngChunk("IEND"));
/** 90 small zTXt chunks, each of which unfolds to `unfoldedBytes`. */
export const compressedTextBomb = (count: number, unfoldedBytes: number): Buffer => {
  const chunk = pngChunk("zTXt", bytes("Comment\0\0", deflateSync(Buffer.alloc(unfoldedBytes, 0x20))));
  return pngFile(...Array.from({ length: count }, () => chunk));
};
const frameControl = (sequence: number, width = 8, height = 8, left = 0): Buffer =>
  pngChunk("fcTL", bytes(u32be(sequence), u32be(width), u32be(height), u32be(left), u32be(0), u16be(1), u16be(10), [0, 0]));
export const apngFile = (frames: number, options: { readonly declared?: number; readonly left?: number } = {}): Buffer =>
  bytes(
    PNG_SIGNATURE, ihdr(8, 8), pngChunk("acTL", bytes(u32be(options.declared ?? frames), u32be(0))), frameControl(0), idat(8, 8),
    ...Array.from({ length: frames - 1 }, (_, index) => bytes(frameControl(2 * index + 1, 8, 8, options.left ?? 0), pngChunk("fdAT", bytes(u32be(2 * index + 2), deflateSync(Buffer.alloc(200)))))),
    pngChunk("IEND"),
  );
/** Says 65,000² pixels of one colour and holds as much data as such a picture really would. */
export const pngPixelBomb = (): Buffer => bytes(PNG_SIGNATURE, ihdr(65_000, 65_000, 1, 0), pngChunk("IDAT", Buffer.alloc(600_000)), pngChunk("IEND"));

/* ── GIF ── */

export const gifHeader = (width: number, height: number): Buffer => bytes("GIF89a", u16le(width), u16le(height), [0x80, 0, 0], Buffer.alloc(6));
export const gifFrame = (width = 2, height = 2, left = 0): Buffer => bytes([0x2c], u16le(left), u16le(0), u16le(width), u16le(height), [0, 2, 2, 0x84, 0x51, 0]);
export const gifComment = (text: string): Buffer => bytes([0x21, 0xfe, text.length], text, [0]);
export const gifLoop = (): Buffer => bytes([0x21, 0xff, 11], "NETSCAPE2.0", [3, 1, 0, 0, 0]);
export const gifFile = (frames: number, options: { readonly width?: number; readonly height?: number; readonly extra?: Uint8Array } = {}): Buffer =>
  bytes(gifHeader(options.width ?? 2, options.height ?? 2), options.extra ?? [], ...Array.from({ length: frames }, () => gifFrame()), [0x3b]);

/* ── WebP ── */

export const riffChunk = (type: string, data: Uint8Array): Buffer => bytes(type, u32le(data.length), data, Buffer.alloc(data.length & 1));
export const webpFile = (...chunks: readonly Uint8Array[]): Buffer => {
  const body = bytes("WEBP", ...chunks);
  return bytes("RIFF", u32le(body.length), body);
};
export const vp8l = (width: number, height: number, extraBytes = 13): Buffer =>
  riffChunk("VP8L", bytes([0x2f], u32le((width - 1) | ((height - 1) << 14)), Buffer.alloc(extraBytes)));
export const vp8x = (width: number, height: number, flags = 0): Buffer => riffChunk("VP8X", bytes([flags, 0, 0, 0], u24le(width - 1), u24le(height - 1)));
export const anmf = (width: number, height: number, left = 0, inner: Uint8Array = vp8l(width, height)): Buffer =>
  riffChunk("ANMF", bytes(u24le(left / 2), u24le(0), u24le(width - 1), u24le(height - 1), u24le(100), [0], inner));
/** 38 bytes that a lossless decoder unfolds to 7000² pixels. */
export const webpPixelBomb = (): Buffer => webpFile(vp8l(7000, 7000, 13));
export const animatedWebp = (frames: number, left = 0): Buffer =>
  webpFile(vp8x(16, 16, 2), riffChunk("ANIM", Buffer.alloc(6)), ...Array.from({ length: frames }, () => anmf(16, 16, left)));

/* ── AVIF ── */

export const box = (type: string, ...parts: readonly Uint8Array[]): Buffer => {
  const body = bytes(...parts);
  return bytes(u32be(body.length + 8), type, body);
};
const fullBox = (type: string, version: number, ...parts: readonly Uint8Array[]): Buffer => box(type, bytes([version, 0, 0, 0]), ...parts);

const bit = (value: number, count: number): string => value.toString(2).padStart(count, "0");

/** An AV1 reduced still-picture sequence header of these dimensions, 8 bits. */
export const av1Stream = (width: number, height: number): Buffer => {
  const fields = [bit(0, 3), "11", bit(8, 5), bit(15, 4), bit(15, 4), bit(width - 1, 16), bit(height - 1, 16), "000", "000", "00"];
  const bits = fields.join("");
  const padded = bits.padEnd(Math.ceil(bits.length / 8) * 8, "0");
  const header = bytes((padded.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
  return bytes([0x0a, header.length], header, [0x32, 0x04, 1, 2, 3, 4]);
};
export type AvifShape = {
  readonly width: number;
  readonly height: number;
  readonly coded?: readonly [number, number];
  readonly itemType?: string;
  readonly brand?: string;
  readonly turn?: number;
  readonly extra?: Uint8Array;
  /** Bytes put into mdat behind the picture that no item refers to. */
  readonly unused?: Uint8Array;
};
export const avifFile = (shape: AvifShape): Buffer => {
  const stream = av1Stream(...(shape.coded ?? ([shape.width, shape.height] as const)));
  const ftyp = box("ftyp", bytes(shape.brand ?? "avif", u32be(0), "mif1miaf", shape.brand ?? "avif"));
  const properties = [fullBox("ispe", 0, u32be(shape.width), u32be(shape.height)), box("irot", bytes([shape.turn ?? 0]))];
  const meta = (offset: number): Buffer =>
    fullBox("meta", 0,
      fullBox("hdlr", 0, bytes(u32be(0), "pict", Buffer.alloc(13))),
      fullBox("pitm", 0, u16be(1)),
      fullBox("iloc", 0, bytes([0x44, 0x00], u16be(1), u16be(1), u16be(0), u16be(1), u32be(offset), u32be(stream.length))),
      fullBox("iinf", 0, u16be(1), fullBox("infe", 2, u16be(1), u16be(0), bytes(shape.itemType ?? "av01", [0]))),
      box("iprp", box("ipco", ...properties), fullBox("ipma", 0, u32be(1), u16be(1), bytes([2, 0x81, 0x82]))),
    );
  const offset = ftyp.length + meta(0).length + (shape.extra?.length ?? 0) + 8;
  return bytes(ftyp, meta(offset), shape.extra ?? [], box("mdat", stream, shape.unused ?? Buffer.alloc(0)));
};

/* ── not pictures we accept ── */

export const foreignFiles: Readonly<Record<string, Buffer>> = {
  svg: bytes('<?xml version="1.0"?>\n<!-- made by hand -->\n<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'),
  "svg in utf-16": Buffer.from('\ufeff<svg xmlns="http://www.w3.org/2000/svg"/>', "utf16le"),
  pdf: bytes("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"),
  tiff: bytes("II*\0", u32le(8), Buffer.alloc(64)),
  "tiff big-endian": bytes("MM\0*", u32be(8), Buffer.alloc(64)),
  heic: bytes(u32be(24), "ftypheic", u32be(0), "mif1heic", Buffer.alloc(64)),
  bmp: bytes("BM", u32le(100), u32le(0), u32le(54), u32le(40), Buffer.alloc(60)),
  jxl: bytes([0xff, 0x0a], Buffer.alloc(64, 7)),
  "jxl in boxes": bytes(u32be(12), "JXL \r\n\x87\n", Buffer.alloc(64)),
  psd: bytes("8BPS", u16be(1), Buffer.alloc(64)),
  ico: bytes([0, 0, 1, 0, 1, 0], Buffer.alloc(64)),
  zip: zipFile(),
  gzip: bytes([0x1f, 0x8b, 8], Buffer.alloc(64)),
  elf: bytes("\x7fELF", Buffer.alloc(64)),
  exe: bytes("MZ", Buffer.alloc(58), u32le(64), "PE\0\0", Buffer.alloc(64)),
  php: bytes("<?php system($_GET['c']); ?>"),
  "shell script": bytes("#!/bin/sh\nrm -rf /\n"),
  html: bytes("<!DOCTYPE html><html><body onload=alert(1)>"),
  text: bytes("hello, I am not a picture"),
  mp4: bytes(u32be(24), "ftypisom", u32be(0), "isommp42", Buffer.alloc(64)),
  noise: bytes(Array.from({ length: 256 }, (_, index) => (index * 167 + 13) & 255)),
};
