import { type AssetClaim, findAssetRow, moveAsset } from "#lib/assets/store.ts";
import { inTransaction } from "#lib/edges/db/client.ts";
import { now } from "#lib/edges/time.ts";
import { announceEvents, recordEvent } from "#lib/events/verbs/record-event.ts";
import { inspectionFactsSchema, type InspectionFacts } from "#lib/inspection/model.ts";
import type { Actor } from "#lib/people/model.ts";

export type RenderTask = { readonly sha256: string; readonly sizeBytes: number; readonly facts: InspectionFacts; readonly surface: string | null; readonly uploadedAt: Date };

/**
 * Claims an asset for rendering. A job that comes a second time (its worker died) finds `rendering` and may go on.
 * @returns null when the claim no longer holds: the asset is done, quarantined, or on a newer attempt
 */
export async function startRendering(actor: Actor, claim: AssetClaim, requestId?: string): Promise<RenderTask | null> {
  const task = await inTransaction(async (tx) => {
    const at = now();
    const moved = await moveAsset(tx, claim, "rendering", at);
    const row = await findAssetRow(tx, claim.assetId);
    const [version] = row?.versions ?? [];
    if (row === null || version === undefined) return null;
    const resumed = !moved && row.state === "rendering" && row.version === claim.version && row.attempt === claim.attempt;
    if (!moved && !resumed) return null;
    if (moved) {
      await recordEvent(tx, { actor, verb: "asset.rendering", subject: { type: "asset", id: claim.assetId }, after: { attempt: claim.attempt }, happenedAt: at, ...(requestId === undefined ? {} : { requestId }) });
    }
    return { sha256: version.sourceSha256, sizeBytes: Number(version.source.sizeBytes), facts: inspectionFactsSchema.parse(version.source.facts), surface: row.surface, uploadedAt: row.createdAt };
  });
  await announceEvents();
  return task;
}
