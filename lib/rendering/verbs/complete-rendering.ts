import { type AssetClaim, moveAsset } from "#lib/assets/store.ts";
import { inTransaction } from "#lib/edges/db/client.ts";
import { publishHint } from "#lib/edges/redis/connection.ts";
import { redisKeys } from "#lib/edges/redis/keys.ts";
import type { Storage } from "#lib/edges/storage/storage.ts";
import { now } from "#lib/edges/time.ts";
import { announceEvents, recordEvent } from "#lib/events/verbs/record-event.ts";
import type { Actor } from "#lib/people/model.ts";
import { writeManifest } from "../manifest-file.ts";
import { type RenderOutcome, readyManifest } from "../rules/manifest.ts";

/**
 * Publishes a finished render: rows, event and manifest, or none of them. The conditional update locks the asset's
 * row until the commit, so two workers on one asset write their manifests one after the other and only one wins.
 * A manifest without its commit is harmless: it names verified variants, and the retry writes the same.
 * @returns false when the claim no longer holds
 */
export async function completeRendering(actor: Actor, claim: AssetClaim & { readonly surface: string | null }, outcome: RenderOutcome, storage: Storage, requestId?: string): Promise<boolean> {
  const published = await inTransaction(async (tx) => {
    const at = now();
    if (!(await moveAsset(tx, claim, "ready", at, { reasons: [] }))) return false;
    const { assetId, version } = claim;
    await tx.assetVersion.update({
      where: { assetId_version: { assetId, version } },
      data: { width: outcome.width, height: outcome.height, recipeVersion: outcome.recipeVersion, renderedAt: at },
    });
    await tx.variant.deleteMany({ where: { assetId, version } });
    await tx.variant.createMany({
      data: outcome.variants.map(({ bytes, ...variant }) => ({ ...variant, assetId, version, sizeBytes: bytes, recipeVersion: outcome.recipeVersion })),
    });
    await recordEvent(tx, {
      actor,
      verb: "asset.ready",
      subject: { type: "asset", id: assetId },
      before: { state: "rendering" },
      after: { state: "ready", variants: outcome.variants.filter((variant) => !variant.reduced).length, recipeVersion: outcome.recipeVersion },
      happenedAt: at,
      ...(requestId === undefined ? {} : { requestId }),
    });
    await writeManifest(storage, readyManifest({ assetId, version, surface: claim.surface }, outcome, at));
    return true;
  });
  if (published) {
    await publishHint(redisKeys.manifestChanged, claim.assetId);
    await announceEvents();
  }
  return published;
}
