import { Worker } from "bullmq";
import { log } from "#lib/edges/log.ts";
import { openBlockingRedis } from "#lib/edges/redis/connection.ts";
import { redisKeys } from "#lib/edges/redis/keys.ts";
import type { Pool } from "#lib/queues/model.ts";
import type { RenderJob } from "#lib/rendering/model.ts";
import type { Runtime } from "#workers/runtime/main.ts";
import { LOCK_DURATION_MS, MAX_STALLED_COUNT, STALLED_INTERVAL_MS, maxRetainedBytes, niceness, renderDeadlineMs } from "./limits.ts";
import { detectSandboxCommand } from "./pool/sandbox-command.ts";
import { SandboxPool } from "./pool/sandbox-pool.ts";
import { type RenderContext, renderJob, type RenderVerdict } from "./render-job.ts";

export type PoolWorker = { readonly pool: Pool; readonly sandboxes: SandboxPool; readonly children: number; readonly running: ReadonlySet<string> };

/** One pool at work: its queue's consumer and its own children, which no other pool can take. */
export async function startPoolWorker(runtime: Runtime, pool: Pool, children: number, shared: Pick<RenderContext, "actor" | "storage" | "renderingLevel">): Promise<PoolWorker> {
  const sandboxes = new SandboxPool(detectSandboxCommand(niceness[pool]), children, maxRetainedBytes[pool]);
  runtime.onStop(`${pool} sandboxes`, () => sandboxes.close());
  await sandboxes.warm();
  const context = { ...shared, pool: sandboxes, deadlineMs: renderDeadlineMs[pool] };
  const running = new Set<string>();
  const worker = new Worker<RenderJob, RenderVerdict>(
    pool,
    async (job) => {
      running.add(job.id ?? "");
      try {
        return await renderJob(context, job);
      } finally {
        running.delete(job.id ?? "");
      }
    },
    { connection: openBlockingRedis(), prefix: redisKeys.queuePrefix, concurrency: children, lockDuration: LOCK_DURATION_MS, stalledInterval: STALLED_INTERVAL_MS, maxStalledCount: MAX_STALLED_COUNT },
  );
  worker.on("error", (error) => log().warn({ err: error.message, pool }, "queue connection"));
  worker.on("failed", (job, error) => log().warn({ err: error, pool, jobId: job?.id, attemptsMade: job?.attemptsMade }, "job failed and will be tried again"));
  runtime.onStop(`${pool} worker`, async () => await worker.close());
  return { pool, sandboxes, children, running };
}
