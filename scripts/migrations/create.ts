import { readFileSync } from "node:fs";
import { NO_FILTERS, withSchemaEngine } from "./engine.ts";
import { readMigrations, writeMigration } from "./folder.ts";

/** What the engine says instead of a script when there is nothing to do. */
const EMPTY_SCRIPT = /^(?:\s*|-- This is an empty migration\.\s*)$/;

/** Prisma's own form of a migration's name, e.g. `20261122093000_asset_tags`; names sort by time, in UTC. */
export function toMigrationName(name: string, at: Date): string {
  const words = name.toLowerCase().replaceAll(/[^a-z0-9]+/g, "_").replaceAll(/^_+|_+$/g, "");
  return `${at.toISOString().replaceAll(/\D/g, "").slice(0, 14)}_${words}`;
}

/**
 * Writes the migration that leads from the migrations of `dir` to the schema. The engine replays the existing ones in a
 * shadow database and compares. (Its own `createMigration` cannot: the WebAssembly build finds no shadow database there.)
 * @param url of a Postgres that may create databases
 * @returns the new script's path, or null when schema and migrations already agree
 */
export async function createMigration(input: { url: string; dir: string; schemaPath: string; name: string; at: Date }): Promise<string | null> {
  const script = await diffMigrations(input);
  return script === null ? null : writeMigration(input.dir, toMigrationName(input.name, input.at), script);
}

/** The SQL that leads from the migrations of `dir` to the schema, or null when they agree. */
export async function diffMigrations(input: { url: string; dir: string; schemaPath: string }): Promise<string | null> {
  const schema = readFileSync(input.schemaPath, "utf8");
  return await withSchemaEngine(input.url, async (engine) => {
    const { stdout } = await engine.diff({
      from: { tag: "migrations", ...readMigrations(input.dir) },
      to: { tag: "schemaDatamodel", files: [{ path: input.schemaPath, content: schema }] },
      script: true,
      exitCode: null,
      filters: NO_FILTERS,
    });
    return stdout === null || EMPTY_SCRIPT.test(stdout) ? null : stdout;
  });
}
