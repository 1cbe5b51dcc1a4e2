import type { InspectionLimits } from "../model.ts";
import type { ByteWindow, Walk } from "./byte-window.ts";
import { findForeignContent } from "./foreign-content.ts";
import { walkEntropy } from "./jpeg-entropy.ts";
import type { JpegFrame } from "./jpeg-frame.ts";
import { classifyFrameMarker, leastEntropyBytes, parseFrame } from "./jpeg-frame.ts";
import { isMetadataMarker, readJpegMetadata } from "./jpeg-metadata.ts";
import type { MpfEntry } from "./mpf.ts";
import { formatCount, formatPixels } from "./figures.ts";
import type { WalkLog } from "./walk-result.ts";

/** One picture of a JPEG file, from SOI to EOI. */
export type JpegStream = {
  frame: JpegFrame | null;
  scans: number;
  entropyBytes: number;
  /** The first scan leaves channels out, so the decoder must hold all coefficients. */
  splitScans: boolean;
  orientation: number | null;
  mpf: MpfEntry[];
  gainMap: boolean;
  /** Place behind EOI; null when the walk stopped before, with a reason in the log. */
  endsAt: number | null;
};

const SOI = 0xd8;
const EOI = 0xd9;
const SOS = 0xda;
/** Tables and numbers a decoder reads or skips: DHT, DAC, DQT, DNL, DRI. Others make libjpeg stop. */
const TABLES = [0xc4, 0xcc, 0xdb, 0xdc, 0xdd];

/**
 * Walks one JPEG picture that begins at `start`, every byte of it, without decoding.
 * Reasons go to `log`; facts that count for the whole file (metadata) too.
 */
export function* walkJpegStream(window: ByteWindow, start: number, limits: InspectionLimits, log: WalkLog): Walk<JpegStream> {
  const stream: JpegStream = { frame: null, scans: 0, entropyBytes: 0, splitScans: false, orientation: null, mpf: [], gainMap: false, endsAt: null };
  let at = start + 2;
  for (let parts = 0; parts < limits.maxParts; parts += 1) {
    const marker = yield* readMarker(window, at, log);
    if (marker === null) return stream;
    at = marker.endsAt;
    if (marker.code === EOI) {
      if (checkComplete(stream, log)) stream.endsAt = at;
      return stream;
    }
    const next = yield* walkSegment(window, marker.code, at, { stream, limits, log });
    if (next === null) return stream;
    at = next;
  }
  log.add("too-many-parts", `The file has more than ${formatCount(limits.maxParts)} segments.`);
  return stream;
}

type Marker = { readonly code: number; readonly endsAt: number };

/** Reads a marker with any number of 0xFF fill bytes before its code. */
function* readMarker(window: ByteWindow, from: number, log: WalkLog): Walk<Marker | null> {
  let at = from;
  while (yield* window.load(at, 2)) {
    if (window.u8(at) !== 0xff) {
      log.add("corrupt-structure", `Expected a marker at byte ${formatCount(at)} and found other data.`);
      return null;
    }
    while (at + 1 < window.end && window.u8(at + 1) === 0xff) at += 1;
    if (at + 1 < window.end) return { code: window.u8(at + 1), endsAt: at + 2 };
  }
  log.add("truncated", `The file stops at byte ${formatCount(window.sizeBytes)}, before the picture's end marker.`);
  return null;
}

type Context = { readonly stream: JpegStream; readonly limits: InspectionLimits; readonly log: WalkLog };

