import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { z } from "zod";
import { hasCode } from "./launch-error.ts";
import { findProcess, type ProcessIdentity } from "./process-identity.ts";

const STOP_SIGNALS = ["SIGTERM", "SIGINT"] as const;
export type StopSignal = (typeof STOP_SIGNALS)[number];

const recordSchema = z.object({ pid: z.number().int().positive(), startedAt: z.string(), stopSignal: z.enum(STOP_SIGNALS) });

/** A process the launcher started, as the next launcher finds it when this one is killed. */
export type PidRecord = ProcessIdentity & { readonly name: string; readonly stopSignal: StopSignal };

const pathOf = (runDir: string, name: string): string => join(runDir, `${name}.pid`);

/** Records a process that was just spawned. Does nothing when it is already gone. */
export function writePidFile(runDir: string, name: string, pid: number, stopSignal: StopSignal): void {
  const identity = findProcess(pid);
  if (identity !== null) writeFileSync(pathOf(runDir, name), JSON.stringify({ ...identity, stopSignal }));
}

export function removePidFile(runDir: string, name: string): void {
  rmSync(pathOf(runDir, name), { force: true });
}

function readPidFile(runDir: string, file: string): PidRecord | null {
  try {
    return { name: basename(file, ".pid"), ...recordSchema.parse(JSON.parse(readFileSync(join(runDir, file), "utf8"))) };
  } catch (error) {
    // Half-written when the power went: nothing can be learned from it.
    if (error instanceof SyntaxError || error instanceof z.ZodError || hasCode(error, "ENOENT")) return null;
    throw error;
  }
}

/** Every recorded process, whether it still runs or not. */
export function readPidFiles(runDir: string): readonly PidRecord[] {
  return readdirSync(runDir).filter((file) => file.endsWith(".pid")).map((file) => readPidFile(runDir, file)).filter((record) => record !== null);
}
