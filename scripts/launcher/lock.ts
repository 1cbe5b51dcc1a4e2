import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { z } from "zod";
import { hasCode } from "./launch-error.ts";
import { decideLock } from "./lock-rule.ts";
import { findProcess, type ProcessIdentity } from "./process-identity.ts";

const lockSchema = z.object({ pid: z.number().int().positive(), startedAt: z.string() });

export type Lock = { readonly kind: "held"; readonly tookOver: boolean; readonly release: () => void };
export type LockRefused = { readonly kind: "refused"; readonly holder: ProcessIdentity };

function readLock(path: string): { text: string; recorded: ProcessIdentity | "unreadable" } | null {
  try {
    const text = readFileSync(path, "utf8");
    try {
      return { text, recorded: lockSchema.parse(JSON.parse(text)) };
    } catch {
      return { text, recorded: "unreadable" };
    }
  } catch (error) {
    if (hasCode(error, "ENOENT")) return null;
    throw error;
  }
}

/** Appears whole or not at all, and only when there is none: a reader never sees half a lock. */
function createLock(path: string, text: string): boolean {
  const draft = `${path}.${String(process.pid)}`;
  writeFileSync(draft, text, { mode: 0o644 });
  try {
    linkSync(draft, path);
    return true;
  } catch (error) {
    if (hasCode(error, "EEXIST")) return false;
    throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

/** Moves a dead launcher's lock away; puts it back when another launcher was quicker and it is that one's. */
function removeStale(path: string, text: string): void {
  const aside = `${path}.stale.${String(process.pid)}`;
  try {
    renameSync(path, aside);
    if (readFileSync(aside, "utf8") !== text) linkSync(aside, path);
  } catch (error) {
    if (!hasCode(error, "ENOENT", "EEXIST")) throw error;
  } finally {
    rmSync(aside, { force: true });
  }
}

/**
 * Takes a lock file for this process. A lock whose process is gone (kill -9, power cut) is taken over.
 * @throws Error when the file system fails, or three others in a row were quicker
 */
export function acquireLock(path: string): Lock | LockRefused {
  const self = findProcess(process.pid);
  if (self === null) throw new Error("This process cannot see itself: is /proc mounted?");
  const text = JSON.stringify(self);
  let tookOver = false;
  for (let attempt = 0; attempt < 3; attempt += 1) {
    if (createLock(path, text)) return { kind: "held", tookOver, release: () => rmSync(path, { force: true }) };
    const found = readLock(path);
    if (found === null) continue;
    const now = found.recorded === "unreadable" ? null : findProcess(found.recorded.pid);
    if (decideLock(found.recorded, now?.startedAt ?? null) === "refuse" && found.recorded !== "unreadable") return { kind: "refused", holder: found.recorded };
    removeStale(path, found.text);
    tookOver = true;
  }
  throw new Error(`Could not take ${path}: others keep taking it. Try again.`);
}