/** Walks one segment (and a scan's data behind SOS). Returns the place of the next marker, or null to stop. */
function* walkSegment(window: ByteWindow, code: number, at: number, context: Context): Walk<number | null> {
  const { stream, log } = context;
  const kind = classifyFrameMarker(code);
  if (kind === "unsupported") {
    log.add("unsupported-coding", "The JPEG is lossless, hierarchical or arithmetic-coded.");
    return null;
  }
  if (kind !== "frame" && code !== SOS && !TABLES.includes(code) && !isMetadataMarker(code)) {
    const what = code === SOI ? "A second picture begins inside the first" : `An unknown marker (FF ${code.toString(16).padStart(2, "0").toUpperCase()}) stands`;
    log.add("corrupt-structure", `${what} at byte ${formatCount(at - 2)}.`);
    return null;
  }
  const length = (yield* window.load(at, 2)) ? window.u16be(at) : 0;
  if (length < 2 && at + 2 <= window.sizeBytes) {
    log.add("corrupt-structure", `The segment at byte ${formatCount(at)} has an impossible length.`);
    return null;
  }
  if (length < 2 || !(yield* window.load(at, length))) {
    log.add("truncated", `The file stops at byte ${formatCount(window.sizeBytes)}, inside a segment.`);
    return null;
  }
  const segment = window.slice(at + 2, length - 2);
  const end = at + length;
  if (kind === "frame") return readFrame(code, segment, stream, log) ? end : null;
  if (isMetadataMarker(code)) readMetadata(code, segment, at + 2, context);
  if (code !== SOS) return end;
  return readScan(segment, stream, log) ? yield* walkScan(window, end, stream) : null;
}

function* walkScan(window: ByteWindow, from: number, stream: JpegStream): Walk<number> {
  const { endsAt, entropyBytes } = yield* walkEntropy(window, from);
  stream.entropyBytes += entropyBytes;
  return endsAt;
}

function readFrame(code: number, segment: Uint8Array, stream: JpegStream, log: WalkLog): boolean {
  const frame = stream.frame === null ? parseFrame(code, segment) : "The picture has two frame headers.";
  if (typeof frame === "string") {
    log.add("corrupt-structure", frame);
    return false;
  }
  stream.frame = frame;
  if (frame.precision === 8 && frame.components !== 2 && frame.components <= 4) return true;
  log.add("unsupported-coding", `The JPEG has ${frame.components} channels of ${frame.precision} bits.`);
  return false;
}

function readScan(segment: Uint8Array, stream: JpegStream, log: WalkLog): boolean {
  const components = segment[0] ?? 0;
  if (stream.frame === null || components < 1 || components > 4 || segment.length !== 4 + components * 2) {
    log.add("corrupt-structure", "A scan of the picture has an invalid header.");
    return false;
  }
  stream.scans += 1;
  if (stream.scans === 1) stream.splitScans = components < stream.frame.components;
  return true;
}

function readMetadata(code: number, segment: Uint8Array, offset: number, { stream, limits, log }: Context): void {
  log.metadata(segment.length);
  const metadata = readJpegMetadata(code, segment, offset);
  stream.orientation ??= metadata.orientation ?? null;
  if (metadata.mpf !== undefined) stream.mpf.push(...metadata.mpf.slice(0, Math.max(0, 64 - stream.mpf.length)));
  if (metadata.gainMap) stream.gainMap = true;
  // Beyond its limit the file is refused anyway: no need to look at all of it.
  const found = log.facts.metadataBytes > limits.maxMetadataBytes ? null : findForeignContent(segment);
  if (found !== null) log.add("embedded-foreign-content", `${found[0]?.toUpperCase()}${found.slice(1)} stands in the file's metadata at byte ${formatCount(offset)}.`);
}

function checkComplete(stream: JpegStream, log: WalkLog): boolean {
  if (stream.frame === null || stream.scans === 0) {
    log.add("corrupt-structure", "The file ends without a picture in it.");
    return false;
  }
  const least = leastEntropyBytes(stream.frame);
  if (stream.entropyBytes >= least) return true;
  const pixels = formatPixels(stream.frame.width * stream.frame.height);
  log.add("truncated", `${formatCount(stream.entropyBytes)} bytes of picture data cannot fill ${pixels}; at least ${formatCount(least)} are needed.`);
  return false;
}
