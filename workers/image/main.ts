import { hostname } from "node:os";
import { renderingLevel } from "#lib/degradation/rules/effective-level.ts";
import { closeDb } from "#lib/edges/db/client.ts";
import { env } from "#lib/edges/env.ts";
import { log } from "#lib/edges/log.ts";
import { closeRedis } from "#lib/edges/redis/connection.ts";
import { storage } from "#lib/edges/storage/open.ts";
import { newId, now } from "#lib/edges/time.ts";
import { systemActor } from "#lib/people/model.ts";
import { pools } from "#lib/queues/model.ts";
import { closeQueues } from "#lib/queues/queue.ts";
import { reconcileAssets } from "#lib/rendering/verbs/reconcile-assets.ts";
import { refreshDirtyManifests } from "#lib/rendering/verbs/refresh-manifests.ts";
import { sendHeartbeat } from "#lib/workers/heartbeat.ts";
import { ControlWatch } from "#workers/runtime/control-watch.ts";
import { runProcess } from "#workers/runtime/main.ts";
import { repeat } from "#workers/runtime/repeat.ts";
import { RECONCILE_INTERVAL_MS } from "./limits.ts";
import { startPoolWorker } from "./pool-worker.ts";

const HEARTBEAT_INTERVAL_MS = 1_000;

runProcess(async (runtime) => {
  const id = newId("wrk");
  const actor = { ...systemActor("image"), id: `image/${id}` };
  runtime.onStop("connections", async () => {
    await closeQueues();
    closeRedis();
    await closeDb();
  });
  const store = await storage();
  const control = new ControlWatch(store);
  control.follow(runtime);
  const shared = { actor, storage: store, renderingLevel: () => renderingLevel(control.levers, now()) };
  const childrenOf = { interactive: env().imageChildren, standard: env().imageChildren, bulk: 1 };
  const workers = await Promise.all(pools.map(async (pool) => await startPoolWorker(runtime, pool, childrenOf[pool], shared)));
  const sandbox = workers[0]?.sandboxes.level ?? "none";
  if (sandbox !== "sandbox") log().warn({ level: sandbox }, "decoders are not fully shut in on this machine");

  const startedAt = now().toISOString();
  repeat(runtime, "heartbeat", HEARTBEAT_INTERVAL_MS, async () => {
    const children = workers.reduce((sum, worker) => sum + worker.children, 0);
    const running = workers.reduce((sum, worker) => sum + worker.running.size, 0);
    await sendHeartbeat({ id, pools: pools.join(" "), host: hostname(), pid: process.pid, version: "0.1.0", sandbox, children, running, rssBytes: process.memoryUsage.rss(), startedAt, at: now().toISOString() });
  });
  repeat(runtime, "reconciler", RECONCILE_INTERVAL_MS, async () => {
    await reconcileAssets(actor);
    await refreshDirtyManifests();
  });
});
