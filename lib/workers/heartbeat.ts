import { redis } from "#lib/edges/redis/connection.ts";
import { redisKeys } from "#lib/edges/redis/keys.ts";
import { type WorkerHeartbeat, workerHeartbeatSchema } from "./model.ts";

const EXPIRES_SECONDS = 6;

/** @throws when Redis is away; a lost heartbeat is repeated a second later */
export async function sendHeartbeat(heartbeat: WorkerHeartbeat): Promise<void> {
  const key = redisKeys.worker(heartbeat.id);
  await redis().multi().hset(key, heartbeat).expire(key, EXPIRES_SECONDS).sadd(redisKeys.workers, heartbeat.id).exec();
}

/** The workers alive now. Forgets the ones that are gone. @throws when Redis is away */
export async function listHeartbeats(): Promise<readonly WorkerHeartbeat[]> {
  const ids = await redis().smembers(redisKeys.workers);
  const alive: WorkerHeartbeat[] = [];
  for (const id of ids) {
    const found = workerHeartbeatSchema.safeParse(await redis().hgetall(redisKeys.worker(id)));
    if (found.success) alive.push(found.data);
    else await redis().srem(redisKeys.workers, id);
  }
  return alive;
}
