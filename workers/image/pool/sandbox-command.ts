import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";

/** How strongly a child is shut in, from weakest to strongest; shown on the health page. */
export const sandboxLevels = ["none", "limits", "sandbox"] as const;
export type SandboxLevel = (typeof sandboxLevels)[number];

export type SandboxCommand = { readonly level: SandboxLevel; readonly command: string; readonly args: readonly string[] };

const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), "../../..");
const CHILD = resolve(ROOT, "workers/image/sandbox/child.ts");

/** A small young heap: pictures live outside of it, and the data limit counts everything. */
const NODE_ARGS = ["--max-old-space-size=128", "--disable-warning=ExperimentalWarning", CHILD];

/** Enough descriptors for Node, no core dumps, and no file may grow: a child has nothing to write to disk. */
const LIMIT_ARGS = ["--core=0", "--nofile=256", "--fsize=0"];

const readOnly = (paths: readonly string[]): string[] => paths.filter((path) => existsSync(path)).flatMap((path) => ["--ro-bind", path, path]);

/** No network, no users, no other processes, no files but Node, its libraries and the decoder's own sources. */
function bubblewrapArgs(node: string): string[] {
  return [
    "--unshare-all", "--die-with-parent", "--new-session", "--clearenv", "--as-pid-1", "--cap-drop", "ALL",
    "--setenv", "MALLOC_ARENA_MAX", "2",
    ...readOnly(["/lib", "/lib64", "/usr/lib", "/usr/lib64", "/etc/ld.so.cache"]),
    ...readOnly([dirname(dirname(node)), resolve(ROOT, "node_modules"), resolve(ROOT, "workers/image/sandbox"), resolve(ROOT, "lib/recipes"), resolve(ROOT, "lib/inspection"), resolve(ROOT, "package.json")]),
    // Run by root, the child is root of the machine behind its namespace: no capability, and no kernel setting to write.
    "--proc", "/proc", "--ro-bind", "/proc/sys", "/proc/sys", "--dev", "/dev", "--chdir", ROOT,
    "--", node, ...NODE_ARGS,
  ];
}

const works = (command: string, args: readonly string[]): boolean => spawnSync(command, [...args], { stdio: "ignore", timeout: 5_000 }).status === 0;

function hasBubblewrap(): boolean {
  return process.platform === "linux" && works("bwrap", ["--unshare-all", "--ro-bind", "/", "/", "--", "/bin/true"]);
}

export function hasPrlimit(): boolean {
  return process.platform === "linux" && works("prlimit", ["--core=0", "true"]);
}

/** The strongest way to start a child that this machine's kernel allows; tried for real. @param niceness 0 (as we are) to 19 (yields to all) */
export function detectSandboxCommand(niceness = 0, node = process.execPath): SandboxCommand {
  const limited = hasPrlimit();
  const prefix = [...(niceness === 0 ? [] : ["nice", "-n", String(niceness)]), ...(limited ? ["prlimit", ...LIMIT_ARGS] : [])];
  const jailed = limited && hasBubblewrap();
  const inner = jailed ? ["bwrap", ...bubblewrapArgs(node)] : [node, ...NODE_ARGS];
  const [command = node, ...args] = [...prefix, ...inner];
  return { level: jailed ? "sandbox" : limited ? "limits" : "none", command, args };
}
