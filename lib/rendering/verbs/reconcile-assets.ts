import { listStrayAssets, moveAsset, type StrayAsset } from "#lib/assets/store.ts";
import { db, inTransaction } from "#lib/edges/db/client.ts";
import { log } from "#lib/edges/log.ts";
import { now } from "#lib/edges/time.ts";
import { announceEvents, recordEvent } from "#lib/events/verbs/record-event.ts";
import type { Actor } from "#lib/people/model.ts";
import { enqueueRender, hasLiveJob } from "#lib/queues/verbs/enqueue-render.ts";

/** Long enough that a job just added is not taken for lost, short enough that nobody waits. */
const STRAY_AFTER_MS = 15_000;
const BATCH = 500;

async function requeue(actor: Actor, stray: StrayAsset): Promise<boolean> {
  const attempt = stray.attempt + 1;
  const moved = await inTransaction(async (tx) => {
    const at = now();
    // `queued` → `queued` is no transition of the table: a new attempt of the same state, claimed the same way.
    const claimed =
      stray.state === "queued"
        ? (await tx.asset.updateMany({ where: { id: stray.assetId, version: stray.version, attempt: stray.attempt, state: "queued" }, data: { attempt, stateAt: at } })).count === 1
        : await moveAsset(tx, stray, "queued", at, { nextAttempt: attempt });
    if (claimed) await recordEvent(tx, { actor, verb: "asset.requeued", subject: { type: "asset", id: stray.assetId }, before: { state: stray.state, attempt: stray.attempt }, after: { state: "queued", attempt }, reason: "no live job", happenedAt: at });
    return claimed;
  });
  if (!moved) return false;
  const { assetId, version, priority, pool, requestId } = stray;
  return await enqueueRender({ schema: 1, assetId, version, attempt, ...(requestId === null ? {} : { requestId }) }, priority, pool);
}

/**
 * Gives every accepted upload without a live job a new one: after Redis was wiped, a process was killed between
 * commit and enqueue, or a job ran out of attempts while something was down.
 * @returns how many were put back into the queue
 */
export async function reconcileAssets(actor: Actor): Promise<number> {
  const strays = await listStrayAssets(db(), new Date(now().getTime() - STRAY_AFTER_MS), BATCH);
  let requeued = 0;
  for (const stray of strays) {
    if (await hasLiveJob(stray, stray.pool)) continue;
    if (await requeue(actor, stray)) requeued += 1;
  }
  if (requeued > 0) {
    log().info({ requeued }, "uploads without a live job were queued again");
    await announceEvents();
  }
  return requeued;
}
