import { AppError } from "#lib/edges/app-error.ts";
import { inTransaction } from "#lib/edges/db/client.ts";
import { now } from "#lib/edges/time.ts";
import { recordEvent } from "#lib/events/verbs/record-event.ts";
import type { Actor, ApiKey } from "../model.ts";
import { toApiKey } from "../store.ts";
import { requireRight } from "./require-right.ts";

/** Ends a key at once. @throws AppError `not_found`, or `conflict` when it is revoked already */
export async function revokeApiKey(actor: Actor, id: string): Promise<ApiKey> {
  requireRight(actor, "key.manage");
  return await inTransaction(async (tx) => {
    const at = now();
    const { count } = await tx.apiKey.updateMany({ where: { id, revokedAt: null }, data: { revokedAt: at } });
    const row = await tx.apiKey.findUnique({ where: { id } });
    if (row === null) throw new AppError("not_found", "There is no key with this id.");
    if (count === 0) throw new AppError("conflict", "This key is revoked already.");
    await recordEvent(tx, { actor, verb: "key.revoked", subject: { type: "key", id }, before: { revokedAt: null }, after: { revokedAt: at.toISOString() }, happenedAt: at });
    return toApiKey(row);
  });
}
