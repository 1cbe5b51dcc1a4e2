import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { findFreePlan } from "#scripts/launcher/free-ports.ts";
import { readLogTail } from "#scripts/launcher/log-file.ts";
import { readPidFiles } from "#scripts/launcher/pid-file.ts";

export type Seawall = {
  readonly url: string;
  readonly deliveryUrl: string;
  readonly signInLink: string | null;
  readonly dataDir: string;
  /** The pids of what runs now, by name: `postgres`, `redis`, `web`, … and `launcher`. */
  readonly pids: () => Readonly<Record<string, number>>;
  /** Stops as Ctrl-C does and removes the data folder. @throws Error when it does not end well */
  readonly stop: () => Promise<void>;
};

export type LaunchOptions = { readonly port?: number; readonly demo?: boolean; readonly timeoutMs?: number };

const root = resolve(import.meta.dirname, "../..");
/** Includes a build of the console on a slow machine. */
const READY_TIMEOUT_MS = 240_000;
const STOP_TIMEOUT_MS = 60_000;
const TAIL_LINES = 20;
/** Would make the launcher use something of the test run's own. */
const NOT_INHERITED = ["DATABASE_URL", "REDIS_URL", "STORAGE_URL", "PUBLIC_URL", "DELIVERY_URL", "SEAWALL_SECRET", "SEAWALL_DATA_DIR", "NODE_OPTIONS", "VITEST"];

function outerEnvironment(): NodeJS.ProcessEnv {
  const kept = Object.fromEntries(Object.entries(process.env).filter(([name]) => !NOT_INHERITED.includes(name)));
  return { ...kept, NODE_ENV: "production" };
}

function collectLogs(dataDir: string): string {
  const logs = join(dataDir, "logs");
  return readdirSync(logs).map((file) => `--- ${file}\n${readLogTail(join(logs, file), TAIL_LINES).join("\n")}`).join("\n");
}

function readPids(dataDir: string): Readonly<Record<string, number>> {
  const launcher = (JSON.parse(readFileSync(join(dataDir, "launcher.lock"), "utf8")) as { pid: number }).pid;
  return { launcher, ...Object.fromEntries(readPidFiles(join(dataDir, "run")).map(({ name, pid }) => [name, pid])) };
}

/**
 * Runs `npm start`'s script in a data folder of its own, on free ports, and resolves when it says `ready`.
 * @throws Error with everything it printed and the ends of its logs, when it does not become ready
 */
export async function launchSeawall(options: LaunchOptions = {}): Promise<Seawall> {
  const dataDir = mkdtempSync(join(tmpdir(), "seawall-launch-"));
  const port = options.port ?? (await findFreePlan()).front;
  const args = [join(root, "scripts/start.mjs"), "--port", String(port), "--data-dir", dataDir, "--yes", ...(options.demo === true ? ["--demo"] : [])];
  const child = spawn(process.execPath, args, { cwd: root, env: outerEnvironment(), stdio: ["ignore", "pipe", "pipe"] });
  const exited = once(child, "exit");
  let printed = "";
  const { promise: ready, resolve: onReady, reject } = Promise.withResolvers<void>();
  const fail = (why: string): void => reject(new Error(`Seawall ${why}. It printed:\n${printed}\n${collectLogs(dataDir)}`));
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => {
      printed += text;
      if (/^ready http\S+$/m.test(printed)) onReady();
    });
  }
  child.once("exit", (code, signal) => fail(`ended (${String(signal ?? code)}) before it was ready`));
  const timer = setTimeout(() => fail("was not ready in time"), options.timeoutMs ?? READY_TIMEOUT_MS);
  const stop = async (): Promise<void> => {
    const hurry = setTimeout(() => child.kill("SIGTERM"), STOP_TIMEOUT_MS);
    if (child.exitCode === null && child.signalCode === null) child.kill("SIGINT");
    await exited;
    clearTimeout(hurry);
    const logs = child.exitCode === 0 ? "" : collectLogs(dataDir);
    rmSync(dataDir, { recursive: true, force: true });
    if (child.exitCode !== 0) throw new Error(`Seawall ended with ${String(child.signalCode ?? child.exitCode)}. It printed:\n${printed}\n${logs}`);
  };
  try {
    await ready;
  } catch (error) {
    await stop().catch(() => undefined);
    throw error;
  } finally {
    clearTimeout(timer);
  }
  const signInLink = /^\s*sign in\s+(\S+)/m.exec(printed)?.[1] ?? null;
  return { url: `http://localhost:${String(port)}`, deliveryUrl: `http://localhost:${String(port + 1)}`, signInLink, dataDir, pids: () => readPids(dataDir), stop };
}
