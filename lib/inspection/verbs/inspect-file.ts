import type { FileHandle } from "node:fs/promises";
import { open } from "node:fs/promises";
import type { DeclaredFile, Inspection, InspectionLimits } from "../model.ts";
import type { ByteRange } from "../rules/byte-window.ts";
import { walkInspection } from "../rules/inspect.ts";

/**
 * Inspects a file on disk without decoding it: windows of at most 1 MiB, one at a time, so that neither memory nor the event
 * loop feels the file's size.
 * @param path the staged upload
 * @returns the verdict; hostile content is a verdict, never an exception
 * @throws the file system's error when the file cannot be opened or read
 */
export async function inspectFile(path: string, declared: DeclaredFile, limits: InspectionLimits): Promise<Inspection> {
  await using file = await open(path, "r");
  const { size } = await file.stat();
  const walk = walkInspection(size, declared, limits);
  let step = walk.next();
  while (!step.done) step = walk.next(await readRange(file, step.value));
  return step.value;
}

/** Reads until the range is full or the file ends (a file that shrank meanwhile reads as truncated). */
async function readRange(file: FileHandle, range: ByteRange): Promise<Uint8Array> {
  const buffer = Buffer.allocUnsafe(range.length);
  let filled = 0;
  while (filled < range.length) {
    const { bytesRead } = await file.read(buffer, filled, range.length - filled, range.offset + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return buffer.subarray(0, filled);
}
