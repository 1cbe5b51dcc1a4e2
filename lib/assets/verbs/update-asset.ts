import type { z } from "zod";
import { AppError } from "#lib/edges/app-error.ts";
import { inTransaction, type Tx } from "#lib/edges/db/client.ts";
import { now } from "#lib/edges/time.ts";
import { announceEvents, recordEvent } from "#lib/events/verbs/record-event.ts";
import { defaultInspectionLimits, inspectionFactsSchema } from "#lib/inspection/model.ts";
import type { Actor } from "#lib/people/model.ts";
import { requireRight } from "#lib/people/verbs/require-right.ts";
import { choosePool } from "#lib/queues/rules/choose-pool.ts";
import { enqueueRender } from "#lib/queues/verbs/enqueue-render.ts";
import type { RenderJob } from "#lib/rendering/model.ts";
import { type Asset, type Priority, updateAssetInput } from "../model.ts";
import { type AssetRow, findAssetRow } from "../store.ts";
import { getAsset } from "./get-asset.ts";

type Requeue = { readonly job: RenderJob; readonly pool: ReturnType<typeof choosePool>; readonly priority: Priority };

/** A queued asset moves by a new attempt in its new pool; the old job finds its claim gone and does nothing. */
async function reprioritize(tx: Tx, row: AssetRow, priority: Priority): Promise<Requeue | null> {
  const [version] = row.versions;
  if (version === undefined || row.state !== "queued") return null;
  const pool = choosePool(inspectionFactsSchema.parse(version.source.facts), Number(version.source.sizeBytes), priority, defaultInspectionLimits);
  const attempt = row.attempt + 1;
  const { count } = await tx.asset.updateMany({ where: { id: row.id, attempt: row.attempt, state: "queued" }, data: { attempt, pool } });
  if (count === 0) return null;
  return { job: { schema: 1, assetId: row.id, version: row.version, attempt, ...(row.requestId === null ? {} : { requestId: row.requestId }) }, pool, priority };
}

/**
 * Changes what people may change of an asset: its words, and how urgent it is, also while it waits.
 * @throws AppError `not_found`
 */
export async function updateAsset(actor: Actor, raw: z.input<typeof updateAssetInput>, requestId?: string): Promise<Asset> {
  requireRight(actor, "asset.edit");
  const { id, ...change } = updateAssetInput.parse(raw);
  const requeue = await inTransaction(async (tx) => {
    const row = await findAssetRow(tx, id);
    if (row === null) throw new AppError("not_found", "There is no asset with this id.");
    const data = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
    const before = Object.fromEntries(Object.keys(data).map((name) => [name, row[name as keyof typeof change]]));
    await tx.asset.update({ where: { id }, data });
    await recordEvent(tx, { actor, verb: "asset.updated", subject: { type: "asset", id }, before, after: data, happenedAt: now(), ...(requestId === undefined ? {} : { requestId }) });
    return change.priority === undefined || change.priority === row.priority ? null : await reprioritize(tx, row, change.priority);
  });
  if (requeue !== null) await enqueueRender(requeue.job, requeue.priority, requeue.pool);
  await announceEvents();
  return await getAsset(actor, id);
}
