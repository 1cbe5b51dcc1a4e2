import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { LaunchError } from "./launch-error.ts";
import { acquireLock } from "./lock.ts";

const POLL_MS = 250;
const WAIT_MS = 10 * 60_000;

/**
 * Runs `work` while no other launcher of this checkout does the same: two instances share its generated files and build.
 * @throws LaunchError when the other one takes longer than ten minutes
 */
export async function exclusively<T>(lockPath: string, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
  mkdirSync(dirname(lockPath), { recursive: true });
  const deadline = performance.now() + WAIT_MS;
  for (;;) {
    const lock = acquireLock(lockPath);
    if (lock.kind === "held") {
      try {
        return await work();
      } finally {
        lock.release();
      }
    }
    if (performance.now() > deadline) throw new LaunchError(`Process ${String(lock.holder.pid)} has held ${lockPath} for ten minutes. Stop it and start again.`);
    await sleep(POLL_MS, undefined, { signal });
  }
}
