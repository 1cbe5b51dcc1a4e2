import { spawn } from "node:child_process";
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { createInterface } from "node:readline/promises";
import { LaunchError } from "./launch-error.ts";
import { installCommandLine, PACKAGE_MANAGERS, type PackageManager, planInstall } from "./package-manager.ts";
import { runCommand } from "./run-command.ts";

/** Valkey is what several distributions ship in Redis's place; it speaks the same protocol. */
const SERVERS = ["redis-server", "valkey-server"];
/** Where package managers put servers that an ordinary user's PATH may lack. */
const EXTRA_PATH = ["/usr/bin", "/usr/sbin", "/usr/local/bin", "/opt/homebrew/bin"];
const INSTALL_TIMEOUT_MS = 10 * 60_000;
const ASK_TIMEOUT_MS = 5 * 60_000;

export type InstallDeps = { readonly yes: boolean; readonly say: (line: string) => void; readonly signal: AbortSignal };

function findOnPath(name: string): string | null {
  const folders = [...(process.env["PATH"] ?? "").split(delimiter), ...EXTRA_PATH].filter((folder) => folder !== "");
  for (const folder of folders) {
    const path = join(folder, name);
    try {
      accessSync(path, constants.X_OK);
      return path;
    } catch {
      // Not in this folder: the next one.
    }
  }
  return null;
}

export function findRedisServer(): string | null {
  return SERVERS.map(findOnPath).find((path) => path !== null) ?? null;
}

const isRoot = (): boolean => process.getuid?.() === 0;
const isTerminal = (): boolean => process.stdin.isTTY;

function failure(manager: PackageManager | undefined, why: string): LaunchError {
  const remedy = manager === undefined ? "Install Redis 7 so that redis-server is on PATH" : `Run this, then npm start again:\n  ${installCommandLine(manager, isRoot())}\n`;
  return new LaunchError(`Seawall needs Redis, and ${why}.\n${remedy}${manager === undefined ? ", " : ""}or point REDIS_URL at a Redis you have.`);
}

async function mayInstall(manager: PackageManager, deps: InstallDeps): Promise<boolean> {
  if (deps.yes || !isTerminal()) return true;
  const lines = createInterface({ input: process.stdin, output: process.stdout });
  const signal = AbortSignal.any([deps.signal, AbortSignal.timeout(ASK_TIMEOUT_MS)]);
  try {
    const answer = await lines.question(`Seawall needs Redis. Install it now with: ${installCommandLine(manager, isRoot())} ? [Y/n] `, { signal });
    return /^(?:y|yes|)$/i.test(answer.trim());
  } finally {
    lines.close();
  }
}

/** On a terminal the command shares it, so that sudo can ask for a password and progress is seen. */
async function runOnTerminal(command: string, args: readonly string[]): Promise<string | null> {
  const { promise, resolve } = Promise.withResolvers<string | null>();
  const child = spawn(command, args, { stdio: "inherit" });
  child.on("error", (error) => resolve(error.message));
  child.on("exit", (code, signal) => resolve(code === 0 ? null : `it ended with ${signal ?? `exit code ${String(code)}`}`));
  return await promise;
}

async function runQuietly(command: string, args: readonly string[], signal: AbortSignal): Promise<string | null> {
  const result = await runCommand(command, args, { timeoutMs: INSTALL_TIMEOUT_MS, signal });
  return result.ok ? null : `it ended with ${result.ending}:\n${result.output.trim().split("\n").slice(-8).join("\n")}`;
}

async function install(manager: PackageManager, deps: InstallDeps): Promise<void> {
  deps.say(`Installing redis-server with ${manager.name}…`);
  const steps = planInstall(manager, isRoot(), isTerminal());
  for (const [index, [command, ...args]] of steps.entries()) {
    const problem = isTerminal() ? await runOnTerminal(command, args) : await runQuietly(command, args, deps.signal);
    // A package list that could not be refreshed may still do.
    if (problem !== null && index === steps.length - 1) throw failure(manager, `${manager.name} could not install it: ${problem}`);
  }
}

/**
 * Finds a Redis server, installing one with the system's package manager when there is none: after asking on a terminal
 * (unless --yes), without asking elsewhere.
 * @returns the server's path
 * @throws LaunchError with the one command to run when that is impossible or was declined
 */
export async function ensureRedisServer(deps: InstallDeps): Promise<string> {
  const found = findRedisServer();
  if (found !== null) return found;
  const manager = PACKAGE_MANAGERS.find((candidate) => findOnPath(candidate.name) !== null);
  if (manager === undefined) throw failure(undefined, "no redis-server is on PATH and no package manager was found to install it");
  if (manager.asRoot && !isRoot() && findOnPath("sudo") === null) throw failure(manager, "it takes root to install it");
  if (!(await mayInstall(manager, deps))) throw failure(manager, "you chose not to install it now");
  await install(manager, deps);
  const installed = findRedisServer();
  if (installed === null) throw failure(manager, `${manager.name} installed it, but no redis-server is on PATH`);
  return installed;
}
