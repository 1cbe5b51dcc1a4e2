import { mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { MigrationList } from "@prisma/schema-engine-wasm/schema_engine_bg";

const LOCK_FILE = "migration_lock.toml";
const LOCK_TEXT = '# Written by scripts/migrate.ts; Prisma reads it to refuse migrations made for another database.\nprovider = "postgresql"\n';
const SCRIPT_FILE = "migration.sql";

function readIfThere(path: string): string | null {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
}

function listFolders(dir: string): readonly string[] {
  try {
    return readdirSync(dir, { withFileTypes: true }).filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
}

/** Reads a migrations folder in Prisma's own layout, oldest first, into the form its engine takes. */
export function readMigrations(dir: string): MigrationList {
  return {
    baseDir: dir,
    lockfile: { path: `./${LOCK_FILE}`, content: readIfThere(join(dir, LOCK_FILE)) ?? LOCK_TEXT },
    shadowDbInitScript: "",
    migrationDirectories: [...listFolders(dir)].sort().map((name) => {
      const content = readIfThere(join(dir, name, SCRIPT_FILE));
      return {
        path: name,
        migrationFile: {
          path: SCRIPT_FILE,
          content: content === null ? { tag: "error", value: `${name}/${SCRIPT_FILE} is missing` } : { tag: "ok", value: content },
        },
      };
    }),
  };
}

/** Writes one migration, and the lock file beside it when there is none yet. @returns the script's path */
export function writeMigration(dir: string, name: string, script: string): string {
  mkdirSync(join(dir, name), { recursive: true });
  if (readIfThere(join(dir, LOCK_FILE)) === null) writeFileSync(join(dir, LOCK_FILE), LOCK_TEXT);
  const path = join(dir, name, SCRIPT_FILE);
  writeFileSync(path, script, { flag: "wx" });
  return path;
}
