import { db } from "#lib/edges/db/client.ts";
import type { Actor } from "#lib/people/model.ts";
import { requireRight } from "#lib/people/verbs/require-right.ts";
import type { EventJson } from "../model.ts";
import { listEventsBefore } from "../store.ts";

/** A page of the audit log, newest first. */
export async function listEvents(actor: Actor, page: { cursor?: string | undefined; limit: number; subjectId?: string | undefined }): Promise<{ items: EventJson[]; nextCursor: string | null }> {
  requireRight(actor, "event.read");
  const items = await listEventsBefore(db(), { limit: page.limit + 1, before: page.cursor === undefined ? undefined : BigInt(page.cursor), subjectId: page.subjectId });
  const shown = items.slice(0, page.limit);
  return { items: shown, nextCursor: items.length > page.limit ? (shown.at(-1)?.id ?? null) : null };
}
