import { db } from "#lib/edges/db/client.ts";
import type { Actor, ApiKey } from "../model.ts";
import { listApiKeys as readApiKeys } from "../store.ts";
import { requireRight } from "./require-right.ts";

export async function listApiKeys(actor: Actor): Promise<readonly ApiKey[]> {
  requireRight(actor, "key.manage");
  return await readApiKeys(db());
}
