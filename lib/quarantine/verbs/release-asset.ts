import type { z } from "zod";
import type { Asset } from "#lib/assets/model.ts";
import { prioritySchema } from "#lib/assets/model.ts";
import { findAssetRow, moveAsset } from "#lib/assets/store.ts";
import { getAsset } from "#lib/assets/verbs/get-asset.ts";
import { AppError } from "#lib/edges/app-error.ts";
import { inTransaction, lockFor } from "#lib/edges/db/client.ts";
import { publishHint } from "#lib/edges/redis/connection.ts";
import { redisKeys } from "#lib/edges/redis/keys.ts";
import { storage } from "#lib/edges/storage/open.ts";
import { now } from "#lib/edges/time.ts";
import { announceEvents, recordEvent } from "#lib/events/verbs/record-event.ts";
import type { Actor } from "#lib/people/model.ts";
import { requireRight } from "#lib/people/verbs/require-right.ts";
import { poolSchema } from "#lib/queues/model.ts";
import { enqueueRender } from "#lib/queues/verbs/enqueue-render.ts";
import { refreshManifests } from "#lib/rendering/verbs/refresh-manifests.ts";
import { releaseAssetInput } from "../model.ts";
import { withTombstones } from "../rules/tombstones.ts";
import { readTombstones, writeTombstones } from "../tombstones-file.ts";

/**
 * Lets an asset out: it is rendered again from its original, and its content may be uploaded again.
 * @throws AppError `not_found`; `conflict` when it is not in quarantine; `unprocessable` when nothing of it can be rendered
 */
export async function releaseAsset(actor: Actor, raw: z.input<typeof releaseAssetInput>, requestId?: string): Promise<Asset> {
  requireRight(actor, "quarantine.set");
  const { id, reason } = releaseAssetInput.parse(raw);
  const job = await inTransaction(async (tx) => {
    await lockFor(tx, "tombstones");
    const at = now();
    const row = await findAssetRow(tx, id);
    const [version] = row?.versions ?? [];
    if (row === null || version === undefined) throw new AppError("not_found", "There is no asset with this id.");
    if (version.source.facts === null) throw new AppError("unprocessable", "This file has no picture in it that could be shown.", { reason: "nothing-to-render", advice: "Upload a new file instead." });
    const attempt = row.attempt + 1;
    const moved = await moveAsset(tx, { assetId: id, version: row.version, attempt: row.attempt }, "queued", at, { reasons: [], nextAttempt: attempt });
    if (!moved || row.state !== "quarantined") throw new AppError("conflict", "This asset is not in quarantine.", { reason: "not-quarantined" });
    await tx.asset.update({ where: { id }, data: { manifestDirty: true } });
    await tx.source.update({ where: { sha256: version.sourceSha256 }, data: { verdict: "accepted" } });
    await recordEvent(tx, { actor, verb: "asset.released", subject: { type: "asset", id }, before: { state: row.state }, after: { state: "queued", attempt }, reason, happenedAt: at, ...(requestId === undefined ? {} : { requestId }) });
    const store = await storage();
    await writeTombstones(store, withTombstones(await readTombstones(store), { remove: [id] }, at));
    return { assetId: id, version: row.version, attempt, priority: prioritySchema.parse(row.priority), pool: poolSchema.parse(row.pool) };
  });
  const { priority, pool, ...claim } = job;
  await refreshManifests([id]);
  await publishHint(redisKeys.controlChanged, "tombstones");
  await enqueueRender({ schema: 1, ...claim, ...(requestId === undefined ? {} : { requestId }) }, priority, pool);
  await announceEvents();
  return await getAsset(actor, id);
}
