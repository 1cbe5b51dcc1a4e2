import { spawn } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { findFreePlan } from "#scripts/launcher/free-ports.ts";
import { readPidFiles } from "#scripts/launcher/pid-file.ts";
import type { PortPlan } from "#scripts/launcher/port-plan.ts";
import { findProcess } from "#scripts/launcher/process-identity.ts";

const LAUNCHER = resolve(import.meta.dirname, "../../scripts/launcher/launch.ts");
const POLL_MS = 20;
/** Each test says whether its launcher gets these. */
const NOT_INHERITED = ["DATABASE_URL", "REDIS_URL", "NODE_OPTIONS"];

/** Tiny programs in the place of the platform's processes. */
const SCRIPTS = {
  front: `import { createServer } from "node:http"; createServer((_, response) => response.end("ok")).listen(Number(process.env.FRONT_PORT));`,
  image: `setInterval(() => undefined, 1e6); process.on("SIGTERM", () => process.exit(0));`,
  /** Does not stop when asked, and has a child that does not either. */
  stubborn: `import { spawn } from "node:child_process"; import { writeFileSync } from "node:fs"; process.on("SIGTERM", () => undefined); setInterval(() => undefined, 1e6);
    const child = spawn(process.execPath, ["-e", "process.on('SIGTERM', () => 0); setInterval(() => 0, 1e6)"]); writeFileSync(process.env.SEAWALL_DATA_DIR + "/grandchild", String(child.pid));`,
  broken: `process.stderr.write("the reason why\\n"); process.exit(3);`,
} as const;
export type StandIn = keyof typeof SCRIPTS;

export type StandInRun = {
  readonly pid: number;
  readonly output: () => string;
  readonly signal: (name: NodeJS.Signals) => void;
  readonly exited: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
};

export type StandInPlatform = {
  readonly dataDir: string;
  readonly ports: PortPlan;
  readonly start: (processes: readonly StandIn[], env?: Readonly<Record<string, string>>) => StandInRun;
  readonly pidOf: (name: string) => number | null;
  readonly allPids: () => readonly number[];
  readonly cleanUp: () => void;
};

/** A launcher for stand-ins, in a temporary folder and on free ports. */
export async function createStandIns(): Promise<StandInPlatform> {
  const dir = mkdtempSync(join(tmpdir(), "seawall-stand-ins-"));
  // As root Postgres has a user of its own, who must get through.
  chmodSync(dir, 0o711);
  const dataDir = join(dir, "data");
  const ports = await findFreePlan();
  mkdirSync(join(dir, "workers"));
  for (const [name, source] of Object.entries(SCRIPTS)) writeFileSync(join(dir, `workers/${name}.mjs`), source);
  const options = { ports, dataDir, demo: false, yes: true };
  writeFileSync(
    join(dir, "launcher.mjs"),
    `import { launch } from ${JSON.stringify(LAUNCHER)};
     const processes = process.argv.slice(2).map((name) => ({ name, script: "workers/" + name + ".mjs" }));
     process.exit(await launch({ root: ${JSON.stringify(dir)}, preparations: [], processes, demo: processes[0], signInScript: "none" }, ${JSON.stringify(options)}));`,
  );
  const records = () => readPidFiles(join(dataDir, "run"));
  return {
    dataDir,
    ports,
    start: (processes, env = {}) => startRun(join(dir, "launcher.mjs"), processes, env),
    pidOf: (name) => records().find((record) => record.name === name)?.pid ?? null,
    allPids: () => records().map(({ pid }) => pid),
    cleanUp: () => rmSync(dir, { recursive: true, force: true }),
  };
}

function startRun(script: string, processes: readonly StandIn[], env: Readonly<Record<string, string>>): StandInRun {
  const outer = Object.fromEntries(Object.entries(process.env).filter(([name]) => !NOT_INHERITED.includes(name)));
  const child = spawn(process.execPath, [script, ...processes], { env: { ...outer, ...env, NODE_ENV: "production" }, stdio: ["ignore", "pipe", "pipe"] });
  if (child.pid === undefined) throw new Error("the launcher could not be spawned");
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", (text: string) => (output += text));
  const { promise: exited, resolve: onExit } = Promise.withResolvers<{ code: number | null; signal: NodeJS.Signals | null }>();
  child.once("close", (code, signal) => onExit({ code, signal }));
  return { pid: child.pid, output: () => output, signal: (name) => void child.kill(name), exited };
}

export const isAlive = (pid: number): boolean => findProcess(pid) !== null;

/** Waits until `condition` holds. @throws Error with `describe()` when it does not within `withinMs` */
export async function until(condition: () => boolean, describe: () => string, withinMs = 60_000): Promise<void> {
  const deadline = performance.now() + withinMs;
  while (!condition()) {
    if (performance.now() > deadline) throw new Error(`Waited ${String(withinMs / 1000)} s in vain. ${describe()}`);
    await sleep(POLL_MS);
  }
}
