import { now } from "#lib/edges/time.ts";
import type { Actor } from "#lib/people/model.ts";
import { requireRight } from "#lib/people/verbs/require-right.ts";
import { type Pool, type QueueState, pools } from "../model.ts";
import { queueOf } from "../queue.ts";

async function describeQueue(pool: Pool): Promise<QueueState> {
  const queue = queueOf(pool);
  const [counts, oldest] = await Promise.all([queue.getJobCounts("wait", "prioritized", "active", "delayed", "failed"), queue.getJobs(["prioritized", "wait"], 0, 999, true)]);
  const since = oldest.map((job) => job.timestamp).sort((left, right) => left - right)[0];
  return {
    pool,
    waiting: (counts["wait"] ?? 0) + (counts["prioritized"] ?? 0),
    active: counts["active"] ?? 0,
    delayed: counts["delayed"] ?? 0,
    failed: counts["failed"] ?? 0,
    oldestWaitingMs: since === undefined ? null : Math.max(0, now().getTime() - since),
  };
}

/** Every pool's queue. @throws when Redis is away: unknown is not zero */
export async function listQueues(actor: Actor): Promise<QueueState[]> {
  requireRight(actor, "health.read");
  return await Promise.all(pools.map(describeQueue));
}
