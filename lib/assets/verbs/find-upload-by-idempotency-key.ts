import { z } from "zod";
import { db } from "#lib/edges/db/client.ts";
import { env } from "#lib/edges/env.ts";
import { type Actor, toActorRef } from "#lib/people/model.ts";
import type { Asset } from "../model.ts";
import { findAssetRow, toAsset } from "../store.ts";

/** The asset that an earlier upload with the same Idempotency-Key made, so that a retry makes no second one. */
export async function findUploadByIdempotencyKey(actor: Actor, key: string): Promise<Asset | null> {
  const found = await db().idempotencyKey.findUnique({ where: { actorId_key: { actorId: toActorRef(actor), key } } });
  if (found === null) return null;
  const { assetId } = z.object({ assetId: z.string() }).parse(found.body);
  const row = await findAssetRow(db(), assetId);
  return row === null ? null : toAsset(row, env().deliveryUrl);
}
