import { AppError } from "#lib/edges/app-error.ts";
import { isDatabaseDown } from "#lib/edges/db/client.ts";

/** Postgres is where an upload is committed: without it none is accepted, and the client is told when to come back. */
export function toIntakeError(error: unknown): unknown {
  if (!isDatabaseDown(error)) return error;
  return new AppError("unavailable", "Uploads cannot be accepted for a moment.", { reason: "database-away", advice: "Nothing was lost. Try again in a few seconds.", cause: error });
}
