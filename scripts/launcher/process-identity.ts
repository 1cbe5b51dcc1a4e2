import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { hasCode } from "./launch-error.ts";

/** A pid alone is not an identity: it is used again. With the time of its start it is. */
export type ProcessIdentity = { readonly pid: number; readonly startedAt: string };

const PS_TIMEOUT_MS = 5_000;

let bootId: string | undefined;

function readBootId(): string {
  bootId ??= readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
  return bootId;
}

function findOnLinux(pid: number): ProcessIdentity | null {
  try {
    const stat = readFileSync(`/proc/${String(pid)}/stat`, "utf8");
    // The name, second field, is in brackets and may hold anything; fields are counted after it.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    const [state, startTicks] = [fields[0], fields[19]];
    // A zombie holds a pid and nothing else; where nobody reaps it, it stays for ever.
    if (state === "Z" || state === "X" || startTicks === undefined) return null;
    return { pid, startedAt: `${readBootId()}/${startTicks}` };
  } catch (error) {
    if (hasCode(error, "ENOENT", "ESRCH")) return null;
    throw error;
  }
}

function findWithPs(pid: number): ProcessIdentity | null {
  try {
    const line = execFileSync("ps", ["-o", "stat=,lstart=", "-p", String(pid)], { encoding: "utf8", timeout: PS_TIMEOUT_MS, env: { ...process.env, LC_ALL: "C" } }).trim();
    const [state = "Z", ...startedAt] = line.split(/\s+/);
    return state.startsWith("Z") ? null : { pid, startedAt: startedAt.join(" ") };
  } catch {
    // ps exits with 1 when there is no such process.
    return null;
  }
}

/** The living process with this pid, or null. */
export function findProcess(pid: number): ProcessIdentity | null {
  return process.platform === "linux" ? findOnLinux(pid) : findWithPs(pid);
}

/** True while the very process that was recorded lives, not another that got its pid. */
export function isStillRunning(recorded: ProcessIdentity): boolean {
  return findProcess(recorded.pid)?.startedAt === recorded.startedAt;
}

/** What a process was started as, for messages; null when it cannot be seen. */
export function findCommandLine(pid: number): string | null {
  try {
    if (process.platform === "linux") return readFileSync(`/proc/${String(pid)}/cmdline`, "utf8").replaceAll("\0", " ").trim();
    return execFileSync("ps", ["-o", "command=", "-p", String(pid)], { encoding: "utf8", timeout: PS_TIMEOUT_MS }).trim();
  } catch {
    // Gone meanwhile, or another user's: a message does without.
    return null;
  }
}
