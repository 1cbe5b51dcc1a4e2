import type { Fleet } from "./fleet.ts";
import { explainFailure } from "./explain-failure.ts";
import { LaunchError } from "./launch-error.ts";
import { databaseUrlOf, ensureDatabase, type PostgresPlan, postgresSpec, prepareCluster, probePostgres } from "./postgres-server.ts";
import { isRedisUp, type RedisPlan, redisSpec, redisUrlOf } from "./redis-server.ts";
import type { Supervised } from "./supervised.ts";
import { waitUntil } from "./wait-until.ts";

/** Crash recovery after a power cut replays its log first; a fresh start takes about a second. */
const READY_TIMEOUT_MS = 60_000;
const HOPELESS_AFTER_DEATHS = 4;

export type Service = { readonly url: string; readonly version: string; readonly process: Supervised };

async function waitForService<T>(member: Supervised, signal: AbortSignal, probe: () => Promise<T | null>): Promise<T> {
  const failure = (): Error => new LaunchError(explainFailure([member], `${member.spec.name} runs but does not answer. Its log: ${member.logPath}`));
  return await waitUntil(
    async () => {
      if (member.deathsInARow >= HOPELESS_AFTER_DEATHS) throw failure();
      return await probe();
    },
    { timeoutMs: READY_TIMEOUT_MS, signal, onTimeout: failure },
  );
}

/** Starts the launcher's own Redis; resolves when it answers. */
export async function startRedis(fleet: Fleet, plan: RedisPlan, signal: AbortSignal): Promise<Service> {
  const member = await fleet.start(redisSpec(plan));
  const version = await waitForService(member, signal, async () => ((await isRedisUp(plan.port, plan.password)) ? "Redis" : null));
  return { url: redisUrlOf(plan), version, process: member };
}

/** Starts the launcher's own Postgres, making its cluster and database when this is the first start; resolves when it answers. */
export async function startPostgres(fleet: Fleet, plan: PostgresPlan, say: (line: string) => void, signal: AbortSignal): Promise<Service> {
  const cluster = await prepareCluster(plan, say, signal);
  const member = await fleet.start(postgresSpec(plan, cluster));
  const version = await waitForService(member, signal, async () => await probePostgres(plan));
  await ensureDatabase(plan);
  return { url: databaseUrlOf(plan), version, process: member };
}
