import { setTimeout as sleep } from "node:timers/promises";
import { type PidRecord, readPidFiles, removePidFile } from "./pid-file.ts";
import { endGroup, waitForGroupToEnd } from "./process-group.ts";
import { isStillRunning } from "./process-identity.ts";
import { sendSignal } from "./signals.ts";

const POLL_MS = 50;
const GRACE_MS = 10_000;

async function waitUntilGone(record: PidRecord, withinMs: number): Promise<boolean> {
  const deadline = performance.now() + withinMs;
  while (isStillRunning(record)) {
    if (performance.now() > deadline) return false;
    await sleep(POLL_MS);
  }
  return true;
}

async function stopOne(record: PidRecord, graceMs: number): Promise<void> {
  sendSignal(record.pid, record.stopSignal);
  if (!(await waitUntilGone(record, graceMs))) {
    endGroup(record.pid, record.stopSignal);
    await waitUntilGone(record, graceMs);
  }
  await waitForGroupToEnd(record.pid);
}

/**
 * Stops what a launcher that was killed (kill -9, out of memory) left running: its workers first, all at once, then the
 * services in `last`, which the workers need to put their work down.
 * A recorded pid that another process has meanwhile is left alone.
 * @returns the names of the processes that were stopped
 */
export async function stopLeftovers(runDir: string, last: readonly string[], graceMs = GRACE_MS): Promise<readonly string[]> {
  const records = readPidFiles(runDir);
  const running = records.filter(isStillRunning);
  await Promise.all(running.filter((record) => !last.includes(record.name)).map(async (record) => await stopOne(record, graceMs)));
  await Promise.all(running.filter((record) => last.includes(record.name)).map(async (record) => await stopOne(record, graceMs)));
  for (const record of records) removePidFile(runDir, record.name);
  return running.map((record) => record.name);
}
