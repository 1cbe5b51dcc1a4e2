import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { makeDataFolder } from "#scripts/launcher/data-folder.ts";
import { Fleet } from "#scripts/launcher/fleet.ts";
import { findFreePlan } from "#scripts/launcher/free-ports.ts";
import { ensureRedisServer } from "#scripts/launcher/redis-install.ts";
import { type Service, startPostgres, startRedis } from "#scripts/launcher/services.ts";
import { isRedisUp } from "#scripts/launcher/redis-server.ts";
import { probePostgres } from "#scripts/launcher/postgres-server.ts";
import { waitUntil } from "#scripts/launcher/wait-until.ts";
import { applyMigrations } from "#scripts/migrations/apply.ts";

/** One of the two services, to be taken away in a test and given back. Both calls resolve when that is done. */
export type Switch = { readonly stop: () => Promise<void>; readonly start: () => Promise<void> };

export type TestServices = {
  readonly databaseUrl: string;
  readonly redisUrl: string;
  readonly redis: Switch;
  readonly postgres: Switch;
  readonly stop: () => Promise<void>;
};

const START_TIMEOUT_MS = 120_000;
const BACK_TIMEOUT_MS = 30_000;

function switchOf(service: Service, probe: () => Promise<true | null>): Switch {
  return {
    stop: async () => await service.process.stop(),
    start: async () => {
      await service.process.start();
      await waitUntil(probe, { timeoutMs: BACK_TIMEOUT_MS, signal: AbortSignal.timeout(BACK_TIMEOUT_MS), onTimeout: () => new Error(`${service.process.spec.name} did not come back. Its log: ${service.process.logPath}`) });
    },
  };
}

const say = (line: string): void => void process.stderr.write(`${line}\n`);

/** Starts the launcher's own Postgres (migrated) and Redis in a folder that is removed by `stop`. */
export async function startServices(): Promise<TestServices> {
  const dir = mkdtempSync(join(tmpdir(), "seawall-services-"));
  const folder = makeDataFolder(dir);
  const fleet = new Fleet({ logsDir: folder.logs, runDir: folder.run, say });
  const failed = new AbortController();
  const stop = async (): Promise<void> => {
    await fleet.stop();
    rmSync(dir, { recursive: true, force: true });
  };
  try {
    const signal = AbortSignal.any([failed.signal, AbortSignal.timeout(START_TIMEOUT_MS)]);
    const ports = await findFreePlan();
    const password = randomBytes(24).toString("base64url");
    const postgresPlan = { dir: folder.postgres, port: ports.postgres, password };
    const binary = await ensureRedisServer({ yes: true, say, signal });
    const [redis, postgres] = await Promise.all([
      startRedis(fleet, { binary, dir: folder.redis, port: ports.redis, password }, signal),
      startPostgres(fleet, postgresPlan, say, signal),
    ]);
    await applyMigrations(postgres.url, resolve(import.meta.dirname, "../../prisma/migrations"));
    return {
      databaseUrl: postgres.url,
      redisUrl: redis.url,
      redis: switchOf(redis, async () => ((await isRedisUp(ports.redis, password)) ? true : null)),
      postgres: switchOf(postgres, async () => ((await probePostgres(postgresPlan)) === null ? null : true)),
      stop,
    };
  } catch (error) {
    failed.abort();
    await stop();
    throw error;
  }
}
