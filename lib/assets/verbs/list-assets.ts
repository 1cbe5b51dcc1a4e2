import { AppError } from "#lib/edges/app-error.ts";
import { db } from "#lib/edges/db/client.ts";
import { env } from "#lib/edges/env.ts";
import type { Actor } from "#lib/people/model.ts";
import { requireRight } from "#lib/people/verbs/require-right.ts";
import type { Asset, AssetState } from "../model.ts";
import { type AssetCursor, listAssetRows, toAsset } from "../store.ts";

function toCursorText(cursor: AssetCursor): string {
  return Buffer.from(`${cursor.createdAt.toISOString()} ${cursor.id}`).toString("base64url");
}

function parseCursor(text: string): AssetCursor {
  const [time = "", id = ""] = Buffer.from(text, "base64url").toString("utf8").split(" ");
  const createdAt = new Date(time);
  if (Number.isNaN(createdAt.getTime()) || id === "") throw new AppError("bad_request", "This cursor is not one of ours.", { reason: "cursor", advice: "Start again without a cursor." });
  return { createdAt, id };
}

/** A page of assets, newest first. */
export async function listAssets(actor: Actor, page: { cursor?: string | undefined; limit: number; states?: readonly AssetState[] | undefined }): Promise<{ items: Asset[]; nextCursor: string | null }> {
  requireRight(actor, "asset.read");
  const rows = await listAssetRows(db(), { limit: page.limit + 1, after: page.cursor === undefined ? undefined : parseCursor(page.cursor), states: page.states });
  const items = rows.slice(0, page.limit);
  const last = items.at(-1);
  return {
    items: items.map((row) => toAsset(row, env().deliveryUrl)),
    nextCursor: rows.length > page.limit && last !== undefined ? toCursorText(last) : null,
  };
}
