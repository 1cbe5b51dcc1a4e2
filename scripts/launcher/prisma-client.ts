import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { exclusively } from "./exclusive.ts";
import { LaunchError } from "./launch-error.ts";
import { runCommand } from "./run-command.ts";
import { hashSources, isStamped } from "./stamp.ts";

const GENERATE_TIMEOUT_MS = 120_000;
const SOURCES = ["prisma/schema.prisma", "node_modules/prisma/package.json"];

/**
 * Generates the Prisma client when it is missing or older than the schema.
 * @returns whether it had to
 * @throws LaunchError with Prisma's own words
 */
export async function ensurePrismaClient(root: string, signal: AbortSignal): Promise<boolean> {
  const generated = join(root, "prisma/generated");
  const stamp = join(generated, ".seawall-stamp");
  return await exclusively(join(root, "node_modules/.cache/seawall-generate.lock"), signal, async () => {
    const hash = hashSources(root, SOURCES);
    if (existsSync(join(generated, "client.ts")) && isStamped(stamp, hash)) return false;
    // Any existing file will do for the native engine, which `generate` never runs but would download.
    const env = { ...process.env, PRISMA_SCHEMA_ENGINE_BINARY: process.execPath, PRISMA_HIDE_UPDATE_MESSAGE: "1", CHECKPOINT_DISABLE: "1" };
    const result = await runCommand(process.execPath, [join(root, "node_modules/prisma/build/index.js"), "generate"], { cwd: root, env, timeoutMs: GENERATE_TIMEOUT_MS, signal });
    if (!result.ok) throw new LaunchError(`The database client could not be generated (${result.ending}):\n${result.output.trim()}`);
    writeFileSync(stamp, `${hash}\n`);
    return true;
  });
}
