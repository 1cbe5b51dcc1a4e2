import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import { findCommandLine } from "./process-identity.ts";

const LISTEN_STATE = "0A";
const LSOF_TIMEOUT_MS = 5_000;

function listeningInodes(port: number): ReadonlySet<string> {
  const wanted = `:${port.toString(16).toUpperCase().padStart(4, "0")}`;
  const inodes = new Set<string>();
  for (const table of ["/proc/net/tcp", "/proc/net/tcp6"]) {
    for (const line of readFileSync(table, "utf8").split("\n").slice(1)) {
      const fields = line.trim().split(/\s+/);
      if (fields[1]?.endsWith(wanted) === true && fields[3] === LISTEN_STATE && fields[9] !== undefined) inodes.add(`socket:[${fields[9]}]`);
    }
  }
  return inodes;
}

function holdsSocket(pid: string, inodes: ReadonlySet<string>): boolean {
  try {
    return readdirSync(`/proc/${pid}/fd`).some((descriptor) => inodes.has(readlinkSync(`/proc/${pid}/fd/${descriptor}`)));
  } catch {
    // Gone meanwhile, or another user's process: then nobody can be named.
    return false;
  }
}

function findPidOnLinux(port: number): number | null {
  const inodes = listeningInodes(port);
  if (inodes.size === 0) return null;
  const pid = readdirSync("/proc").find((entry) => /^\d+$/.test(entry) && holdsSocket(entry, inodes));
  return pid === undefined ? null : Number(pid);
}

function findPidWithLsof(port: number): number | null {
  const pids = execFileSync("lsof", ["-nP", "-t", `-iTCP:${String(port)}`, "-sTCP:LISTEN"], { encoding: "utf8", timeout: LSOF_TIMEOUT_MS, stdio: ["ignore", "pipe", "ignore"] });
  const pid = Number(pids.split("\n")[0]);
  return Number.isInteger(pid) && pid > 0 ? pid : null;
}

/** Who listens on a port, in words for a message, e.g. `process 812 (nginx: master)`; null when that cannot be seen. */
export function describePortHolder(port: number): string | null {
  try {
    const pid = process.platform === "linux" ? findPidOnLinux(port) : findPidWithLsof(port);
    if (pid === null) return null;
    const command = findCommandLine(pid);
    return `process ${String(pid)}${command === null || command === "" ? "" : ` (${command.slice(0, 80)})`}`;
  } catch {
    // Only a courtesy of the message: no /proc, no lsof, no right to look.
    return null;
  }
}
