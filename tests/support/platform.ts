import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, mkdtempSync, openSync, readFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { inject } from "vitest";
import { type Role, systemActor } from "#lib/people/model.ts";
import { waitFor } from "./wait-for.ts";

const ROOT = resolve(import.meta.dirname, "../..");

export type WorkerName = "intake" | "image" | "delivery" | "front";

/** Real worker processes on free ports, over the suite's Postgres and Redis and a storage of their own. */
export type TestPlatform = {
  readonly uploadUrl: string;
  readonly deliveryUrl: string;
  readonly frontUrl: string;
  readonly storageDir: string;
  readonly dataDir: string;
  readonly pidOf: (name: WorkerName) => number;
  readonly logOf: (name: WorkerName) => string;
  readonly start: (name: WorkerName) => Promise<void>;
  readonly kill: (name: WorkerName, signal: NodeJS.Signals) => Promise<void>;
  readonly makeKey: (role: Role) => Promise<string>;
  readonly stop: () => Promise<void>;
};

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

async function makeEnvironment(dataDir: string): Promise<Record<string, string>> {
  const ports = { FRONT_PORT: await freePort(), DELIVERY_PORT: await freePort(), WEB_PORT: await freePort(), INTAKE_PORT: await freePort() };
  return {
    PATH: process.env["PATH"] ?? "",
    NODE_ENV: "production",
    SEAWALL_DATA_DIR: dataDir,
    SEAWALL_SECRET: "only-for-tests-only-for-tests-only-for-tests",
    DATABASE_URL: inject("databaseUrl"),
    REDIS_URL: inject("redisUrl"),
    STORAGE_URL: pathToFileURL(join(dataDir, "storage")).href,
    PUBLIC_URL: `http://127.0.0.1:${ports.FRONT_PORT}`,
    DELIVERY_URL: `http://127.0.0.1:${ports.DELIVERY_PORT}`,
    LOG_LEVEL: "info",
    ...Object.fromEntries(Object.entries(ports).map(([name, port]) => [name, String(port)])),
  };
}

async function makeKey(role: Role): Promise<string> {
  const { createApiKey } = await import("#lib/people/verbs/create-api-key.ts");
  return (await createApiKey(systemActor("test"), { name: `test ${role}`, role })).text;
}

/** Starts the named processes and waits until each says that it runs. */
export async function startPlatform(names: readonly WorkerName[], overrides: Readonly<Record<string, string>> = {}): Promise<TestPlatform> {
  const dataDir = mkdtempSync(join(tmpdir(), "seawall-platform-"));
  const environment = { ...(await makeEnvironment(dataDir)), ...overrides };
  // Verbs called from a test itself see the same platform as the processes.
  Object.assign(process.env, environment, { LOG_LEVEL: "silent" });
  const running = new Map<WorkerName, ChildProcess>();
  const logPath = (name: WorkerName): string => join(dataDir, `${name}.log`);
  const logOf = (name: WorkerName): string => readFileSync(logPath(name), "utf8");

  const start = async (name: WorkerName): Promise<void> => {
    const output = openSync(logPath(name), "w");
    const child = spawn(process.execPath, [join(ROOT, `workers/${name}/main.ts`)], { cwd: ROOT, env: { ...environment, NODE_ENV: "production", SEAWALL_PROCESS: name }, stdio: ["ignore", output, output] });
    closeSync(output);
    running.set(name, child);
    await waitFor(`${name} to start`, () => {
      if (child.exitCode !== null) throw new Error(`${name} ended at its start:\n${logOf(name)}`);
      return logOf(name).includes('"msg":"started"');
    });
  };
  const kill = async (name: WorkerName, signal: NodeJS.Signals): Promise<void> => {
    const child = running.get(name);
    running.delete(name);
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, "exit");
    child.kill(signal);
    await ended;
  };
  const stop = async (): Promise<void> => {
    await Promise.all([...running.keys()].map(async (name) => await kill(name, "SIGTERM")));
    await closeConnections();
    await rm(dataDir, { recursive: true, force: true });
  };
  try {
    await Promise.all(names.map(start));
  } catch (error) {
    await stop();
    throw error;
  }
  const { INTAKE_PORT, DELIVERY_URL, PUBLIC_URL } = environment;
  return {
    uploadUrl: `http://127.0.0.1:${INTAKE_PORT}/api/v1/uploads`,
    deliveryUrl: DELIVERY_URL ?? "",
    frontUrl: PUBLIC_URL ?? "",
    storageDir: join(dataDir, "storage"),
    dataDir,
    pidOf: (name) => running.get(name)?.pid ?? 0,
    logOf,
    start,
    kill,
    makeKey,
    stop,
  };
}

/** What verbs called in the test process itself have opened. */
async function closeConnections(): Promise<void> {
  const [{ closeQueues }, { closeRedis }, { closeDb }] = await Promise.all([import("#lib/queues/queue.ts"), import("#lib/edges/redis/connection.ts"), import("#lib/edges/db/client.ts")]);
  await closeQueues();
  closeRedis();
  await closeDb();
}
