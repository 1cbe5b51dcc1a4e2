import { join } from "node:path";
import type { DataFolder } from "./data-folder.ts";
import { type Environment, processEnvironment } from "./environment.ts";
import { checkExternal } from "./external-service.ts";
import type { Fleet } from "./fleet.ts";
import { LaunchError, messageOf } from "./launch-error.ts";
import type { Options } from "./options.ts";
import { checkPorts } from "./port-check.ts";
import { LISTENERS, type Listener } from "./port-plan.ts";
import type { Preparation } from "./preparations.ts";
import { waitForReady } from "./ready.ts";
import { saveRunningEnvironment } from "./running-environment.ts";
import { ensureRedisServer } from "./redis-install.ts";
import { type ProcessDefinition, toSpec } from "./registry.ts";
import type { Reporter } from "./reporter.ts";
import { loadSecrets, type Secrets } from "./secrets.ts";
import { startPostgres, startRedis } from "./services.ts";
import { runCommand } from "./run-command.ts";
import { makeSignInLink } from "./sign-in-link.ts";

const MIGRATE_SCRIPT = join(import.meta.dirname, "../migrate.ts");
const MIGRATE_TIMEOUT_MS = 10 * 60_000;

/** What is launched: the real platform in main.ts, stand-ins in tests. */
export type Platform = {
  readonly root: string;
  readonly preparations: readonly Preparation[];
  readonly processes: readonly ProcessDefinition[];
  readonly demo: ProcessDefinition;
  readonly signInScript: string;
};

export type BringUp = {
  readonly platform: Platform;
  readonly options: Options;
  readonly folder: DataFolder;
  readonly fleet: Fleet;
  readonly reporter: Reporter;
  readonly outer: Environment;
  readonly signal: AbortSignal;
};

function wantedPorts(outer: Environment): readonly Listener[] {
  const given = { postgres: outer["DATABASE_URL"], redis: outer["REDIS_URL"] };
  return LISTENERS.filter((listener) => !(listener === "postgres" || listener === "redis") || given[listener] === undefined);
}

async function bringUpRedis({ options, folder, fleet, reporter, outer, signal }: BringUp, secrets: Secrets): Promise<string> {
  const given = outer["REDIS_URL"];
  if (given !== undefined) {
    await reporter.step("Redis from REDIS_URL", async () => await checkExternal("REDIS_URL", given, 6379), (where) => `Redis at ${where}, from REDIS_URL`);
    return given;
  }
  const where = `127.0.0.1:${String(options.ports.redis)}`;
  return await reporter.step(`Redis on ${where}`, async () => {
    const binary = await ensureRedisServer({ yes: options.yes, say: reporter.say, signal });
    return (await startRedis(fleet, { binary, dir: folder.redis, port: options.ports.redis, password: secrets.redisPassword }, signal)).url;
  });
}

async function bringUpPostgres({ options, folder, fleet, reporter, outer, signal }: BringUp, secrets: Secrets): Promise<string> {
  const given = outer["DATABASE_URL"];
  if (given !== undefined) {
    await reporter.step("Postgres from DATABASE_URL", async () => await checkExternal("DATABASE_URL", given, 5432), (where) => `Postgres at ${where}, from DATABASE_URL`);
    return given;
  }
  const plan = { dir: folder.postgres, port: options.ports.postgres, password: secrets.postgresPassword };
  const where = `127.0.0.1:${String(plan.port)}`;
  const service = await reporter.step(`Postgres on ${where}`, async () => await startPostgres(fleet, plan, reporter.say, signal), ({ version }) => `Postgres ${version} on ${where}`);
  return service.url;
}

/** In a process of its own: the schema engine is large, and if it panics it takes its process along. */
async function migrate({ reporter, outer, signal }: BringUp, databaseUrl: string): Promise<void> {
  await reporter.step("Database migrated", async () => {
    const result = await runCommand(process.execPath, [MIGRATE_SCRIPT, "apply"], { env: { ...outer, DATABASE_URL: databaseUrl }, timeoutMs: MIGRATE_TIMEOUT_MS, signal });
    if (!result.ok) throw new LaunchError(`The database could not be migrated (${result.ending}):\n${result.output.trim()}`);
    return result.stdout.trim();
  }, (words) => `Database: ${words}`);
}

async function findSignInLink({ platform, options, reporter, signal }: BringUp, env: Environment): Promise<string | null> {
  try {
    return await makeSignInLink(join(platform.root, platform.signInScript), options.demo, env, signal);
  } catch (error) {
    if (signal.aborted) throw error;
    // The platform is up; who has an account can still sign in.
    reporter.say(messageOf(error));
    return null;
  }
}

/**
 * Brings the platform up, step by step, and returns when it is ready.
 * @returns the one-time sign-in link, null when nobody needs one
 * @throws LaunchError when it cannot be brought up; the caller then stops what was started
 */
export async function bringUp(context: BringUp): Promise<string | null> {
  const { platform, options, folder, fleet, reporter, outer, signal } = context;
  await reporter.step("Ports free", async () => await checkPorts(options.ports, wantedPorts(outer)));
  const secrets = loadSecrets(folder.secrets);
  const redisUrl = await bringUpRedis(context, secrets);
  const databaseUrl = await bringUpPostgres(context, secrets);
  await migrate(context, databaseUrl);
  const env = processEnvironment({ outer, ports: options.ports, folder, secrets, databaseUrl, redisUrl });
  await saveRunningEnvironment(folder.root, env);
  for (const { title, run } of platform.preparations) {
    await reporter.step(title, async () => await run({ root: platform.root, logsDir: folder.logs, env, signal, say: reporter.say }), (made) => `${title} ${made ? "built" : "up to date"}`);
    signal.throwIfAborted();
  }
  const readyUrl = `http://127.0.0.1:${String(options.ports.front)}/api/health/ready`;
  await reporter.step(`Starting ${platform.processes.map(({ name }) => name).join(", ")}`, async () => {
    for (const definition of platform.processes) await fleet.start(toSpec(definition, platform.root, options.ports, env));
    await waitForReady(readyUrl, fleet.members, signal);
  }, () => `Running: ${platform.processes.map(({ name }) => name).join(", ")}`);
  const link = await findSignInLink(context, env);
  if (options.demo) await fleet.start(toSpec(platform.demo, platform.root, options.ports, env));
  return link;
}
