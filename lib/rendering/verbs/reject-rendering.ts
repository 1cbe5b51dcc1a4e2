import type { Reason } from "#lib/assets/model.ts";
import { type AssetClaim, moveAsset } from "#lib/assets/store.ts";
import { inTransaction } from "#lib/edges/db/client.ts";
import { publishHint } from "#lib/edges/redis/connection.ts";
import { redisKeys } from "#lib/edges/redis/keys.ts";
import type { Storage } from "#lib/edges/storage/storage.ts";
import { now } from "#lib/edges/time.ts";
import { announceEvents, recordEvent } from "#lib/events/verbs/record-event.ts";
import type { Actor } from "#lib/people/model.ts";
import { writeManifest } from "../manifest-file.ts";
import { bareManifest } from "../rules/manifest.ts";

type Rejection = { readonly state: "failed" | "quarantined"; readonly reason: Reason; readonly evidence?: Readonly<Record<string, unknown>> };

/**
 * Ends a render that cannot succeed: bad input fails, a file that kills its decoder is quarantined. Never retried.
 * @returns false when the claim no longer holds
 */
export async function rejectRendering(actor: Actor, claim: AssetClaim & { readonly surface: string | null }, rejection: Rejection, storage: Storage, requestId?: string): Promise<boolean> {
  const rejected = await inTransaction(async (tx) => {
    const at = now();
    if (!(await moveAsset(tx, claim, rejection.state, at, { reasons: [rejection.reason] }))) return false;
    await recordEvent(tx, {
      actor,
      verb: rejection.state === "failed" ? "asset.failed" : "asset.quarantined",
      subject: { type: "asset", id: claim.assetId },
      before: { state: "rendering" },
      after: { state: rejection.state, reasons: [rejection.reason], ...(rejection.evidence === undefined ? {} : { evidence: rejection.evidence }) },
      reason: rejection.reason.code,
      happenedAt: at,
      ...(requestId === undefined ? {} : { requestId }),
    });
    await writeManifest(storage, bareManifest({ assetId: claim.assetId, version: claim.version, surface: claim.surface }, rejection.state, { width: null, height: null }, at));
    return true;
  });
  if (rejected) {
    await publishHint(redisKeys.manifestChanged, claim.assetId);
    await announceEvents();
  }
  return rejected;
}
