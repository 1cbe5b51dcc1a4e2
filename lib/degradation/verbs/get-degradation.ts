import { storage } from "#lib/edges/storage/open.ts";
import { now } from "#lib/edges/time.ts";
import type { Actor } from "#lib/people/model.ts";
import { requireRight } from "#lib/people/verbs/require-right.ts";
import { readLevers } from "../levers-file.ts";
import type { ScopeState } from "../model.ts";
import { describeScopes } from "../rules/effective-level.ts";

/** Every scope's level with who, why and until when, from the file that delivery itself obeys. */
export async function getDegradation(actor: Actor): Promise<{ scopes: ScopeState[]; revision: number }> {
  requireRight(actor, "degradation.read");
  const levers = await readLevers(await storage());
  return { scopes: describeScopes(levers, now()), revision: levers.revision };
}
