import { NO_FILTERS, withSchemaEngine } from "./engine.ts";
import { readMigrations } from "./folder.ts";

/**
 * Applies every migration of `dir` that the database has not seen, in order.
 * @param url `postgresql://…` of an existing database
 * @returns the names applied now; empty when the database was up to date
 * @throws Error with the engine's own words when a migration fails or was edited after it was applied
 */
export async function applyMigrations(url: string, dir: string): Promise<readonly string[]> {
  return await withSchemaEngine(url, async (engine) => {
    const applied = await engine.applyMigrations({ migrationsList: readMigrations(dir), filters: NO_FILTERS });
    return applied.appliedMigrationNames;
  });
}
