import { chmod, readFile, rm, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";

const NAMES = ["SEAWALL_DATA_DIR", "SEAWALL_SECRET", "DATABASE_URL", "REDIS_URL", "STORAGE_URL", "PUBLIC_URL", "DELIVERY_URL", "FRONT_PORT", "DELIVERY_PORT", "WEB_PORT", "INTAKE_PORT"] as const;

const fileOf = (dataDir: string): string => join(resolve(dataDir), "run", "environment.json");

/** Leaves what the processes were told where commands beside them find it; readable by its owner only, gone after a stop. */
export async function saveRunningEnvironment(dataDir: string, environment: Readonly<Record<string, string | undefined>>): Promise<void> {
  const kept = Object.fromEntries(NAMES.map((name) => [name, environment[name]]));
  await writeFile(fileOf(dataDir), JSON.stringify(kept, null, 2), { mode: 0o600 });
  await chmod(fileOf(dataDir), 0o600);
}

export async function forgetRunningEnvironment(dataDir: string): Promise<void> {
  await rm(fileOf(dataDir), { force: true });
}

/**
 * For commands run beside a running Seawall (`npm run key`, `npm run sign-in`): takes over its environment.
 * A variable that is set already wins, so that the same commands work against a platform started another way.
 */
export async function loadRunningEnvironment(dataDir: string): Promise<void> {
  try {
    const saved = JSON.parse(await readFile(fileOf(dataDir), "utf8")) as Record<string, string>;
    for (const [name, value] of Object.entries(saved)) process.env[name] ??= value;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    if (process.env["DATABASE_URL"] === undefined) {
      process.stderr.write(`No Seawall is running with its data in ${resolve(dataDir)}. Start it with: npm start\n`);
      process.exit(1);
    }
  }
  process.env["LOG_LEVEL"] = "silent";
}
