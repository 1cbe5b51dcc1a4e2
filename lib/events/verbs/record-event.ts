import type { Tx } from "#lib/edges/db/client.ts";
import { publishHint } from "#lib/edges/redis/connection.ts";
import { redisKeys } from "#lib/edges/redis/keys.ts";
import type { NewEvent } from "../model.ts";
import { insertEvents } from "../store.ts";

/**
 * Writes what happened, in the transaction of the thing that happened: neither exists without the other.
 * Call `announceEvents` once the transaction is committed.
 */
export async function recordEvent(tx: Tx, event: NewEvent): Promise<void> {
  await insertEvents(tx, [event]);
}

/** The same for many things that happened at once. */
export async function recordEvents(tx: Tx, events: readonly NewEvent[]): Promise<void> {
  await insertEvents(tx, events);
}

/** Tells live readers that there is something new. A lost hint costs them at most a second. */
export async function announceEvents(): Promise<void> {
  await publishHint(redisKeys.eventsRecorded, "");
}
