/** node scripts/run.mjs scripts/migrate.ts create <name> | apply — Prisma's migrations without its downloaded engine. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { messageOf } from "#scripts/launcher/launch-error.ts";
import { applyMigrations } from "#scripts/migrations/apply.ts";
import { createMigration } from "#scripts/migrations/create.ts";
import { withTemporaryPostgres } from "#scripts/migrations/temporary-postgres.ts";

const root = resolve(import.meta.dirname, "..");
const dir = join(root, "prisma/migrations");
const USAGE = `usage: node scripts/run.mjs scripts/migrate.ts create <name>   writes the migration from the last one to schema.prisma
       node scripts/run.mjs scripts/migrate.ts apply           applies all to DATABASE_URL (npm start does it by itself)
`;

async function create(name: string): Promise<number> {
  const scratch = mkdtempSync(join(tmpdir(), "seawall-migrate-"));
  try {
    const path = await withTemporaryPostgres(scratch, async (url) => await createMigration({ url, dir, schemaPath: join(root, "prisma/schema.prisma"), name, at: new Date() }));
    process.stdout.write(path === null ? "The schema and the migrations agree; nothing to write.\n" : `Wrote ${path}. Read it before you commit it.\n`);
    return 0;
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

async function apply(): Promise<number> {
  const url = process.env["DATABASE_URL"];
  if (url === undefined) {
    process.stderr.write("Set DATABASE_URL to the database to migrate.\n");
    return 2;
  }
  const applied = await applyMigrations(url, dir);
  process.stdout.write(applied.length === 0 ? "up to date\n" : `migrated, ${applied.join(", ")}\n`);
  return 0;
}

async function main([command, name]: readonly string[]): Promise<number> {
  try {
    if (command === "create" && name !== undefined) return await create(name);
    if (command === "apply") return await apply();
  } catch (error) {
    process.stderr.write(`${messageOf(error)}\n`);
    return 1;
  }
  process.stderr.write(USAGE);
  return 2;
}

// Pools of the engine may still hold the process open.
process.exit(await main(process.argv.slice(2)));
