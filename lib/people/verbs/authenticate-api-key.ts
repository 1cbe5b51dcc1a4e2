import { timingSafeEqual } from "node:crypto";
import { db } from "#lib/edges/db/client.ts";
import { now } from "#lib/edges/time.ts";
import { type Actor, roleSchema } from "../model.ts";
import { parseApiKey } from "../rules/api-key.ts";
import { findApiKeyByPrefix } from "../store.ts";
import { hashSecret } from "./create-api-key.ts";

/** `lastUsedAt` is for people; once a minute is exact enough and keeps a write out of every request. */
const LAST_USED_STEP_MS = 60_000;

/** @returns null when the key is unknown, wrong, revoked or expired; the caller says the same sentence for all of them */
export async function authenticateApiKey(text: string): Promise<Actor | null> {
  const presented = parseApiKey(text);
  if (presented === null) return null;
  const row = await findApiKeyByPrefix(db(), presented.prefix);
  if (row === null) return null;
  const matches = timingSafeEqual(Buffer.from(hashSecret(presented.secret), "hex"), Buffer.from(row.secretHash, "hex"));
  const at = now();
  if (!matches || row.revokedAt !== null || (row.expiresAt !== null && row.expiresAt <= at)) return null;
  if (row.lastUsedAt === null || at.getTime() - row.lastUsedAt.getTime() > LAST_USED_STEP_MS) {
    await db().apiKey.update({ where: { id: row.id }, data: { lastUsedAt: at } });
  }
  return { type: "key", id: row.id, name: row.name, role: roleSchema.parse(row.role) };
}
