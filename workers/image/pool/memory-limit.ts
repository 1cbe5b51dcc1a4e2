import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile, readdir } from "node:fs/promises";

const KIB = 1024;

async function childrenOf(pid: number): Promise<readonly number[]> {
  const threads = await readdir(`/proc/${pid}/task`);
  const lists = await Promise.all(threads.map(async (thread) => await readFile(`/proc/${pid}/task/${thread}/children`, "utf8")));
  return lists.flatMap((list) => list.split(" ").filter(Boolean).map(Number));
}

/** Follows bwrap's chain of processes down to the one that decodes. */
export async function findInnermostPid(pid: number): Promise<number> {
  let current = pid;
  for (let depth = 0; depth < 4; depth += 1) {
    const [child] = await childrenOf(current);
    if (child === undefined) return current;
    current = child;
  }
  return current;
}

async function readStatusBytes(pid: number, field: "VmData"): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, "utf8");
  const [, kib] = new RegExp(`^${field}:\\s+(\\d+) kB`, "m").exec(status) ?? [];
  if (kib === undefined) throw new Error(`no ${field} for process ${pid}`);
  return Number(kib) * KIB;
}

/** Data a process has reserved, whether it uses it or not: what the limit counts. */
export async function readDataBytes(pid: number): Promise<number> {
  return await readStatusBytes(pid, "VmData");
}

/**
 * Caps a child's data at what its runtime has reserved by now plus `headroomBytes`. Node 24 reserves about
 * 575 MB at boot, so a fixed limit at start would either kill every child or limit nothing.
 * @returns what it had reserved before its first job
 */
export async function limitMemory(pid: number, headroomBytes: number): Promise<number> {
  const reserved = await readDataBytes(pid);
  const data = reserved + headroomBytes;
  const prlimit = spawn("prlimit", [`--pid=${pid}`, `--data=${data}`], { stdio: "ignore" });
  const [code] = (await once(prlimit, "exit")) as [number | null];
  if (code !== 0) throw new Error(`prlimit refused the memory limit of process ${pid} (exit ${code})`);
  return reserved;
}
