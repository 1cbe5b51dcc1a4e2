import { Redis, type RedisOptions } from "ioredis";
import { env } from "../env.ts";
import { log } from "../log.ts";

export type { Redis } from "ioredis";

const RECONNECT_STEP_MS = 200;
const RECONNECT_MAX_MS = 2_000;

function open(url: string, options: Omit<RedisOptions, "replyMapping">): Redis {
  const redis = new Redis<"legacy">(url, { ...options, replyMapping: "legacy", retryStrategy: (times: number) => Math.min(times * RECONNECT_STEP_MS, RECONNECT_MAX_MS) });
  let down = false;
  redis.on("error", (error: Error) => {
    if (!down) log().warn({ err: error.message }, "redis is away");
    down = true;
  });
  redis.on("ready", () => {
    if (down) log().info("redis is back");
    down = false;
  });
  return redis;
}

/** For requests: a command waits for one reconnect at most, then fails, so that Redis being away holds nobody up. */
export function openRedis(url = env().redisUrl): Redis {
  return open(url, { maxRetriesPerRequest: 1, commandTimeout: 2_000, connectTimeout: 1_000 });
}

/** For BullMQ workers, which block on the connection and must outlive a Redis restart. */
export function openBlockingRedis(url = env().redisUrl): Redis {
  return open(url, { maxRetriesPerRequest: null });
}

/** For pub/sub: subscriptions are renewed by themselves after a reconnect. */
export function openSubscriber(url = env().redisUrl): Redis {
  return open(url, { maxRetriesPerRequest: null, autoResubscribe: true });
}

let shared: Redis | undefined;

/** This process's connection for single commands. */
export function redis(): Redis {
  shared ??= openRedis();
  return shared;
}

export function closeRedis(): void {
  shared?.disconnect();
  shared = undefined;
}

/** Publishes a hint. Freshness only: readers poll too, so a lost hint costs a second and no truth. */
export async function publishHint(channel: string, message: string): Promise<void> {
  try {
    await redis().publish(channel, message);
  } catch (error) {
    log().debug({ err: error, channel }, "hint not published");
  }
}
