import type { InspectionLimits } from "../model.ts";
import type { Walk } from "./byte-window.ts";
import { ByteWindow } from "./byte-window.ts";
import type { JpegStream } from "./jpeg-stream.ts";
import { walkJpegStream } from "./jpeg-stream.ts";
import { reportTail, skipPadding } from "./tail.ts";
import type { WalkResult } from "./walk-result.ts";
import { WalkLog } from "./walk-result.ts";

/** The index of a multi-picture file has at most this many entries (see mpf.ts), plus one gain map without index. */
const MAX_EXTRA_IMAGES = 65;

/**
 * Walks a JPEG file of `sizeBytes`: every segment, every scan, and what stands behind the end. Behind it only complete
 * JPEG pictures may stand, each exactly where the MPF index says, or directly behind when a gain map is announced.
 * Asks for windows of at most MAX_REQUEST_BYTES and never throws.
 */
export function* walkJpeg(sizeBytes: number, limits: InspectionLimits): Walk<WalkResult> {
  const window = new ByteWindow(sizeBytes);
  const log = new WalkLog("jpeg");
  const primary = yield* walkJpegStream(window, 0, limits, log);
  fillFacts(primary, log);
  if (primary.endsAt !== null) yield* walkExtraImages(window, primary, primary.endsAt, limits, log);
  return log.result();
}

function fillFacts(primary: JpegStream, log: WalkLog): void {
  const { facts } = log;
  facts.scans = primary.scans;
  facts.gainMap = primary.gainMap;
  facts.orientation = primary.orientation ?? 1;
  if (primary.frame === null) return;
  const { width, height, precision, components, progressive, samplesPerPixel } = primary.frame;
  Object.assign(facts, { width, height, progressive, samplesPerPixel, frames: 1, bitDepth: precision, channels: components, decodePixels: width * height });
  facts.coding = progressive || primary.splitScans ? "buffered" : "sequential";
}

function* walkExtraImages(window: ByteWindow, primary: JpegStream, primaryEnd: number, limits: InspectionLimits, log: WalkLog): Walk<void> {
  log.facts.trailingBytes = window.sizeBytes - primaryEnd;
  let mayFollow = primary.gainMap;
  let at = primaryEnd;
  let pictureEnd = primaryEnd;
  for (let images = 0; images <= MAX_EXTRA_IMAGES; images += 1) {
    at = yield* skipPadding(window, at);
    if (at >= window.sizeBytes) return;
    const isIndexed = primary.mpf.some((entry) => entry.offset === at);
    const isJpeg = (yield* window.load(at, 3)) && window.u16be(at) === 0xffd8 && window.u8(at + 2) === 0xff;
    if (!isJpeg || !(isIndexed || mayFollow)) break;
    if (!isIndexed) mayFollow = false;
    const extra = yield* walkJpegStream(window, at, limits, log);
    if (extra.endsAt === null) return;
    log.facts.extraImages += 1;
    log.facts.scans = Math.max(log.facts.scans, extra.scans);
    // An Apple gain map announces itself only in its own picture.
    if (extra.gainMap) log.facts.gainMap = true;
    at = extra.endsAt;
    pictureEnd = at;
  }
  yield* reportTail(window, pictureEnd, at, log);
}
