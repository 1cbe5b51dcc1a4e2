import type { z } from "zod";
import type { Asset } from "#lib/assets/model.ts";
import { getAsset } from "#lib/assets/verbs/get-asset.ts";
import { AppError } from "#lib/edges/app-error.ts";
import type { Actor } from "#lib/people/model.ts";
import { requireRight } from "#lib/people/verbs/require-right.ts";
import { quarantineAssetInput } from "../model.ts";
import { quarantineCohort } from "./quarantine-cohort.ts";

/** Quarantines one asset, or with `scope: "content"` its bytes wherever they are. @throws AppError `not_found`, `conflict` */
export async function quarantineAsset(actor: Actor, raw: z.input<typeof quarantineAssetInput>, requestId?: string): Promise<Asset> {
  requireRight(actor, "quarantine.set");
  const { id, reason, scope } = quarantineAssetInput.parse(raw);
  const asset = await getAsset(actor, id);
  if (asset.state === "quarantined" && scope === "asset") throw new AppError("conflict", "This asset is in quarantine already.", { reason: "already-quarantined" });
  await quarantineCohort(actor, { cohort: scope === "content" ? { sha256: asset.sha256 } : { ids: [id] }, reason }, requestId);
  return await getAsset(actor, id);
}
