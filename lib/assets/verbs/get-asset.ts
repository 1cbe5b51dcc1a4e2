import { AppError } from "#lib/edges/app-error.ts";
import { db } from "#lib/edges/db/client.ts";
import { env } from "#lib/edges/env.ts";
import type { Actor } from "#lib/people/model.ts";
import { requireRight } from "#lib/people/verbs/require-right.ts";
import type { Asset } from "../model.ts";
import { findAssetRow, toAsset } from "../store.ts";

/** @throws AppError `not_found` */
export async function getAsset(actor: Actor, id: string): Promise<Asset> {
  requireRight(actor, "asset.read");
  const row = await findAssetRow(db(), id);
  if (row === null) throw new AppError("not_found", "There is no asset with this id.");
  return toAsset(row, env().deliveryUrl);
}
