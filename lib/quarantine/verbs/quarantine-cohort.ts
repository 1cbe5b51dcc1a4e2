import type { z } from "zod";
import { db, inTransaction, lockFor, type Tx } from "#lib/edges/db/client.ts";
import { publishHint } from "#lib/edges/redis/connection.ts";
import { redisKeys } from "#lib/edges/redis/keys.ts";
import { storage } from "#lib/edges/storage/open.ts";
import { now } from "#lib/edges/time.ts";
import { announceEvents, recordEvents } from "#lib/events/verbs/record-event.ts";
import type { Actor } from "#lib/people/model.ts";
import { requireRight } from "#lib/people/verbs/require-right.ts";
import { refreshManifests } from "#lib/rendering/verbs/refresh-manifests.ts";
import { type BlastRadius, quarantineCohortInput } from "../model.ts";
import { withTombstones } from "../rules/tombstones.ts";
import { findCohort, type Hit, markQuarantined, measureBlastRadius } from "../store.ts";
import { readTombstones, writeTombstones } from "../tombstones-file.ts";

type Input = z.infer<typeof quarantineCohortInput>;

async function apply(tx: Tx, actor: Actor, input: Input, at: Date, requestId: string | undefined): Promise<readonly Hit[]> {
  await lockFor(tx, "tombstones");
  const hits = await findCohort(tx, input.cohort);
  const reason = { code: "by-hand", detail: input.reason };
  await markQuarantined(tx, hits, [reason], at);
  // Known bad content: later uploads of the same bytes are quarantined on arrival.
  if (input.cohort.sha256 !== undefined) await tx.source.updateMany({ where: { sha256: input.cohort.sha256 }, data: { verdict: "quarantined", reasons: [reason] } });
  await recordEvents(
    tx,
    hits.map((hit) => ({
      actor,
      verb: "asset.quarantined" as const,
      subject: { type: "asset" as const, id: hit.id },
      before: { state: hit.state },
      after: { state: "quarantined", reasons: [reason] },
      reason: input.reason,
      happenedAt: at,
      ...(requestId === undefined ? {} : { requestId }),
    })),
  );
  const store = await storage();
  await writeTombstones(store, withTombstones(await readTombstones(store), { add: hits.map((hit) => hit.id) }, at));
  return hits;
}

/**
 * Quarantines every asset a cohort means, or says what that would hit. Delivery answers 410 for all of them as soon as
 * the one tombstone file is written; their manifests follow, by this call or by the reconciler.
 */
export async function quarantineCohort(actor: Actor, raw: z.input<typeof quarantineCohortInput>, requestId?: string): Promise<BlastRadius & { applied: boolean }> {
  requireRight(actor, "quarantine.set");
  const input = quarantineCohortInput.parse(raw);
  const radius = await measureBlastRadius(db(), input.cohort);
  if (input.dryRun) return { ...radius, applied: false };
  const hits = await inTransaction(async (tx) => await apply(tx, actor, input, now(), requestId));
  await publishHint(redisKeys.controlChanged, "tombstones");
  await announceEvents();
  await refreshManifests(hits.slice(0, INLINE_MANIFESTS).map((hit) => hit.id));
  return { ...radius, assets: hits.length, applied: true };
}

/** As many as a person waits for; the reconciler does the rest. */
const INLINE_MANIFESTS = 50;
