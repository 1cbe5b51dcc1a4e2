import { setTimeout as sleep } from "node:timers/promises";
import type { StopSignal } from "./pid-file.ts";
import { sendSignal } from "./signals.ts";

const POLL_MS = 20;
/** What is left of a killed group is zombies that somebody else has to reap; nothing more can be done about those. */
const GROUP_END_MS = 2_000;
const POSTGRES_QUIT_MS = 2_000;

/**
 * Ends a process and its group without grace.
 * Postgres (the one process stopped with SIGINT) gives each backend a session of its own, which a signal to the group
 * does not reach: SIGQUIT makes it end them all at once, and SIGKILL follows for the case that it does not.
 */
export function endGroup(pid: number, stopSignal: StopSignal): void {
  if (stopSignal !== "SIGINT") {
    sendSignal(-pid, "SIGKILL");
    return;
  }
  sendSignal(pid, "SIGQUIT");
  setTimeout(() => sendSignal(-pid, "SIGKILL"), POSTGRES_QUIT_MS).unref();
}

/** Waits, at most two seconds, until no process of a killed group is left. @param pid the group's first process */
export async function waitForGroupToEnd(pid: number): Promise<void> {
  const deadline = performance.now() + GROUP_END_MS;
  while (sendSignal(-pid, "SIGKILL") && performance.now() < deadline) await sleep(POLL_MS);
}
