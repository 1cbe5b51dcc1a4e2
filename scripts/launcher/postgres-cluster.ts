import { chownSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { hasCode, LaunchError } from "./launch-error.ts";
import type { Owner } from "./postgres-owner.ts";
import { findCommandLine, findProcess, isStillRunning } from "./process-identity.ts";
import { runCommand } from "./run-command.ts";
import { sendSignal } from "./signals.ts";
import { setTimeout as sleep } from "node:timers/promises";

export const SUPERUSER = "seawall";
const INITDB_TIMEOUT_MS = 90_000;
const OLD_SERVER_GRACE_MS = 10_000;
const POLL_MS = 50;

export type Cluster = { readonly binaries: string; readonly place: string; readonly owner: Owner | null };

/** The cluster proper; `place` around it is ours for the draft of initdb, whose target must be empty or missing. */
export function clusterFolder(cluster: Cluster): string {
  return join(cluster.place, "18");
}

function writePasswordFile(cluster: Cluster, password: string): string {
  const path = join(cluster.place, "initdb.password");
  writeFileSync(path, `${password}\n`, { mode: 0o600 });
  if (cluster.owner !== null) chownSync(path, cluster.owner.uid, cluster.owner.gid);
  return path;
}

/**
 * Makes the cluster when there is none. Its collation is Postgres's built-in C.UTF-8, which sorts the same on every
 * system and needs no locale installed.
 * An initdb that was killed half-way leaves a draft, which the next start throws away.
 */
export async function ensureCluster(cluster: Cluster, password: string, signal?: AbortSignal): Promise<void> {
  const folder = clusterFolder(cluster);
  if (existsSync(join(folder, "PG_VERSION"))) return;
  const draft = join(cluster.place, "draft");
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft, { mode: 0o700 });
  if (cluster.owner !== null) chownSync(draft, cluster.owner.uid, cluster.owner.gid);
  const passwordFile = writePasswordFile(cluster, password);
  const encoding = ["--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"];
  const args = [`--pgdata=${draft}`, `--username=${SUPERUSER}`, `--pwfile=${passwordFile}`, "--auth=scram-sha-256", "--no-instructions", ...encoding];
  try {
    const result = await runCommand(join(cluster.binaries, "bin", "initdb"), args, {
      owner: cluster.owner, cwd: cluster.place, env: { PATH: process.env["PATH"], LC_ALL: "C", TZ: "UTC" }, timeoutMs: INITDB_TIMEOUT_MS, ...(signal === undefined ? {} : { signal }),
    });
    if (!result.ok) throw new LaunchError(`Postgres could not make its database in ${draft} (${result.ending}):\n${result.output.trim()}`);
  } finally {
    rmSync(passwordFile, { force: true });
  }
  renameSync(draft, folder);
}

function readServerPid(pidFile: string): number | null {
  try {
    const pid = Number(readFileSync(pidFile, "utf8").split("\n")[0]);
    return Number.isInteger(pid) && pid > 1 ? pid : null;
  } catch (error) {
    if (hasCode(error, "ENOENT")) return null;
    throw error;
  }
}

/**
 * Clears the way for a start: stops a server that still runs on this cluster, and removes the `postmaster.pid` of one
 * that was killed. Postgres itself refuses to start when some other process has that pid by now, which in a container,
 * where pids are few, is the rule after kill -9.
 */
export async function clearOldServer(folder: string): Promise<void> {
  const pidFile = join(folder, "postmaster.pid");
  const pid = readServerPid(pidFile);
  const old = pid === null ? null : findProcess(pid);
  if (old !== null && findCommandLine(old.pid)?.includes(folder) === true) {
    sendSignal(old.pid, "SIGINT");
    const deadline = performance.now() + OLD_SERVER_GRACE_MS;
    while (isStillRunning(old)) {
      if (performance.now() > deadline) throw new LaunchError(`A Postgres from before (pid ${String(old.pid)}) still runs on ${folder} and does not stop. Stop it and start again.`);
      await sleep(POLL_MS);
    }
  }
  rmSync(pidFile, { force: true });
}
