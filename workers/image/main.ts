import { hostname } from "node:os";
import { Worker } from "bullmq";
import { closeDb } from "#lib/edges/db/client.ts";
import { env } from "#lib/edges/env.ts";
import { renderingLevel } from "#lib/degradation/rules/effective-level.ts";
import { log } from "#lib/edges/log.ts";
import { closeRedis, openBlockingRedis } from "#lib/edges/redis/connection.ts";
import { redisKeys } from "#lib/edges/redis/keys.ts";
import { storage } from "#lib/edges/storage/open.ts";
import { newId, now } from "#lib/edges/time.ts";
import { systemActor } from "#lib/people/model.ts";
import { closeQueues } from "#lib/queues/queue.ts";
import type { RenderJob } from "#lib/rendering/model.ts";
import { reconcileAssets } from "#lib/rendering/verbs/reconcile-assets.ts";
import { refreshDirtyManifests } from "#lib/rendering/verbs/refresh-manifests.ts";
import { sendHeartbeat } from "#lib/workers/heartbeat.ts";
import { ControlWatch } from "#workers/runtime/control-watch.ts";
import { repeat } from "#workers/runtime/repeat.ts";
import { runProcess } from "#workers/runtime/main.ts";
import { LOCK_DURATION_MS, MAX_STALLED_COUNT, RECONCILE_INTERVAL_MS, STALLED_INTERVAL_MS } from "./limits.ts";
import { detectSandboxCommand } from "./pool/sandbox-command.ts";
import { SandboxPool } from "./pool/sandbox-pool.ts";
import { renderJob, type RenderVerdict } from "./render-job.ts";

const POOL = "standard";
const HEARTBEAT_INTERVAL_MS = 1_000;

runProcess(async (runtime) => {
  const id = newId("wrk");
  const actor = { ...systemActor("image"), id: `image/${id}` };
  const children = env().imageChildren;
  const sandboxes = new SandboxPool(detectSandboxCommand(), children);
  runtime.onStop("connections", async () => {
    await closeQueues();
    closeRedis();
    await closeDb();
  });
  runtime.onStop("sandboxes", () => sandboxes.close());
  await sandboxes.warm();
  if (sandboxes.level !== "sandbox") log().warn({ level: sandboxes.level }, "decoders are not fully shut in on this machine");

  const store = await storage();
  const control = new ControlWatch(store);
  control.follow(runtime);
  const context = { actor, pool: sandboxes, storage: store, renderingLevel: () => renderingLevel(control.levers, now()) };
  const running = new Set<string>();
  const worker = new Worker<RenderJob, RenderVerdict>(
    POOL,
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
  worker.on("error", (error) => log().warn({ err: error.message }, "queue connection"));
  worker.on("failed", (job, error) => log().warn({ err: error, jobId: job?.id, attemptsMade: job?.attemptsMade }, "job failed and will be tried again"));
  runtime.onStop("worker", async () => await worker.close());

  const startedAt = now().toISOString();
  repeat(runtime, "heartbeat", HEARTBEAT_INTERVAL_MS, async () => {
    await sendHeartbeat({ id, pool: POOL, host: hostname(), pid: process.pid, version: "0.1.0", sandbox: sandboxes.level, children, running: running.size, rssBytes: process.memoryUsage.rss(), startedAt, at: now().toISOString() });
  });
  repeat(runtime, "reconciler", RECONCILE_INTERVAL_MS, async () => {
    await reconcileAssets(actor);
    await refreshDirtyManifests();
  });
});
