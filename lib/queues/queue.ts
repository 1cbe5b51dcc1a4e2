import { Queue } from "bullmq";
import { log } from "#lib/edges/log.ts";
import { openRedis } from "#lib/edges/redis/connection.ts";
import { redisKeys } from "#lib/edges/redis/keys.ts";
import type { RenderJob } from "#lib/rendering/model.ts";
import { type Pool, pools } from "./model.ts";

/** Finished jobs are kept by age and count, so that Redis stays bounded. */
const KEEP_COMPLETED = { age: 3_600, count: 2_000 };
const KEEP_FAILED = { age: 86_400, count: 2_000 };
const ATTEMPTS = 5;
const BACKOFF_MS = 1_000;

export type RenderQueue = Queue<RenderJob>;

const opened = new Map<Pool, RenderQueue>();

/** This process's handle on a pool's queue. Commands fail at once when Redis is away. */
export function queueOf(pool: Pool): RenderQueue {
  const existing = opened.get(pool);
  if (existing !== undefined) return existing;
  const queue = new Queue<RenderJob>(pool, {
    connection: openRedis(),
    prefix: redisKeys.queuePrefix,
    skipWaitingForReady: true,
    defaultJobOptions: { attempts: ATTEMPTS, backoff: { type: "exponential", delay: BACKOFF_MS }, removeOnComplete: KEEP_COMPLETED, removeOnFail: KEEP_FAILED },
  });
  // ioredis reports the connection; without a listener an error event would end the process.
  queue.on("error", () => undefined);
  opened.set(pool, queue);
  return queue;
}

/** A queue whose connection failed while it was being set up never recovers by itself: the next use opens a new one. */
export function dropQueue(pool: Pool): void {
  const queue = opened.get(pool);
  opened.delete(pool);
  queue?.close().catch((error: unknown) => log().debug({ err: error, pool }, "queue closed with an error"));
}

/** One job per asset, version and attempt: adding it twice adds it once. */
export function toJobId(job: Pick<RenderJob, "assetId" | "version" | "attempt">): string {
  return `${job.assetId}-${job.version}-${job.attempt}`;
}

export async function closeQueues(): Promise<void> {
  await Promise.all(pools.map(async (pool) => await opened.get(pool)?.close()));
  opened.clear();
}
