import { closeSync, fstatSync, openSync, readSync, renameSync, statSync } from "node:fs";
import { hasCode } from "./launch-error.ts";

const ROTATE_ABOVE_BYTES = 20 * 1024 * 1024;
const TAIL_BYTES = 16 * 1024;

function sizeOf(path: string): number {
  try {
    return statSync(path).size;
  } catch (error) {
    if (hasCode(error, "ENOENT")) return 0;
    throw error;
  }
}

/** Opens a log for appending; one that has grown over 20 MB becomes `.1` first. @returns a descriptor the caller closes */
export function openLog(path: string): number {
  if (sizeOf(path) > ROTATE_ABOVE_BYTES) renameSync(path, `${path}.1`);
  return openSync(path, "a", 0o600);
}

/** The last lines of a log, for a message about why its process died. Empty when there is no log. */
export function readLogTail(path: string, lines: number): readonly string[] {
  let descriptor: number;
  try {
    descriptor = openSync(path, "r");
  } catch (error) {
    if (hasCode(error, "ENOENT")) return [];
    throw error;
  }
  try {
    const { size } = fstatSync(descriptor);
    const buffer = Buffer.alloc(Math.min(size, TAIL_BYTES));
    readSync(descriptor, buffer, 0, buffer.length, size - buffer.length);
    return buffer.toString("utf8").split("\n").filter((line) => line.trim() !== "").slice(-lines);
  } finally {
    closeSync(descriptor);
  }
}
