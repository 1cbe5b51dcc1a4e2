import type { z } from "zod";
import { inTransaction, lockFor } from "#lib/edges/db/client.ts";
import { publishHint } from "#lib/edges/redis/connection.ts";
import { redisKeys } from "#lib/edges/redis/keys.ts";
import { storage } from "#lib/edges/storage/open.ts";
import { now } from "#lib/edges/time.ts";
import { announceEvents, recordEvent } from "#lib/events/verbs/record-event.ts";
import type { Actor } from "#lib/people/model.ts";
import { requireRight } from "#lib/people/verbs/require-right.ts";
import { readLevers, writeLevers } from "../levers-file.ts";
import { type Scope, type ScopeState, setLevelInput } from "../model.ts";
import { describeScopes, findOverride, withOverrides } from "../rules/effective-level.ts";

const MINUTE_MS = 60_000;

/**
 * Sets a level by hand, or gives a scope back to automation. Without a scope it moves rendering and delivery together.
 * The lock makes two people's changes one after the other; the file is written before the commit, so that an audit
 * entry always has its effect.
 */
export async function setLevel(actor: Actor, input: z.input<typeof setLevelInput>, requestId?: string): Promise<{ scopes: ScopeState[]; revision: number }> {
  requireRight(actor, "degradation.set");
  const { level, scope, reason, ttlMinutes } = setLevelInput.parse(input);
  const changed: readonly Scope[] = scope === undefined ? ["rendering", "delivery"] : [scope];
  const levers = await inTransaction(async (tx) => {
    await lockFor(tx, "levers");
    const at = now();
    const store = await storage();
    const before = await readLevers(store);
    const expiresAt = new Date(at.getTime() + ttlMinutes * MINUTE_MS).toISOString();
    const overrides = level === "automatic" ? [] : changed.map((each) => ({ scope: each, level, reason, by: actor.name, since: at.toISOString(), expiresAt }));
    const after = withOverrides(before, changed, overrides, at);
    for (const each of changed) {
      const old = findOverride(before, each, at);
      await recordEvent(tx, {
        actor,
        verb: "degradation.set",
        subject: { type: "scope", id: each },
        before: { level: old?.level ?? 0, source: old === null ? "automatic" : "manual" },
        after: level === "automatic" ? { level: 0, source: "automatic" } : { level, source: "manual", expiresAt },
        reason,
        happenedAt: at,
        ...(requestId === undefined ? {} : { requestId }),
      });
    }
    await writeLevers(store, after);
    return after;
  });
  await publishHint(redisKeys.controlChanged, String(levers.revision));
  await announceEvents();
  return { scopes: describeScopes(levers, now()), revision: levers.revision };
}
