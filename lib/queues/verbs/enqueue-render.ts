import type { Priority } from "#lib/assets/model.ts";
import { log } from "#lib/edges/log.ts";
import type { RenderJob } from "#lib/rendering/model.ts";
import { type Pool, jobPriority } from "../model.ts";
import { dropQueue, queueOf, toJobId } from "../queue.ts";

/**
 * Puts a render job into its pool's queue. Redis being away loses nothing: the asset's row says `queued`
 * and the reconciler adds the job once Redis is back.
 * @returns whether the job is in the queue now
 */
export async function enqueueRender(job: RenderJob, priority: Priority, pool: Pool): Promise<boolean> {
  try {
    await queueOf(pool).add("render", job, { jobId: toJobId(job), priority: jobPriority[priority] });
    return true;
  } catch (error) {
    log().warn({ err: error, assetId: job.assetId }, "not enqueued now; the reconciler will");
    dropQueue(pool);
    return false;
  }
}

/** Whether a job for exactly this attempt exists and can still do something. @throws when Redis is away */
export async function hasLiveJob(job: Pick<RenderJob, "assetId" | "version" | "attempt">, pool: Pool): Promise<boolean> {
  const found = await queueOf(pool).getJob(toJobId(job));
  if (found === undefined) return false;
  const state = await found.getState();
  return state !== "completed" && state !== "failed" && state !== "unknown";
}
